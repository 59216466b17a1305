"""How requests share one database: nothing is lost, readers only read, and never wait for a writer."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import InternalError, OperationalError

from quizapp.accounts.models import User
from quizapp.db.base import reading
from quizapp.extensions import db
from quizapp.web.transaction import reads_only, write_now
from tests.cast import Cast

# Each waits for the others' syncs, and 5 seconds at most: a busy machine's disk takes 20 ms for one.
ROUNDS = 5


@pytest.fixture
def app(own_app: Flask) -> Flask:
    return own_app


def test_32_threads_that_read_and_then_write_lose_nothing(app: Flask, cast: Cast) -> None:
    def raise_serial() -> None:
        for _ in range(ROUNDS):
            with app.app_context():
                user = db.session.get(User, cast.heron)
                user.pin_serial = user.pin_serial + 1
                db.session.commit()

    with ThreadPoolExecutor(32) as pool:
        for future in [pool.submit(raise_serial) for _ in range(32)]:
            future.result()
    with app.app_context():
        assert db.session.get(User, cast.heron).pin_serial == 1 + 32 * ROUNDS


def rename(cast: Cast) -> Callable[[], str]:
    def view() -> str:
        db.session.get(User, cast.heron).name = "Green Heron"
        db.session.flush()
        return "renamed"

    return view


def name_of(app: Flask, user_id: int) -> str:
    with app.app_context():
        return db.session.get(User, user_id).name


def rename_in(app: Flask, cast: Cast) -> None:
    with app.app_context():
        rename(cast)()
        db.session.commit()


def test_a_get_request_cannot_write(app: Flask, cast: Cast) -> None:
    app.add_url_rule("/rename", view_func=rename(cast))
    app.testing = False
    assert app.test_client().get("/rename").status_code == 503
    assert name_of(app, cast.heron) == "Blue Heron"


def test_a_post_request_that_succeeds_is_kept(app: Flask, cast: Cast) -> None:
    app.add_url_rule("/rename", view_func=rename(cast), methods=["POST"])
    assert app.test_client().post("/rename").status_code == 200
    assert name_of(app, cast.heron) == "Green Heron"


@pytest.mark.parametrize("status", [422, 409, 500])
def test_a_post_request_that_fails_writes_nothing(app: Flask, cast: Cast, status: int) -> None:
    view = rename(cast)
    app.add_url_rule("/rename", view_func=lambda: (view(), status), endpoint="rename", methods=["POST"])
    assert app.test_client().post("/rename").status_code == status
    assert name_of(app, cast.heron) == "Blue Heron"


def test_a_request_that_breaks_writes_nothing_and_the_next_one_works(app: Flask, cast: Cast) -> None:
    view = rename(cast)

    def broken() -> str:
        view()
        raise RuntimeError("out of chalk")

    app.add_url_rule("/broken", view_func=broken, methods=["POST"])
    app.add_url_rule("/rename", view_func=view, endpoint="rename", methods=["POST"])
    app.testing = False
    assert app.test_client().post("/broken").status_code == 500
    assert name_of(app, cast.heron) == "Blue Heron"
    assert app.test_client().post("/rename").status_code == 200


def test_a_short_write_in_a_reading_request_is_seen_by_the_rest_of_it(app: Flask, cast: Cast) -> None:
    @reads_only
    def view() -> str:
        before = db.session.get(User, cast.heron).name
        write_now(
            lambda connection: connection.execute(
                text("UPDATE users SET name = 'Green Heron' WHERE id = :id"), {"id": cast.heron}
            )
        )
        return f"{before}, then {db.session.get(User, cast.heron).name}"

    app.add_url_rule("/hot", view_func=view, methods=["POST"])
    assert app.test_client().post("/hot").text == "Blue Heron, then Green Heron"


def test_a_writing_request_is_told_not_to_use_the_writer(app: Flask) -> None:
    app.add_url_rule("/hot", view_func=lambda: write_now(lambda c: ""), endpoint="hot", methods=["POST"])
    with pytest.raises(RuntimeError, match="mark its view with @reads_only"):
        app.test_client().post("/hot")


def test_a_reader_does_not_wait_for_a_writer_and_sees_what_was_committed(app: Flask, cast: Cast) -> None:
    writing, seen = threading.Event(), threading.Event()

    def write_slowly() -> None:
        with app.app_context():
            db.session.get(User, cast.heron).name = "Green Heron"
            db.session.flush()
            writing.set()
            assert seen.wait(10)
            db.session.commit()

    with ThreadPoolExecutor(1) as pool:
        writer = pool.submit(write_slowly)
        assert writing.wait(10)
        began = time.monotonic()
        with app.app_context(), reading():
            assert db.session.get(User, cast.heron).name == "Blue Heron"
        assert time.monotonic() - began < 1  # a second writer would wait for 5 s and fail
        seen.set()
        writer.result()
    assert name_of(app, cast.heron) == "Green Heron"


def test_a_connection_that_read_can_write_again(app: Flask, cast: Cast) -> None:
    with app.app_context():
        with reading():
            with pytest.raises((OperationalError, InternalError), match=r"read-?only"):
                db.session.execute(text("DELETE FROM users"))
            db.session.rollback()
        db.session.execute(text("UPDATE users SET name = 'Green Heron' WHERE id = :id"), {"id": cast.heron})
        db.session.commit()
    assert name_of(app, cast.heron) == "Green Heron"


@pytest.mark.sqlite_only("its pragmas")
def test_every_connection_keeps_what_it_acknowledged(app: Flask) -> None:
    with app.app_context():
        pragmas = {
            name: db.session.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
        db.session.rollback()
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}


@pytest.mark.postgresql_only("its settings")
def test_every_connection_of_a_server_keeps_what_it_acknowledged(app: Flask) -> None:
    with app.app_context():
        shown = {
            name: db.session.execute(text(f"SHOW {name}")).scalar()
            for name in ("synchronous_commit", "lock_timeout", "transaction_isolation")
        }
        db.session.rollback()
    assert shown == {
        "synchronous_commit": "on",
        "lock_timeout": "5s",
        "transaction_isolation": "read committed",
    }


def test_a_reader_sees_one_moment_of_the_data(app: Flask, cast: Cast) -> None:
    with app.app_context(), reading():
        assert db.session.get(User, cast.heron).name == "Blue Heron"
        with ThreadPoolExecutor(1) as pool:
            pool.submit(rename_in, app, cast).result()
        db.session.expire_all()
        assert db.session.get(User, cast.heron).name == "Blue Heron"
    assert name_of(app, cast.heron) == "Green Heron"


def test_a_writer_that_waited_sees_what_was_written_meanwhile(app: Flask, cast: Cast) -> None:
    writing, waiting = threading.Event(), threading.Event()

    def write_slowly() -> None:
        with app.app_context():
            db.session.get(User, cast.heron).name = "Green Heron"
            db.session.flush()
            writing.set()
            assert waiting.wait(10)
            time.sleep(0.2)  # until the other one stands in line
            db.session.commit()

    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(write_slowly)
        assert writing.wait(10)
        waiting.set()
        with app.app_context():
            assert db.session.get(User, cast.heron).name == "Green Heron"
        slow.result()
