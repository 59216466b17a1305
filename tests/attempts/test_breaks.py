"""Breaks: the questions are hidden, the clock stands, and both go on again."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quizapp.attempts import sweeper
from quizapp.attempts.models import Attempt
from quizapp.classes.models import StudentAccommodation
from quizapp.core.attempts.policy import ReviewPolicy
from quizapp.extensions import db
from tests.attempts.conftest import NINE, Taker
from tests.cast import NOW, Cast

MINUTE = timedelta(minutes=1)
At = Callable[[datetime], None]


@pytest.fixture
def rester(
    app: Flask, heron: FlaskClient, cast: Cast, rules: Callable[..., None], begin: Callable[..., Taker]
) -> Taker:
    """Blue Heron with 20 minutes from NOW, of which ten may be breaks."""
    rules(time_limit=1200, grace=30)
    with app.app_context():
        db.session.add(StudentAccommodation(user_id=cast.heron, break_minutes=10))
        db.session.commit()
    return begin(heron)


def rest(taker: Taker, number: int = 1) -> str:
    answer = taker.client.post(f"/attempts/{taker.attempt}/break?q={number}", follow_redirects=True)
    return answer.text


def go_on(taker: Taker, number: int = 1) -> str:
    answer = taker.client.post(f"/attempts/{taker.attempt}/go-on?q={number}", follow_redirects=True)
    return answer.text


def deadline(app: Flask) -> datetime | None:
    with app.app_context():
        return db.session.query(Attempt).one().deadline_at


def test_a_break_hides_the_questions_and_says_how_long(rester: Taker, at: At) -> None:
    at(NOW + 5 * MINUTE)
    page = rest(rester)
    assert "On a break" in page
    assert "when does the library open" not in page
    assert '<b class="num" id="break-left">10:00</b>' in page
    assert '<b class="num">15:00</b> when you go on now' in page
    assert "The quiz goes on by itself at 09:15" in page
    for number in range(1, 6):
        assert "On a break" in rester.page(number)
    assert rester.client.get(f"/attempts/{rester.attempt}/check").status_code == 303


def test_going_on_brings_back_the_question_and_moves_the_end(app: Flask, rester: Taker, at: At) -> None:
    rest(rester, 3)
    at(NOW + 4 * MINUTE)
    page = go_on(rester, 3)
    assert "Question 3 of 5" in page
    assert "6 minutes of break left." in page
    assert "<b>20:00</b>" in page
    assert deadline(app) == NOW + 24 * MINUTE


def test_a_break_ends_by_itself(app: Flask, rester: Taker, at: At) -> None:
    rest(rester)
    at(NOW + 10 * MINUTE)
    page = rester.page()
    assert "Question 1 of 5" in page
    assert "<b>20:00</b>" in page
    assert "Take a break" not in page
    assert "You have no minutes of break left." in rest(rester)


def test_who_never_comes_back_is_handed_in_after_the_break_and_the_time(
    app: Flask, rester: Taker, at: At
) -> None:
    rester.put(1, 1, [NINE])
    at(NOW + 5 * MINUTE)
    rest(rester)
    at(NOW + 30 * MINUTE)
    assert sweeper.sweep(app) == 0
    at(NOW + 30 * MINUTE + timedelta(seconds=30))
    assert sweeper.sweep(app) == 1
    with app.app_context():
        row = db.session.query(Attempt).one()
        assert (row.submitted_at, row.score, row.more_time) == (NOW + 30 * MINUTE, 1.0, True)


def test_answering_in_another_window_ends_the_break(app: Flask, rester: Taker, at: At) -> None:
    rester.page()
    rester.page()  # as it is known now, a plain save may take the short lane
    rester.put(1, 1, [NINE])
    rest(rester)
    at(NOW + 2 * MINUTE)
    assert rester.put(1, 1200, [NINE]).json["status"] == "saved"
    assert deadline(app) == NOW + 22 * MINUTE
    assert "Question 1 of 5" in rester.page()


def test_without_script_the_answer_on_the_page_is_kept_first(rester: Taker) -> None:
    form = {"slot": "3", "s3-answer": "true", "go": "break"}
    page = rester.client.post(f"/attempts/{rester.attempt}?q=3", data=form, follow_redirects=True).text
    assert "On a break" in page
    assert 'value="true" checked' in go_on(rester, 3)


def test_handing_in_from_a_break_ends_it(app: Flask, rester: Taker, at: At) -> None:
    rest(rester)
    at(NOW + 3 * MINUTE)
    rester.submit()
    assert "Handed in today, 09:03" in rester.review()
    with app.app_context():
        row = db.session.query(Attempt).one()
        assert (row.break_started_at, row.break_used) == (None, 180)
        assert row.deadline_at == NOW + 23 * MINUTE
    assert "Its answers can no longer be changed." in rest(rester)


def test_the_list_says_that_the_clock_stands(rester: Taker) -> None:
    rest(rester)
    assert "On a break, the clock stands still" in rester.client.get("/todo").text


def test_who_was_given_no_break_takes_none(
    wren: FlaskClient, rester: Taker, begin: Callable[..., Taker]
) -> None:
    other = begin(wren)
    assert "Take a break" not in other.page()
    assert "You have no minutes of break left." in rest(other)
    assert "Question 1 of 5" in other.page()


def test_the_break_of_another_is_not_there(wren: FlaskClient, rester: Taker) -> None:
    for act in ("break", "go-on"):
        assert wren.post(f"/attempts/{rester.attempt}/{act}").status_code == 404
    assert "Question 1 of 5" in rester.page()


def test_more_minutes_do_not_bring_back_a_break_that_has_ended(
    app: Flask, rester: Taker, cast: Cast, teacher: FlaskClient, at: At
) -> None:
    rest(rester)
    at(NOW + 11 * MINUTE)
    form = {"time_factor": "1", "break_minutes": "15", "clock": "shown"}
    teacher.post(f"/classes/{cast.class_}/students/{cast.heron}/accommodations", data=form)
    page = rester.page()
    assert "Question 1 of 5" in page
    assert "5 minutes of break left." in page
    assert deadline(app) == NOW + 30 * MINUTE


def test_going_on_for_good_from_a_checked_answer_ends_the_break(
    app: Flask, rester: Taker, rules: Callable[..., None], at: At
) -> None:
    rules(forward_only=True, review={**ReviewPolicy().model_dump(mode="json"), "correctness": "during"})
    rester.put(1, 1, [NINE])
    rester.client.post(f"/attempts/{rester.attempt}", data={"slot": "1", "s1-answer": NINE, "go": "tell"})
    assert "On a break" in rest(rester)
    at(NOW + 2 * MINUTE)
    # An old tab: nothing is saved of a checked answer, and yet it shows the student at work.
    page = rester.client.post(
        f"/attempts/{rester.attempt}", data={"slot": "1", "go": "2"}, follow_redirects=True
    ).text
    assert "Question 2 of 5" in page
    assert deadline(app) == NOW + 22 * MINUTE
    rest(rester)
    assert "On a break" in rester.page(1)
    assert "Question 2 of 5" in go_on(rester, 1)
