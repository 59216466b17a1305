"""What is typed into the editor is kept for the one who types it, and for nobody else."""

import re

import pytest
from werkzeug.datastructures import MultiDict

from quizapp.accounts.models import User
from quizapp.banks import unfinished
from quizapp.banks.models import Bank, Question
from quizapp.banks.service import bank_by_slug, question_by_slug
from quizapp.banks.unfinished_models import QuestionDraft
from quizapp.core.qtypes.registry import QUESTION_TYPES
from quizapp.extensions import db
from quizapp.web import clock
from tests.banks.test_editor import META, form_of, posted_by
from tests.cast import NOW

EDIT = "/bank/library/questions/hours-opening/edit"
KEEP = "/bank/library/questions/hours-opening/draft"
SAID = "that are not published"


@pytest.fixture(autouse=True)
def monday(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


def fields_of(data: MultiDict) -> list[list[str]]:
    return [[name, value] for name, value in data.items(multi=True)]


def typed(client, **changes):
    """Return what a browser holds of the editor's form after some typing."""
    data = posted_by(client.get(EDIT))
    for name, value in changes.items():
        data[name] = value
    return data


def keep(client, path=KEEP, **changes):
    return client.put(path, json={"fields": fields_of(typed(client, **changes))})


def kept(app):
    with app.app_context():
        return [
            (row.user_id, row.about, row.begun_from) for row in db.session.scalars(db.select(QuestionDraft))
        ]


def test_the_time_of_saving_is_told_and_the_editor_opens_with_what_was_typed(app, admin):
    answer = keep(admin, title="Opening hour?")
    assert (answer.status_code, answer.json) == (200, {"saved_at": "09:00"})
    page = admin.get(EDIT)
    assert 'value="Opening hour?"' in page.text
    assert "You have changes from today, 09:00 that are not published." in page.text
    assert 'value="Opening time"' not in page.text
    with app.app_context():
        row = question_by_slug(bank_by_slug("library"), "hours-opening")
        assert (row.current.number, row.current.title) == (1, "Opening time")


def test_a_later_save_takes_the_place_of_the_earlier_one(app, admin, cast):
    keep(admin, title="One")
    keep(admin, title="Two")
    assert 'value="Two"' in admin.get(EDIT).text
    assert [(user, begun) for user, _, begun in kept(app)] == [(cast.admin, 1)]


@pytest.mark.parametrize("qtype", QUESTION_TYPES.values(), ids=lambda qtype: qtype.name)
def test_a_draft_of_any_type_comes_back_as_it_was_typed(admin, qtype):
    data = form_of(qtype, next(iter(qtype.examples())).content)
    path = f"/bank/library/questions/new/{qtype.name}"
    assert admin.put(f"{path}/draft", json={"fields": fields_of(data)}).status_code == 200
    posted = posted_by(admin.get(path))
    for name in ("prompt", "title", "tags", "points", "level"):
        assert posted[name] == data[name]
    again = admin.put(f"{path}/draft", json={"fields": fields_of(posted)})
    assert again.status_code == 200
    reopened = posted_by(admin.get(path))
    for data in (posted, reopened):
        data.pop("csrf_token")  # signed with the second it was made in
    assert reopened == posted


def test_nobody_else_sees_a_draft_and_no_student_can_keep_one(
    app, admin, teacher, outsider_teacher, heron, client_of, cast
):
    with app.app_context():
        db.session.get(User, cast.outsider_teacher).role = "admin"
        db.session.commit()
    keep(admin, title="My secret title")
    other = client_of(cast.outsider_teacher)
    for client in (other, teacher):
        for path in ("/bank/library", "/bank/library/questions/hours-opening", EDIT):
            page = client.get(path).text
            assert "My secret title" not in page
            assert SAID not in page
            assert "you began and have not saved" not in page
    assert other.post("/unfinished/1/discard").status_code == 404
    assert other.post("/unfinished/1/restore").status_code == 404
    assert heron.put(KEEP, json={"fields": []}).status_code == 403
    assert teacher.put(KEEP, json={"fields": []}).status_code == 403
    assert keep(other, title="Theirs").status_code == 200
    assert 'value="My secret title"' in admin.get(EDIT).text


@pytest.mark.parametrize("act", ["save", "approve"])
def test_publishing_ends_the_draft(app, admin, act):
    keep(admin, title="Opening hour?")
    data = posted_by(admin.get(EDIT))
    assert admin.post(EDIT, data={**data.to_dict(flat=False), "act": act}).status_code == 303
    assert kept(app) == []
    assert SAID not in admin.get(EDIT).text


def test_what_is_refused_keeps_the_draft(app, admin):
    keep(admin, title="Opening hour?")
    data = typed(admin, prompt="")
    assert admin.post(EDIT, data={**data.to_dict(flat=False), "act": "save"}).status_code == 422
    assert len(kept(app)) == 1


def test_a_new_question_is_kept_by_its_type_and_ends_when_it_is_made(app, admin):
    path = "/bank/library/questions/new/essay"
    data = MultiDict({**META, "prompt": "Why so?", "title": "Why", "revision": "0"})
    assert admin.put(f"{path}/draft", json={"fields": fields_of(data)}).status_code == 200
    assert "Why so?" in admin.get(path).text
    assert SAID not in admin.get("/bank/library/questions/new/numeric").text
    assert admin.post(path, data={**data.to_dict(flat=False), "act": "save"}).status_code == 303
    assert kept(app) == []


def test_a_draft_is_discarded_and_taken_back(admin):
    keep(admin, title="Opening hour?")
    answer = admin.post("/unfinished/1/discard", follow_redirects=True)
    assert "Your unpublished changes are discarded." in answer.text
    assert 'action="/unfinished/1/restore"' in answer.text
    assert 'value="Opening time"' in answer.text
    assert "you began and have not saved" not in admin.get("/bank/library").text
    assert 'value="Opening hour?"' in admin.post("/unfinished/1/restore", follow_redirects=True).text


def test_only_the_last_discarded_draft_is_kept_to_be_undone(app, admin):
    keep(admin, title="One")
    admin.put("/bank/library/questions/new/essay/draft", json={"fields": [["prompt", "Two"]]})
    admin.post("/unfinished/1/discard")
    admin.post("/unfinished/2/discard")
    assert [about for _, about, _ in kept(app)] == ["essay"]
    assert admin.post("/unfinished/1/restore").status_code == 404


def test_a_newer_revision_by_somebody_else_is_told_with_both_ways_on(app, admin, client_of, cast):
    keep(admin, title="Mine")
    with app.app_context():
        db.session.get(User, cast.outsider_teacher).role = "admin"
        db.session.commit()
    other = client_of(cast.outsider_teacher)
    data = typed(other, title="Theirs")
    assert other.post(EDIT, data={**data.to_dict(flat=False), "act": "save"}).status_code == 303
    page = admin.get(EDIT)
    assert "Since you began, somebody saved" in page.text
    assert "revisions/2" in page.text
    assert "Discard mine" in page.text
    assert 'value="Mine"' in page.text
    mine = posted_by(page)
    assert admin.post(EDIT, data={**mine.to_dict(flat=False), "act": "save"}).status_code == 303
    with app.app_context():
        row = question_by_slug(bank_by_slug("library"), "hours-opening")
        assert [revision.title for revision in row.revisions] == ["Opening time", "Theirs", "Mine"]


def test_the_bank_page_lists_ones_own_with_when_and_where(admin):
    keep(admin, title="Opening hour?")
    admin.put("/bank/library/questions/new/essay/draft", json={"fields": [["prompt", "Why?"]]})
    page = admin.get("/bank/library").text
    listed = re.search(r"you began and have not saved.*?</ul>", page, re.S).group()
    assert re.findall(r'href="([^"]*)">([^<]*)<', listed) == [
        ("/bank/library/questions/new/essay", "New question: essay"),
        (EDIT, "Opening time"),
    ]
    assert listed.count("today, 09:00") == 2


@pytest.mark.parametrize("body", [{}, [], {"fields": "x"}, {"fields": [["a"]]}, {"fields": [["a", 1]]}])
def test_what_is_no_form_is_refused(app, admin, body):
    assert admin.put(KEEP, json=body).status_code == 400
    assert kept(app) == []


def test_a_draft_too_large_is_refused_with_what_to_do(app, admin):
    fields = [["prompt", "x" * unfinished.LARGEST]]
    answer = admin.put(KEEP, json={"fields": fields})
    assert answer.status_code == 413
    assert answer.json["message"].startswith("This draft is too large to be kept. Shorten it")
    assert kept(app) == []


def test_signs_that_no_database_keeps_are_left_out(admin):
    admin.put(KEEP, json={"fields": [["prompt", "A\x00B\ud800C"], ["revision", "1"], ["csrf_token", "t"]]})
    assert "AB?C" in admin.get(EDIT).text


def test_a_draft_is_of_the_type_that_its_question_has(app, admin, cast):
    keep(admin, title="One")
    with app.app_context():
        bank = db.session.get(Bank, cast.bank)
        row = db.session.scalars(db.select(Question).where(Question.slug == "hours-opening")).one()
        user = db.session.get(User, cast.admin)
        assert unfinished.draft_of(user, bank, "multiple_choice", row).type == "multiple_choice"
        assert unfinished.draft_of(user, bank, "numeric", row) is None
