"""A student with accommodations takes a quiz: each is told their own, and nobody else's."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quizapp.accounts.models import User
from quizapp.attempts import sweeper
from quizapp.attempts.models import Attempt
from quizapp.classes.accommodating import accommodate
from quizapp.core.attempts.accommodations import NONE, Accommodation, Override
from quizapp.core.attempts.policy import Clock
from quizapp.extensions import db
from quizapp.quizzes.accommodating import override
from quizapp.quizzes.models import Assignment
from tests.attempts.conftest import NINE, Taker
from tests.cast import NOW, Cast

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
Give = Callable[..., None]


@pytest.fixture
def give(app: Flask, cast: Cast) -> Give:
    """Set accommodations on Blue Heron."""

    def set_(**values: Any) -> None:
        with app.app_context():
            heron, actor = (db.session.get(User, number) for number in (cast.heron, cast.teacher))
            accommodate(heron, Accommodation(**values), actor=actor, now=NOW)
            db.session.commit()

    return set_


@pytest.fixture(autouse=True)
def _half_an_hour(rules: Callable[..., None]) -> None:
    rules(time_limit=1800, grace=30)


def attempt(app: Flask) -> Attempt:
    with app.app_context():
        return db.session.query(Attempt).one()


def test_the_cover_says_the_time_and_what_it_was_extended_from(
    heron: FlaskClient, cast: Cast, give: Give
) -> None:
    give(time_factor=2.0, extra_attempts=1, break_minutes=10, clock=Clock.WARNED, larger_text=True)
    page = heron.get(f"/take/{cast.assignment}").text
    assert "60 minutes, extended from 30. The clock starts with you" in page
    assert "2 of 2 left, extended from 1." in page
    assert "10 minutes in all, in one break or several." in page
    assert "You are told when five minutes are left, and when one is." in page
    assert 'class="larger"' in page
    assert "60 minutes, extended from 30" in heron.get("/todo").text


def test_the_page_says_it_during_the_quiz_to_this_student_alone(
    heron: FlaskClient, wren: FlaskClient, begin: Callable[..., Taker], give: Give
) -> None:
    give(time_factor=2.0, break_minutes=10, larger_text=True)
    own, other = begin(heron).page(), begin(wren).page()
    assert "60 minutes, extended from 30." in own
    assert "<b>1:00:00</b>" in own
    assert "10 minutes of break left." in own
    assert 'class="larger"' in own
    assert "30 minutes." in other
    for words in ("extended", "break", 'class="larger"'):
        assert words not in other


def test_no_clock_is_drawn_for_who_is_shown_none(
    taker: Taker, give: Give, at: Callable[[datetime], None]
) -> None:
    give(clock=Clock.HIDDEN)
    at(NOW + 26 * MINUTE)
    page = taker.page()
    assert "4:00" not in page
    assert "Less than" not in page
    assert 'data-clock="hidden" hidden' in page
    assert "left</span>" not in taker.client.get("/todo").text


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(20, ""), (26, "Less than five minutes left."), (29.5, "Less than one minute left.")],
)
def test_who_wants_a_word_without_a_clock_is_given_it(
    taker: Taker, give: Give, at: Callable[[datetime], None], minutes: float, words: str
) -> None:
    give(clock=Clock.WARNED)
    at(NOW + minutes * MINUTE)
    assert f'id="timer-said" role="status">{words}</p>' in taker.page()


def test_the_extended_end_is_the_one_that_hands_in_with_nobody_there(
    app: Flask, heron: FlaskClient, begin: Callable[..., Taker], give: Give, at: Callable[[datetime], None]
) -> None:
    give(time_factor=1.5)
    taker = begin(heron)
    taker.put(1, 1, [NINE])
    at(NOW + 45 * MINUTE + 29 * SECOND)
    assert sweeper.sweep(app) == 0
    assert taker.put(3, 1, ["true"]).json["status"] == "saved"  # late, in the grace
    at(NOW + 45 * MINUTE + 30 * SECOND)
    assert taker.put(4, 1, ["Amsel"]).status_code == 409
    row = attempt(app)
    assert (row.submitted_at, row.submitted_by, row.score) == (NOW + 45 * MINUTE, "deadline", 2.0)
    assert row.more_time


def test_what_is_set_while_an_attempt_is_open_moves_its_end(app: Flask, taker: Taker, give: Give) -> None:
    give(time_factor=2.0)
    assert attempt(app).deadline_at == NOW + 60 * MINUTE
    assert attempt(app).more_time
    give()
    assert attempt(app).deadline_at == NOW + 30 * MINUTE
    assert not attempt(app).more_time


def test_what_is_set_for_this_quiz_moves_it_too(app: Flask, taker: Taker, cast: Cast) -> None:
    with app.app_context():
        row = db.session.get(Assignment, cast.assignment)
        heron, actor = (db.session.get(User, number) for number in (cast.heron, cast.teacher))
        override(row, heron, Override(time_factor=3.0), actor=actor, now=NOW)
        db.session.commit()
    assert attempt(app).deadline_at == NOW + 90 * MINUTE


def test_the_attempts_of_others_stay_as_they_were(
    app: Flask, wren: FlaskClient, begin: Callable[..., Taker], give: Give
) -> None:
    begin(wren)
    give(time_factor=2.0)
    assert attempt(app).deadline_at == NOW + 30 * MINUTE


def test_more_attempts_are_this_students_alone(
    heron: FlaskClient, wren: FlaskClient, begin: Callable[..., Taker], give: Give, cast: Cast
) -> None:
    give(extra_attempts=1)
    begin(heron).submit()
    begin(heron).submit()
    assert heron.post(f"/take/{cast.assignment}").status_code == 409
    begin(wren).submit()
    assert wren.post(f"/take/{cast.assignment}").status_code == 409


def test_an_extension_opens_what_is_closed_for_the_class(
    app: Flask, heron: FlaskClient, wren: FlaskClient, cast: Cast, rules: Callable[..., None]
) -> None:
    rules(closes_at=NOW - MINUTE)
    with app.app_context():
        row = db.session.get(Assignment, cast.assignment)
        student, actor = (db.session.get(User, number) for number in (cast.heron, cast.teacher))
        override(row, student, Override(closes_at=NOW + 20 * MINUTE), actor=actor, now=NOW)
        db.session.commit()
    assert (
        "extended from today, 08:59: start now and you have 20 minutes"
        in heron.get(f"/take/{cast.assignment}").text
    )
    assert heron.post(f"/take/{cast.assignment}").status_code == 303
    assert attempt(app).deadline_at == NOW + 20 * MINUTE
    assert wren.post(f"/take/{cast.assignment}").status_code == 409


def test_the_report_says_more_time_and_not_why(
    heron: FlaskClient, wren: FlaskClient, teacher: FlaskClient, cast: Cast,
    begin: Callable[..., Taker], give: Give
) -> None:  # fmt: skip
    give(time_factor=2.0, larger_text=True)
    begin(heron).submit()
    begin(wren).submit()
    page = teacher.get(f"/assignments/{cast.assignment}/report").text
    assert page.count(", more time") == 1
    assert "times the time" not in page
    assert "larger" not in page
    give()
    again = teacher.get(f"/assignments/{cast.assignment}/report").text
    assert ", more time" in again  # it was so then


def test_nothing_set_is_the_same_rules(app: Flask, heron: FlaskClient, cast: Cast, give: Give) -> None:
    before = heron.get(f"/take/{cast.assignment}").text
    give(**vars(NONE))
    assert heron.get(f"/take/{cast.assignment}").text == before
