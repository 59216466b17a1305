"""Giving a quiz to classes, and changing the rules afterwards."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from quizapp.accounts.models import AuditEntry
from quizapp.attempts.models import Attempt
from quizapp.banks.models import Question
from quizapp.banks.service import add_revision, content_of
from quizapp.classes.models import Class
from quizapp.core.bank.model import read_question
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment, Quiz
from quizapp.quizzes.panel import class_panel
from quizapp.quizzes.service import policy_of
from quizapp.reports.panel import progress_of
from tests.cast import NOW, Cast


@pytest.fixture(autouse=True)
def _on_that_monday(app: Flask, cast: Cast) -> Iterator[None]:
    app.config["TIMEZONE"] = "Europe/Berlin"  # 11:00 there
    with app.app_context():  # else giving the quiz again would be taken for a double click
        db.session.get_one(Assignment, cast.assignment).created_at = NOW - timedelta(hours=1)
        db.session.commit()
    with time_machine.travel(NOW, tick=False):
        yield


def sent(cast: Cast, **change: Any) -> dict[str, Any]:
    """Return the form as a teacher sends it who changed these fields."""
    return {
        "classes": [str(cast.class_)],
        "opens": "now",
        "opens_at": "",
        "closes_at": "2026-09-21T11:00",
        "time_limit": "20",
        "attempts": "1",
        "shuffle_choices": "y",
        "review": "usual",
        **{f"review_{part}": "never" for part in ("score", "correctness", "key", "feedback", "passage")},
        **change,
    }


def newest(app: Flask) -> Assignment:
    with app.app_context():
        row = db.session.query(Assignment).order_by(Assignment.id.desc()).first()
        assert [slot.revision.id for slot in row.slots]
        return row


def count(app: Flask) -> int:
    with app.app_context():
        return db.session.query(Assignment).count()


def begin(app: Flask, cast: Cast) -> None:
    """Let Blue Heron start the cast's assignment."""
    with app.app_context():
        attempt = Attempt(
            assignment_id=cast.assignment, user_id=cast.heron, number=1, state="open", seed=1, layout=[],
            started_at=NOW,
        )  # fmt: skip
        db.session.add(attempt)
        db.session.commit()


def test_the_form_proposes_now_a_week_and_the_only_class(teacher: FlaskClient, cast: Cast) -> None:
    page = teacher.get(f"/quizzes/{cast.quiz}/assign").text
    assert 'value="2026-09-21T11:00"' in page
    assert "Europe/Berlin" in page
    assert f'value="{cast.class_}" checked' in page


def test_an_assignment_holds_what_the_form_said(app: Flask, teacher: FlaskClient, cast: Cast) -> None:
    response = teacher.post(
        f"/quizzes/{cast.quiz}/assign", data=sent(cast, attempts="3", shuffle_questions="y")
    )
    assert (response.status_code, response.location) == (303, f"/quizzes/{cast.quiz}")
    row = newest(app)
    policy = policy_of(row)
    assert row.class_id == cast.class_
    assert policy.opens_at == NOW
    assert policy.closes_at == datetime(2026, 9, 21, 9, 0, tzinfo=UTC)
    assert policy.time_limit == timedelta(minutes=20)
    assert policy.grace == timedelta(seconds=30)
    assert policy.attempts_allowed == 3
    assert (policy.shuffle_questions, policy.shuffle_choices) == (True, True)
    assert dict(policy.review) == {
        "score": "submitted",
        "correctness": "submitted",
        "key": "closed",
        "feedback": "closed",
        "passage": "closed",
    }
    with app.app_context():
        entry = db.session.query(AuditEntry).one()
        assert (entry.act, entry.actor_id) == ("assignment.made", cast.teacher)
        assert entry.detail == {"quiz": "Library check", "class_": "History 10B"}


def test_without_limits_there_are_none(app: Flask, teacher: FlaskClient, cast: Cast) -> None:
    teacher.post(
        f"/quizzes/{cast.quiz}/assign",
        data=sent(cast, closes_at="", time_limit="", attempts="0", review="all"),
    )
    policy = policy_of(newest(app))
    assert (policy.closes_at, policy.time_limit, policy.attempts_allowed) == (None, None, None)


@pytest.mark.parametrize(
    ("preset", "shown"),
    [
        ("score", ["submitted", "never", "never", "never", "never"]),
        ("usual", ["submitted", "submitted", "closed", "closed", "closed"]),
        ("all", ["submitted", "submitted", "submitted", "submitted", "submitted"]),
        ("own", ["never", "never", "never", "never", "closed"]),
    ],
)
def test_each_way_of_showing_afterwards(
    preset: str, shown: list[str], app: Flask, teacher: FlaskClient, cast: Cast
) -> None:
    data = sent(cast, review=preset, review_passage="closed")
    teacher.post(f"/quizzes/{cast.quiz}/assign", data=data)
    row = newest(app)
    assert [row.review[part] for part in ("score", "correctness", "key", "feedback", "passage")] == shown
    page = teacher.get(f"/assignments/{row.id}/edit").text
    assert f'checked id="review-{["score", "usual", "all", "check", "closed", "own"].index(preset)}"' in page


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"classes": []}, "Tick at least one class."),
        ({"classes": ["999"]}, "Something ticked is not in the list any more"),
        ({"opens": "whenever"}, "Choose one of the list."),
        ({"opens": "at"}, "Say when it opens, or choose Now."),
        ({"opens": "at", "opens_at": "soon"}, "Write a date and a time, such as 2026-09-14T09:30."),
        ({"opens": "at", "opens_at": "1066-10-14T09:00"}, "Write a date from 2000 to 2100."),
        ({"opens": "at", "opens_at": "2026-09-22T11:00"}, "It would close before it opens"),
        ({"closes_at": "2026-09-14T10:59"}, "This time has passed (Europe/Berlin): choose a later one."),
        ({"closes_at": "2027-03-28T02:30"}, "There is no 02:30 on 28 March in Europe/Berlin"),
        ({"closes_at": ""}, "Something is to be shown after closing, but there is no closing time"),
        ({"closes_at": "", "review": "own", "review_score": "closed"}, "but there is no closing time"),
        ({"time_limit": "0"}, "Write minutes from 1 to 600"),
        ({"time_limit": "601"}, "Write minutes from 1 to 600"),
        ({"time_limit": "1e3"}, "Write a whole number, such as 10."),
        ({"attempts": "11"}, "Choose one of the list."),
        ({"attempts": "-1"}, "Choose one of the list."),
        ({"review": "some"}, "Choose one of the list."),
        ({"review": "own", "review_key": "tomorrow"}, "Choose one of the list."),
    ],
)
def test_a_bad_field_says_how_to_mend_it_and_assigns_nothing(
    change: dict[str, Any], words: str, app: Flask, teacher: FlaskClient, cast: Cast
) -> None:
    response = teacher.post(f"/quizzes/{cast.quiz}/assign", data=sent(cast, **change))
    assert response.status_code == 422
    assert words in response.text
    assert count(app) == 1


def test_trying_again_after_the_answers_were_shown_is_warned_of(teacher: FlaskClient, cast: Cast) -> None:
    data = sent(cast, attempts="2", review="all")
    page = teacher.post(f"/quizzes/{cast.quiz}/assign", data=data, follow_redirects=True).text
    assert "“Library check” was given to History 10B." in page
    assert "Students may try again after they have seen the answers of their first try." in page


def test_another_teachers_class_is_not_to_be_had(app: Flask, teacher: FlaskClient, cast: Cast) -> None:
    data = sent(cast, classes=[str(cast.outsider_class)])
    assert teacher.post(f"/quizzes/{cast.quiz}/assign", data=data).status_code == 422
    assert "History 10A" not in teacher.get(f"/quizzes/{cast.quiz}/assign").text
    assert count(app) == 1


def test_an_admin_gives_it_to_several_classes_at_once(app: Flask, admin: FlaskClient, cast: Cast) -> None:
    assert "History 10A, Mr Haddad" in admin.get(f"/quizzes/{cast.quiz}/assign").text
    data = sent(cast, classes=[str(cast.class_), str(cast.outsider_class)])
    page = admin.post(f"/quizzes/{cast.quiz}/assign", data=data, follow_redirects=True).text
    assert "given to History 10A and History 10B" in page or "given to History 10B and History 10A" in page
    assert count(app) == 3


def test_sample_and_archived_classes_take_no_quizzes(app: Flask, admin: FlaskClient, cast: Cast) -> None:
    with app.app_context():
        db.session.get_one(Class, cast.class_).archived_at = NOW
        db.session.get_one(Class, cast.outsider_class).sample = True
        db.session.commit()
    assert "No class to give it to" in admin.get(f"/quizzes/{cast.quiz}/assign").text


def test_a_double_click_gives_one(app: Flask, teacher: FlaskClient, cast: Cast) -> None:
    for _ in range(2):
        teacher.post(f"/quizzes/{cast.quiz}/assign", data=sent(cast))
    assert count(app) == 2


def test_an_empty_quiz_cannot_be_assigned(app: Flask, teacher: FlaskClient, cast: Cast) -> None:
    with app.app_context():
        db.session.query(Question).update({"status": "retired"})
        db.session.commit()
    assert "There is nothing to assign yet" in teacher.get(f"/quizzes/{cast.quiz}/assign").text
    page = teacher.post(f"/quizzes/{cast.quiz}/assign", data=sent(cast), follow_redirects=True).text
    assert "This quiz has no approved questions yet: add some, then assign it." in page
    assert count(app) == 1


def test_an_assignment_keeps_the_revisions_and_points_it_was_made_with(
    app: Flask, teacher: FlaskClient, cast: Cast
) -> None:
    teacher.post(f"/quizzes/{cast.quiz}/assign", data=sent(cast))
    with app.app_context():
        question = db.session.query(Question).filter_by(slug="loans-count").one()
        before = question.current_id
        changed, _ = read_question(
            {"id": "loans-count", "status": "approved", **question.current.record, "answer": 4, "points": 2}
        )
        assert changed
        add_revision(question, changed, author=None, now=NOW)
        db.session.commit()
    old = newest(app)
    assert (old.slots[-1].revision_id, old.slots[-1].points) == (before, 1.0)
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        teacher.post(f"/quizzes/{cast.quiz}/assign", data=sent(cast))
    with app.app_context():
        slot = db.session.get_one(Assignment, newest(app).id).slots[-1]
        assert (slot.revision_id > before, slot.points) == (True, 2.0)
        assert content_of(slot.revision).content.answer == 4


def test_what_is_retired_is_left_out(app: Flask, teacher: FlaskClient, cast: Cast) -> None:
    with app.app_context():
        db.session.query(Question).filter_by(slug="hours-door").one().status = "retired"
        db.session.commit()
    teacher.post(f"/quizzes/{cast.quiz}/assign", data=sent(cast))
    assert [slot.slot for slot in newest(app).slots] == [1, 2, 3, 4]


def test_a_ready_made_quiz_can_be_assigned_by_any_teacher(
    app: Flask, outsider_teacher: FlaskClient, cast: Cast
) -> None:
    with app.app_context():
        quiz = db.session.get_one(Quiz, cast.quiz)
        quiz.owner, quiz.slug = None, "check"
        db.session.commit()
    data = sent(cast, classes=[str(cast.outsider_class)])
    assert outsider_teacher.post(f"/quizzes/{cast.quiz}/assign", data=data).status_code == 303
    assert newest(app).class_id == cast.outsider_class


# ---- the rules of what was given


@pytest.mark.parametrize("page", ["edit", "close", "reopen", "delete"])
def test_outsiders_find_no_assignment_and_students_are_turned_away(
    page: str, outsider_teacher: FlaskClient, heron: FlaskClient, cast: Cast
) -> None:
    path = f"/assignments/{cast.assignment}/{page}"
    assert outsider_teacher.post(path).status_code == 404
    assert heron.post(path).status_code == 403


def test_changed_rules_are_kept_told_and_logged(app: Flask, teacher: FlaskClient, cast: Cast) -> None:
    data = sent(cast, opens="at", opens_at="2026-09-15T09:00", time_limit="30", review="score")
    response = teacher.post(f"/assignments/{cast.assignment}/edit", data=data)
    assert response.location == f"/assignments/{cast.assignment}/edit"
    row = newest(app)
    assert row.opens_at == datetime(2026, 9, 15, 7, 0, tzinfo=UTC)
    assert row.time_limit == 1800
    assert len(row.slots) == 5
    with app.app_context():
        assert [entry.act for entry in db.session.query(AuditEntry)] == ["assignment.changed"]


def test_times_left_as_they_were_keep_their_seconds_though_they_have_passed(
    app: Flask, teacher: FlaskClient, cast: Cast
) -> None:
    opened, closed = NOW - timedelta(hours=2, seconds=13), NOW - timedelta(minutes=5, seconds=20)
    with app.app_context():
        row = db.session.get_one(Assignment, cast.assignment)
        row.opens_at, row.closes_at = opened, closed
        db.session.commit()
    data = sent(cast, opens="at", opens_at="2026-09-14T08:59", closes_at="2026-09-14T10:54", attempts="2")
    assert 'value="2026-09-14T10:54"' in teacher.get(f"/assignments/{cast.assignment}/edit").text
    assert teacher.post(f"/assignments/{cast.assignment}/edit", data=data).status_code == 303
    row = newest(app)
    assert (row.opens_at, row.closes_at, row.attempts_allowed) == (opened, closed, 2)


def test_choosing_now_for_what_is_open_leaves_its_opening(
    app: Flask, teacher: FlaskClient, cast: Cast
) -> None:
    teacher.post(f"/assignments/{cast.assignment}/edit", data=sent(cast, opens="now"))
    assert newest(app).opens_at == NOW - timedelta(hours=1)


def test_close_now_and_open_again(app: Flask, teacher: FlaskClient, cast: Cast) -> None:
    page = teacher.post(f"/assignments/{cast.assignment}/close", follow_redirects=True).text
    assert "Closed. Nobody can start or go on." in page
    assert "Open it again" in page
    assert newest(app).closes_at == NOW
    again = f"/assignments/{cast.assignment}/reopen"
    for until, words in (
        ("", "Say until when it is open again."),
        ("2026-09-14T10:00", "This time has passed (Europe/Berlin)"),
        ("later", "Write a date and a time"),
    ):
        refused = teacher.post(again, data={"until": until})
        assert refused.status_code == 422
        assert words in refused.text
    teacher.post(again, data={"until": "2026-09-14T12:00"})
    assert newest(app).closes_at == NOW + timedelta(hours=1)
    with app.app_context():
        acts = [entry.act for entry in db.session.query(AuditEntry).order_by(AuditEntry.id)]
        assert acts == ["assignment.closed", "assignment.reopened"]


def test_attempts_under_way_take_up_the_new_end(app: Flask, teacher: FlaskClient, cast: Cast) -> None:
    begin(app, cast)
    for act, data, end in (
        ("edit", sent(cast, time_limit="30"), NOW + timedelta(minutes=30)),
        ("edit", sent(cast, time_limit="", closes_at="2026-09-14T11:10"), NOW + timedelta(minutes=10)),
        ("close", {}, NOW),
    ):
        teacher.post(f"/assignments/{cast.assignment}/{act}", data=data)
        with app.app_context():
            assert db.session.query(Attempt).one().deadline_at == end


def test_what_is_not_open_cannot_be_closed_nor_what_is_open_opened(
    app: Flask, teacher: FlaskClient, cast: Cast
) -> None:
    again = {"until": "2026-09-15T12:00"}
    page = teacher.post(f"/assignments/{cast.assignment}/reopen", data=again, follow_redirects=True).text
    assert "This is not closed: change its closing time instead." in page
    with app.app_context():
        db.session.get_one(Assignment, cast.assignment).opens_at = NOW + timedelta(hours=1)
        db.session.commit()
    page = teacher.post(f"/assignments/{cast.assignment}/close", follow_redirects=True).text
    assert "This has not opened yet: change when it opens, or delete it." in page
    assert newest(app).closes_at is None


def test_what_nobody_started_can_be_deleted(app: Flask, teacher: FlaskClient, cast: Cast) -> None:
    response = teacher.post(f"/assignments/{cast.assignment}/delete")
    assert response.location == f"/quizzes/{cast.quiz}"
    assert count(app) == 0
    with app.app_context():
        assert db.session.query(AuditEntry).one().act == "assignment.deleted"


def test_what_somebody_started_stays(app: Flask, teacher: FlaskClient, cast: Cast) -> None:
    begin(app, cast)
    assert "Delete this assignment" not in teacher.get(f"/assignments/{cast.assignment}/edit").text
    page = teacher.post(f"/assignments/{cast.assignment}/delete", follow_redirects=True).text
    assert "Someone has started this, so it stays, with the answers." in page
    assert count(app) == 1


# ---- on the page of a class


def panel(app: Flask, cast: Cast) -> str:
    with app.test_request_context():
        template, context = class_panel(db.session.get_one(Class, cast.class_), NOW)
        context["progress"] = progress_of([cast.assignment])  # reports stand above quizzes and add it
        return app.jinja_env.get_template(template).render(context)


def test_the_class_shows_what_it_was_given_and_how_it_stands(app: Flask, cast: Cast) -> None:
    for closes_at, words in (
        (None, "Open, no closing time"),
        (NOW + timedelta(minutes=18), "Open, closes in 18 minutes"),
        (NOW + timedelta(days=2), "Open, closes Wed 16 Sep, 11:00"),
        (NOW - timedelta(minutes=1), "Closed today, 10:59"),
    ):
        with app.app_context():
            db.session.get_one(Assignment, cast.assignment).closes_at = closes_at
            db.session.commit()
        html = panel(app, cast)
        assert "Library check" in html
        assert words in html
        assert f'href="/assignments/{cast.assignment}/edit"' in html


def test_quizzes_of_one_title_say_when_each_was_given(teacher: FlaskClient, cast: Cast) -> None:
    page = f"/classes/{cast.class_}"
    assert "given today" not in teacher.get(page).text
    teacher.post(f"/quizzes/{cast.quiz}/assign", data=sent(cast))
    twice = teacher.get(page).text
    assert "· given today, 10:00" in twice
    assert "· given today, 11:00" in twice
    assert 'aria-label="Report of Library check given today, 10:00"' in twice


def test_a_class_without_quizzes_says_what_to_do_first(app: Flask, cast: Cast) -> None:
    with app.app_context():
        db.session.delete(db.session.get_one(Assignment, cast.assignment))
        db.session.commit()
    assert "No quizzes yet" in panel(app, cast)


def test_the_page_of_a_quiz_leads_first_to_the_class_that_has_it(
    app: Flask, teacher: FlaskClient, cast: Cast
) -> None:
    teacher.post(f"/quizzes/{cast.quiz}/assign", data=sent(cast, access_code="QQZ-11K"))
    page = teacher.get(f"/quizzes/{cast.quiz}").text
    assert page.index("Given to") < page.index('id="questions"')
    given = newest(app).id
    assert f'href="/assignments/{given}/watch"' in page
    assert f'href="/assignments/{given}/code"' in page
    assert f'href="/assignments/{cast.assignment}/code"' not in page  # it has none


def test_what_is_closed_is_not_watched_from_the_page_of_the_quiz(teacher: FlaskClient, cast: Cast) -> None:
    teacher.post(f"/assignments/{cast.assignment}/close")
    page = teacher.get(f"/quizzes/{cast.quiz}").text
    assert f"/assignments/{cast.assignment}/report" in page
    assert f"/assignments/{cast.assignment}/watch" not in page
