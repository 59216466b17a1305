"""Practise again, no credit: the same questions in a new order, judged as the rules allow, nothing stored."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from quizapp.core.qtypes.choices import choice_key
from quizapp.extensions import db
from tests.attempts.conftest import EIGHT, NINE, RIGHT, Taker
from tests.attempts.test_review import policy
from tests.cast import NOW, Cast

TABLES = ("attempts", "answers", "marks", "regrades", "score_changes")
PROMPTS = (
    "when does the library open?",
    "which loans are allowed?",
    "written on the door",
    "who is the",
    "how many",
)


@pytest.fixture
def done(taker: Taker) -> Taker:
    """Handed in: 1 and 2 wrong, 3 right, 4 and 5 without an answer."""
    taker.put(1, 1, [EIGHT])
    taker.put(2, 1, [choice_key("Four books for a week")])
    taker.put(3, 1, RIGHT[3])
    taker.submit()
    return taker


def address(taker: Taker, **query: Any) -> str:
    asked = "&".join(f"{name}={value}" for name, value in {"order": 7, **query}.items())
    return f"/attempts/{taker.attempt}/practise?{asked}"


def place_of(taker: Taker, prompt: str, **query: Any) -> int:
    """Return at which place of the order a question is asked."""
    return next(q for q in range(1, 6) if prompt in taker.client.get(address(taker, q=q, **query)).text)


def give(taker: Taker, slot: int, answer: list[str], **query: Any) -> TestResponse:
    place = place_of(taker, PROMPTS[slot - 1], **query)
    return taker.client.post(address(taker, q=place, **query), data={f"s{slot}-answer": answer})


def prompts_in_order(taker: Taker, count: int = 5, **query: Any) -> list[str]:
    pages = [taker.client.get(address(taker, q=q, **query)).text for q in range(1, count + 1)]
    return [next(prompt for prompt in PROMPTS if prompt in page) for page in pages]


def test_the_review_leads_to_all_questions_and_to_those_to_look_at(done: Taker) -> None:
    page = done.review()
    assert "Practise the 4 to look at again" in page
    assert "Practise all" in page


def test_who_had_all_wrong_is_offered_all(taker: Taker) -> None:
    taker.submit()
    page = taker.review()
    assert "Practise again" in page
    assert "to look at again</a>" not in page


def test_practice_begins_in_an_order_of_its_own(done: Taker) -> None:
    begun = done.client.get(f"/attempts/{done.attempt}/practise?of=again")
    assert begun.status_code == 303
    assert re.fullmatch(rf"/attempts/{done.attempt}/practise\?of=again&order=\d+", begun.location)


def test_an_order_asks_each_question_once_and_another_order_asks_otherwise(done: Taker) -> None:
    seventh = prompts_in_order(done)
    assert sorted(seventh) == sorted(PROMPTS)
    assert prompts_in_order(done) == seventh
    assert any(prompts_in_order(done, order=order) != seventh for order in (8, 9, 10))


def test_only_those_to_look_at_again_are_asked_where_that_is_wanted(done: Taker) -> None:
    page = done.client.get(address(done, of="again")).text
    assert "Practice question 1 of 4" in page
    assert "written on the door" not in prompts_in_order(done, 4, of="again")


def test_choices_are_dealt_anew_where_the_quiz_shuffles_them(
    heron: FlaskClient, begin: Callable[..., Taker], rules: Callable[..., None]
) -> None:
    rules(shuffle_choices=True)
    taker = begin(heron)
    taker.submit()

    def dealt(order: int) -> list[str]:
        page = heron.get(address(taker, q=place_of(taker, PROMPTS[1], order=order), order=order)).text
        return re.findall(r'name="s2-answer"[^>]*value="([^"]+)"', page)

    assert len({tuple(dealt(order)) for order in range(1, 7)}) > 1
    assert len({frozenset(dealt(order)) for order in range(1, 7)}) == 1


def test_an_answer_is_judged_at_once_with_key_explanation_and_passage(done: Taker) -> None:
    page = give(done, 1, [EIGHT]).text
    assert "Your answer, wrong" in page
    assert "Right answer" in page
    assert "Eight is when the school opens." in page
    assert '<mark class="cited">The library opens at nine on school days.' in page
    assert "Your answer, right" in give(done, 1, [NINE]).text


def test_no_key_is_in_a_question_before_it_is_answered(done: Taker) -> None:
    page = done.client.get(address(done, q=place_of(done, PROMPTS[0]))).text
    for hidden in ("Right answer", "Eight is when", "The library opens at nine", "cited"):
        assert hidden not in page


def test_nothing_of_it_is_stored(app: Flask, done: Taker) -> None:
    def everything() -> list[Any]:
        with app.app_context():
            return [db.session.execute(text(f"SELECT * FROM {table}")).all() for table in TABLES]

    before = everything()
    for slot, answer in RIGHT.items():
        assert give(done, slot, answer).status_code == 200
    assert everything() == before
    assert "<h1>1 of 5. Four to look at again.</h1>" in done.review()


def test_an_answer_that_cannot_be_read_comes_back_to_be_mended(done: Taker) -> None:
    answered = give(done, 5, ["three"])
    assert answered.status_code == 422
    assert "Write a number, such as 3." in answered.text
    assert 'value="three"' in answered.text


def test_no_answer_is_asked_for_again(done: Taker) -> None:
    answered = give(done, 1, [])
    assert answered.status_code == 422
    assert "Give an answer first." in answered.text


def test_a_new_answer_is_not_judged_before_the_key_is_shown(
    done: Taker, rules: Callable[..., None], at: Callable[[datetime], None]
) -> None:
    """Right or wrong, told of one choice after another, would be the key."""
    rules(review=policy(correctness="submitted", key="closed"), closes_at=NOW + timedelta(hours=2))
    for answer in (NINE, choice_key("At ten")):
        page = give(done, 1, [answer]).text
        assert "The right answers are shown when the quiz closes, today, 11:00." in page
        for hidden in ("Right answer", ", right", ", wrong", "mk--"):
            assert hidden not in page
    assert "Your answer, wrong" in give(done, 1, [EIGHT]).text, "That is what was handed in."
    at(NOW + timedelta(hours=2, seconds=30))  # when the last answers have come in
    assert "Your answer, right" in give(done, 1, [NINE]).text


def test_a_key_that_is_never_shown_is_not_to_be_had_by_practice(
    done: Taker, rules: Callable[..., None]
) -> None:
    rules(review=policy(correctness="submitted", feedback="submitted"))
    page = give(done, 1, [NINE]).text
    assert "Your teacher keeps the right answers of this quiz, so a new answer is not marked here." in page
    assert "The first sentence says so." not in page


@pytest.mark.parametrize("parts", [{}, {"score": "submitted"}, {"key": "closed"}])
def test_without_a_review_there_is_no_practice(
    done: Taker, rules: Callable[..., None], parts: dict[str, str]
) -> None:
    rules(review=policy(**parts), closes_at=NOW + timedelta(hours=2))
    assert "Practise" not in done.review()
    for answered in (done.client.get(address(done)), done.client.post(address(done))):
        assert (answered.status_code, answered.location) == (303, f"/attempts/{done.attempt}/review")


def test_before_handing_in_practice_leads_back_to_the_questions(taker: Taker) -> None:
    for answered in (taker.client.get(address(taker)), taker.client.post(address(taker))):
        assert (answered.status_code, answered.location) == (303, f"/attempts/{taker.attempt}")


@pytest.mark.parametrize("query", ["order=0", "order=x", "order=99999999", "order=²"])
def test_an_order_that_is_none_begins_anew(done: Taker, query: str) -> None:
    assert done.client.get(f"/attempts/{done.attempt}/practise?{query}").status_code == 303


def test_another_students_questions_are_not_to_be_practised(
    done: Taker, wren: FlaskClient, cast: Cast
) -> None:
    assert wren.get(address(done)).status_code == 404
