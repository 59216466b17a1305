"""The match for a break: cards one knows, and nothing of it is kept."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quizapp.cards.models import CardReview
from quizapp.extensions import db
from tests.cards.conftest import Studier


@pytest.fixture
def player(studier: Studier) -> Studier:
    """Blue Heron, who has begun all cards but the last of four."""
    studier.take("glossary")
    for number in (1, 2, 3):
        studier.rate(number)
    studier.client.post("/cards/notes/new", data={"kind": "basic", "front": "livre", "back": "book"})
    return studier


def dealt(page: str) -> list[str]:
    return re.findall(r'<select [^>]*name="(card-\d+)"', page)


def test_the_game_has_cards_that_were_begun_and_no_others(player: Studier) -> None:
    page = player.client.get("/cards/match?order=7").text
    assert sorted(dealt(page)) == ["card-1", "card-2", "card-3"]
    assert "livre" not in page
    assert player.client.get("/cards/match").status_code == 303


def test_it_says_what_fits_and_keeps_nothing(app: Flask, player: Studier) -> None:
    with app.app_context():
        before = db.session.query(CardReview).count()
    tried = {"card-1": "1", "card-2": "3", "card-3": ""}
    page = player.client.post("/cards/match?order=7", data=tried).text
    assert "1 of 3 fit." in page
    assert [word in page for word in ("Right", "Wrong", "No answer")] == [True] * 3
    with app.app_context():
        assert db.session.query(CardReview).count() == before


def test_anothers_cards_are_not_dealt(player: Studier, wren: FlaskClient) -> None:
    page = wren.post("/cards/match?order=7", data={"card-1": "1", "card-2": "2", "card-3": "3"}).text
    assert dealt(page) == []
    assert "Too few cards yet" in page
