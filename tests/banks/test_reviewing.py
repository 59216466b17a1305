"""A question from draft to approved: moves, comments, and a second person's tick where it is wanted."""

import re

import pytest
from werkzeug.exceptions import Conflict

from quizapp.accounts.models import AuditEntry, User
from quizapp.banks.models import QuestionEvent
from quizapp.banks.service import add_revision, bank_by_slug, question_by_slug, set_status
from quizapp.banks.unfinished_models import ProposedQuestion
from quizapp.core.bank.model import Status, read_question
from quizapp.extensions import db
from tests.banks.test_editor import posted_by
from tests.cast import NOW

QUESTIONS = "/bank/library/questions"
OPENING, DRAFT = f"{QUESTIONS}/hours-opening", f"{QUESTIONS}/hours-draft"
TICK = {"act": "tick", "revision": "1"}
WANTED = "Your school wants a second person to check the key first"


@pytest.fixture
def second_check(admin):
    assert admin.post("/school/settings", data={"second_check": "y"}).status_code == 303


def status_of(app, slug="hours-draft"):
    with app.app_context():
        status = question_by_slug(bank_by_slug("library"), slug).status
        db.session.rollback()
        return status


def events(app, kind):
    with app.app_context():
        rows = db.session.query(QuestionEvent).filter_by(kind=kind).order_by(QuestionEvent.id)
        return [
            (row.question.slug, row.before, row.after, row.actor.name if row.actor else None) for row in rows
        ]


def revise(app, slug, author=None, **changes):
    with app.app_context():
        row = question_by_slug(bank_by_slug("library"), slug)
        mapping = {"id": slug, **row.current.record, **changes}
        writer = db.session.get(User, author) if author else None
        add_revision(row, read_question(mapping)[0], author=writer, now=NOW)
        db.session.commit()


def move(client, slug, status, **fields):
    return client.post(f"{QUESTIONS}/{slug}/status", data={"status": status, **fields}, follow_redirects=True)


def undo_in(page):
    """Return the address and the fields of the undo that a page offers."""
    toast = re.search(r'<div class="toast".*?</div>', page.text, re.S).group()
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', toast))
    return re.search(r'action="([^"]*)"', toast).group(1), fields


# ---- moves ----


def test_every_move_is_recorded_and_told_in_the_history(app, admin):
    move(admin, "hours-draft", "review")
    page = move(admin, "hours-draft", "approved").text
    assert events(app, "move") == [
        ("hours-draft", "draft", "review", "Mr Lindqvist"),
        ("hours-draft", "review", "approved", "Mr Lindqvist"),
    ]
    newest = page.index("moved it from in review to approved")
    assert newest < page.index("moved it from draft to in review") < page.index("wrote revision 1")


def test_a_move_that_makes_no_sense_is_refused(app, admin):
    move(admin, "hours-draft", "retired")
    page = move(admin, "hours-draft", "review")
    assert "A retired question is made a draft first, then sent to review." in page.text
    assert status_of(app) == "retired"


def test_no_way_leads_round_a_refusal(app, cast):
    with app.app_context():
        row = question_by_slug(bank_by_slug("library"), "hours-draft")
        actor = db.session.get(User, cast.admin)
        set_status(row, Status.RETIRED, actor=actor, now=NOW)
        with pytest.raises(Conflict, match="made a draft first"):
            set_status(row, Status.REVIEW, actor=actor, now=NOW)
        db.session.rollback()


def test_an_undo_restores_what_could_not_be_approved_afresh(app, admin, second_check):
    url, fields = undo_in(move(admin, "hours-opening", "retired"))
    admin.post(url, data=fields)
    assert status_of(app, "hours-opening") == "approved"


def test_an_undo_that_comes_too_late_or_from_another_is_refused(app, admin, cast, client_of):
    url, fields = undo_in(move(admin, "hours-opening", "retired"))
    move(admin, "hours-opening", "draft")
    page = admin.post(url, data=fields, follow_redirects=True)
    assert "It was changed since, so that can no longer be undone." in page.text
    assert status_of(app, "hours-opening") == "draft"


def test_after_judging_one_comes_the_next_that_waits(admin):
    for slug in ("hours-door", "loans-count", "hours-draft"):
        move(admin, slug, "review")
    page = admin.get(f"{QUESTIONS}/loans-count").text
    assert f'href="{QUESTIONS}/hours-draft">Next in review</a>' in page
    answer = admin.post(f"{QUESTIONS}/loans-count/status", data={"status": "approved"})
    assert answer.location == f"{QUESTIONS}/hours-draft"
    answer = admin.post(f"{QUESTIONS}/hours-draft/status", data={"status": "draft"})
    assert answer.location == f"{QUESTIONS}/hours-door"
    answer = admin.post(f"{QUESTIONS}/hours-door/status", data={"status": "approved"})
    assert answer.location == f"{QUESTIONS}/hours-door"


def test_the_bank_says_how_many_are_in_review(admin, teacher):
    assert "in review</a>" not in teacher.get("/bank/library").text
    move(admin, "hours-door", "review")
    assert '<a href="/bank/library?status=review"><b>1</b> in review</a>' in teacher.get("/bank/library").text


# ---- what changed ----


def test_a_revision_shows_what_it_changed(app, admin):
    revise(app, "hours-opening", prompt="According to the rules, when does the hall open?")
    page = admin.get(OPENING).text
    assert f'href="{OPENING}/revisions/2#changes"' in page
    page = admin.get(f"{OPENING}/revisions/2").text
    assert "What revision 2 changed: Prompt" in page
    assert re.search(r"<del>.*?library.*?</del>", page)
    assert re.search(r"<ins>.*?hall.*?</ins>", page)
    assert "What revision" not in admin.get(f"{OPENING}/revisions/1").text


# ---- comments ----


def test_staff_comment_and_the_comment_names_its_revision(app, teacher, admin):
    answer = teacher.post(f"{DRAFT}/comments", data={"text": "Is *Sunday* fair?<script>"})
    assert answer.location == f"{DRAFT}#history"
    revise(app, "hours-draft", title="A newer draft")
    assert "/comments" not in admin.get(f"{DRAFT}/revisions/1").text  # it would be about revision 2
    page = admin.get(DRAFT).text
    assert "Is <em>Sunday</em> fair?&lt;script&gt;" in page
    assert re.search(r'<b>Ms Okafor</b> on <a href="[^"]*/hours-draft/revisions/1">revision 1</a>', page)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Write what you want to say"),
        (" \n ", "Write what you want to say"),
        ("x" * 2001, "That is 2,001 characters; a comment has 2,000 at most."),
    ],
)
def test_a_comment_that_says_nothing_or_too_much_is_refused(app, teacher, text, said):
    answer = teacher.post(f"{DRAFT}/comments", data={"text": text})
    assert answer.status_code == 422
    assert said in answer.text
    assert len(events(app, "comment")) == 1  # the cast's own


def test_ones_own_comment_is_deleted_and_brought_back(cast, teacher, admin):
    where = f"{OPENING}/comments/{cast.comment}"
    assert admin.post(f"{where}/remove").status_code == 404
    assert "Delete your comment" not in admin.get(OPENING).text
    page = teacher.post(f"{where}/remove", follow_redirects=True)
    assert "Your comment is deleted." in page.text
    assert "Nine is" not in page.text
    url, fields = undo_in(page)
    assert "Nine is <em>also</em> the time" in teacher.post(url, data=fields, follow_redirects=True).text


def test_a_comment_is_found_under_its_own_question_only(cast, teacher):
    assert teacher.post(f"{DRAFT}/comments/{cast.comment}/remove").status_code == 404


# ---- the second person ----


def test_a_school_decides_whether_a_second_person_checks(app, admin, teacher):
    page = admin.get("/school/settings").text
    assert "A second person checks the key before a question is approved" in page
    assert "checked" not in re.search(r'<input[^>]*id="second_check"[^>]*>', page).group()
    assert "Saved." in admin.post("/school/settings", data={"second_check": "y"}, follow_redirects=True).text
    page = admin.get("/school/settings").text
    assert "checked" in re.search(r'<input[^>]*id="second_check"[^>]*>', page).group()
    again = admin.post("/school/settings", data={"second_check": "y"}, follow_redirects=True)
    assert "Nothing had changed." in again.text
    admin.post("/school/settings", data={"other": "1"})
    assert "set the second check of keys" in admin.get("/school/audit").text
    with app.app_context():
        subjects = [row.subject for row in db.session.query(AuditEntry).order_by(AuditEntry.id)]
    assert subjects == ["on", "off"]


def test_without_the_setting_one_person_does_it_all(app, admin):
    assert WANTED not in admin.get(DRAFT).text
    move(admin, "hours-draft", "approved")
    assert status_of(app) == "approved"


def test_with_the_setting_nothing_is_approved_before_a_second_person_ticked(
    app, admin, teacher, second_check
):
    page = move(admin, "hours-draft", "approved").text
    assert WANTED in page
    assert status_of(app) == "draft"
    page = teacher.post(f"{DRAFT}/key-check", data=TICK, follow_redirects=True).text
    assert "You ticked that the key is supported." in page
    assert "Checked by Ms Okafor" in page
    assert "ticked that the key of" in page
    move(admin, "hours-draft", "approved")
    assert status_of(app) == "approved"


def test_the_author_of_a_revision_is_no_second_person(app, cast, admin, teacher, second_check):
    revise(app, "hours-draft", author=cast.admin, prompt="When does the library open on a Monday?")
    page = admin.get(DRAFT).text
    assert "You wrote what is asked here, so somebody else checks that." in page
    assert 'value="tick"' not in page
    page = admin.post(f"{DRAFT}/key-check", data={"act": "tick", "revision": "2"}, follow_redirects=True)
    assert "You wrote what is asked here, so somebody else has to check its key." in page.text
    assert events(app, "tick") == []
    teacher.post(f"{DRAFT}/key-check", data={"act": "tick", "revision": "2"})
    assert events(app, "tick") == [("hours-draft", "", "", "Ms Okafor")]


def test_who_only_ticks_is_led_on_to_what_they_have_not_ticked(admin, teacher, second_check):
    for slug in ("hours-draft", "hours-opening"):
        move(admin, slug, "review")
    on = f'href="{OPENING}"'
    assert on in teacher.get(DRAFT).text
    teacher.post(f"{OPENING}/key-check", data=TICK)
    assert on not in teacher.get(DRAFT).text
    assert f'href="{DRAFT}"' in teacher.get(OPENING).text
    assert on in admin.get(DRAFT).text


def test_who_only_tagged_a_question_may_check_its_key_and_its_author_still_may_not(
    app, cast, admin, teacher, second_check
):
    revise(app, "hours-draft", author=cast.teacher, prompt="When does the library open on a Monday?")
    revise(app, "hours-draft", author=cast.admin, tags=["hours"])
    page = teacher.post(f"{DRAFT}/key-check", data={"act": "tick", "revision": "3"}, follow_redirects=True)
    assert "You wrote what is asked here, so somebody else has to check its key." in page.text
    assert (
        "You ticked"
        in admin.post(f"{DRAFT}/key-check", data={"act": "tick", "revision": "3"}, follow_redirects=True).text
    )
    assert events(app, "tick") == [("hours-draft", "", "", "Mr Lindqvist")]


def test_who_changed_what_is_cited_is_the_author_of_the_key(app, cast, admin, teacher, second_check):
    revise(app, "hours-draft", author=cast.teacher, prompt="When does the library open on a Monday?")
    revise(app, "hours-draft", author=cast.admin, cites=["library/rules"])
    page = admin.post(f"{DRAFT}/key-check", data={"act": "tick", "revision": "3"}, follow_redirects=True)
    assert "You wrote what is asked here, so somebody else has to check its key." in page.text


def test_a_new_revision_takes_the_tick_away(app, cast, admin, teacher, second_check):
    teacher.post(f"{DRAFT}/key-check", data=TICK)
    revise(app, "hours-draft", author=cast.admin, title="Newer")
    assert WANTED in move(admin, "hours-draft", "approved").text
    assert "Nobody has checked that of this revision yet." in teacher.get(DRAFT).text


def test_a_tick_is_of_what_was_seen_and_can_be_taken_away(app, admin, teacher, second_check):
    revise(app, "hours-draft", title="Newer")
    page = teacher.post(f"{DRAFT}/key-check", data=TICK, follow_redirects=True)
    assert "The question was changed since you looked." in page.text
    page = teacher.post(f"{DRAFT}/key-check", data={**TICK, "revision": "2"}, follow_redirects=True)
    url, fields = undo_in(page)
    page = teacher.post(url, data=fields, follow_redirects=True)
    assert "Your tick is taken away." in page.text
    assert WANTED in move(admin, "hours-draft", "approved").text
    assert teacher.post(f"{DRAFT}/key-check", data={"act": "maybe"}).status_code == 400


def test_save_and_approve_sends_to_review_until_the_key_is_checked(app, admin, teacher, second_check):
    data = posted_by(admin.get(f"{OPENING}/edit"))
    data["title"], data["act"] = "The hour of opening", "approve"
    page = admin.post(f"{OPENING}/edit", data=data, follow_redirects=True)
    assert "it is in review: a second person checks the key before it is approved." in page.text
    assert status_of(app, "hours-opening") == "review"
    teacher.post(f"{OPENING}/key-check", data={**TICK, "revision": "2"})
    data = posted_by(admin.get(f"{OPENING}/edit"))
    data["act"] = "approve"
    page = admin.post(f"{OPENING}/edit", data=data, follow_redirects=True)
    assert "Nothing in it had changed. It is now approved." in page.text


def test_a_retired_question_that_is_saved_comes_back_by_way_of_a_draft(app, admin, second_check):
    move(admin, "hours-opening", "retired")
    data = posted_by(admin.get(f"{OPENING}/edit"))
    data["title"], data["act"] = "The hour of opening", "approve"
    assert admin.post(f"{OPENING}/edit", data=data).status_code == 303
    assert status_of(app, "hours-opening") == "review"


def test_drafts_found_good_go_to_review_first(app, cast, admin, second_check):
    page = admin.get("/bank/library/drafts").text
    assert "so what you find good goes to review first" in page
    assert "Send to review</button>" in page
    page = admin.post(f"/bank/library/drafts/{cast.draft}", data={"act": "approve"}, follow_redirects=True)
    assert "is sent to review" in page.text
    assert "waits in review until a second person has checked its key" in page.text
    assert status_of(app, f"drafted-{cast.draft}") == "review"
    url, fields = undo_in(page)
    admin.post(url, data=fields)
    assert status_of(app, f"drafted-{cast.draft}") == "draft"
    with app.app_context():
        assert db.session.get(ProposedQuestion, cast.draft).state == "waiting"
