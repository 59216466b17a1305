"""The clock and the short ways of the tests of attempts, and a teacher's acts."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.attempts.conftest import Taker, at, begin, rules, taker
from tests.cast import Cast

__all__ = ["at", "begin", "rules", "taker"]


@pytest.fixture
def act(teacher: FlaskClient, cast: Cast) -> Callable[..., TestResponse]:
    """Press a button of the watching pages as Ms Okafor: `act("heron/time", minutes=5)`."""

    def press(what: str, **fields: Any) -> TestResponse:
        for name in ("heron", "wren"):
            what = what.replace(f"{name}/", f"{getattr(cast, name)}/")
        return teacher.post(f"/assignments/{cast.assignment}/watch/{what}", data=fields)

    return press


@pytest.fixture
def board(teacher: FlaskClient, cast: Cast) -> Callable[[], str]:
    """Return what the page of watching asks for again and again, its white space as one."""

    def ask() -> str:
        return " ".join(teacher.get(f"/assignments/{cast.assignment}/watch/board").text.split())

    return ask


@pytest.fixture
def timed(rules: Callable[..., None]) -> None:
    """Ten minutes for the cast's quiz."""
    rules(time_limit=600)


@pytest.fixture
def sitting(timed: None, heron: FlaskClient, begin: Callable[..., Taker]) -> Taker:
    """Blue Heron, with ten minutes from NOW."""
    return begin(heron)
