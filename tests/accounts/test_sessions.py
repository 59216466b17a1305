"""How long a session lasts, what it opens, and what a wrong request gets."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func

from quizapp.accounts.models import User
from quizapp.accounts.service import add_student, pin_of
from quizapp.extensions import db
from tests.cast import NOW, Cast

STAFF_PAGES = ["/classes", "/classes/new", "/quizzes", "/bank"]
ADMIN_PAGES = ["/school", "/school/people", "/school/people/new", "/school/people/1", "/school/audit"]


def change(app: Flask, user_id: int, **values: Any) -> None:
    with app.app_context():
        for name, value in values.items():
            setattr(db.session.get(User, user_id), name, value)
        db.session.commit()


def test_signing_out_ends_the_session(teacher: FlaskClient) -> None:
    answer = teacher.post("/sign-out")
    assert (answer.status_code, answer.location) == (303, "/join")
    assert teacher.get("/classes").status_code == 302


def test_a_link_elsewhere_cannot_sign_anyone_out(teacher: FlaskClient) -> None:
    assert teacher.get("/sign-out").status_code == 405
    assert teacher.get("/classes").status_code == 200


def test_a_deactivated_person_is_out_at_once(app: Flask, teacher: FlaskClient, cast: Cast) -> None:
    assert teacher.get("/classes").status_code == 200
    change(app, cast.teacher, active=False)
    assert teacher.get("/classes").location == "/join?next=%2Fclasses"


def test_a_session_ended_elsewhere_is_ended_here(app: Flask, teacher: FlaskClient, cast: Cast) -> None:
    change(app, cast.teacher, session_epoch=2)
    assert teacher.get("/classes").status_code == 302


@pytest.mark.parametrize(
    "cookie",
    ["", "x", "eyJfdXNlcl9pZCI6IjE6MSJ9.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb", "%00%ff", "." * 4000, "é"],
)
def test_a_forged_cookie_leads_to_the_door(anonymous: FlaskClient, cookie: str) -> None:
    anonymous.set_cookie("quizapp_session", cookie)
    answer = anonymous.get("/classes")
    assert answer.location == "/join?next=%2Fclasses"


@pytest.mark.parametrize(
    "identity",
    ["1", "1:", ":1", "1:1:1", "0:1", "-1:1", "1:99", "x:y", "²:1", "9" * 40 + ":1", "99999999999999999:1"],
)
def test_a_session_of_nobody_leads_to_the_door(anonymous: FlaskClient, identity: str) -> None:
    with anonymous.session_transaction() as session:
        session["_user_id"] = identity
    assert anonymous.get("/classes").status_code == 302


@pytest.mark.parametrize("path", STAFF_PAGES + ADMIN_PAGES)
def test_a_student_cannot_open_the_pages_of_staff(heron: FlaskClient, path: str) -> None:
    answer = heron.get(path)
    assert answer.status_code == 403
    assert "This page is not for your account" in answer.text


@pytest.mark.parametrize("path", ADMIN_PAGES)
def test_a_teacher_cannot_open_the_pages_of_admins(teacher: FlaskClient, path: str) -> None:
    assert teacher.get(path).status_code == 403


@pytest.mark.parametrize("path", STAFF_PAGES + ADMIN_PAGES)
def test_anyone_else_is_sent_to_the_door_and_back(anonymous: FlaskClient, path: str) -> None:
    answer = anonymous.get(path)
    assert answer.status_code == 302
    assert answer.location == "/join?next=" + path.replace("/", "%2F")


def test_somebody_who_is_sent_to_the_door_by_a_form_does_not_come_back_to_it(
    anonymous: FlaskClient, cast: Cast
) -> None:
    answer = anonymous.post(f"/school/people/{cast.teacher}/deactivate")
    assert (answer.status_code, answer.location) == (303, "/join")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", "/sign-in"),
        ("GET", "/sign-out"),
        ("DELETE", "/account"),
        ("PATCH", "/welcome/x"),
        ("POST", "/school"),
        ("GET", "/school/people/2/deactivate"),
        ("GET", "/school/people/2/link"),
    ],
)
def test_a_wrong_method_is_answered_with_a_page(admin: FlaskClient, method: str, path: str) -> None:
    answer = admin.open(path, method=method)
    assert answer.status_code == 405
    assert "That cannot be done here" in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/sign-in",
        "/account",
        "/sign-out",
        "/join",
        "/school/people/new",
        "/school/people/2/deactivate",
        "/classes/new",
    ],
)
def test_a_form_without_its_token_changes_nothing(
    app: Flask, client_of: Callable[[int], FlaskClient], cast: Cast, path: str
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    client = client_of(cast.admin)
    answer = client.post(path, data={"name": "Mx Nobody", "username": "nobody", "role": "admin"})
    assert answer.status_code == 400
    assert "This page has been open too long" in answer.text
    assert client.get("/school").status_code == 200
    with app.app_context():
        assert db.session.scalar(db.select(func.count()).select_from(User)) == 7
        assert db.session.get(User, cast.teacher).active


def test_the_cookie_cannot_be_read_by_scripts_nor_sent_from_elsewhere(
    anonymous: FlaskClient, has_password: Callable[[int], None], sign_in: Callable[..., Any], cast: Cast
) -> None:
    has_password(cast.teacher)
    cookie = sign_in().headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie
    assert anonymous.get("/account").headers["Cache-Control"] == "no-store"


def test_on_tls_the_cookie_is_sent_on_tls_only(
    anonymous: FlaskClient, has_password: Callable[[int], None], cast: Cast
) -> None:
    has_password(cast.teacher)
    answer = anonymous.post(
        "/sign-in",
        data={"username": "okafor", "password": "seven green herons"},
        base_url="https://school.example",
    )
    assert "Secure" in answer.headers["Set-Cookie"]


def test_a_session_and_a_card_of_who_was_deleted_are_not_good_for_who_has_the_number_next(
    app: Flask, anonymous: FlaskClient, cast: Cast
) -> None:
    with app.app_context():
        gone = add_student("Grey Owl", now=NOW)
        number, before, pin = gone.id, gone.get_id(), pin_of(gone)
        db.session.commit()
        db.session.delete(gone)
        db.session.commit()
        new = add_student("Barn Owl", now=NOW)
        new.id = number  # as SQLite numbers it by itself
        db.session.commit()
        assert pin_of(new) != pin
    with anonymous.session_transaction() as session:
        session["_user_id"] = before
    assert anonymous.get("/todo").status_code == 302
