"""The edge of every request: its transaction, its headers, its ways to fail."""

import re
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask, abort, request
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFreeError

from quizapp import create_app
from quizapp.classes.models import Class
from quizapp.config import Settings
from quizapp.db.base import read_only
from quizapp.extensions import db
from quizapp.web import clock
from quizapp.web.transaction import reads_only, write_now
from tests.cast import Cast
from tests.conftest import close


def rename(cast: Cast, name: str) -> None:
    db.session.get(Class, cast.class_).name = name
    db.session.flush()


def name_of_class(app: Flask, cast: Cast) -> str:
    with app.app_context():
        return db.session.get(Class, cast.class_).name


@pytest.fixture
def app(own_app: Flask) -> Flask:
    return own_app


@pytest.fixture
def renaming(app: Flask, cast: Cast) -> FlaskClient:
    """A client of an app with views that rename the class in right and wrong ways."""

    @app.post("/rename")
    def good() -> str:
        rename(cast, "Renamed")
        return "done"

    @app.post("/rename-and-refuse")
    def refused() -> str:
        rename(cast, "Half-written")
        abort(409)

    @app.get("/rename-by-looking")
    def looking() -> str:
        rename(cast, "Written by a GET")
        return "done"

    @app.post("/rename-shortly")
    @reads_only
    def shortly() -> str:
        before = db.session.get(Class, cast.class_).name
        write_now(lambda connection: connection.execute(text("UPDATE classes SET name = 'Short'")))
        return f"{before} > {db.session.get(Class, cast.class_).name}"

    @app.post("/rename-twice-over")
    def twice_over() -> str:
        write_now(lambda connection: None)
        return "never"

    @app.get("/full-disk")
    def full_disk() -> str:
        import sqlite3

        raise OperationalError("INSERT", {}, sqlite3.OperationalError("database or disk is full"))

    @app.get("/broken")
    def broken() -> str:
        raise RuntimeError("the secret of the house")

    return app.test_client()


def test_what_succeeds_is_committed(renaming: FlaskClient, app: Flask, cast: Cast) -> None:
    assert renaming.post("/rename").status_code == 200
    assert name_of_class(app, cast) == "Renamed"


def test_what_is_refused_leaves_nothing_half_written(renaming: FlaskClient, app: Flask, cast: Cast) -> None:
    assert renaming.post("/rename-and-refuse").status_code == 409
    assert name_of_class(app, cast) == "History 10B"


def test_a_page_that_is_only_looked_at_cannot_write(renaming: FlaskClient, app: Flask, cast: Cast) -> None:
    answer = renaming.get("/rename-by-looking")
    assert answer.status_code == 503
    assert name_of_class(app, cast) == "History 10B"


def test_a_short_write_is_seen_at_once_by_its_own_request(renaming: FlaskClient) -> None:
    assert renaming.post("/rename-shortly").text == "History 10B > Short"


def test_a_request_that_writes_by_itself_may_not_wait_for_the_writer(renaming: FlaskClient) -> None:
    with pytest.raises(RuntimeError, match="reads_only"):
        renaming.post("/rename-twice-over")


def test_a_request_leaves_the_mode_as_it_was(renaming: FlaskClient) -> None:
    renaming.get("/join")
    assert read_only.get() is False


def test_a_full_disk_is_told_as_such(renaming: FlaskClient) -> None:
    answer = renaming.get("/full-disk")
    assert answer.status_code == 503
    assert "could not write its data" in answer.text


NOT_REACHED = [
    OperationalError("COMMIT", {}, sqlite3.OperationalError("database is locked")),
    OperationalError("COMMIT", {}, Exception("a server of PostgreSQL that went away")),
    NoConnectionFreeError("32 use all there are"),
    TimeoutError("the writer is too far behind"),
    sqlite3.OperationalError("disk I/O error"),
    DatabaseError("SELECT", {}, sqlite3.DatabaseError("database disk image is malformed")),
]


@pytest.mark.parametrize("error", NOT_REACHED, ids=[str(error)[:50] for error in NOT_REACHED])
def test_a_save_that_did_not_reach_the_database_is_told_so_and_when_to_try_again(
    app: Flask, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    @app.put("/save")
    def save() -> str:
        raise error

    answer = app.test_client().put("/save", json={})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert answer.json == {
        "status": "not_saved",
        "error": "Not just now",
        "message": "The app cannot save just now. This answer stays on this device and is sent again "
        "by itself. If it goes on, tell your teacher.",
        "retry": True,
    }
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize(("days", "status"), [(-1, 200), (30, 200), (32, 302)])
def test_a_session_lasts_a_month_also_where_the_clock_was_set_back_since(
    app: Flask, heron: FlaskClient, days: int, status: int
) -> None:
    with time_machine.travel(clock.now() + timedelta(days=days), tick=False):
        assert heron.get("/todo").status_code == status


def test_a_fault_shows_no_traceback_and_no_secret(renaming: FlaskClient, app: Flask) -> None:
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = renaming.get("/broken")
    assert answer.status_code == 500
    assert "Something went wrong here" in answer.text
    assert "secret of the house" not in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    ("method", "path", "status", "words"),
    [
        ("GET", "/nowhere", 404, "There is nothing here"),
        ("GET", "/classes/99999999999999999999", 404, "There is nothing here"),
        ("DELETE", "/join", 405, "That cannot be done here"),
    ],
)
def test_a_wrong_address_or_method_is_answered_with_a_page(
    anonymous: FlaskClient, method: str, path: str, status: int, words: str
) -> None:
    answer = anonymous.open(path, method=method)
    assert answer.status_code in (status, 302)
    if answer.status_code == status:
        assert words in answer.text


def test_a_page_that_says_what_is_wrong_says_what_to_do(anonymous: FlaskClient) -> None:
    assert "Check the address, or go to your start page." in anonymous.get("/nowhere").text


def test_a_script_is_answered_in_json(anonymous: FlaskClient) -> None:
    answer = anonymous.get("/nowhere", headers={"Accept": "application/json"})
    assert answer.status_code == 404
    assert answer.json == {
        "status": "failed",
        "error": "There is nothing here",
        "message": "The address may be mistyped, or what was here may be gone or not yours to see. "
        "Check the address, or go to your start page.",
        "retry": False,
    }


def test_a_form_without_its_token_is_refused_with_what_to_do(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    answer = app.test_client().post("/join", data={"code": "HRN-47K"})
    assert answer.status_code == 400
    assert "reload the page and send it again" in answer.text


def test_an_oversized_form_is_refused(app: Flask) -> None:
    answer = app.test_client().post("/join", data={"code": "x" * 3_000_000})
    assert answer.status_code == 413
    assert "too large" in answer.text


def test_every_response_carries_the_headers(anonymous: FlaskClient) -> None:
    for path in ("/join", "/nowhere", "/static/1/css/tokens.css"):
        with anonymous.get(path) as answer:
            headers = answer.headers
        assert "script-src 'self'" in headers["Content-Security-Policy"]
        assert "worker-src 'self'" in headers["Content-Security-Policy"]
        assert "manifest-src 'self'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"


def test_pages_are_kept_out_of_caches_and_static_files_in_them(anonymous: FlaskClient) -> None:
    assert anonymous.get("/join").headers["Cache-Control"] == "no-store"
    with anonymous.get("/static/1/css/tokens.css") as answer:
        assert "max-age=31536000" in answer.headers["Cache-Control"]


def test_the_session_cookie_is_secure_on_tls_and_still_arrives_on_a_plain_lan(app: Flask) -> None:
    @app.get("/mark")
    def mark() -> str:
        from flask import session

        session["seen"] = True
        return "marked"

    client: Any = app.test_client()
    plain = client.get("/mark").headers["Set-Cookie"]
    tls = client.get("/mark", base_url="https://localhost").headers["Set-Cookie"]
    assert "HttpOnly" in plain
    assert "SameSite=Lax" in plain
    assert "Secure" not in plain
    assert "Secure" in tls


def test_a_database_that_cannot_be_read_is_told_to_who_is_signed_in(app: Flask, heron: FlaskClient) -> None:
    with app.app_context():
        db.session.execute(text("ALTER TABLE users RENAME TO lost"))
        db.session.commit()
    answer = heron.get("/todo")
    assert answer.status_code == 503
    assert "The app could not write its data." in answer.text


@pytest.mark.parametrize(
    ("person", "path", "current"),
    [
        ("teacher", "/readings/library/rules", "Readings"),
        ("teacher", "/bank/library", "Bank"),
        ("admin", "/readings/library/rules", "Bank"),
        ("heron", "/done", "Done"),
        ("heron", "/todo", "To do"),
    ],
)
def test_the_navigation_marks_where_one_is(
    client_of: Callable[[int], FlaskClient], cast: Cast, person: str, path: str, current: str
) -> None:
    html = client_of(getattr(cast, person)).get(path).text.partition("<main")[0]
    assert re.findall(r'<a href="[^"]+" aria-current="page">([^<]+)</a>', html) == [current]


def test_behind_a_trusted_proxy_the_app_knows_who_asks_and_that_it_is_tls(settings: Settings) -> None:
    app = create_app(replace(settings, trusted_proxies=1))

    @app.get("/who")
    def who() -> str:
        return f"{request.remote_addr} {request.scheme}"

    told = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}
    assert app.test_client().get("/who", headers=told).text == "203.0.113.9 https"
    close(app)


def test_without_a_trusted_proxy_nobody_can_pretend_to_be_another_address(app: Flask) -> None:
    @app.get("/who")
    def who() -> str:
        return f"{request.remote_addr} {request.scheme}"

    told = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}
    assert app.test_client().get("/who", headers=told).text == "127.0.0.1 http"
