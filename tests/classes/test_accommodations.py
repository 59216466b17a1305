"""What a teacher sets on a student, once, for every quiz."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quizapp.accounts.models import AuditEntry
from quizapp.classes.accommodating import accommodation_of
from quizapp.classes.models import Enrolment, StudentAccommodation
from quizapp.core.attempts.accommodations import NONE, Accommodation
from quizapp.core.attempts.policy import Clock
from quizapp.extensions import db
from tests.cast import NOW, Cast


def sent(**change: Any) -> dict[str, Any]:
    """Return the form as a teacher sends it who changed these fields."""
    return {"time_factor": "1", "extra_attempts": "0", "break_minutes": "0", "clock": "shown", **change}


def address(cast: Cast, student: int | None = None) -> str:
    return f"/classes/{cast.class_}/students/{student or cast.heron}/accommodations"


def stored(app: Flask, user_id: int) -> Accommodation:
    with app.app_context():
        return accommodation_of(user_id)


def test_all_of_it_is_set_at_once(app: Flask, teacher: FlaskClient, cast: Cast) -> None:
    form = sent(time_factor="1.5", extra_attempts="2", break_minutes="10", clock="warned", larger_text="y")
    page = teacher.post(address(cast), data=form, follow_redirects=True).text
    assert stored(app, cast.heron) == Accommodation(1.5, 2, 10, Clock.WARNED, True)
    assert (
        "1.5 times the time, 2 more attempts, breaks of 10 minutes in all, no clock shown, larger text"
        in page
    )
    assert stored(app, cast.wren) == NONE


def test_the_form_shows_what_is_set(teacher: FlaskClient, cast: Cast) -> None:
    teacher.post(address(cast), data=sent(time_factor="1,25", clock="hidden"))
    page = teacher.get(address(cast)).text
    assert 'value="1.25"' in page
    assert 'checked id="clock-2"' in page
    assert "Take it all away" in page


def test_one_press_undoes_it(app: Flask, teacher: FlaskClient, cast: Cast) -> None:
    teacher.post(address(cast), data=sent(time_factor="2", larger_text="y"))
    page = teacher.post(address(cast), data=sent(time_factor="3"), follow_redirects=True).text
    assert f'action="{address(cast)}"' in page
    for field in ('name="time_factor" value="2"', 'name="larger_text" value="y"'):
        assert field in page


def test_nothing_set_leaves_no_row(app: Flask, teacher: FlaskClient, cast: Cast) -> None:
    teacher.post(address(cast), data=sent(time_factor="2"))
    page = teacher.post(address(cast), data=sent(), follow_redirects=True).text
    assert "Blue Heron takes quizzes as the class does." in page
    with app.app_context():
        assert db.session.query(StudentAccommodation).count() == 0


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("time_factor", "0.5", "Write a number from 1 to 4 with two decimals at most, such as 1.5."),
        ("time_factor", "4.01", "Write a number from 1 to 4 with two decimals at most, such as 1.5."),
        ("time_factor", "nan", "Write a number from 1 to 4 with two decimals at most, such as 1.5."),
        ("time_factor", "", "Write a number from 1 to 4; 1 is the time of the class."),
        ("extra_attempts", "11", "Write a number from 0 to 10."),
        ("break_minutes", "-1", "Write minutes from 0 to 240."),
        ("clock", "fast", "Choose one of the list."),
    ],
)
def test_what_cannot_be_is_told(
    app: Flask, teacher: FlaskClient, cast: Cast, field: str, value: str, words: str
) -> None:
    answer = teacher.post(address(cast), data=sent(**{field: value}))
    assert answer.status_code == 422
    assert words in answer.text
    assert stored(app, cast.heron) == NONE


def test_it_is_in_the_audit_log(app: Flask, teacher: FlaskClient, cast: Cast) -> None:
    teacher.post(address(cast), data=sent(time_factor="2"))
    teacher.post(address(cast), data=sent(time_factor="2"))
    with app.app_context():
        (entry,) = db.session.query(AuditEntry).filter_by(act="set a student's accommodations")
        assert (entry.actor_id, entry.subject) == (cast.teacher, "Blue Heron")
        assert entry.detail == {"before": "none", "after": "2 times the time"}


def test_the_list_says_who_is_given_what(teacher: FlaskClient, cast: Cast) -> None:
    where = f"/classes/{cast.class_}/accommodations"
    assert "The same for everybody" in teacher.get(where).text
    teacher.post(address(cast), data=sent(break_minutes="5"))
    page = teacher.get(where).text
    assert "Breaks of 5 minutes in all" in page
    assert "Everybody else" in page


def test_the_class_page_has_a_quiet_mark_and_does_not_say_what(teacher: FlaskClient, cast: Cast) -> None:
    teacher.post(address(cast), data=sent(time_factor="2"))
    teacher.get("/classes")  # the toast says it once
    page = teacher.get(f"/classes/{cast.class_}").text
    assert 'aria-label="Accommodations of Blue Heron"' in page
    assert "Accommodations of Grey Wren" not in page
    assert "2 times" not in page


def test_an_admin_sets_it_too(app: Flask, admin: FlaskClient, cast: Cast) -> None:
    assert admin.post(address(cast), data=sent(time_factor="2")).status_code == 303
    assert stored(app, cast.heron).time_factor == 2


def test_a_student_of_another_class_or_taken_out_is_not_there(
    app: Flask, teacher: FlaskClient, cast: Cast
) -> None:
    assert teacher.post(address(cast, cast.outsider), data=sent()).status_code == 404
    assert teacher.post(address(cast, cast.teacher), data=sent()).status_code == 404
    with app.app_context():
        db.session.query(Enrolment).filter_by(user_id=cast.heron).one().removed_at = NOW
        db.session.commit()
    assert teacher.get(address(cast)).status_code == 404


def test_a_sample_class_has_none(admin: FlaskClient, sample_class: int) -> None:
    assert admin.get(f"/classes/{sample_class}/accommodations").status_code == 404


def test_no_student_sees_any_of_it(
    client_of: Callable[[int], FlaskClient], teacher: FlaskClient, cast: Cast
) -> None:
    teacher.post(address(cast), data=sent(time_factor="2", larger_text="y"))
    for path in ("/todo", f"/take/{cast.assignment}", "/account"):
        page = client_of(cast.wren).get(path).text
        assert "extended" not in page
        assert 'class="larger"' not in page
