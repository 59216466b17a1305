"""A form that comes after the session ended: what was typed is kept, for who wrote it alone."""

import html
import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from quizapp.classes.models import Class
from quizapp.extensions import db
from tests.cast import Cast

OURS = {"Origin": "http://localhost"}
WRITTEN = {"name": 'History "10B" & Civics', "self_join": "y"}
KEPT = "What you wrote is kept on this page. Nothing of it has been saved yet."


@pytest.fixture(autouse=True)
def _with_tokens(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True


def hidden(page: str) -> list[tuple[str, str]]:
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page)
    return [(name, html.unescape(value)) for name, value in found]


def send(client: FlaskClient, cast: Cast, headers: dict[str, str] = OURS, **fields: Any) -> TestResponse:
    return client.post(f"/classes/{cast.class_}/edit", data={**WRITTEN, **fields}, headers=headers)


def test_who_was_signed_out_meanwhile_is_told_how_to_send_it_again(
    anonymous: FlaskClient, cast: Cast
) -> None:
    answer = send(anonymous, cast, csrf_token="of-yesterday")
    assert answer.status_code == 400
    assert KEPT in answer.text
    assert "<title>You were signed out" in answer.text
    assert 'href="/sign-in"' in answer.text
    assert hidden(answer.text)[1:] == [("name", 'History "10B" & Civics'), ("self_join", "y")]


def test_sent_again_once_one_is_signed_in_it_is_saved(
    app: Flask, client_of: Callable[[int], FlaskClient], cast: Cast
) -> None:
    client = client_of(cast.teacher)
    answer = send(client, cast, csrf_token="of-yesterday")
    assert (answer.status_code, "You are signed in as Ms Okafor" in answer.text) == (400, True)
    assert f'action="/classes/{cast.class_}/edit"' in answer.text
    again = client.post(f"/classes/{cast.class_}/edit", data=dict(hidden(answer.text)), headers=OURS)
    assert again.status_code == 303
    with app.app_context():
        assert db.session.get_one(Class, cast.class_).self_join is True


def test_lines_and_several_of_a_name_are_kept_as_they_were_typed(anonymous: FlaskClient) -> None:
    data = {"names": "Blue Heron\r\nGrey Wren\r\n", "tick": ["1", "2"], "csrf_token": "old"}
    page = anonymous.post("/classes/1/students/new?from=list&x=1", data=data, headers=OURS).text
    assert hidden(page)[1:] == [("names", "Blue Heron\r\nGrey Wren\r\n"), ("tick", "1"), ("tick", "2")]
    assert 'action="/classes/1/students/new?from=list&amp;x=1"' in page


def test_where_the_token_still_holds_it_is_kept_as_well(
    app: Flask, anonymous: FlaskClient, cast: Cast
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    answer = send(anonymous, cast)
    assert (answer.status_code, KEPT in answer.text) == (401, True)


def test_a_student_is_led_to_the_door_of_students(anonymous: FlaskClient) -> None:
    page = anonymous.post("/attempts/1", data={"s1": "9"}, headers=OURS).text
    assert (KEPT in page, 'href="/join"' in page) == (True, True)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "http://elsewhere.example"},
        {"Origin": "http://localhost.elsewhere.example"},
        {"Origin": "http://[broken"},
    ],
)
def test_what_another_site_wrote_is_never_put_on_a_page_of_ours(
    client_of: Callable[[int], FlaskClient], cast: Cast, headers: dict[str, str]
) -> None:
    answer = send(client_of(cast.teacher), cast, headers=headers)
    assert answer.status_code == 400
    assert "Civics" not in answer.text
    assert "This page has been open too long" in answer.text


def test_a_password_is_never_put_on_a_page(anonymous: FlaskClient) -> None:
    data = {"username": "okafor", "password": "seven green herons"}
    answer = anonymous.post("/sign-in", data=data, headers=OURS)
    assert answer.status_code == 400
    assert "herons" not in answer.text
    assert "This page has been open too long" in answer.text


def test_a_file_cannot_be_kept_and_nothing_is_promised(anonymous: FlaskClient) -> None:
    data = {"file": (BytesIO(b"Blue Heron"), "names.csv"), "what": "file"}
    answer = anonymous.post("/classes/1/students/new", data=data, headers=OURS)
    assert (answer.status_code, KEPT in answer.text) == (400, False)


def test_a_button_that_sends_nothing_typed_says_what_it_did_before(anonymous: FlaskClient) -> None:
    answer = anonymous.post("/classes/1/archive", data={"csrf_token": "old"}, headers=OURS)
    assert (answer.status_code, KEPT in answer.text) == (400, False)


def test_a_script_is_answered_as_before(anonymous: FlaskClient) -> None:
    answer = anonymous.put("/attempts/1/answers/1", json={"seq": 1}, headers=OURS)
    assert answer.json["message"].endswith("Go back, reload the page and send it again.")
