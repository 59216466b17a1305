"""A school under load, and servers that may be killed. Long forms: `make faults`."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from quizapp import create_app
from quizapp.admin.doctor import examine
from quizapp.cli.school import close
from quizapp.config import read_settings
from quizapp.web import clock
from tests.load import School, make_school
from tests.server import PATIENCE, Server, free_port

STUDENTS = 140


@pytest.fixture(scope="session")
def made_school(tmp_path_factory: pytest.TempPathFactory) -> School:
    """A school whose students may take the quiz as often as they like, each time within half an hour."""
    folder = tmp_path_factory.mktemp("faults") / "data"
    return make_school(folder, STUDENTS, attempts_allowed=None, time_limit=1800)


@pytest.fixture
def school(made_school: School, tmp_path: Path) -> School:
    """A school of this test's own."""
    return made_school.copied_to(tmp_path / "data")


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Return a function that serves a school and waits until it answers; each ends with the test."""
    started: list[Server] = []

    def start(school: School, *, port: int = 0, **settings: str) -> Server:
        server = Server(
            school.data_dir,
            log=tmp_path / "log",
            **{**school.environment, "QUIZAPP_PORT": str(port or free_port()), **settings},
        )
        started.append(server)
        server.wait_until_it_answers()
        return server

    yield start
    for server in started:
        if server.process.poll() is None:
            server.process.terminate()
        server.process.communicate(timeout=PATIENCE)


@pytest.fixture(scope="session")
def shared(made_school: School, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[School, str]]:
    """A school and the address it is served at, for tests that do it no harm, each with its own students."""
    folder = tmp_path_factory.mktemp("shared")
    school = made_school.copied_to(folder / "data")
    server = Server(
        school.data_dir, log=folder / "log", **{**school.environment, "QUIZAPP_PORT": str(free_port())}
    )
    server.wait_until_it_answers()
    yield school, server.url
    server.process.terminate()
    server.process.communicate(timeout=PATIENCE)
    assert diagnosis(school) == []


@pytest.fixture
def log(tmp_path: Path) -> Callable[[], str]:
    """Return a function that gives what the servers of this test said of errors."""
    return (tmp_path / "log").read_text


def diagnosis(school: School) -> list[str]:
    """Return what `quizapp doctor` finds wrong."""
    settings = read_settings(school.environment, make=False)
    app = create_app(settings)
    try:
        found = list(examine(app, settings, clock.now()))
    finally:
        close(app)
    return [str(finding) for finding in found if finding.level != "advice"]


def change(school: School, statement: str, *values: Any) -> None:
    """Change the database behind the app's back."""
    with closing(sqlite3.connect(school.data_dir / "quizapp.sqlite3", timeout=10)) as connection:
        connection.execute(statement, values)
        connection.commit()


def told(answered: Any) -> dict[str, Any]:
    """Return what a failed save was told."""
    assert answered.headers["content-type"] == "application/json"
    said = json.loads(answered.body)
    assert isinstance(said, dict)
    return said
