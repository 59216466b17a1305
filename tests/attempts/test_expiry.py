"""The deadline hands in what was saved, whoever is there, and though nobody is."""

import sqlite3
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from quizapp.attempts import deadlines, handing_in, sweeper
from quizapp.attempts.lists import read_summaries
from quizapp.attempts.models import Answer, Attempt
from quizapp.db.base import reading
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment
from tests.attempts.conftest import NINE, Taker
from tests.cast import NOW, Cast, make_assignment

END = NOW + timedelta(minutes=10)
OVER = END + timedelta(seconds=30)


@pytest.fixture
def timed(heron: FlaskClient, rules: Callable[..., None], begin: Callable[..., Taker]) -> Taker:
    """Blue Heron with ten minutes from NOW, a grace of 30 seconds, and one right answer."""
    rules(time_limit=600, grace=30)
    taker = begin(heron)
    taker.put(1, 1, [NINE])
    return taker


def row(app: Flask) -> tuple[str, datetime | None, str | None, float | None]:
    with app.app_context():
        attempt = db.session.query(Attempt).one()
        return attempt.state, attempt.submitted_at, attempt.submitted_by, attempt.score


def test_the_sweep_hands_in_what_is_due_with_nobody_there(
    app: Flask, timed: Taker, at: Callable[[datetime], None]
) -> None:
    at(OVER)
    assert sweeper.sweep(app) == 1
    assert row(app) == ("submitted", END, "deadline", 1.0)
    assert sweeper.sweep(app) == 0


def test_the_sweep_leaves_what_is_in_its_grace(
    app: Flask, timed: Taker, at: Callable[[datetime], None]
) -> None:
    at(OVER - timedelta(seconds=1))
    assert sweeper.sweep(app) == 0
    assert row(app) == ("open", None, None, None)


def test_the_sweeper_goes_round_by_itself_until_it_is_stopped(
    app: Flask, timed: Taker, at: Callable[[datetime], None]
) -> None:
    at(OVER)
    sweeper.start(app, every=0.01)
    for _ in range(500):
        if row(app)[0] == "submitted":
            break
        time.sleep(0.01)
    sweeper.stop(app)
    sweeper.stop(app)
    assert row(app) == ("submitted", END, "deadline", 1.0)


@pytest.mark.parametrize("path", ["/todo", "/done", "/attempts/1", "/attempts/1/check", "/attempts/1/review"])
def test_any_page_that_shows_the_attempt_hands_it_in_first(
    app: Flask, timed: Taker, at: Callable[[datetime], None], path: str
) -> None:
    at(OVER)
    timed.client.get(path)
    assert row(app) == ("submitted", END, "deadline", 1.0)


def test_the_review_says_that_the_time_handed_in(timed: Taker, at: Callable[[datetime], None]) -> None:
    at(OVER)
    assert "Handed in for you at the end of the time, today, 09:10" in timed.review()


def test_pressing_hand_in_within_the_grace_counts_as_the_deadline(
    app: Flask, timed: Taker, at: Callable[[datetime], None]
) -> None:
    at(END + timedelta(seconds=5))
    timed.submit()
    assert row(app) == ("submitted", END, "deadline", 1.0)


def test_a_form_sent_after_the_time_is_told_so(timed: Taker, at: Callable[[datetime], None]) -> None:
    at(OVER)
    response = timed.client.post(
        f"/attempts/{timed.attempt}?q=3", data={"slot": "3", "s3-answer": "true"}, follow_redirects=True
    )
    assert "Time was up today, 09:10. What was saved by then is handed in for you." in response.text
    assert "1 of 5." in response.text


def test_an_attempt_without_a_deadline_is_never_due(
    app: Flask, taker: Taker, at: Callable[[datetime], None]
) -> None:
    at(NOW + timedelta(days=400))
    assert sweeper.sweep(app) == 0
    assert "Question 1 of 5" in taker.page()


def test_more_than_one_batch_is_handed_in_at_once(
    app: Flask,
    timed: Taker,
    wren: FlaskClient,
    begin: Callable[..., Taker],
    at: Callable[[datetime], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begin(wren)
    monkeypatch.setattr(handing_in, "MOST_AT_ONCE", 1)
    at(OVER)
    assert sweeper.sweep(app) == 2


def test_a_changed_end_reaches_the_attempts_under_way(
    app: Flask, timed: Taker, cast: Cast, rules: Callable[..., None], at: Callable[[datetime], None]
) -> None:
    rules(time_limit=1200)
    with app.app_context():
        deadlines.move_deadlines(db.session.get(Assignment, cast.assignment))
        db.session.connection().commit()
    at(OVER)
    assert sweeper.sweep(app) == 0
    assert timed.put(3, 1, ["true"]).json["status"] == "saved"


def test_an_end_moved_while_the_sweep_is_under_way_is_kept(
    app: Flask, timed: Taker, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    # It was due when the sweep looked; before the sweep wrote, the teacher gave more time.
    monkeypatch.setattr(handing_in.store, "find_due", lambda *_: [(timed.attempt, cast.heron)])
    assert sweeper.sweep(app) == 0
    assert row(app) == ("open", None, None, None)


def test_an_attempt_that_cannot_be_graded_keeps_no_other_from_its_end(
    app: Flask,
    timed: Taker,
    wren: FlaskClient,
    begin: Callable[..., Taker],
    at: Callable[[datetime], None],
) -> None:
    spoilt = begin(wren)
    spoilt.put(1, 1, [NINE])
    with app.app_context():
        db.session.get(Answer, (timed.attempt, 1)).response = "{spoilt"
        db.session.get(Attempt, spoilt.attempt).layout = [[1, 999_999]]
        db.session.commit()
    third = begin(wren, another_assignment(app))
    at(OVER)
    assert sweeper.sweep(app) == 1
    with app.app_context():
        assert db.session.get(Attempt, third.attempt).state == "submitted"
    assert third.client.get("/todo").status_code == 200


def another_assignment(app: Flask) -> int:
    """Give the same quiz to the same class once more, with ten minutes."""
    with app.app_context():
        first = db.session.query(Assignment).one()
        made = make_assignment(first.quiz, first.class_, time_limit=600, grace=30)
        db.session.commit()
        return made.id


def test_a_report_sees_who_is_under_way_and_how_far(
    app: Flask, taker: Taker, cast: Cast, wren: FlaskClient, begin: Callable[..., Taker]
) -> None:
    taker.put(1, 1, [NINE])
    taker.put(2, 1, flagged=True)
    other = begin(wren)
    other.put(3, 1, ["true"])
    other.submit()
    with app.test_request_context(), reading():
        open_, done = read_summaries(db.session.connection(), cast.assignment)
    assert (open_.user_id, open_.state, open_.answered, open_.score) == (cast.heron, "open", 1, None)
    assert (done.user_id, done.state, done.answered) == (cast.wren, "submitted", 1)
    assert (done.score, done.max_score) == (1.0, 5.0)
    assert done.vector == [None, None, 1.0, None, None]
    assert (done.started_at, done.submitted_at) == (NOW, NOW)


def test_a_sweep_that_cannot_write_says_so_in_a_line_and_is_tried_again(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tried = []

    def full(now: datetime) -> int:
        tried.append(now)
        if len(tried) < 3:
            raise OperationalError("COMMIT", {}, sqlite3.OperationalError("database or disk is full"))
        return 0

    monkeypatch.setattr(sweeper, "settle_due", full)
    sweeper.start(app, every=0.01)
    until = time.monotonic() + 10
    while len(tried) < 3:
        assert time.monotonic() < until
        time.sleep(0.01)
    sweeper.stop(app)
    assert (
        caplog.messages
        == ["What is due cannot be handed in now (database or disk is full); it is tried again."] * 2
    )
    assert "Traceback" not in caplog.text
