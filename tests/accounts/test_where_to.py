"""Where a person goes on after the door: where they wanted to be, if that is a place for them."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from quizapp.accounts.models import User
from quizapp.accounts.service import is_password, set_password
from quizapp.db.base import reading
from quizapp.extensions import db
from quizapp.web.access import may_open
from tests.cast import NOW, Cast


@pytest.mark.parametrize(
    ("path", "who"),
    [
        ("/todo", "student"),
        ("/todo?done=1", "student"),
        ("/classes/1", "teacher admin"),
        ("/school/people?q=Ms%20Okafor", "admin"),
        ("/account", "student teacher admin"),
        ("/sign-out", ""),  # answers no GET
        ("/classes/1/archive", ""),
        ("/classes/", ""),
        ("/nowhere", ""),
    ],
)
def test_a_page_opens_for_those_it_is_for(app: Flask, cast: Cast, path: str, who: str) -> None:
    with app.test_request_context("/sign-in"):
        people = {"student": cast.heron, "teacher": cast.teacher, "admin": cast.admin}
        opens = [role for role, number in people.items() if may_open(db.session.get(User, number), path)]
    assert opens == who.split()


def test_a_student_is_not_sent_to_the_page_a_teacher_left_open_on_the_tablet(
    anonymous: FlaskClient, has_password: Callable[[int], None], cast: Cast
) -> None:
    has_password(cast.heron)
    anonymous.get("/join?next=/classes")
    answer = anonymous.post(
        "/join", data={"code": "HRN-47K", "name": "Blue Heron", "password": "seven green herons"}
    )
    assert (answer.status_code, answer.location) == (303, "/")


def test_a_teachers_bookmark_leads_to_the_door_of_teachers_and_on_to_the_page(
    anonymous: FlaskClient, has_password: Callable[[int], None], cast: Cast
) -> None:
    has_password(cast.teacher)
    first = anonymous.get(f"/classes/{cast.class_}")
    answer = anonymous.get(first.location)
    assert (answer.status_code, answer.location) == (302, "/sign-in")
    assert "I am a student" in anonymous.get("/sign-in").text
    assert anonymous.get("/join").status_code == 200  # who presses that is not sent back
    signed_in = anonymous.post("/sign-in", data={"username": "okafor", "password": "seven green herons"})
    assert signed_in.location == f"/classes/{cast.class_}"


@pytest.mark.parametrize(
    "path", ["/todo", "/account", "/nowhere", "//elsewhere.example", "", "/classes/1/archive"]
)
def test_a_page_of_students_or_of_everyone_leads_to_the_door_of_students(
    anonymous: FlaskClient, path: str
) -> None:
    assert anonymous.get("/join", query_string={"next": path}).status_code == 200


@pytest.mark.parametrize("path", ["/join", "/join/KTE-22M", "/join/KTE-22M/new"])
def test_with_anothers_card_one_is_told_who_is_signed_in(heron: FlaskClient, path: str) -> None:
    assert heron.get(path).location == "/"
    page = heron.get("/account").text
    assert "You are signed in as Blue Heron. Somebody else? Sign out first, in the menu." in page


def test_a_password_chosen_while_the_teacher_gave_a_new_pin_is_not_kept(app: Flask, cast: Cast) -> None:
    with app.app_context(), reading():
        heron = db.session.get(User, cast.heron)
        assert heron.session_epoch == 1
        app.extensions["writer"].run(
            lambda connection: connection.execute(
                update(User).where(User.id == cast.heron).values(session_epoch=2, pin_serial=2)
            )
        )
        assert set_password(heron, "seven green herons", now=NOW) is None
        heron = db.session.get(User, cast.heron)
        assert (heron.password_hash, heron.pin_used_at, heron.pin_serial) == (None, None, 2)


def test_a_password_that_is_kept_ends_the_sessions_of_before(app: Flask, cast: Cast) -> None:
    with app.app_context(), reading():
        heron = set_password(db.session.get(User, cast.heron), "seven green herons", now=NOW)
        assert heron
        assert (heron.session_epoch, heron.pin_used_at) == (2, NOW)
        assert is_password(heron, "seven green herons")
