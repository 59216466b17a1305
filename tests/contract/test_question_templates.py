"""What a student receives of a question: no key before release, and after it only what the policy shows."""

import json
import re
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser

import pytest
from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from markupsafe import escape as safely

from quizapp.core.qtypes.base import FormatError, Mark
from quizapp.core.qtypes.registry import QUESTION_TYPES
from quizapp.paths import templates_dir
from quizapp.web.filters import prose_inline
from tests.contract.test_question_types import with_other_keys

PARTS = """
{% macro mark(state, label="") %}[{{ state }}]{% endmacro %}
{% macro icon(name, label="") %}[{{ name }}]{% endmacro %}
"""

TYPES = list(QUESTION_TYPES.values())
CASES = [(qtype, example) for qtype in TYPES for example in qtype.examples()]
every_example = pytest.mark.parametrize(
    ("qtype", "example"), CASES, ids=[f"{qtype.name}-{i}" for i, (qtype, _) in enumerate(CASES)]
)


@dataclass(frozen=True)
class Show:
    correctness: bool = False
    key: bool = False
    feedback: bool = False


ALL = Show(correctness=True, key=True, feedback=True)


@pytest.fixture(scope="module")
def environment():
    env = Environment(
        loader=ChoiceLoader([DictLoader({"_macros/parts.html": PARTS}), FileSystemLoader(templates_dir())]),
        autoescape=True,
        undefined=StrictUndefined,
    )
    env.filters["prose"] = lambda text: Markup("<p>{}</p>").format(safely(text))
    env.filters["prose_inline"] = safely
    env.globals["url_for"] = lambda endpoint, filename: f"/{endpoint}/{filename}"
    return env


@pytest.fixture
def ask(environment):
    def render(qtype, content, response=None, error=None, typed=None):
        template = environment.get_template(f"qtypes/{qtype.name}/prompt.html")
        prompt = json.loads(json.dumps(qtype.prompt(content)))
        return template.render(prompt=prompt, response=response, field="s3", error=error, typed=typed)

    return render


@pytest.fixture
def review(environment):
    def render(qtype, content, response, show):
        template = environment.get_template(f"qtypes/{qtype.name}/review.html")
        return template.render(
            content=content,
            prompt=qtype.prompt(content),
            response=response,
            grade=qtype.grade(content, response),
            show=show,
        )

    return render


def content_of(qtype, mapping):
    return qtype.Content.model_validate(mapping)


def answers_of(qtype, example):
    """Yield each answer that can be read, with what it is worth."""
    content = content_of(qtype, example.content)
    for answer in example.answers:
        response = qtype.parse(content, answer.raw)
        if not isinstance(response, FormatError):
            yield content, answer, response


def holds(html, text):
    return text in html or escape(text, quote=False) in html or str(safely(text)) in html


class Form(HTMLParser):
    """Reads what a browser would send back, and what names what."""

    def __init__(self, html):
        super().__init__()
        self.sent, self.ids, self.described, self.labelled, self.legends = [], set(), [], [], 0
        self.controls, self.texts, self.select, self.area = [], [], "", None
        self.feed(html)

    @property
    def raw(self):
        """Return the parts of the answer, the prefix of slot 3 taken off."""
        parts = {}
        for name, value in self.sent:
            assert name.startswith("s3-"), name
            parts.setdefault(name.removeprefix("s3-"), []).append(value)
        return parts

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.ids.update({found["id"]} if "id" in found else ())
        self.described += (found.get("aria-describedby") or "").split()
        self.legends += tag == "legend"
        if tag == "label":
            self.labelled.append(found["for"])
        if tag in ("input", "select", "textarea"):
            self.controls.append(found["id"])
        if tag == "input" and (found["type"] == "text" or "checked" in found) and found["value"]:
            self.sent.append((found["name"], found["value"]))
        if tag == "textarea" or (tag == "input" and found["type"] == "text"):
            self.texts.append(found["name"].removeprefix("s3-"))
        if tag == "select":
            self.select = found["name"]
        if tag == "option" and "selected" in found and found["value"]:
            self.sent.append((self.select, found["value"]))
        if tag == "textarea":
            self.area = found["name"]

    def handle_data(self, data):
        if self.area and data.strip():
            self.sent.append((self.area, data.removeprefix("\n")))

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.area = None


@every_example
def test_a_prompt_holds_no_secret(qtype, example, ask):
    for content, _, response in answers_of(qtype, example):
        html = ask(qtype, content, response)
        own_words = json.dumps(response.model_dump() if response else {})
        for secret in qtype.secrets(content):
            assert not holds(html, secret) or secret in own_words


@every_example
def test_a_prompt_shows_the_answer_again_and_sends_it_back(qtype, example, ask):
    for content, _, response in answers_of(qtype, example):
        form = Form(ask(qtype, content, response))
        assert qtype.parse(content, form.raw) == response


@every_example
def test_every_control_has_its_words_and_every_reference_its_target(qtype, example, ask):
    content = content_of(qtype, example.content)
    form = Form(ask(qtype, content, error="Write a number, such as 3."))
    assert form.labelled or form.legends
    assert set(form.labelled) <= form.ids
    assert set(form.controls) <= set(form.labelled)
    assert set(form.described) <= form.ids
    assert "s3-error" in form.described


@every_example
def test_a_format_error_is_told_as_no_wrong_answer_and_keeps_what_was_typed(qtype, example, ask):
    content = content_of(qtype, example.content)
    parts = Form(ask(qtype, content)).texts
    html = ask(qtype, content, error="Write a number, such as 3.", typed={part: ['3"x<'] for part in parts})
    assert "Write a number, such as 3. Nothing is marked wrong yet." in html
    assert Form(html).raw == {part: ['3"x<'] for part in parts}


SHOWN = ("prompt", "feedback", "text", "premise", "answer", "statement")


def attacked(value, attack):
    """Put the attack behind every text of a content that a page shows."""
    if isinstance(value, list):
        return [one + attack if isinstance(one, str) else attacked(one, attack) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        name: inner + attack if isinstance(inner, str) and name in SHOWN
        else attacked(inner, attack) if isinstance(inner, dict) or name not in ("ignore", "accept")
        else inner
        for name, inner in value.items()
    }  # fmt: skip


@every_example
def test_a_prompt_escapes_what_an_author_and_a_student_wrote(qtype, example, ask, review):
    attack = "<script>alert(1)</script>"
    content = content_of(qtype, attacked({**example.content, "prompt": "", "feedback": ""}, attack))
    raw = {part: [attack] for part in ("answer", *Form(ask(qtype, content)).texts)}
    response = qtype.parse(content, raw)
    for html in (
        ask(qtype, content, None if isinstance(response, FormatError) else response, typed=raw),
        review(qtype, content, None if isinstance(response, FormatError) else response, ALL),
    ):
        assert "<script>" not in html
        assert "&lt;script&gt;" in html


@every_example
def test_a_review_that_shows_nothing_tells_only_what_was_answered(qtype, example, review):
    pages = set()
    for content, answer, response in answers_of(qtype, example):
        html = review(qtype, content, response, Show())
        own_words = qtype.say(content, response)
        for secret in qtype.secrets(content):
            assert not holds(html, secret) or secret.casefold() in own_words.casefold()
        for mark in ("[right]", "[wrong]", "[partly]", "answer--", "Right", ", right", "wrong"):
            assert mark not in html.replace(safely(content.prompt), "")
        assert ("No answer" in html) == (answer.outcome is Mark.BLANK)
        pages.add((response is None, html))
    assert len(pages) > 1


@every_example
def test_a_review_marks_the_answer_when_correctness_is_shown(qtype, example, review):
    for content, answer, response in answers_of(qtype, example):
        html = review(qtype, content, response, Show(correctness=True))
        assert f"[{answer.outcome}]" in html
        assert all(
            f"[{mark}]" not in html
            for mark in ("right", "partly", "wrong", "blank", "waiting")
            if mark != answer.outcome
        )
        assert "Right answer" not in html
        for secret in qtype.secrets(content):
            assert not holds(html, secret) or secret in qtype.say(content, response)


@every_example
def test_a_review_without_the_key_depends_on_the_grade_alone(qtype, example, review):
    """Of a wrong answer nothing tells which other one was right: the key moved, the page stays."""
    pages = {}
    for mapping in with_other_keys(example.content):
        content = content_of(qtype, {**mapping, "feedback": ""})
        known = [choice.key for choice in getattr(content, "choices", ())]
        for raw in (*(answer.raw for answer in example.answers), *({"answer": [key]} for key in known)):
            response = qtype.parse(content, raw)
            if not isinstance(response, FormatError):
                grade = qtype.grade(content, response)
                html = review(qtype, content, response, Show(correctness=True, feedback=True))
                pages.setdefault((qtype.say(content, response), grade.mark), set()).add(html)
    assert len(pages) > 2
    assert all(len(same) == 1 for same in pages.values())


@every_example
def test_a_review_names_the_right_answer_when_the_key_is_shown(qtype, example, review):
    outcomes = [answer.outcome for answer in example.answers]
    for content, answer, response in answers_of(qtype, example):
        html = review(qtype, content, response, Show(key=True))
        assert Mark.RIGHT not in outcomes or "Right answer" in html or "Your answer, right" in html
        for words in re.split("; | → ", qtype.say_key(content)):
            assert holds(html, words)
        assert "[wrong]" not in html
        assert "[partly]" not in html
        assert not holds(html, content.feedback)
        assert "answer__why" not in html
        assert ("Your answer" in html) == (answer.outcome is not Mark.BLANK)


@every_example
def test_a_review_gives_feedback_when_it_is_shown(qtype, example, review):
    for content, _, response in answers_of(qtype, example):
        html = review(qtype, content, response, Show(feedback=True))
        assert holds(html, content.feedback)
        for said in qtype.grade(content, response).feedback:
            assert holds(html, said)
        assert "Right answer" not in html
        assert "[right]" not in html


@pytest.mark.parametrize(("name", "place"), [("ordering", "Move up: {}"), ("matching", ">{}</option>")])
def test_where_no_markup_can_stand_the_words_stand_without_its_signs(environment, monkeypatch, name, place):
    monkeypatch.setitem(environment.filters, "prose_inline", prose_inline)
    qtype = QUESTION_TYPES[name]
    prompt = json.loads(json.dumps(qtype.prompt(content_of(qtype, qtype.examples()[0].content))))
    prompt["items" if name == "ordering" else "answers"][0]["text"] = "It *could* & might"
    template = environment.overlay().get_template(
        f"qtypes/{name}/prompt.html"
    )  # nothing kept with the other filter
    page = template.render(prompt=prompt, response=None, field="s3", error=None, typed=None)
    assert place.format("It could &amp; might") in page
    assert "*could*" not in page
