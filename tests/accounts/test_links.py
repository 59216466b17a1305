"""Links that work once: for the first admin, and for a password of one's own."""

from collections.abc import Callable

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from quizapp.accounts.models import AuditEntry, OneTimeLink, User
from quizapp.extensions import db
from tests.cast import Cast

NEW = {"password": "seven green herons", "again": "seven green herons"}
FIRST = {**NEW, "name": "Ms Aalto", "username": "Aalto"}

pytestmark = pytest.mark.usefixtures("clock")


def test_a_link_asks_for_a_password_and_names_the_person(
    anonymous: FlaskClient, link_for: Callable[[int | None], str], cast: Cast
) -> None:
    page = anonymous.get(link_for(cast.teacher))
    assert page.status_code == 200
    assert "Welcome, Ms Okafor" in page.text
    assert "okafor" in page.text


def test_looking_at_a_link_does_not_use_it_up(
    anonymous: FlaskClient, link_for: Callable[[int | None], str], cast: Cast
) -> None:
    link = link_for(cast.teacher)
    anonymous.get(link)
    anonymous.head(link)
    assert anonymous.get(link).status_code == 200


def test_a_link_sets_the_password_and_signs_in(
    anonymous: FlaskClient, link_for: Callable[[int | None], str], cast: Cast
) -> None:
    answer = anonymous.post(link_for(cast.teacher), data=NEW)
    assert (answer.status_code, answer.location) == (303, "/")
    assert anonymous.get("/account").status_code == 200
    anonymous.post("/sign-out")
    again = anonymous.post("/sign-in", data={"username": "okafor", "password": "seven green herons"})
    assert again.status_code == 303


def test_a_link_works_once(anonymous: FlaskClient, link_for: Callable[[int | None], str], cast: Cast) -> None:
    link = link_for(cast.teacher)
    anonymous.post(link, data=NEW)
    for answer in (anonymous.get(link), anonymous.post(link, data=NEW)):
        assert answer.status_code == 410
        assert "This link no longer works" in answer.text
        assert "ask whoever runs your school for a new link" in answer.text


def test_a_password_that_was_refused_does_not_use_the_link_up(
    anonymous: FlaskClient, link_for: Callable[[int | None], str], cast: Cast
) -> None:
    link = link_for(cast.teacher)
    answer = anonymous.post(link, data={"password": "short", "again": "short"})
    assert answer.status_code == 422
    assert "Use at least 10 characters." in answer.text
    assert anonymous.post(link, data=NEW).status_code == 303


def test_two_passwords_that_differ_are_told(
    anonymous: FlaskClient, link_for: Callable[[int | None], str], cast: Cast
) -> None:
    answer = anonymous.post(link_for(cast.teacher), data={**NEW, "again": "seven grey herons"})
    assert answer.status_code == 422
    assert "The two are not the same. Type it again." in answer.text


@pytest.mark.parametrize(("hours", "status"), [(23.9, 200), (24, 410)])
def test_a_link_for_a_password_lasts_a_day(
    anonymous: FlaskClient,
    link_for: Callable[[int | None], str],
    cast: Cast,
    clock: time_machine.Traveller,
    hours: float,
    status: int,
) -> None:
    link = link_for(cast.teacher)
    clock.shift(hours * 3600)
    assert anonymous.get(link).status_code == status


def test_a_newer_link_makes_the_older_void(
    anonymous: FlaskClient, link_for: Callable[[int | None], str], cast: Cast
) -> None:
    older, newer = link_for(cast.teacher), link_for(cast.teacher)
    assert anonymous.get(older).status_code == 410
    assert anonymous.get(newer).status_code == 200


def test_a_link_for_one_leaves_the_link_of_another(
    anonymous: FlaskClient, link_for: Callable[[int | None], str], cast: Cast
) -> None:
    first = link_for(cast.teacher)
    link_for(cast.outsider_teacher)
    assert anonymous.get(first).status_code == 200


def test_a_link_ends_the_sessions_that_the_person_had(
    anonymous: FlaskClient, teacher: FlaskClient, link_for: Callable[[int | None], str], cast: Cast
) -> None:
    anonymous.post(link_for(cast.teacher), data=NEW)
    assert teacher.get("/account").status_code == 302


def test_the_link_of_a_deactivated_person_is_void(
    app: Flask, anonymous: FlaskClient, link_for: Callable[[int | None], str], cast: Cast
) -> None:
    link = link_for(cast.teacher)
    with app.app_context():
        db.session.get(User, cast.teacher).active = False
        db.session.commit()
    assert anonymous.get(link).status_code == 410
    assert anonymous.post(link, data=NEW).status_code == 410


@pytest.mark.parametrize("token", ["x", "' OR 1=1 --", "ä" * 400])
def test_a_link_that_was_never_made_is_answered_in_words(anonymous: FlaskClient, token: str) -> None:
    answer = anonymous.get(f"/welcome/{token}")
    assert answer.status_code == 410
    assert "This link no longer works" in answer.text


def test_the_database_does_not_hold_what_a_link_says(
    app: Flask, link_for: Callable[[int | None], str], cast: Cast
) -> None:
    token = link_for(cast.teacher).removeprefix("/welcome/")
    with app.app_context():
        row = db.session.scalar(select(OneTimeLink))
        assert token not in row.token_hash
        assert len(row.token_hash) == 64


# ---- the first admin


@pytest.mark.usefixtures("nobody_yet")
def test_the_first_link_makes_an_admin_who_is_signed_in(
    app: Flask, anonymous: FlaskClient, link_for: Callable[[int | None], str]
) -> None:
    link = link_for(None)
    assert "Set up your school" in anonymous.get(link).text
    answer = anonymous.post(link, data=FIRST)
    assert answer.status_code == 303
    assert anonymous.get("/school").status_code == 200
    with app.app_context():
        user = db.session.scalar(select(User).where(User.username == "aalto"))
        assert (user.name, user.role) == ("Ms Aalto", "admin")
        entry = db.session.scalar(select(AuditEntry))
        assert (entry.actor_id, entry.act) == (user.id, "became the first admin")


def test_the_first_link_is_void_once_there_is_an_admin(
    anonymous: FlaskClient, link_for: Callable[[int | None], str]
) -> None:
    link = link_for(None)
    assert anonymous.get(link).status_code == 410
    assert anonymous.post(link, data=FIRST).status_code == 410


@pytest.mark.usefixtures("nobody_yet")
def test_a_newer_first_link_makes_the_older_void(
    anonymous: FlaskClient, link_for: Callable[[int | None], str]
) -> None:
    older, newer = link_for(None), link_for(None)
    assert anonymous.get(older).status_code == 410
    assert anonymous.get(newer).status_code == 200


@pytest.mark.usefixtures("nobody_yet")
@pytest.mark.parametrize(("days", "status"), [(6.9, 200), (7, 410)])
def test_the_first_link_lasts_a_week(
    anonymous: FlaskClient,
    link_for: Callable[[int | None], str],
    clock: time_machine.Traveller,
    days: float,
    status: int,
) -> None:
    link = link_for(None)
    clock.shift(days * 86_400)
    assert anonymous.get(link).status_code == status


@pytest.mark.usefixtures("nobody_yet")
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"username": "OKAFOR"}, "Somebody has that user name. Choose another."),
        ({"username": "a b"}, "Use letters, figures, dots, hyphens and @, without spaces."),
        ({"username": ""}, "Write a user name."),
        ({"name": "   "}, "Write a name."),
        ({"name": "<b>x"}, "Use letters, figures, spaces and ordinary signs."),
        (
            {"username": "password1234", "password": "password1234", "again": "password1234"},
            "anyone would try",
        ),
        (
            {"username": "long.name.here", "password": "long.name.here"},
            "Choose something other than your name.",
        ),
    ],
)
def test_what_the_first_admin_writes_is_checked(
    anonymous: FlaskClient, link_for: Callable[[int | None], str], change: dict[str, str], words: str
) -> None:
    answer = anonymous.post(link_for(None), data={**FIRST, **change})
    assert answer.status_code == 422
    assert words in answer.text
