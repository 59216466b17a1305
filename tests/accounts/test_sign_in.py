"""The door for staff."""

from collections.abc import Callable
from threading import Thread
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from quizapp.accounts import passwords
from quizapp.accounts.models import User
from quizapp.extensions import db
from tests.cast import Cast

WRONG = "User name and password do not fit together. Check both."

pytestmark = pytest.mark.usefixtures("okafor_may_sign_in")


def test_the_right_password_opens(sign_in: Callable[..., Any], anonymous: FlaskClient) -> None:
    answer = sign_in()
    assert (answer.status_code, answer.location) == (303, "/")
    assert anonymous.get("/").location == "/classes"


@pytest.mark.parametrize("username", ["Okafor", "OKAFOR", "  okafor "])
def test_case_and_spaces_round_a_user_name_do_not_matter(sign_in: Callable[..., Any], username: str) -> None:
    assert sign_in(username).status_code == 303


@pytest.mark.parametrize(
    ("username", "password"),
    [
        ("okafor", "not this one"),
        ("okafor", "Seven green herons"),
        ("nobody", "seven green herons"),
        ("haddad", "seven green herons"),
        ("Blue Heron", "seven green herons"),
    ],
    ids=["wrong password", "wrong case", "unknown", "no password yet", "a student"],
)
def test_whatever_is_wrong_the_words_are_the_same(
    sign_in: Callable[..., Any], username: str, password: str
) -> None:
    answer = sign_in(username, password)
    assert answer.status_code == 422
    assert WRONG in answer.text


def test_a_deactivated_person_is_answered_like_an_unknown_one(
    app: Flask, cast: Cast, sign_in: Callable[..., Any]
) -> None:
    with app.app_context():
        db.session.get(User, cast.teacher).active = False
        db.session.commit()
    answer = sign_in()
    assert answer.status_code == 422
    assert WRONG in answer.text


def test_an_empty_form_says_what_to_write(sign_in: Callable[..., Any]) -> None:
    answer = sign_in("", "")
    assert answer.status_code == 422
    assert "Write your user name." in answer.text
    assert "Write your password." in answer.text


def test_a_password_is_never_written_back_into_the_page(sign_in: Callable[..., Any]) -> None:
    assert "not this one" not in sign_in("okafor", "not this one").text


def test_a_very_long_password_is_simply_wrong(sign_in: Callable[..., Any]) -> None:
    assert sign_in("okafor", "x" * 100_000).status_code == 422


def test_whoever_is_in_is_sent_on(teacher: FlaskClient) -> None:
    assert teacher.get("/sign-in").location == "/"


def test_signing_in_keeps_an_old_hash_anew(app: Flask, cast: Cast, sign_in: Callable[..., Any]) -> None:
    older = PasswordHasher(time_cost=2, memory_cost=8, parallelism=1).hash("seven green herons")
    with app.app_context():
        db.session.get(User, cast.teacher).password_hash = older
        db.session.commit()
    assert sign_in().status_code == 303
    with app.app_context():
        kept = db.session.get(User, cast.teacher).password_hash
        assert "t=1," in kept
        assert kept != older


def test_a_password_taken_away_while_it_is_kept_anew_stays_away(
    app: Flask, cast: Cast, sign_in: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    older = PasswordHasher(time_cost=2, memory_cost=8, parallelism=1).hash("seven green herons")
    keep(app, cast, older)

    def taken_meanwhile(password: str) -> str:
        other = Thread(target=keep, args=(app, cast, None))
        other.start()
        other.join()
        return "a hash that comes too late"

    monkeypatch.setattr(passwords, "hash_password", taken_meanwhile)
    sign_in()
    with app.app_context():
        assert db.session.get(User, cast.teacher).password_hash is None


def keep(app: Flask, cast: Cast, stored: str | None) -> None:
    """Store a hash for Ms Okafor."""
    with app.app_context():
        db.session.get(User, cast.teacher).password_hash = stored
        db.session.commit()


# ---- where to go on


def test_a_page_that_needs_an_account_sends_to_the_door_and_remembers_itself(
    anonymous: FlaskClient, cast: Cast, sign_in: Callable[..., Any]
) -> None:
    sent = anonymous.get(f"/classes/{cast.class_}")
    assert (sent.status_code, sent.location) == (302, f"/join?next=%2Fclasses%2F{cast.class_}")
    anonymous.get(sent.location)
    assert sign_in().location == f"/classes/{cast.class_}"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example/",
        "https:evil.example",
        "javascript:alert(1)",
        "/%5Cevil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        " //evil.example",
        "evil.example",
        "//[evil",
        "",
    ],
)
def test_the_way_on_never_leads_elsewhere(
    anonymous: FlaskClient, sign_in: Callable[..., Any], elsewhere: str
) -> None:
    assert anonymous.get("/sign-in", query_string={"next": elsewhere}).status_code == 200
    location = sign_in().location
    assert location in ("/", "/%5Cevil.example")


def test_a_way_on_too_long_for_a_cookie_is_forgotten(
    anonymous: FlaskClient, sign_in: Callable[..., Any]
) -> None:
    anonymous.get("/sign-in", query_string={"next": "/" + "x" * 500})
    assert sign_in().location == "/"


@pytest.mark.parametrize("here", ["/quizzes?page=2", "/bank/library", "/account#x"])
def test_the_way_on_may_be_any_page_of_ours(
    anonymous: FlaskClient, sign_in: Callable[..., Any], here: str
) -> None:
    anonymous.get("/sign-in", query_string={"next": here})
    assert sign_in().location == here
