"""Two at once, each in a process of their own: what one has read is still so when it writes."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from quizapp import create_app
from quizapp.accounts.models import User
from quizapp.accounts.service import make_admin_link
from quizapp.attempts.models import Attempt
from quizapp.classes.models import Class, Enrolment
from quizapp.config import Settings
from quizapp.extensions import db
from quizapp.web import clock
from tests.cast import NOW, Cast
from tests.conftest import close, signed_in

TOGETHER = 0.5
"""Seconds to wait for the other one: far more than it needs, unless it has to wait for us."""


@pytest.fixture(autouse=True)
def monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def second_app(settings: Settings, app: Flask) -> Iterator[Flask]:
    """Another process of the same school."""
    second = create_app(settings)
    second.config["WTF_CSRF_ENABLED"] = False
    yield second
    close(second)


@pytest.fixture
def meet(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return what makes two who call a function meet behind it, if nothing keeps them apart."""

    def meet(name: str) -> None:
        module, _, function = name.rpartition(".")
        before: Any = getattr(__import__(module, fromlist=[function]), function)
        both = threading.Barrier(2)

        def together(*arguments: Any, **named: Any) -> Any:
            found = before(*arguments, **named)
            try:
                both.wait(TOGETHER)
            except threading.BrokenBarrierError:
                both.reset()
            return found

        monkeypatch.setattr(name, together)

    return meet


def at_once(*requests: Callable[[], Any]) -> list[int]:
    """Send requests from threads, and return their status codes in order."""
    with ThreadPoolExecutor(len(requests)) as pool:
        sent = [pool.submit(request) for request in requests]
        return sorted(one.result().status_code for one in sent)


def count(app: Flask, *conditions: Any) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).where(*conditions))


def test_two_admins_who_shut_each_other_out_leave_one(
    app: Flask, second_app: Flask, cast: Cast, meet: Callable[[str], None]
) -> None:
    with app.app_context():
        db.session.get(User, cast.teacher).role = "admin"
        db.session.commit()
    one, other = signed_in(app, cast.admin), signed_in(second_app, cast.teacher)
    meet("quizapp.admin.service.is_last_admin")
    at_once(
        lambda: one.post(f"/school/people/{cast.teacher}/deactivate"),
        lambda: other.post(f"/school/people/{cast.admin}/deactivate"),
    )
    assert count(app, User.role == "admin", User.active) == 1


def test_two_students_cannot_join_by_one_name(
    app: Flask, second_app: Flask, cast: Cast, meet: Callable[[str], None]
) -> None:
    with app.app_context():
        db.session.get(Class, cast.class_).self_join = True
        db.session.commit()
    meet("quizapp.classes.joining.names_taken")
    form = {"name": "White Stork", "password": "seven green herons", "again": "seven green herons"}
    clients = [app.test_client(), second_app.test_client()]
    assert at_once(
        *(lambda client=client: client.post("/join/HRN-47K/new", data=form) for client in clients)
    ) == [303, 422]
    assert count(app, Enrolment.name_key == "white stork") == 1


def test_a_double_start_in_two_processes_opens_one_attempt(
    app: Flask, second_app: Flask, cast: Cast, meet: Callable[[str], None]
) -> None:
    clients = [signed_in(app, cast.heron), signed_in(second_app, cast.heron)]
    meet("quizapp.attempts.starting.read_given")
    codes = at_once(*(lambda client=client: client.post(f"/take/{cast.assignment}") for client in clients))
    assert codes == [303, 303]
    assert count(app, Attempt.user_id == cast.heron) == 1


def test_the_first_link_makes_one_admin(app: Flask, second_app: Flask, meet: Callable[[str], None]) -> None:
    with app.app_context():
        db.session.execute(update(User).where(User.role == "admin").values(active=False))
        link = f"/welcome/{make_admin_link(now=NOW)}"
        db.session.commit()
    meet("quizapp.accounts.service.admin_exists")
    password = {"password": "seven green herons", "again": "seven green herons"}
    codes = at_once(
        lambda: app.test_client().post(link, data={**password, "name": "Amsel", "username": "amsel"}),
        lambda: second_app.test_client().post(link, data={**password, "name": "Star", "username": "star"}),
    )
    assert codes == [303, 410]
    assert count(app, User.role == "admin", User.active) == 1
