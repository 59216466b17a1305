"""The review: how it went, as far as the rules show it now."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quizapp.attempts.models import Attempt
from quizapp.classes.models import Class
from quizapp.core.attempts.policy import ReviewPolicy
from quizapp.core.qtypes.choices import choice_key
from quizapp.extensions import db
from tests.attempts.conftest import EIGHT, RIGHT, Taker
from tests.cast import NOW, Cast


def policy(**parts: str) -> dict[str, str]:
    named = {**dict.fromkeys(ReviewPolicy.model_fields, "never"), **parts}
    return ReviewPolicy.model_validate(named).model_dump(mode="json")


@pytest.fixture
def done(taker: Taker) -> Taker:
    """Handed in: 1 wrong, 2 half right, 3 right, 4 without an answer, 5 right."""
    taker.put(1, 1, [EIGHT])
    taker.put(2, 1, [choice_key("Two books for a week")])
    taker.put(3, 1, RIGHT[3])
    taker.put(5, 1, RIGHT[5])
    taker.submit()
    return taker


def test_the_review_leads_with_how_it_went(done: Taker) -> None:
    page = done.review()
    assert "<h1>2.5 of 5. Three to look at again.</h1>" in page
    assert "Handed in today, 09:00" in page


def test_the_score_and_the_vector_are_stored_at_submission(app: Flask, done: Taker) -> None:
    with app.app_context():
        row = db.session.query(Attempt).one()
        assert (row.score, row.max_score, row.submitted_by) == (2.5, 5.0, "student")
        assert row.vector == [0.0, 0.5, 1.0, None, 1.0]


def test_all_right_leaves_nothing_to_look_at(taker: Taker) -> None:
    for slot, answer in RIGHT.items():
        taker.put(slot, 1, answer)
    taker.submit()
    assert "<h1>5 of 5. Nothing to look at again.</h1>" in taker.review()


def test_the_review_opens_at_the_first_question_to_look_at(done: Taker) -> None:
    assert "0 of 1 point" in done.review()
    assert "when does the library open?" in done.review()
    assert "Next to look at: 2" in done.review()


def test_the_navigator_wears_the_marks(done: Taker) -> None:
    page = done.review()
    for number, word in enumerate(("wrong", "partly right", "right", "no answer", "right"), 1):
        assert f'aria-label="Question {number}, {word}"' in page


def test_a_question_shows_key_feedback_and_the_passage(done: Taker) -> None:
    page = done.review(1)
    assert "Your answer, wrong" in page
    assert "Right answer" in page
    assert "Eight is when the school opens." in page
    assert '<mark class="cited">The library opens at nine on school days.' in page
    assert "/readings/library/rules?cited=1.1#p-1-1" in page
    assert "Documented by the timetable." in page


def test_a_review_that_shows_no_key_tells_neither_it_nor_the_passage(
    done: Taker, rules: Callable[..., None]
) -> None:
    rules(review=policy(score="submitted", correctness="submitted"))
    page = done.review(1)
    assert "Your answer, wrong" in page
    for hidden in ("Right answer", "Eight is when", "The library opens at nine", "cited"):
        assert hidden not in page


def test_a_score_that_is_not_shown_is_not_in_the_page(done: Taker, rules: Callable[..., None]) -> None:
    rules(review=policy(correctness="submitted"))
    page = done.review(1)
    assert "<h1>Three to look at again.</h1>" in page
    assert "2.5" not in page


def test_a_score_alone_shows_no_question(done: Taker, rules: Callable[..., None]) -> None:
    rules(review=policy(score="submitted"))
    page = done.review()
    assert "<h1>2.5 of 5.</h1>" in page
    assert "when does the library open?" not in page
    assert 'aria-label="Questions"' not in page


def test_a_review_that_shows_nothing_yet_says_when_it_will(
    done: Taker, rules: Callable[..., None], at: Callable[[datetime], None]
) -> None:
    rules(review=policy(score="closed", key="closed"), closes_at=NOW + timedelta(hours=2))
    page = done.review()
    assert "<h1>Handed in.</h1>" in page
    assert "When the quiz closes, today, 11:00, you can see your score and the right answers here." in page
    at(NOW + timedelta(hours=2))
    assert "<h1>Handed in.</h1>" in done.review()  # others have their 30 seconds of grace
    at(NOW + timedelta(hours=2, seconds=30))
    assert "<h1>2.5 of 5.</h1>" in done.review()
    assert "Right answer" in done.review(1)


def test_a_review_that_never_shows_anything_says_so(done: Taker, rules: Callable[..., None]) -> None:
    rules(review=policy())
    page = done.review()
    assert "Your teacher keeps the results of this quiz." in page
    assert "the receipt below is your proof" in page


def test_the_receipt_follows_from_the_answers(
    done: Taker, wren: FlaskClient, begin: Callable[..., Taker]
) -> None:
    other = begin(wren)
    other.submit()
    codes = [taker.review().split('class="mono">')[1][:9] for taker in (done, other)]
    assert codes[0] == done.review(2).split('class="mono">')[1][:9]
    assert codes[0] != codes[1]


def test_a_review_before_handing_in_leads_back_to_the_questions(taker: Taker) -> None:
    response = taker.client.get(f"/attempts/{taker.attempt}/review")
    assert (response.status_code, response.location) == (303, f"/attempts/{taker.attempt}")


def test_what_was_handed_in_is_listed_with_its_score(done: Taker, rules: Callable[..., None]) -> None:
    page = done.client.get("/done").text
    assert "<b>2.5</b> of 5" in page
    assert f'href="/attempts/{done.attempt}/review"' in page
    rules(review=policy(score="closed"))
    later = done.client.get("/done").text
    assert "2.5" not in later
    assert "Score later" in later


# ---- another go


def test_who_has_an_attempt_left_is_led_to_it_from_the_review(
    done: Taker, begin: Callable[..., Taker], rules: Callable[..., None], heron: FlaskClient
) -> None:
    assert "Take it again" not in done.review()
    rules(attempts_allowed=2)
    assert "Take it again" in done.review()
    begin(heron)
    assert "Take it again" not in done.review()


def test_who_may_try_as_often_as_they_like_is_led_to_it_until_the_closing(
    done: Taker, rules: Callable[..., None]
) -> None:
    rules(attempts_allowed=None)
    assert "Take it again" in done.review()
    rules(closes_at=NOW)
    assert "Take it again" not in done.review()


def test_a_class_that_was_put_away_leads_to_no_other_go(
    app: Flask, done: Taker, rules: Callable[..., None], cast: Cast
) -> None:
    rules(attempts_allowed=2)
    with app.app_context():
        db.session.get_one(Class, cast.class_).archived_at = NOW
        db.session.commit()
    assert "Take it again" not in done.review()
