"""A clock that tests set, and short ways to take a quiz."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from quizapp.core.qtypes.choices import choice_key
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment
from quizapp.web import clock
from tests.cast import NOW, Cast

NINE, EIGHT = choice_key("At nine"), choice_key("At eight")
RIGHT: dict[int, list[str]] = {
    1: [NINE],
    2: [choice_key("Two books for a week"), choice_key("Three books for two weeks")],
    3: ["true"],
    4: ["Amsel"],
    5: ["3"],
}


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Hold the clock at NOW; call it to move the time."""

    def move(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    move(NOW)
    return move


@dataclass(frozen=True)
class Taker:
    """A student with an attempt open."""

    client: FlaskClient
    attempt: int

    def put(self, slot: int, seq: int, answer: Any = None, **more: Any) -> TestResponse:
        body = {"seq": seq, **more}
        if answer is not None:
            body["answer"] = {"answer": answer}
        return self.client.put(f"/attempts/{self.attempt}/answers/{slot}", json=body)

    def page(self, number: int = 1) -> str:
        return self.client.get(f"/attempts/{self.attempt}?q={number}").text

    def submit(self) -> TestResponse:
        return self.client.post(f"/attempts/{self.attempt}/submit")

    def review(self, number: int | None = None) -> str:
        query = f"?q={number}" if number else ""
        return self.client.get(f"/attempts/{self.attempt}/review{query}").text


@pytest.fixture
def begin(cast: Cast) -> Callable[..., Taker]:
    """Start the quiz of the cast as a client's student."""

    def start(client: FlaskClient, assignment: int = cast.assignment) -> Taker:
        response = client.post(f"/take/{assignment}", data={"csrf_token": "as a page has it"})
        assert response.status_code == 303, response.text
        return Taker(client, int(response.location.rsplit("/", 1)[1]))

    return start


@pytest.fixture
def taker(heron: FlaskClient, begin: Callable[..., Taker]) -> Taker:
    """Blue Heron, with the quiz begun at NOW."""
    return begin(heron)


@pytest.fixture
def drawn(taker: Taker) -> Taker:
    """Blue Heron, whose plain saves take the short lane: her page was drawn, twice for the first's cookie."""
    taker.page(1)
    taker.page(1)
    return taker


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
