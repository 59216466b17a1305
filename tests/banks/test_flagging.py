"""Questions with poor figures: flagged, looked at, flagged again; and never drawn meanwhile."""

from datetime import timedelta

import pytest

from quizapp.accounts.models import AuditEntry, User
from quizapp.banks.flagging import flag_on, flagged_in, flagged_of, look, raise_flag, take_back_look
from quizapp.banks.models import Question
from quizapp.banks.service import add_revision, bank_by_slug, content_of
from quizapp.core.bank.model import Status, read_question
from quizapp.extensions import db
from tests.cast import NOW

EVIDENCE = {
    "n": 24,
    "used": 2,
    "facility": 20.8,
    "guessed": 33.3,
    "discrimination": -0.31,
    "words": ["No better than guessing, which earns 33%."],
}
URL = "/bank/library/flagged"


def opening():
    return db.session.query(Question).filter_by(slug="hours-opening").one()


def flag(now=NOW, **more):
    row = opening()
    return raise_flag(row.id, [row.current_id], EVIDENCE | more, now=now)


@pytest.fixture
def school(app):
    """The school's data, to be changed."""
    with app.app_context():
        yield
        db.session.rollback()


@pytest.fixture
def flagged(app):
    with app.app_context():
        flag()
        db.session.commit()


@pytest.mark.usefixtures("school")
def test_a_flagged_question_is_in_the_queue_once_with_its_evidence():
    assert flag()
    assert not flag()
    (one,) = flagged_in(bank_by_slug("library"))
    assert (one.question.slug, one.since, one.evidence["n"]) == ("hours-opening", NOW, 24)
    assert flagged_of(bank_by_slug("library").questions) == {opening().id}


@pytest.mark.usefixtures("school")
def test_who_has_looked_takes_the_flag_down_with_a_reason_that_the_log_keeps(cast):
    flag()
    lindqvist = db.session.get(User, cast.admin)
    assert look(opening(), "The key is right.", actor=lindqvist, now=NOW)
    assert flagged_in(bank_by_slug("library")) == []
    assert not look(opening(), "Again.", actor=lindqvist, now=NOW)
    entry = db.session.query(AuditEntry).filter_by(act="flagged question looked at").one()
    assert (entry.subject, entry.detail) == ("Opening time", {"reason": "The key is right."})


@pytest.mark.usefixtures("school")
def test_a_look_can_be_taken_back_but_not_once_it_is_flagged_anew(cast):
    lindqvist = db.session.get(User, cast.admin)
    flag()
    assert not take_back_look(opening(), actor=lindqvist, now=NOW)
    look(opening(), "The key is right.", actor=lindqvist, now=NOW)
    assert take_back_look(opening(), actor=lindqvist, now=NOW)
    assert flag_on(opening()).reason == ""
    look(opening(), "The key is right.", actor=lindqvist, now=NOW)
    assert flag(NOW + timedelta(days=9), n=48)
    assert not take_back_look(opening(), actor=lindqvist, now=NOW)


@pytest.mark.usefixtures("school")
@pytest.mark.parametrize(("n", "again"), [(25, False), (47, False), (48, True)])
def test_what_was_looked_at_is_flagged_again_only_on_twice_as_many_answers(cast, n, again):
    flag()
    look(opening(), "The key is right.", actor=db.session.get(User, cast.admin), now=NOW)
    assert flag(NOW + timedelta(days=1), n=n) is again


@pytest.mark.usefixtures("school")
def test_a_new_wording_has_no_flag_and_neither_has_what_is_retired():
    flag()
    row = opening()
    row.status = Status.RETIRED
    db.session.flush()
    assert flagged_in(bank_by_slug("library")) == []
    row.status = Status.APPROVED
    mapping = content_of(row.current).as_mapping() | {"id": row.slug, "prompt": "When does it open?"}
    add_revision(row, read_question(mapping)[0], author=None, now=NOW)
    assert flagged_in(bank_by_slug("library")) == []
    assert flagged_of([row]) == set()


def test_an_empty_queue_says_what_would_be_in_it(admin):
    page = admin.get(URL).text
    assert "Nothing is flagged" in page
    assert "flagged by" not in admin.get("/bank/library").text


@pytest.mark.usefixtures("flagged")
def test_the_queue_shows_the_evidence_and_the_bank_leads_there(admin, teacher):
    page = admin.get(URL).text
    assert "Opening time" in page
    assert "No better than guessing, which earns 33%." in page
    assert "−0.31" in page
    assert f'<a href="{URL}"><b>1</b> flagged by its figures</a>' in admin.get("/bank/library").text
    assert "Flagged by its figures" in admin.get("/bank/library/questions/hours-opening").text
    # A teacher sees what is left out of draws, and leaves it to who keeps the bank.
    assert "It may be drawn again" in page
    assert "It may be drawn again" not in teacher.get(URL).text


@pytest.mark.usefixtures("flagged")
def test_a_look_needs_a_reason(admin):
    answer = admin.post(URL, data={"question": "hours-opening", "reason": "  "})
    assert answer.status_code == 422
    assert "Say in a few words what you found" in answer.text
    long = admin.post(URL, data={"question": "hours-opening", "reason": "x" * 501})
    assert (long.status_code, "Use 500 characters or fewer." in long.text) == (422, True)


@pytest.mark.usefixtures("flagged")
def test_an_admin_looks_and_can_undo(admin):
    answer = admin.post(URL, data={"question": "hours-opening", "reason": "The key is right."})
    assert (answer.status_code, answer.location) == (303, URL)
    page = admin.get(URL).text
    assert "may be drawn again" in page
    assert "Nothing is flagged" in page
    looked = admin.get("/bank/library/questions/hours-opening").text
    assert "Mr Lindqvist looked at it" in looked
    assert "“The key is right.”" in looked
    admin.post(URL, data={"question": "hours-opening", "act": "undo"})
    assert "Nothing is flagged" not in admin.get(URL).text


@pytest.mark.usefixtures("flagged")
def test_somebody_who_was_faster_is_told(admin):
    for _ in range(2):
        admin.post(URL, data={"question": "hours-opening", "reason": "The key is right."})
    assert "Somebody has looked at it already." in admin.get(URL).text
    assert admin.post(URL, data={"question": "no-such", "reason": "x"}).status_code == 404


@pytest.mark.usefixtures("flagged")
def test_a_quick_quiz_leaves_flagged_questions_out(teacher):
    page = teacher.get("/quizzes/quick").text
    assert "1 flagged question left out" in page
    assert "<b>4</b> approved questions" in page
