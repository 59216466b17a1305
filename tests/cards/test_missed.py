"""What is missed in a quiz becomes a card, when its key may be seen and not before."""

from collections.abc import Callable
from datetime import datetime, timedelta
from html import escape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import escape as as_jinja_does

from quizapp.banks.models import QuestionRevision
from quizapp.cards.models import CardReview
from quizapp.core.attempts.policy import ReviewPolicy
from quizapp.core.bank.model import read_question
from quizapp.extensions import db
from quizapp.quizzes.models import AssignmentSlot
from tests.cards.conftest import RIGHT, WRONG, Studier
from tests.cast import NOW, PASSAGES, Cast

MINUTES = timedelta(minutes=1)
ALL_MISSED = [f"question:{number}:0" for number in range(1, 6)]


def review(**parts: str) -> dict[str, str]:
    return ReviewPolicy.model_validate(
        {**dict.fromkeys(ReviewPolicy.model_fields, "never"), **parts}
    ).model_dump(mode="json")


def secrets(app: Flask, *, keys: bool = True) -> set[str]:
    """Return all that would tell a key or why it is right."""
    with app.app_context():
        records = [row.record for row in db.session.query(QuestionRevision)]
    told = set(PASSAGES.values())
    for record in records:
        question, _ = read_question({"id": "stored", **record})
        assert question
        told |= set(question.qtype.secrets(question.content)) if keys else {question.content.feedback}
        if keys and record["type"] not in ("true_false", "numeric"):
            told.add(question.qtype.say_key(question.content))
    return {secret for secret in told if len(secret) > 2 and secret not in ("At nine", "true")}


def tells(page: str, told: set[str]) -> list[str]:
    return [s for s in told if any(form in page for form in {s, escape(s), str(as_jinja_does(s))})]


def test_each_question_missed_or_left_out_becomes_a_card(studier: Studier, cast: Cast) -> None:
    studier.quiz({**WRONG, 3: ["true"]}, cast.assignment)
    page = studier.home()
    assert "Missed in quizzes" in page
    assert studier.origins() == ["question:1:0", "question:2:0", "question:4:0", "question:5:0"]
    back = studier.study(card=studier.cards()[0]["id"], back=1)
    assert "At nine" in back
    assert '<mark class="cited">The library opens at nine' in back
    assert "Missed in Library check, 14 September" in back


def test_it_is_done_once_for_an_attempt(studier: Studier, cast: Cast) -> None:
    studier.quiz(WRONG, cast.assignment)
    studier.home()
    deck = "/cards/decks/1"
    assert studier.client.post(f"{deck}/remove").status_code == 303
    studier.home()
    assert studier.origins() == []
    studier.client.post(f"{deck}/restore")
    assert studier.origins() == ALL_MISSED


@pytest.mark.parametrize("key", ["never", "closed"])
def test_before_the_key_may_be_seen_no_page_of_cards_tells_of_it(
    app: Flask, studier: Studier, cast: Cast, rules: Callable[..., None], key: str
) -> None:
    rules(review=review(key=key, score="submitted"), closes_at=NOW + 60 * MINUTES)
    studier.quiz(WRONG, cast.assignment)
    pages = [
        studier.home(),
        studier.study(),
        studier.client.get("/cards/kept").text,
        studier.client.get("/cards/decks/new").text,
        studier.client.get("/cards/study?card=1&back=1").text,
        studier.client.get("/cards/decks/1").text,
        studier.client.post("/cards/study", data={"card": "1", "rating": "3", "review": "guessing-1"}).text,
    ]
    told = secrets(app)
    assert len(told) > 12
    assert [tells(page, told) for page in pages] == [[]] * 7
    assert studier.cards() == []


def test_when_the_quiz_closes_the_cards_are_there(
    studier: Studier, cast: Cast, rules: Callable[..., None], at: Callable[[datetime], None]
) -> None:
    rules(review=review(key="closed"), closes_at=NOW + 60 * MINUTES)
    studier.quiz(WRONG, cast.assignment)
    at(NOW + 60 * MINUTES)  # the last answers may be on their way for 30 seconds
    studier.home()
    assert studier.origins() == []
    at(NOW + 61 * MINUTES)
    studier.home()
    assert studier.origins() == ALL_MISSED


def test_the_back_has_no_more_than_the_review_may_show(
    app: Flask, studier: Studier, cast: Cast, rules: Callable[..., None]
) -> None:
    rules(review=review(key="submitted"))
    studier.quiz(WRONG, cast.assignment)
    studier.home()
    shown = [studier.study(card=card["id"], back=1) for card in studier.cards()]
    assert "Amsel" in shown[3]
    why = secrets(app, keys=False)
    assert [tells(page, why) for page in shown] == [[]] * 5
    rules(review=review(key="submitted", passage="submitted", feedback="submitted"))
    shown = [studier.study(card=card["id"], back=1) for card in studier.cards()]
    assert "The last sentence names her." in shown[3]


def test_where_the_teacher_takes_the_answers_back_the_cards_hold_them_back(
    app: Flask, studier: Studier, cast: Cast, rules: Callable[..., None]
) -> None:
    studier.quiz(WRONG, cast.assignment)
    studier.home()
    rules(review=review(key="closed"), closes_at=NOW + 60 * MINUTES)
    told = secrets(app)
    # A device keeps none of them; they are counted, and stay with the server.
    kept = studier.client.get("/cards/kept")
    assert (kept.json["cards"], kept.json["more"]) == ([], 5)
    assert tells(kept.text, told) == []
    for card in studier.cards():
        page = studier.study(card=card["id"], back=1)
        assert "Your teacher holds the answer back for now." in page
        assert tells(page, told) == []
    assert tells(studier.client.get("/cards/decks/1").text, told) == []


def test_nothing_becomes_a_card_while_the_quiz_is_taken_again(
    studier: Studier, cast: Cast, rules: Callable[..., None]
) -> None:
    rules(attempts_allowed=2)
    studier.quiz(WRONG, cast.assignment)
    again = studier.quiz(RIGHT, cast.assignment, submit=False)
    studier.home()
    assert studier.cards() == []
    studier.client.post(f"/attempts/{again}/submit")
    studier.home()
    assert studier.origins() == ALL_MISSED


def log(app: Flask) -> list[tuple[int, str, int | None]]:
    with app.app_context():
        rows = db.session.query(CardReview).order_by(CardReview.id)
        return [(row.card_id, row.kind, row.rating) for row in rows]


def test_what_is_then_right_in_a_quiz_counts_as_a_review(
    app: Flask, studier: Studier, cast: Cast, rules: Callable[..., None], at: Callable[[datetime], None]
) -> None:
    rules(attempts_allowed=2)
    studier.quiz(WRONG, cast.assignment)
    studier.home()
    at(NOW + timedelta(days=1))
    studier.quiz({**RIGHT, 5: ["9"]}, cast.assignment)
    studier.home()
    cards = [card["id"] for card in studier.cards()]
    assert log(app) == [(card, "quiz", 1 if place == 5 else 3) for place, card in enumerate(cards, 1)]
    studier.home()
    assert len(log(app)) == 5
    assert studier.cards()[0]["last_at"] == NOW + timedelta(days=1)


def test_a_classmates_attempt_makes_no_card_for_another(
    app: Flask, studier: Studier, wren: FlaskClient, cast: Cast
) -> None:
    Studier(wren, app, cast.wren).quiz(WRONG, cast.assignment)
    studier.home()
    assert studier.cards() == []


def test_what_does_not_count_makes_no_card(app: Flask, studier: Studier, cast: Cast) -> None:
    studier.quiz(WRONG, cast.assignment)
    with app.app_context():
        db.session.get(AssignmentSlot, (cast.assignment, 1)).treatment = "dropped"
        db.session.commit()
    studier.home()
    assert studier.origins() == ALL_MISSED[1:]
