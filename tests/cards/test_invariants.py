"""What `quizapp doctor` asks of cards: each follows from its log."""

import pytest
from flask import Flask
from sqlalchemy import text

from quizapp.cards.invariants import cards_follow_from_their_log
from quizapp.core.findings import Finding
from quizapp.extensions import db
from tests.cards.conftest import RIGHT, WRONG, Studier
from tests.cast import Cast


def found(app: Flask) -> list[Finding]:
    with app.app_context(), db.engine.connect() as connection:
        return list(cards_follow_from_their_log(connection))


@pytest.fixture
def studied(studier: Studier, cast: Cast) -> Studier:
    """Blue Heron with cards of every kind, some reviewed, one taken back."""
    studier.quiz(WRONG, cast.assignment)
    studier.home()
    studier.take()
    for rating, card in enumerate(studier.cards()[:4], 1):
        studier.rate(card["id"], rating)
    studier.client.post("/cards/study/undo", data={"entry": "4"})
    return studier


def test_of_cards_in_order_it_finds_nothing(app: Flask, studied: Studier) -> None:
    assert found(app) == []


def test_of_credit_from_a_quiz_it_finds_nothing(app: Flask, studied: Studier, cast: Cast) -> None:
    with app.app_context():
        db.session.execute(text("UPDATE assignments SET attempts_allowed = 2"))
        db.session.execute(text("UPDATE cards SET added_at = '2026-09-13 09:00:00+00:00'"))
        db.session.commit()
    studied.quiz(RIGHT, cast.assignment)
    studied.home()
    assert [card["reviews"] for card in studied.cards()] == [2, 2, 2, 1, 1, 0, 0]
    assert found(app) == []


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE cards SET stability = 9 WHERE id = 1", "for how well it is remembered, and it has 9.0."),
        (
            "UPDATE cards SET reviews = 7 WHERE id = 1",
            "Its log says 1 for how often it was reviewed, and it has 7.",
        ),
        ("UPDATE cards SET phase = 2 WHERE id = 1", "for how far it is learnt, and it has 2."),
        ("UPDATE cards SET due_at = '2027-01-01 00:00:00+00:00' WHERE id = 1", "for when it comes back"),
        ("DELETE FROM card_reviews WHERE card_id = 2", "Its log says 0 for how often it was reviewed"),
        ("UPDATE card_reviews SET user_id = 2 WHERE id = 1", "Its log has a review by somebody else."),
    ],
)
def test_it_says_what_does_not_follow(app: Flask, studied: Studier, statement: str, said: str) -> None:
    with app.app_context():
        db.session.execute(text(statement))
        db.session.commit()
    findings = found(app)
    assert any(said in finding.message for finding in findings)
    assert all(finding.level == "error" and finding.hint for finding in findings)
