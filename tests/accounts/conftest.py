"""Fixtures of the doors: passwords for the cast, links, and a clock that stands still."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from quizapp.accounts.models import User
from quizapp.accounts.passwords import hash_password
from quizapp.accounts.service import make_admin_link, make_password_link
from quizapp.extensions import db
from tests.cast import NOW, Cast

PASSWORD = "seven green herons"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Stand at NOW until a test moves the clock."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def has_password(app: Flask) -> Callable[[int], None]:
    """Return a function that gives a person the password PASSWORD."""

    def give(user_id: int) -> None:
        with app.app_context():
            db.session.get(User, user_id).password_hash = hash_password(PASSWORD)
            db.session.commit()

    return give


@pytest.fixture
def okafor_may_sign_in(has_password: Callable[[int], None], cast: Cast) -> None:
    has_password(cast.teacher)


@pytest.fixture
def link_for(app: Flask) -> Callable[[int | None], str]:
    """Return a function that makes a one-time link at NOW: for a person, or for the first admin."""

    def make(user_id: int | None) -> str:
        with app.app_context():
            if user_id is None:
                token = make_admin_link(now=NOW)
            else:
                token = make_password_link(db.session.get(User, user_id), now=NOW)
            db.session.commit()
        return f"/welcome/{token}"

    return make


@pytest.fixture
def nobody_yet(app: Flask) -> None:
    """A school without an admin."""
    with app.app_context():
        db.session.execute(db.update(User).where(User.role == "admin").values(active=False))
        db.session.commit()


@pytest.fixture
def sign_in(anonymous: FlaskClient) -> Callable[..., object]:
    """Return a function that fills in the door for staff."""

    def send(username: str = "okafor", password: str = PASSWORD, address: str = "/sign-in") -> object:
        return anonymous.post(address, data={"username": username, "password": password})

    return send
