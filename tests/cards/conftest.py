"""A clock that tests set, and short ways to come by cards."""

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from quizapp.cards.models import Card
from quizapp.core.qtypes.choices import choice_key
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment
from quizapp.web import clock
from tests.cast import NOW, Cast

EIGHT = choice_key("At eight")
RIGHT: dict[int, list[str]] = {
    1: [choice_key("At nine")],
    2: [choice_key("Two books for a week"), choice_key("Three books for two weeks")],
    3: ["true"],
    4: ["Amsel"],
    5: ["3"],
}
WRONG: dict[int, list[str]] = {1: [EIGHT], 3: ["false"], 4: ["Ms Okafor"], 5: ["7"]}


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Hold the clock at NOW; call it to move the time."""

    def move(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    move(NOW)
    return move


@dataclass(frozen=True)
class Studier:
    """A student at their cards."""

    client: FlaskClient
    app: Flask
    user_id: int

    def take(self, kind: str = "unit", key: str = "", bank: str = "library") -> TestResponse:
        return self.client.post("/cards/decks/new", data={"bank": bank, "kind": kind, "key": key})

    def home(self) -> str:
        page = self.client.get("/cards")
        assert page.status_code == 200
        return page.text

    def study(self, **query: Any) -> str:
        page = self.client.get("/cards/study", query_string=query)
        assert page.status_code == 200, page.text
        return page.text

    def shown(self, **query: Any) -> int | None:
        """Return the card that is to be studied now, if any."""
        found = re.search(r'name="card" value="(\d+)"', self.study(**query))
        return int(found[1]) if found else None

    def rate(self, card: int, rating: object = 3, name: str = "", **more: str) -> TestResponse:
        data = {"card": str(card), "rating": str(rating), "review": name or str(uuid.uuid4()), **more}
        return self.client.post("/cards/study", data=data)

    def cards(self) -> list[dict[str, Any]]:
        """Return the student's cards that are in a deck, in the order they came."""
        names = [column.name for column in Card.__table__.columns]
        with self.app.app_context():
            rows = db.session.query(Card).filter_by(user_id=self.user_id, away_at=None).order_by(Card.id)
            return [{name: getattr(row, name) for name in names} for row in rows]

    def origins(self) -> list[str]:
        return [card["origin"] for card in self.cards()]

    def quiz(self, answers: dict[int, list[str]], assignment: int, *, submit: bool = True) -> int:
        """Take a quiz with these answers and hand it in; return the attempt."""
        attempt = int(self.client.post(f"/take/{assignment}").location.rsplit("/", 1)[1])
        for slot, answer in answers.items():
            body = {"seq": 1, "answer": {"answer": answer}}
            assert self.client.put(f"/attempts/{attempt}/answers/{slot}", json=body).status_code == 200
        if submit:
            assert self.client.post(f"/attempts/{attempt}/submit").status_code == 303
        return attempt


@pytest.fixture
def studier(app: Flask, heron: FlaskClient, cast: Cast) -> Studier:
    """Blue Heron, at NOW."""
    return Studier(heron, app, cast.heron)


@pytest.fixture
def card(studier: Studier) -> int:
    """The front of “How many books”, never seen."""
    studier.take()
    shown = studier.shown()
    assert shown
    return shown


@pytest.fixture
def rules(app: Flask, cast: Cast) -> Callable[..., None]:
    """Change the rules of the cast's assignment."""

    def change(**values: Any) -> None:
        with app.app_context():
            row = db.session.get(Assignment, cast.assignment)
            for name, value in values.items():
                setattr(row, name, value)
            db.session.commit()

    return change
