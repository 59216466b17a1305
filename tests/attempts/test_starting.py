"""What is due, the cover, and the start."""

from collections.abc import Callable
from datetime import datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient

from quizapp.attempts.models import Attempt
from quizapp.classes.models import Enrolment
from quizapp.extensions import db
from tests.attempts.conftest import Taker
from tests.cast import NOW, Cast

HOUR = timedelta(hours=1)


def test_what_is_open_is_to_do(heron: FlaskClient) -> None:
    page = heron.get("/todo").text
    assert "Open now" in page
    assert "Library check" in page
    assert "5 questions" in page


def test_what_opens_later_says_when_and_has_no_start(heron: FlaskClient, rules: Callable[..., None]) -> None:
    rules(opens_at=NOW + HOUR)
    page = heron.get("/todo").text
    assert "Opens today, 10:00" in page
    assert "Look and start" not in page


def test_an_attempt_under_way_is_to_do_first_with_its_time(
    heron: FlaskClient,
    rules: Callable[..., None],
    begin: Callable[..., Taker],
    at: Callable[[datetime], None],
) -> None:
    rules(time_limit=1200)
    taker = begin(heron)
    at(NOW + timedelta(minutes=5))
    page = heron.get("/todo").text
    assert "Go on" in page
    assert "15:00</b> left" in page
    assert f'href="/attempts/{taker.attempt}"' in page


def test_who_was_given_nothing_is_told_what_will_be_here(outsider: FlaskClient) -> None:
    assert "The quizzes that your teacher gives your class will be here." in outsider.get("/todo").text


def test_a_quiz_that_closed_untaken_is_listed_as_not_taken(
    heron: FlaskClient, rules: Callable[..., None]
) -> None:
    rules(closes_at=NOW - timedelta(minutes=1))
    todo = heron.get("/todo").text
    assert "Nothing to do just now" in todo
    assert 'href="/cards"' in todo.split("Nothing to do just now")[1]
    page = heron.get("/done").text
    assert "Closed today, 08:59" in page
    assert "Not taken" in page


def test_the_cover_says_the_rules_in_plain_words(
    heron: FlaskClient, cast: Cast, rules: Callable[..., None]
) -> None:
    rules(time_limit=1800, attempts_allowed=2, closes_at=NOW + 2 * HOUR)
    page = heron.get(f"/take/{cast.assignment}").text
    assert "5 questions, 5 points in all." in page
    assert "30 minutes. The clock starts with you and goes on when you leave the page." in page
    assert "2 of 2 left." in page
    assert "As soon as you hand in: your score, which answers are right," in page
    assert "Have the rules at hand." in page


def test_the_cover_tells_who_comes_late_how_little_time_is_left(
    heron: FlaskClient, cast: Cast, rules: Callable[..., None]
) -> None:
    rules(time_limit=1800, closes_at=NOW + timedelta(minutes=12))
    page = heron.get(f"/take/{cast.assignment}").text
    assert "closes today, 09:12: start now and you have 12 minutes, not the full 30 minutes." in page


def test_pressing_start_twice_opens_one_attempt(app: Flask, heron: FlaskClient, cast: Cast) -> None:
    first = heron.post(f"/take/{cast.assignment}")
    second = heron.post(f"/take/{cast.assignment}")
    assert first.location == second.location
    with app.app_context():
        assert db.session.query(Attempt).count() == 1


def test_a_start_needs_the_token_of_its_form(app: Flask, heron: FlaskClient, cast: Cast) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    assert heron.post(f"/take/{cast.assignment}").status_code == 400


def test_before_the_opening_nothing_starts(
    heron: FlaskClient, cast: Cast, rules: Callable[..., None]
) -> None:
    rules(opens_at=NOW + HOUR)
    response = heron.post(f"/take/{cast.assignment}")
    assert response.status_code == 409
    assert "This quiz is not open yet. It opens today, 10:00." in response.text


def test_after_the_closing_nothing_starts(heron: FlaskClient, cast: Cast, rules: Callable[..., None]) -> None:
    rules(closes_at=NOW - timedelta(minutes=1))
    response = heron.post(f"/take/{cast.assignment}")
    assert response.status_code == 409
    assert "This quiz closed today, 08:59." in response.text


def test_when_all_attempts_are_used_the_cover_leads_to_what_was_handed_in(taker: Taker, cast: Cast) -> None:
    taker.submit()
    response = taker.client.post(f"/take/{cast.assignment}")
    assert response.status_code == 409
    assert "You have used every attempt at this quiz." in response.text
    assert f'href="/attempts/{taker.attempt}/review"' in response.text


def test_a_second_attempt_that_is_allowed_starts_empty(
    taker: Taker, rules: Callable[..., None], begin: Callable[..., Taker]
) -> None:
    rules(attempts_allowed=2)
    taker.put(3, 1, ["true"])
    taker.submit()
    again = begin(taker.client)
    assert again.attempt != taker.attempt
    assert "checked" not in again.page(3)


def test_what_was_given_to_another_class_is_not_there(outsider: FlaskClient, cast: Cast) -> None:
    assert outsider.get(f"/take/{cast.assignment}").status_code == 404
    assert outsider.post(f"/take/{cast.assignment}").status_code == 404


def test_who_was_taken_out_of_the_class_starts_nothing(app: Flask, heron: FlaskClient, cast: Cast) -> None:
    with app.app_context():
        row = db.session.query(Enrolment).filter_by(user_id=cast.heron).one()
        row.removed_at = NOW
        db.session.commit()
    assert heron.post(f"/take/{cast.assignment}").status_code == 404


def test_a_teacher_takes_no_quiz(teacher: FlaskClient, cast: Cast) -> None:
    assert teacher.get(f"/take/{cast.assignment}").status_code == 403
