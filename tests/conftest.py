"""Fixtures: a fresh copy of the cast's database for every test, and a client for each of the cast."""

import gc
import os
import sqlite3
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from types import CodeType

import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import event

from quizapp import create_app
from quizapp.accounts.models import User
from quizapp.accounts.throttle import doors
from quizapp.config import Settings
from quizapp.db.base import Base
from quizapp.db.quick import Reader
from quizapp.db.writer import Writer
from quizapp.extensions import db
from quizapp.web.moulds import Moulds
from tests import cast as players
from tests import postgres
from tests.cast import Cast
from tests.databases import Databases, Files, Server

os.environ.setdefault("TZ", "UTC")
# A landing is judged by the same cases each time; at a desk hypothesis looks for new ones.
# Neither sets a test a time, nor the drawing of its cases: on a machine with other work that says nothing
# of the code.
SLOWLY = [hypothesis.HealthCheck.too_slow]
hypothesis.settings.register_profile("ci", derandomize=True, deadline=None, suppress_health_check=SLOWLY)
hypothesis.settings.register_profile("desk", deadline=None, suppress_health_check=SLOWLY)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "desk")


ON_POSTGRESQL = bool(os.environ.get(postgres.VARIABLE))
"""Whether this run is the one on PostgreSQL: of the tests that touch a database, and no others."""


def settings_in(folder: Path, database_url: str) -> Settings:
    """Return test settings with the data in that folder, for a database of the test's own."""
    return Settings(
        data_dir=folder,
        database_url=database_url,
        secret_key="test-key-of-the-fixed-cast-0123456789",
        testing=True,
    )


class Compiled(BytecodeCache):
    """The templates that this process has compiled: each app would do it again, for half of a test's time."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key, bucket.checksum] = bucket.code


compiled = Compiled()


def close(app: Flask) -> None:
    """End what an app holds open: its writer's thread and its connections."""
    app.extensions["writer"].stop()
    app.extensions["reader"].stop()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(autouse=True)
def _push_request_context() -> None:
    # pytest-flask's own fixture of this name shares `g`, so that client B is served as client A.
    return


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    made = Server(os.environ[postgres.VARIABLE]) if ON_POSTGRESQL else Files()
    yield made
    made.close()


@pytest.fixture(scope="session")
def stage(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Cast]]:
    """Make the cast's database once; tests copy it."""
    folder = tmp_path_factory.mktemp("stage")
    url = databases.make(folder)
    app = create_app(settings_in(folder, url))
    with app.app_context():
        Base.metadata.create_all(db.engine)
        cast = players.make_cast()
        db.session.commit()
    close(app)
    yield url, cast
    databases.drop(url)


@pytest.fixture
def empty_settings(databases: Databases, tmp_path: Path) -> Iterator[Settings]:
    """Settings of a school before its first start, with a database in which there is nothing."""
    url = databases.make(tmp_path)
    yield settings_in(tmp_path, url)
    databases.drop(url)


@pytest.fixture(scope="session")
def database_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of this process's database: each test finds a fresh copy of the cast's there."""
    return tmp_path_factory.mktemp("place")


@pytest.fixture
def settings(
    databases: Databases, stage: tuple[str, Cast], database_folder: Path, tmp_path: Path
) -> Settings:
    """Settings of the cast's school, with a fresh copy of its database."""
    return settings_in(tmp_path, databases.fresh(database_folder, stage[0]))


def make_app(settings: Settings) -> Flask:
    app = create_app(settings)
    app.jinja_env.bytecode_cache = compiled
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def own_app(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """An app of the test's own, to be given further addresses or other templates."""
    monkeypatch.setattr(doors, "_failures", {})  # the doors of a process outlive its apps
    app = make_app(settings)
    yield app
    close(app)


@pytest.fixture(scope="session")
def kept_apps() -> dict[str, Flask]:
    """The apps of this process by their database: nearly all tests have the one in `database_folder`."""
    return {}


def wait_for_no_disk(connection: sqlite3.Connection, _record: object) -> None:
    # No test's data has to outlive a power cut; how the app's own does is for `own_app` to show.
    connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture
def app(settings: Settings, kept_apps: dict[str, Flask], monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The app as it was made: what a test sets, and what the app comes to know by it, goes with the test.

    To make one takes longer than most tests, as do its first statements and its first pages.
    """
    monkeypatch.setattr(doors, "_failures", {})
    app = kept_apps.get(settings.database_url)
    if app is None:
        app = kept_apps[settings.database_url] = make_app(settings)
        close(app)
        with app.app_context():
            if db.engine.dialect.name == "sqlite":
                event.listen(db.engine, "connect", wait_for_no_disk)
    config, extensions, addresses = dict(app.config), dict(app.extensions), len(app.url_map._rules)
    with app.app_context():
        app.extensions.update(writer=Writer(db.engine), reader=Reader(db.engine), moulds=Moulds())
    yield app
    close(app)
    for kept, found in ((app.config, config), (app.extensions, extensions)):
        kept.clear()
        kept.update(found)
    assert len(app.url_map._rules) == addresses, "Take `own_app` to add addresses."


@pytest.fixture
def cast(stage: tuple[Path, Cast]) -> Cast:
    return stage[1]


def signed_in(app: Flask, user_id: int) -> FlaskClient:
    """Return a client signed in as the person of that id."""
    client = app.test_client()
    with app.app_context():
        identity = db.session.get(User, user_id).get_id()
        db.session.rollback()
    with client.session_transaction() as session:
        session["_user_id"] = identity
        session["_fresh"] = True
    return client


@pytest.fixture
def client_of(app: Flask) -> Callable[[int], FlaskClient]:
    """Return a function that makes a client signed in as the person of that id."""
    return partial(signed_in, app)


@pytest.fixture
def anonymous(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def admin(client_of: Callable[[int], FlaskClient], cast: Cast) -> FlaskClient:
    return client_of(cast.admin)


@pytest.fixture
def teacher(client_of: Callable[[int], FlaskClient], cast: Cast) -> FlaskClient:
    return client_of(cast.teacher)


@pytest.fixture
def outsider_teacher(client_of: Callable[[int], FlaskClient], cast: Cast) -> FlaskClient:
    return client_of(cast.outsider_teacher)


@pytest.fixture
def heron(client_of: Callable[[int], FlaskClient], cast: Cast) -> FlaskClient:
    return client_of(cast.heron)


@pytest.fixture
def wren(client_of: Callable[[int], FlaskClient], cast: Cast) -> FlaskClient:
    return client_of(cast.wren)


@pytest.fixture
def outsider(client_of: Callable[[int], FlaskClient], cast: Cast) -> FlaskClient:
    return client_of(cast.outsider)


# What is loaded and collected stays to the end. To look through it again for what may be thrown away
# took a third of a second at every ninth test.
gc.disable()


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
    gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep of a run on PostgreSQL what touches a database; browsers show the same pages on both."""

    def belongs(item: pytest.Item) -> object:
        fixtures = getattr(item, "fixturenames", ())
        if not ON_POSTGRESQL:
            return not item.get_closest_marker("postgresql_only")
        return (
            "databases" in fixtures
            and not item.get_closest_marker("sqlite_only")
            and (not {"page", "browser"} & set(fixtures) or item.get_closest_marker("both_databases"))
        )

    rest = [item for item in items if not belongs(item)]
    if rest:
        config.hook.pytest_deselected(items=rest)
        items[:] = [item for item in items if belongs(item)]
