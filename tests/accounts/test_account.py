"""One's own account: who one is, and a new password."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from quizapp.accounts.models import User
from quizapp.extensions import db
from tests.accounts.conftest import PASSWORD
from tests.cast import Cast

CHANGE = {"current": PASSWORD, "password": "nine grey wrens", "again": "nine grey wrens"}


def test_it_says_who_one_is(teacher: FlaskClient) -> None:
    page = teacher.get("/account").text
    assert "Ms Okafor" in page
    assert "okafor" in page
    assert "Teacher" in page


def test_a_student_sees_no_user_name(heron: FlaskClient) -> None:
    page = heron.get("/account").text
    assert "Blue Heron" in page
    assert "Signs in as" not in page


@pytest.mark.usefixtures("okafor_may_sign_in")
def test_a_new_password_replaces_the_old(teacher: FlaskClient, sign_in: Callable[..., Any]) -> None:
    answer = teacher.post("/account", data=CHANGE)
    assert (answer.status_code, answer.location) == (303, "/account")
    assert sign_in(password=PASSWORD).status_code == 422
    assert sign_in(password="nine grey wrens").status_code == 303


@pytest.mark.usefixtures("okafor_may_sign_in")
def test_a_new_password_ends_the_other_sessions_but_not_this_one(
    client_of: Callable[[int], FlaskClient], cast: Cast
) -> None:
    here, elsewhere = client_of(cast.teacher), client_of(cast.teacher)
    here.post("/account", data=CHANGE)
    page = here.get("/account")
    assert page.status_code == 200
    assert "Your password is changed. Everywhere else you are signed out." in page.text
    assert elsewhere.get("/account").status_code == 302


@pytest.mark.usefixtures("okafor_may_sign_in")
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"current": "a guess"}, "That is not your password of now."),
        ({"current": ""}, "Write your password of now."),
        ({"password": "short", "again": "short"}, "Use at least 10 characters."),
        ({"again": "nine grey hens"}, "The two are not the same. Type it again."),
        ({"password": "", "again": ""}, "Choose a password."),
    ],
)
def test_a_change_that_is_refused_changes_nothing(
    teacher: FlaskClient, sign_in: Callable[..., Any], change: dict[str, str], words: str
) -> None:
    answer = teacher.post("/account", data={**CHANGE, **change})
    assert answer.status_code == 422
    assert words in answer.text
    assert sign_in().status_code == 303
    assert teacher.get("/account").status_code == 200


@pytest.mark.usefixtures("clock", "okafor_may_sign_in")  # the clock first: no session is from the future
def test_guessing_the_password_on_an_open_screen_is_slowed(
    teacher: FlaskClient, clock: time_machine.Traveller
) -> None:
    for _ in range(5):
        teacher.post("/account", data={**CHANGE, "current": "a guess"})
    answer = teacher.post("/account", data=CHANGE)
    assert answer.status_code == 422
    assert "Too many tries. Wait 5 seconds, then try again." in answer.text
    clock.shift(5)
    assert teacher.post("/account", data=CHANGE).status_code == 303


def test_a_students_own_pin_may_be_six_figures(
    app: Flask, has_password: Callable[[int], None], heron: FlaskClient, cast: Cast
) -> None:
    has_password(cast.heron)
    answer = heron.post("/account", data={"current": PASSWORD, "password": "402913", "again": "402913"})
    assert answer.status_code == 303
    with app.app_context():
        assert db.session.get(User, cast.heron).session_epoch == 2


def test_nobody_without_an_account_has_one(anonymous: FlaskClient) -> None:
    assert anonymous.get("/account").location == "/join?next=%2Faccount"
