"""Questions are written, edited and refused in the editor, whatever their type."""

import re

import pytest
from werkzeug.datastructures import MultiDict

from quizapp.banks.content_form import data_for
from quizapp.banks.service import bank_by_slug, content_of, question_by_slug
from quizapp.core.qtypes.registry import QUESTION_TYPES

TYPES = list(QUESTION_TYPES.values())
EXAMPLES = [(qtype, example) for qtype in TYPES for example in qtype.examples()]
every_type = pytest.mark.parametrize("qtype", TYPES, ids=lambda qtype: qtype.name)
every_example = pytest.mark.parametrize(
    ("qtype", "example"), EXAMPLES, ids=[f"{qtype.name}-{n}" for n, (qtype, _) in enumerate(EXAMPLES)]
)
META = {
    "title": "A new question",
    "cites": ["rules/hours", "rules/loans"],
    "claim-by": "the timetable",
    "claim-status": "documented",
    "objectives": ["rules"],
    "level": "apply",
    "difficulty": "hard",
    "points": "2,5",
    "tags": "clock, opening-hours",
}


def posted_by(page):
    """Return what a browser would post of the editor's form as the page shows it."""
    form = re.search(r'<form class="fields" id="question-form".*?</form>', page.text, re.S).group()
    data = MultiDict()
    for tag in re.findall(r"<input [^>]*>", form):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        kind = attributes.get("type", "text")
        ticked = re.search(r"\schecked\b", tag)
        if kind in ("checkbox", "radio") and not ticked:
            continue
        data.add(attributes["name"], unescape(attributes.get("value", "y")))
    for name, text in re.findall(r'<textarea[^>]* name="([^"]*)"[^>]*>\r?\n?(.*?)</textarea>', form, re.S):
        data.add(name, unescape(text))
    for name, options in re.findall(r'<select[^>]* name="([^"]*)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option selected value="([^"]*)"', options)
        first = re.search(r'<option[^>]* value="([^"]*)"', options)
        data.add(name, unescape((chosen or first).group(1)))
    return data


def unescape(text):
    import html

    return html.unescape(text)


def form_of(qtype, mapping, **more):
    """Return what a browser would post for a content, radio keys and all."""
    data = MultiDict({**META, **more})
    for name, value in data_for(qtype.Content, mapping).items():
        if isinstance(value, bool):
            data.setlist(name, ["true" if value else "false"] if name == "answer" else ["y"] * value)
        elif isinstance(value, list | tuple):
            for place, item in enumerate(value):
                if not isinstance(item, dict):
                    data.add(name if name == "ignore" else f"{name}-{place}", item)
                    continue
                for part, inner in item.items():
                    if inner is not False:
                        data.add(f"{name}-{place}-{part}", "y" if inner is True else str(inner))
        else:
            data.add(name, str(value))
    for name, info in qtype.Content.model_fields.items():
        if name not in mapping and info.annotation is bool and info.default is True:
            data.add(name, "y")
        if name not in mapping and name == "ignore":
            data.setlist(name, list(info.default))
    return data


def stored(app, slug="a-new-question"):
    with app.app_context():
        return content_of(question_by_slug(bank_by_slug("library"), slug).current)


@every_example
def test_a_question_of_every_type_is_written_and_comes_back_as_it_was_written(app, admin, qtype, example):
    written = form_of(qtype, example.content, act="save")
    answer = admin.post(f"/bank/library/questions/new/{qtype.name}", data=written)
    assert answer.status_code == 303, re.findall(r'<section class="mend".*?</section>', answer.text, re.S)
    assert answer.location == "/bank/library/questions/a-new-question"
    question = stored(app)
    assert question.content == qtype.Content.model_validate(example.content)
    assert question.meta.cites == ("rules/hours", "rules/loans")
    assert question.meta.claim.by == "the timetable"
    assert question.meta.level == "apply"
    assert question.meta.points == 2.5
    assert question.meta.tags == ("clock", "opening-hours")

    page = admin.get("/bank/library/questions/a-new-question/edit")
    again = posted_by(page)
    again["act"] = "save"
    answer = admin.post("/bank/library/questions/a-new-question/edit", data=again, follow_redirects=True)
    assert "Nothing had changed, so nothing was saved." in answer.text
    assert stored(app) == question
