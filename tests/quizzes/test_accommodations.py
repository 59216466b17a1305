"""What a teacher sets for one student in one assignment."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quizapp.accounts.models import AuditEntry
from quizapp.classes.models import StudentAccommodation
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment, AssignmentAccommodation
from quizapp.quizzes.service import policies_for
from quizapp.web import clock
from tests.cast import NOW, Cast

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _half_an_hour(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The quiz has 30 minutes, one attempt, and closes at ten; it is nine. Wren has twice the time."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    with app.app_context():
        row = db.session.get(Assignment, cast.assignment)
        row.time_limit, row.closes_at = 1800, NOW + 60 * MINUTE
        db.session.add(StudentAccommodation(user_id=cast.wren, time_factor=2.0))
        db.session.commit()


def sent(**change: Any) -> dict[str, Any]:
    return {"time_factor": "", "extra_attempts": "", "closes_at": "", **change}


def address(cast: Cast, student: int) -> str:
    return f"/assignments/{cast.assignment}/accommodations/{student}"


def rules(app: Flask, cast: Cast, student: int) -> tuple[timedelta | None, int | None, Any]:
    with app.app_context():
        row = db.session.get(Assignment, cast.assignment)
        policy = policies_for(student, [row])[row.id]
        return policy.time_limit, policy.attempts_allowed, policy.closes_at


def test_what_is_set_on_a_student_holds_by_itself(app: Flask, teacher: FlaskClient, cast: Cast) -> None:
    assert rules(app, cast, cast.wren) == (60 * MINUTE, 1, NOW + 60 * MINUTE)
    page = teacher.get(f"/assignments/{cast.assignment}/accommodations").text
    assert "1 hour, not 30 minutes" in page
    assert "As set on the student" in page


def test_it_can_be_something_else_here(app: Flask, teacher: FlaskClient, cast: Cast) -> None:
    form = sent(time_factor="1.5", extra_attempts="1", closes_at="2026-09-14T12:00")
    page = teacher.post(address(cast, cast.wren), data=form, follow_redirects=True).text
    assert rules(app, cast, cast.wren) == (45 * MINUTE, 2, NOW + 180 * MINUTE)
    assert "45 minutes, not 30 minutes; 2 attempts, not 1; closes today, 12:00" in page
    assert "Set for this quiz" in page
    with app.app_context():
        entry = db.session.query(AuditEntry).filter_by(act="assignment.accommodated").one()
        assert entry.detail["student"] == "Grey Wren"
        assert entry.detail["after"] == "1.5 times the time, 1 more attempt, closes today, 12:00"


def test_one_can_be_the_time_of_the_class_again(app: Flask, teacher: FlaskClient, cast: Cast) -> None:
    teacher.post(address(cast, cast.wren), data=sent(time_factor="1"))
    assert rules(app, cast, cast.wren)[0] == 30 * MINUTE


def test_taking_it_away_leaves_what_is_set_on_the_student(
    app: Flask, teacher: FlaskClient, cast: Cast
) -> None:
    teacher.post(address(cast, cast.wren), data=sent(time_factor="1"))
    page = teacher.post(address(cast, cast.wren), data=sent(), follow_redirects=True).text
    assert rules(app, cast, cast.wren)[0] == 60 * MINUTE
    assert 'name="time_factor" value="1"' in page  # the way back
    with app.app_context():
        assert db.session.query(AssignmentAccommodation).count() == 0


def test_an_extension_must_be_one(app: Flask, teacher: FlaskClient, cast: Cast) -> None:
    answer = teacher.post(address(cast, cast.heron), data=sent(closes_at="2026-09-14T09:30"))
    assert answer.status_code == 422
    assert "The class has until today, 10:00 (UTC): choose a later time." in answer.text


def test_a_quiz_without_a_closing_has_nothing_to_extend(app: Flask, teacher: FlaskClient, cast: Cast) -> None:
    with app.app_context():
        db.session.get(Assignment, cast.assignment).closes_at = None
        db.session.commit()
    answer = teacher.post(address(cast, cast.heron), data=sent(closes_at="2026-09-14T12:00"))
    assert answer.status_code == 422
    assert "nothing to extend" in answer.text


def test_a_limit_that_the_closing_cuts_is_told(teacher: FlaskClient, cast: Cast) -> None:
    page = teacher.post(address(cast, cast.heron), data=sent(time_factor="3"), follow_redirects=True).text
    assert "The closing ends it: to have all of 1 hour 30 minutes, start by today, 08:30." in page


def test_what_is_left_as_it_was_may_have_passed(
    app: Flask, teacher: FlaskClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    teacher.post(address(cast, cast.heron), data=sent(closes_at="2026-09-14T12:00"))
    monkeypatch.setattr(clock, "now", lambda: NOW + 240 * MINUTE)
    form = sent(closes_at="2026-09-14T12:00", extra_attempts="1")
    assert teacher.post(address(cast, cast.heron), data=form).status_code == 303


def test_closing_now_names_who_may_go_on(teacher: FlaskClient, cast: Cast) -> None:
    teacher.post(address(cast, cast.heron), data=sent(closes_at="2026-09-14T12:00"))
    page = teacher.post(f"/assignments/{cast.assignment}/close", follow_redirects=True).text
    assert "Closed, but not for Blue Heron: see Accommodations." in page


def test_the_page_of_the_assignment_counts_them(teacher: FlaskClient, cast: Cast) -> None:
    where = f"/assignments/{cast.assignment}/edit"
    assert "1 student has other rules here than the class." in teacher.get(where).text


def test_a_student_of_another_class_is_not_there(teacher: FlaskClient, cast: Cast) -> None:
    assert teacher.get(address(cast, cast.outsider)).status_code == 404
    assert teacher.post(address(cast, cast.outsider), data=sent(time_factor="2")).status_code == 404


def test_only_who_manages_the_assignment_may(
    outsider_teacher: FlaskClient, heron: FlaskClient, admin: FlaskClient, cast: Cast
) -> None:
    for path in (address(cast, cast.heron), f"/assignments/{cast.assignment}/accommodations"):
        assert outsider_teacher.get(path).status_code == 404
        assert heron.get(path).status_code == 403
        assert admin.get(path).status_code == 200


def test_a_student_sees_their_own_closing_and_the_others_that_of_the_class(
    client_of: Callable[[int], FlaskClient], teacher: FlaskClient, cast: Cast
) -> None:
    teacher.post(address(cast, cast.heron), data=sent(closes_at="2026-09-14T12:00"))
    assert "Closes today, 12:00, extended from today, 10:00" in client_of(cast.heron).get("/todo").text
    page = client_of(cast.eagle).get("/todo").text
    assert "Closes today, 10:00" in page
    assert "12:00" not in page
