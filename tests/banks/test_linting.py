"""What the lint finds stands beside the editor, on the question's page and in the list."""

import pytest

from quizapp.banks import linting
from quizapp.banks.service import bank_by_slug, content_of, question_by_slug
from tests.banks.test_editor import META, posted_by

FORM = {
    **META,
    "cites": "rules/hours",
    "type": "multiple_choice",
    "prompt": "According to the rules, who has a key?",
    "choices-0-text": "The librarian",
    "choices-0-feedback": "She lost it.",
    "choices-1-text": "All of the above",
    "choices-1-feedback": "The porter lost it.",
    "choices-2-text": "The headmaster",
    "choices-2-feedback": "He lost it.",
    "choices-correct": "2",
}
FOUND = "“All of the above” is found by whoever knows two of the choices."
REASON = "The pupils have learned what it means."
NEW = "/bank/library/questions/new/multiple_choice"
PAGE = "/bank/library/questions/a-new-question"


def preview(admin, **changes):
    return admin.post("/bank/library/preview", data={**FORM, **changes}).text


def test_the_preview_tells_what_the_rules_find_in_what_is_written_so_far(admin):
    told = preview(admin)
    assert "1 finding" in told
    assert FOUND in told
    assert "Name one thing, or let students choose all that apply." in told
    assert FOUND not in preview(admin, **{"choices-1-text": "The porter"})


def test_the_preview_judges_before_the_rest_of_the_form_is_filled_in(admin):
    assert FOUND in preview(admin, title="x" * 200, **{"claim-by": "the rules", "claim-status": ""})


def test_a_rule_set_aside_with_a_reason_is_no_longer_told_of(admin):
    waiver = {"waive-0-rule": "all-of-the-above", "waive-0-reason": REASON}
    assert FOUND not in preview(admin, **waiver)


def test_a_waiver_is_saved_shown_and_comes_back_in_the_editor(app, admin):
    waiver = {"waive-0-rule": "all-of-the-above", "waive-0-reason": REASON}
    assert admin.post(NEW, data={**FORM, **waiver, "act": "save"}).status_code == 303
    with app.app_context():
        stored = content_of(question_by_slug(bank_by_slug("library"), "a-new-question").current)
    assert [(w.rule, w.reason) for w in stored.meta.waive] == [("all-of-the-above", REASON)]
    assert f"Set aside: {REASON}" in admin.get(PAGE).text
    again = posted_by(admin.get(f"{PAGE}/edit"))
    assert (again["waive-0-rule"], again["waive-0-reason"]) == ("all-of-the-above", REASON)
    again["act"] = "save"
    answer = admin.post(f"{PAGE}/edit", data=again, follow_redirects=True)
    assert "Nothing had changed, so nothing was saved." in answer.text


def test_a_waiver_without_a_reason_is_refused_at_its_field(admin):
    answer = admin.post(NEW, data={**FORM, "waive-0-rule": "all-of-the-above", "act": "save"})
    assert answer.status_code == 422
    assert "A rule is set aside without a reason. Write why the question is right as it is" in answer.text


@pytest.fixture
def flawed(admin):
    assert admin.post(NEW, data={**FORM, "act": "save"}).status_code == 303


@pytest.mark.usefixtures("flawed")
def test_the_list_has_a_badge_and_can_be_held_to_what_has_findings(admin, teacher):
    page = teacher.get("/bank/library?q=new-question").text
    assert '<span class="badge badge--partly">1 finding</span>' in page
    page = teacher.get("/bank/library?lint=findings").text
    assert "A new question" in page
    assert "Opening hour" not in page
    assert FOUND in teacher.get(PAGE).text


@pytest.mark.usefixtures("flawed")
def test_a_text_is_judged_once(app, teacher, monkeypatch):
    teacher.get("/bank/library")
    monkeypatch.setattr(linting, "lint_question", lambda *_: pytest.fail("judged again"))
    assert "1 finding" in teacher.get("/bank/library?q=new-question").text
