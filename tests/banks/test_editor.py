"""Questions are written, edited and refused in the editor, whatever their type."""

import html
import re

import pytest
from werkzeug.datastructures import MultiDict

from quizapp.accounts.models import AuditEntry
from quizapp.banks.content_form import data_for
from quizapp.banks.editing import slug_of
from quizapp.banks.models import Passage, Question
from quizapp.banks.service import bank_by_slug, content_of, question_by_slug
from quizapp.core.qtypes.registry import QUESTION_TYPES
from quizapp.core.qtypes.typed_text import IGNORABLE
from quizapp.extensions import db
from tests.cast import NOW

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
        data.add(attributes["name"], html.unescape(attributes.get("value", "y")))
    for name, text in re.findall(r'<textarea[^>]* name="([^"]*)"[^>]*>\r?\n?(.*?)</textarea>', form, re.S):
        data.add(name, html.unescape(text))
    for name, options in re.findall(r'<select[^>]* name="([^"]*)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option selected value="([^"]*)"', options)
        first = re.search(r'<option[^>]* value="([^"]*)"', options)
        data.add(name, html.unescape((chosen or first).group(1)))
    return data


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
                    if isinstance(inner, list):
                        data.add(f"{name}-{place}-{part}", "\r\n".join(inner))
                    elif inner is not False:
                        data.add(f"{name}-{place}-{part}", "y" if inner is True else str(inner))
                if name == "gaps" and "ignore" not in item:  # ticked until somebody unticks it
                    data.setlist(f"{name}-{place}-ignore", list(IGNORABLE))
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


NEW = "/bank/library/questions/new/multiple_choice"
OPENING = "/bank/library/questions/hours-opening"
CHOICES = {
    "prompt": "When does it open?",
    "choices-0-text": "At eight",
    "choices-1-text": "At nine",
    "choices-correct": "1",
}


def new_choice_question(admin, **changes):
    data = {**META, "cites": "rules/hours", **CHOICES, "act": "save", **changes}
    return admin.post(NEW, data={name: value for name, value in data.items() if value is not None})


def edited(admin, **changes):
    """Return what the editor of "Opening time" would post, with changes."""
    data = posted_by(admin.get(f"{OPENING}/edit"))
    for name, value in {"act": "save", **changes}.items():
        data[name] = value
    return data


def test_the_key_of_a_single_choice_is_given_by_a_radio_button(app, admin):
    new_choice_question(admin)
    assert [choice.correct for choice in stored(app).content.choices] == [False, True]


def test_rows_left_empty_are_left_out(app, admin):
    new_choice_question(admin, **{"choices-2-text": "  ", "choices-3-text": "At ten"})
    assert [choice.text for choice in stored(app).content.choices] == ["At eight", "At nine", "At ten"]


def test_an_id_is_made_from_the_title_and_made_unique(app, admin):
    assert new_choice_question(admin, title="Opening Time").location.endswith("/opening-time")
    assert new_choice_question(admin, title="Opening time!").location.endswith("/opening-time-2")
    assert new_choice_question(admin, title="").location.endswith("/when-does-it-open")
    assert slug_of("Ça va? -- Été 1979") == "ca-va-ete-1979"


@pytest.mark.parametrize(
    ("slug", "message"),
    [
        ("hours-opening", "Another question has this id. Choose another."),
        ("Not An Id", "Use small letters a to z, figures and hyphens"),
        ("../x", "Use small letters a to z, figures and hyphens"),
        ("a" * 81, "Shorten this to 80 characters."),
    ],
)
def test_an_id_that_is_taken_or_malformed_is_refused(admin, slug, message):
    answer = new_choice_question(admin, id=slug)
    assert answer.status_code == 422
    assert message in answer.text
    assert "At nine" in answer.text


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"prompt": ""}, "This is empty."),
        ({"prompt": "x" * 4_001}, "Shorten this to 4000 characters."),
        ({"choices-0-text": None}, "At least 2 are needed here."),
        ({"choices-1-text": "x" * 1_001}, "Shorten this to 1000 characters."),
        ({"choices-0-feedback": "x" * 2_001}, "Shorten this to 2000 characters."),
        ({f"choices-{n}-text": f"Choice {n}" for n in range(2, 9)}, "At most 8 can stand here."),
        ({"title": "x" * 121}, "Shorten this to 120 characters."),
        ({"points": "many"}, "Write a number, such as 3."),
        ({"points": "0"}, "Write a number above 0."),
        ({"points": "101"}, "Write 100 or less."),
        ({"level": "guess"}, "Write one of:"),
        ({"claim-by": ""}, "This is missing."),
        ({"claim-status": "rumour"}, "Write one of:"),
        ({"tags": "Two words"}, "Use small letters a to z, figures and hyphens"),
        ({"cites": "rules/secret"}, "There is no such passage in this bank."),
        ({"objectives": "wisdom"}, "There is no such objective in this bank."),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words_and_nothing_is_stored(app, admin, changes, message):
    answer = new_choice_question(admin, **changes)
    assert answer.status_code == 422
    assert 'class="mend"' in answer.text
    assert message in answer.text
    with app.app_context():
        assert db.session.query(Question).count() == 6


def test_an_error_in_a_row_stands_at_that_row_though_rows_before_it_are_empty(admin):
    answer = new_choice_question(admin, **{"choices-0-text": "", "choices-3-text": "x" * 1_001})
    assert answer.status_code == 422
    assert 'id="choices-2-text-error"' in answer.text  # rows are counted anew: 0, 1, 3 became 0, 1, 2
    assert "see the rows marked below" in answer.text


def test_a_number_that_cannot_be_read_comes_back_as_it_was_typed(admin):
    data = {**META, "prompt": "How many?", "answer": "1,200", "act": "save"}
    answer = admin.post("/bank/library/questions/new/numeric", data=data)
    assert answer.status_code == 422
    assert "Write 1200 or 1.200: the comma can mean either." in answer.text
    assert 'value="1,200"' in answer.text


def test_true_or_false_has_to_be_said(admin):
    data = {**META, "prompt": "It opens.", "act": "save"}
    answer = admin.post("/bank/library/questions/new/true_false", data=data)
    assert answer.status_code == 422
    assert "The statement is</a>: Choose True or False.</li>" in answer.text


def test_a_draft_may_be_unfinished_but_is_not_approved_so(app, admin):
    assert new_choice_question(admin, **{"choices-correct": None}).status_code == 303
    page = admin.get("/bank/library/questions/a-new-question")
    assert "0 choices are marked right; one must be." in page.text
    assert "Mend what is marked before you approve it." in page.text
    answer = admin.post(
        "/bank/library/questions/a-new-question/status", data={"status": "approved"}, follow_redirects=True
    )
    assert "Mend what is marked before you approve it." in answer.text
    answer = new_choice_question(admin, **{"choices-correct": None, "act": "approve", "title": "Another"})
    assert answer.status_code == 422
    assert "0 choices are marked right; one must be." in answer.text


def test_an_approved_question_cites_a_passage(admin):
    answer = new_choice_question(admin, cites=None, act="approve")
    assert answer.status_code == 422
    assert "Tick the passage that the answer stands in." in answer.text
    assert new_choice_question(admin, cites=None, act="save").status_code == 303


def test_save_and_approve_approves(app, admin):
    new_choice_question(admin, act="approve")
    with app.app_context():
        assert question_by_slug(bank_by_slug("library"), "a-new-question").status == "approved"


def test_rows_are_added_and_removed_without_saving(app, admin):
    page = new_choice_question(admin, **{"act": None, "choices-add": "1"})
    assert page.status_code == 200
    assert page.text.count('class="choice-edit"') == 3
    page = new_choice_question(admin, **{"act": None, "choices-remove": "0"})
    assert page.text.count('class="choice-edit"') == 1
    assert "At eight</textarea>" not in page.text
    assert "At nine</textarea>" in page.text
    assert re.search(r'value="0" id="choices-0-correct" checked', page.text), "the key goes with its row"
    with app.app_context():
        assert db.session.query(Question).count() == 6


@pytest.mark.parametrize("place", ["7", "-1", "x", "9" * 30])
def test_removing_a_row_that_is_not_there_changes_nothing(admin, place):
    page = new_choice_question(admin, **{"act": None, "choices-remove": place})
    assert page.status_code == 200
    assert page.text.count('class="choice-edit"') == 2


def test_a_flood_of_rows_is_cut_short(admin):
    answer = new_choice_question(admin, **{f"choices-{n}-text": str(n) for n in range(500)})
    assert answer.status_code == 422
    assert answer.text.count('class="choice-edit"') == 60


def test_enter_previews_and_does_not_remove_a_row(admin):
    form = re.search(r'<form class="fields".*?</form>', admin.get(NEW).text, re.S).group()
    assert re.search(r'<button[^>]*type="submit"[^>]*>', form).group().count('value="preview"') == 1
    page = new_choice_question(admin, act="preview")
    assert page.status_code == 200
    assert "When does it open?</p>" in page.text


def test_an_edit_makes_a_revision_and_leaves_the_old_one(app, admin):
    answer = admin.post(
        f"{OPENING}/edit",
        data=edited(admin, prompt="According to the rules, when are the doors opened?", act="approve"),
        follow_redirects=True,
    )
    assert "Saved as revision 2; it is approved. Revision 1 stays with the attempts" in answer.text
    with app.app_context():
        row = question_by_slug(bank_by_slug("library"), "hours-opening")
        assert (row.status, [revision.number for revision in row.revisions]) == ("approved", [1, 2])
        assert row.revisions[0].prompt == "According to the rules, when does the library open?"
        assert row.current.author.name == "Mr Lindqvist"
        assert [cite.passage.slug for cite in row.current.cites] == ["hours"]
        acts = [(entry.act, entry.subject, entry.detail) for entry in db.session.query(AuditEntry)]
        assert acts == [("question.edit", "library/hours-opening", {"revision": 2})]


def test_a_draft_saved_over_an_approved_question_takes_it_out_of_new_quizzes(app, admin):
    answer = admin.post(f"{OPENING}/edit", data=edited(admin, title="New"), follow_redirects=True)
    assert "it is a draft: new quizzes leave it out until it is approved." in answer.text
    with app.app_context():
        assert question_by_slug(bank_by_slug("library"), "hours-opening").status == "draft"


def test_an_edit_cannot_move_a_question_to_another_id_or_type(app, admin):
    data = edited(admin, id="other", type="true_false", title="Moved")
    assert admin.post(f"{OPENING}/edit", data=data).location.endswith("/hours-opening")
    assert stored(app, "hours-opening").meta.type == "multiple_choice"


def test_whoever_saves_second_is_told_and_loses_nothing(app, admin):
    first, second = edited(admin, title="First"), edited(admin, title="Second")
    assert admin.post(f"{OPENING}/edit", data=first).status_code == 303
    answer = admin.post(f"{OPENING}/edit", data=second)
    assert answer.status_code == 409
    assert "Somebody saved <a href" in answer.text
    assert 'value="Second"' in answer.text
    assert stored(app, "hours-opening").meta.title == "First"
    again = posted_by(answer)
    again["act"] = "approve"
    assert admin.post(f"{OPENING}/edit", data=again).status_code == 303
    with app.app_context():
        row = question_by_slug(bank_by_slug("library"), "hours-opening")
        assert [revision.title for revision in row.revisions] == ["Opening time", "First", "Second"]


def test_a_look_is_no_edit_though_passages_were_cited_in_another_order(app, admin):
    new_choice_question(admin)
    with app.app_context():
        row = question_by_slug(bank_by_slug("library"), "a-new-question")
        row.current.record = {**row.current.record, "cites": ["rules/loans", "rules/hours"]}
        db.session.commit()
    data = posted_by(admin.get("/bank/library/questions/a-new-question/edit"))
    assert data.getlist("cites") == ["rules/hours", "rules/loans"]
    data["act"] = "save"
    answer = admin.post("/bank/library/questions/a-new-question/edit", data=data, follow_redirects=True)
    assert "Nothing had changed, so nothing was saved." in answer.text


@every_example
def test_a_preview_shows_the_prompt_and_no_key(admin, qtype, example):
    data = form_of(qtype, example.content, type=qtype.name)
    answer = admin.post("/bank/library/preview", data=data)
    assert answer.status_code == 200
    assert html.escape(example.content["prompt"], quote=False)[:20] in answer.text
    for secret in qtype.secrets(qtype.Content.model_validate(example.content)):
        assert html.escape(secret, quote=False) not in answer.text


def test_a_preview_says_what_is_still_missing(admin):
    answer = admin.post("/bank/library/preview", data={"type": "short_text", "prompt": "Who?"})
    assert answer.status_code == 200
    assert "<b>Accepted answers</b> At least one is needed here." in answer.text


def test_a_script_in_a_question_is_shown_and_never_run(admin):
    attack = '<script>alert(1)</script><img src=x onerror="alert(2)">'
    answer = new_choice_question(
        admin,
        prompt=attack,
        title=attack,
        tags="",
        **{"choices-0-text": attack, "choices-0-feedback": attack, "claim-by": attack},
    )
    shown = [admin.get(answer.location), admin.get(f"{answer.location}/edit"), admin.get("/bank/library")]
    data = {"type": "multiple_choice", **CHOICES, "prompt": attack}
    shown.append(admin.post("/bank/library/preview", data=data))
    for page in shown:
        assert page.status_code == 200
        assert "&lt;script&gt;alert(1)" in page.text
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text


def test_an_unknown_type_bank_or_question_is_told_so(admin):
    assert admin.get("/bank/library/questions/new/riddle").status_code == 404
    assert admin.post("/bank/library/questions/new/riddle", data={}).status_code == 404
    assert admin.post("/bank/library/preview", data={"type": "riddle"}).status_code == 400
    assert admin.post("/bank/attic/preview", data={"type": "numeric"}).status_code == 404
    assert admin.get("/bank/attic/questions/new/numeric").status_code == 404
    assert admin.get("/bank/library/questions/none/edit").status_code == 404


@every_type
def test_every_type_can_be_picked_and_has_an_editor(admin, qtype):
    assert f'href="/bank/library/questions/new/{qtype.name}"' in admin.get("/bank/library/questions/new").text
    page = admin.get(f"/bank/library/questions/new/{qtype.name}")
    assert page.status_code == 200
    names = set(re.findall(r' name="([a-z_]+)', page.text))
    for name, info in qtype.Content.model_fields.items():
        assert name in names or info.default == (), name


@pytest.mark.parametrize("address", [NEW, f"{OPENING}/edit", "/bank/library/questions/new"])
def test_only_an_admin_may_write(teacher, heron, anonymous, address):
    assert teacher.get(address).status_code == 403
    assert heron.get(address).status_code == 403
    assert anonymous.get(address).status_code == 302
    if not address.endswith("new"):
        assert teacher.post(address, data=CHOICES).status_code == 403
    assert teacher.post("/bank/library/preview", data=CHOICES).status_code == 403


def test_the_editor_takes_no_form_without_its_token(app, admin):
    app.config["WTF_CSRF_ENABLED"] = True
    assert new_choice_question(admin).status_code == 400
    assert admin.post("/bank/library/preview", data={"type": "numeric"}).status_code == 400


def test_a_passage_that_is_gone_stays_cited_and_is_said_to_be_gone(app, admin):
    with app.app_context():
        passages = {passage.slug: passage for passage in db.session.query(Passage)}
        passages["hours"].removed_at = NOW
        db.session.commit()
    page = admin.get(f"{OPENING}/edit")
    assert "Gone from the reading" in page.text
    assert posted_by(page).getlist("cites") == ["rules/hours"]
    assert "The passage is no longer in the reading." in admin.get(OPENING).text
