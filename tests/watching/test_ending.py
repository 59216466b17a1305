"""The end for all where some have other rules than the class: more time, a later closing, a break."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from quizapp.accounts.models import User
from quizapp.attempts import sweeper
from quizapp.attempts.deadlines import move_deadlines
from quizapp.classes.accommodating import accommodate
from quizapp.core.attempts.accommodations import Accommodation, Override
from quizapp.extensions import db
from quizapp.quizzes.accommodating import override
from quizapp.quizzes.models import Assignment
from tests.attempts.conftest import NINE, Taker
from tests.cast import NOW, Cast
from tests.watching.test_acts import beat, minutes_left, row_of, undo

At = Callable[[datetime], None]
Act = Callable[..., TestResponse]
Begin = Callable[[FlaskClient], Taker]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def extend(app: Flask, cast: Cast) -> Callable[..., None]:
    """Set something for Blue Heron or Grey Wren in the cast's assignment."""

    def set_(name: str, **values: Any) -> None:
        with app.app_context():
            row = db.session.get_one(Assignment, cast.assignment)
            student, actor = (db.session.get_one(User, one) for one in (getattr(cast, name), cast.teacher))
            override(row, student, Override(**values), actor=actor, now=NOW)
            db.session.commit()

    return set_


@pytest.fixture(autouse=True)
def _until_half_past(rules: Callable[..., None]) -> None:
    rules(time_limit=600, closes_at=NOW + 30 * MINUTE, grace=30)


def closing(app: Flask, cast: Cast) -> datetime | None:
    with app.app_context():
        return db.session.get_one(Assignment, cast.assignment).closes_at


def test_the_end_for_all_ends_it_also_for_who_has_more_time(
    app: Flask, act: Act, extend: Callable[..., None], heron: FlaskClient, begin: Begin, at: At, cast: Cast
) -> None:
    extend("heron", time_factor=2.0, closes_at=NOW + 60 * MINUTE)
    sitting = begin(heron)
    assert minutes_left(sitting) == 20
    sitting.put(1, 1, [NINE])
    at(NOW + 4 * MINUTE)
    act("end")
    row = row_of(app, sitting)
    assert (row.state, row.submitted_by, row.score) == ("submitted", "teacher", 1.0)
    assert row.more_time
    assert closing(app, cast) == NOW + 4 * MINUTE


def test_it_is_undone_with_all_the_time_that_each_had_left(
    app: Flask,
    act: Act,
    teacher: FlaskClient,
    extend: Callable[..., None],
    heron: FlaskClient,
    wren: FlaskClient,
    begin: Begin,
    at: At,
    cast: Cast,
) -> None:
    extend("heron", time_factor=2.0, closes_at=NOW + 60 * MINUTE)
    slow, usual = begin(heron), begin(wren)
    at(NOW + 4 * MINUTE)
    ended = act("end")
    at(NOW + 6 * MINUTE)
    undo(teacher, ended)
    later = NOW + 6 * MINUTE
    assert (minutes_left(slow, later), minutes_left(usual, later)) == (16, 6)
    assert closing(app, cast) == NOW + 32 * MINUTE
    at(later + 7 * MINUTE)
    with app.app_context():
        sweeper.sweep(app)
    assert (beat(slow)["open"], beat(usual)["open"]) == (True, False)


def test_the_teacher_is_told_who_can_still_start_because_of_a_later_closing(
    act: Act,
    teacher: FlaskClient,
    extend: Callable[..., None],
    heron: FlaskClient,
    wren: FlaskClient,
    begin: Begin,
    at: At,
    cast: Cast,
) -> None:
    extend("wren", closes_at=NOW + 60 * MINUTE)
    begin(heron)
    at(NOW + 4 * MINUTE)
    page = teacher.get(act("end").location).text
    assert "Ended. 1 attempt was handed in." in page
    assert "A later closing is set for Grey Wren, who can still start." in page
    assert wren.post(f"/take/{cast.assignment}").status_code == 303


def test_who_has_used_the_attempts_is_not_named(
    act: Act,
    teacher: FlaskClient,
    extend: Callable[..., None],
    wren: FlaskClient,
    begin: Begin,
    at: At,
) -> None:
    extend("wren", closes_at=NOW + 60 * MINUTE)
    begin(wren)
    at(NOW + 4 * MINUTE)
    assert "can still start" not in teacher.get(act("end").location).text


def test_after_the_closing_it_ends_it_for_who_goes_on_by_an_extension(
    app: Flask, act: Act, extend: Callable[..., None], heron: FlaskClient, begin: Begin, at: At, cast: Cast
) -> None:
    extend("heron", time_factor=4.0, closes_at=NOW + 60 * MINUTE)
    sitting = begin(heron)
    at(NOW + 35 * MINUTE)
    assert act("end").status_code == 303
    assert row_of(app, sitting).submitted_by == "teacher"
    assert closing(app, cast) == NOW + 30 * MINUTE


def test_the_end_for_all_ends_a_break_too(
    app: Flask, act: Act, heron: FlaskClient, begin: Begin, at: At, cast: Cast
) -> None:
    resting(app, cast)
    sitting = begin(heron)
    at(NOW + 2 * MINUTE)
    heron.post(f"/attempts/{sitting.attempt}/break?q=1")
    at(NOW + 3 * MINUTE)
    act("end")
    assert (beat(sitting)["open"], row_of(app, sitting).submitted_at) == (False, NOW + 3 * MINUTE)


# ---- a break on the board


def resting(app: Flask, cast: Cast) -> None:
    """Give Blue Heron ten minutes of breaks."""
    with app.app_context():
        heron, actor = (db.session.get_one(User, one) for one in (cast.heron, cast.teacher))
        accommodate(heron, Accommodation(break_minutes=10), actor=actor, now=NOW)
        db.session.commit()


def test_a_break_is_told_on_the_students_page_and_not_on_the_board_of_all(
    app: Flask,
    board: Callable[[], str],
    teacher: FlaskClient,
    heron: FlaskClient,
    begin: Begin,
    at: At,
    cast: Cast,
) -> None:
    resting(app, cast)
    sitting = begin(heron)
    board()
    at(NOW + 2 * MINUTE)
    heron.post(f"/attempts/{sitting.attempt}/break?q=1")
    at(NOW + 9 * MINUTE)  # silent for long: that is what a break is for
    assert "1 answering" in board()
    assert ">0 of 5<" in board()
    assert "break" not in board()
    page = " ".join(teacher.get(f"/assignments/{cast.assignment}/watch/{cast.heron}").text.split())
    assert "Answering, 0 of 5, on a break until 09:12" in page
    heron.post(f"/attempts/{sitting.attempt}/go-on?q=1")
    page = teacher.get(f"/assignments/{cast.assignment}/watch/{cast.heron}").text
    assert "on a break" not in page
    assert "8 min left" in page  # as many as at 09:02: the clock stood


def test_after_a_break_silence_is_counted_from_its_end(
    app: Flask, board: Callable[[], str], heron: FlaskClient, begin: Begin, at: At, cast: Cast
) -> None:
    resting(app, cast)
    sitting = begin(heron)
    board()
    at(NOW + 1 * MINUTE)
    heron.post(f"/attempts/{sitting.attempt}/break?q=1")
    at(NOW + 11 * MINUTE + timedelta(seconds=20))
    assert "1 answering" in board()
    at(NOW + 13 * MINUTE)
    assert "<b>since 09:11</b>" in board()


# ---- more time, as a report tells of it


def test_who_alone_was_given_time_is_marked_so_and_not_when_it_is_taken_back(
    app: Flask, act: Act, teacher: FlaskClient, heron: FlaskClient, begin: Begin
) -> None:
    sitting = begin(heron)
    assert not row_of(app, sitting).more_time
    given = act("heron/time", minutes=5)
    assert row_of(app, sitting).more_time
    undo(teacher, given)
    assert not row_of(app, sitting).more_time


def test_time_for_everyone_is_nobodys_more_time(
    app: Flask, act: Act, heron: FlaskClient, begin: Begin
) -> None:
    sitting = begin(heron)
    act("time", minutes=5)
    assert not row_of(app, sitting).more_time


def test_time_beyond_the_closing_is_more_time(
    app: Flask, act: Act, heron: FlaskClient, begin: Begin, rules: Callable[..., None]
) -> None:
    rules(time_limit=None)
    sitting = begin(heron)
    act("heron/time", minutes=5)
    assert (minutes_left(sitting), row_of(app, sitting).more_time) == (35, True)


def test_time_given_to_one_goes_with_a_closing_that_is_moved(
    app: Flask,
    act: Act,
    heron: FlaskClient,
    wren: FlaskClient,
    begin: Begin,
    rules: Callable[..., None],
    cast: Cast,
) -> None:
    rules(time_limit=None)
    sitting, other = begin(heron), begin(wren)
    act("heron/time", minutes=5)
    with app.app_context():
        row = db.session.get_one(Assignment, cast.assignment)
        row.closes_at = NOW + 50 * MINUTE
        db.session.flush()
        move_deadlines(row)
        db.session.commit()
    assert (minutes_left(sitting), row_of(app, sitting).more_time) == (55, True)
    assert (minutes_left(other), row_of(app, other).more_time) == (50, False)


def test_the_report_says_it_while_it_goes_on_and_after(
    act: Act, teacher: FlaskClient, heron: FlaskClient, begin: Begin, cast: Cast
) -> None:
    sitting = begin(heron)
    act("heron/time", minutes=5)
    report = f"/assignments/{cast.assignment}/report"
    assert "answering, 0 of 5 saved, more time" in teacher.get(report).text
    sitting.submit()
    assert "0 of 5, more time" in teacher.get(report).text
