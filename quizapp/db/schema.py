"""The database's own version: made, migrated (an SQLite file after it was copied), or refused."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask

from quizapp.extensions import db


class SchemaError(Exception):
    """The database cannot be used by this version of the app; the message says what to do."""


@dataclass(frozen=True)
class Migrated:
    """A database of an older version was brought up to date; `copy` is its former state, on SQLite."""

    copy: Path | None


@dataclass(frozen=True)
class Version:
    """Where a database stands: its migration (None: it has no tables), the newest, and all known ones."""

    current: str | None
    head: str | None
    known: frozenset[str]

    @property
    def is_newer(self) -> bool:
        """Whether a later version of the app wrote it."""
        return self.current is not None and self.current not in self.known


def read_version(app: Flask) -> Version:
    """Return where the database stands; SchemaError if it cannot be opened. Within an app's context."""
    scripts = ScriptDirectory.from_config(app.extensions["migrate"].migrate.get_config())
    try:
        with db.engine.connect() as connection:
            current = MigrationContext.configure(connection).get_current_revision()
    except Exception as error:
        raise SchemaError(f"The database cannot be opened ({getattr(error, 'orig', error)}).") from error
    known = frozenset(script.revision for script in scripts.walk_revisions())
    return Version(current, scripts.get_current_head(), known)


def bring_up_to_date(app: Flask, *, now: datetime) -> Migrated | None:
    """Make or migrate the database; return what became of an older one."""
    with app.app_context():
        config: Config = app.extensions["migrate"].migrate.get_config()
        version = read_version(app)
        current = version.current
        if current == version.head:
            return None
        if version.is_newer:
            raise SchemaError(
                "The database was written by a newer version of Quizapp: "
                "install that version, or set QUIZAPP_DATA_DIR to another folder."
            )
        copy = _backup(current, now) if current else None
        try:
            command.upgrade(config, "head")  # flask_migrate.upgrade would end the process on an error
        except Exception as error:
            raise SchemaError(
                f"The database could not be brought up to date and is as it was ({error}). "
                "Go on with the version of Quizapp you had before, and report this."
            ) from error
        db.engine.dispose()
        return Migrated(copy) if current else None


def _backup(revision: str, now: datetime) -> Path | None:
    """Copy an SQLite database beside itself, also while it is in use."""
    if db.engine.dialect.name != "sqlite" or not db.engine.url.database:
        return None
    file = Path(db.engine.url.database)
    copy = file.with_name(f"{file.stem}-before-migration-{now:%Y%m%d-%H%M%S}-{revision}.sqlite3")
    with sqlite3.connect(file) as source, sqlite3.connect(copy) as target:
        source.backup(target)
    source.close()
    target.close()
    copy.chmod(0o600)
    return copy
