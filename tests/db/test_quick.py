"""Links for short reads: one a thread at work, left to the next."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine

from quizapp.db.base import engine_options, prepare_engine
from quizapp.db.quick import Reader


def in_a_thread(work: Callable[[], object]) -> None:
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def test_a_thread_takes_the_link_that_another_has_left(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'school.db'}"
    engine = create_engine(url, **engine_options(url))
    prepare_engine(engine)
    reader = Reader(engine)
    links = []

    def ask() -> None:
        assert reader.link() is reader.link()
        links.append(reader.link())
        reader.leave()

    for _ in range(3):
        in_a_thread(ask)
    assert links[0] is links[1] is links[2]
    held = [reader.link()]
    in_a_thread(lambda: held.append(reader.link()))
    assert held[0] is not held[1]  # two at work at once have one each
    reader.stop()
    engine.dispose()


def test_threads_that_come_and_go_open_no_more_files(
    app: Flask, heron: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The server ends threads without work and makes others: links that stayed behind would add up.
    reader = app.extensions["reader"]
    connect, opened = reader._connect, []
    monkeypatch.setattr(reader, "_connect", lambda: opened.append(1) or connect())
    for _ in range(5):
        in_a_thread(lambda: heron.get("/todo"))
    assert len(opened) <= 1
