"""Fixtures of classes: PINs of the cast, and a computer without a network."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from quizapp.accounts.models import User
from quizapp.accounts.service import pin_of
from quizapp.classes.models import Class, Enrolment
from quizapp.extensions import db
from tests.cast import NOW


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quizapp.web.addresses.lan_address", lambda: None)


@pytest.fixture
def pin(app: Flask) -> Callable[[int], str | None]:
    """Return a function that tells a student's one-time PIN."""

    def tell(user_id: int) -> str | None:
        with app.app_context():
            return pin_of(db.session.get(User, user_id))

    return tell


@pytest.fixture
def in_class(app: Flask) -> Callable[[int], list[str]]:
    """Return a function that lists who is in a class, by name."""

    def names(class_id: int) -> list[str]:
        with app.app_context():
            statement = (
                select(User.name)
                .join(Enrolment, Enrolment.user_id == User.id)
                .where(Enrolment.class_id == class_id, Enrolment.removed_at.is_(None))
                .order_by(User.name)
            )
            return list(db.session.scalars(statement))

    return names


@pytest.fixture
def change_class(app: Flask) -> Callable[..., None]:
    """Return a function that sets columns of a class."""

    def change(class_id: int, **values: object) -> None:
        with app.app_context():
            for name, value in values.items():
                setattr(db.session.get(Class, class_id), name, value)
            db.session.commit()

    return change


@pytest.fixture
def sample_class(app: Flask) -> int:
    """A sample class with one sample student."""
    with app.app_context():
        student = User(role="student", name="Sample Owl", sample=True, created_at=NOW)
        class_ = Class(name="Sample class", code="SMP-22S", sample=True, created_at=NOW)
        class_.enrolments = [Enrolment(user=student, name_key="sample owl", created_at=NOW)]
        db.session.add(class_)
        db.session.commit()
        return class_.id
