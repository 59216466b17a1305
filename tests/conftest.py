"""Fixtures: a fresh copy of the cast's database for every test, and a client for each of the cast."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient

from quizapp import create_app
from quizapp.accounts.models import User
from quizapp.accounts.throttle import doors
from quizapp.config import Settings
from quizapp.db.base import Base
from quizapp.extensions import db
from tests import cast as players
from tests.cast import Cast

os.environ.setdefault("TZ", "UTC")
# A landing is judged by the same cases each time; at a desk hypothesis looks for new ones.
hypothesis.settings.register_profile("ci", derandomize=True, deadline=None)
if os.environ.get("CI"):
    hypothesis.settings.load_profile("ci")


def settings_in(folder: Path) -> Settings:
    """Return test settings with the database in that folder."""
    return Settings(
        data_dir=folder,
        database_url=f"sqlite:///{folder / 'quizapp.sqlite3'}",
        secret_key="test-key-of-the-fixed-cast-0123456789",
        testing=True,
    )


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
def stage(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Cast]:
    """Make the cast's database once; tests copy the file."""
    folder = tmp_path_factory.mktemp("stage")
    app = create_app(settings_in(folder))
    with app.app_context():
        Base.metadata.create_all(db.engine)
        cast = players.make_cast()
        db.session.commit()
        db.session.connection().exec_driver_sql("COMMIT")
        db.session.connection().exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    close(app)
    return folder / "quizapp.sqlite3", cast


@pytest.fixture
def app(stage: tuple[Path, Cast], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    monkeypatch.setattr(doors, "_failures", {})  # the doors of a process outlive its apps
    shutil.copy(stage[0], tmp_path / "quizapp.sqlite3")
    app = create_app(settings_in(tmp_path))
    app.config["WTF_CSRF_ENABLED"] = False
    yield app
    close(app)


@pytest.fixture
def cast(stage: tuple[Path, Cast]) -> Cast:
    return stage[1]


@pytest.fixture
def client_of(app: Flask) -> Callable[[int], FlaskClient]:
    """Return a client signed in as the person of that id."""

    def sign_in(user_id: int) -> FlaskClient:
        client = app.test_client()
        with app.app_context():
            identity = db.session.get(User, user_id).get_id()
            db.session.rollback()
        with client.session_transaction() as session:
            session["_user_id"] = identity
            session["_fresh"] = True
        return client

    return sign_in


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
