"""The school's database, opened for a command: brought up to date, or refused in one line."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import click
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from quizapp import create_app
from quizapp.config import Settings, SettingsError
from quizapp.db.schema import SchemaError, bring_up_to_date
from quizapp.extensions import db
from quizapp.web.clock import now


def stop_with(message: str) -> NoReturn:
    """Say in one line why the command does nothing, and end it."""
    click.echo(f"quizapp: {' '.join(message.split())}", err=True)
    sys.exit(2)


@contextmanager
def refusals() -> Iterator[None]:
    """End the command in one line where a setting or the database cannot be used."""
    try:
        yield
    except (SettingsError, SchemaError) as error:
        stop_with(str(error))
    except SQLAlchemyError as error:
        stop_with(f"The database cannot be used ({getattr(error, 'orig', None) or error}).")


@contextmanager
def opened_school(settings: Settings) -> Iterator[list[str]]:
    """Give an app's context in one transaction, and the lines to print about what was done before."""
    before = os.umask(0o077)  # what the app writes is for its owner alone
    app = create_app(settings)
    try:
        migrated = bring_up_to_date(app, now=now())
        with app.app_context():
            yield [told_of_copy(migrated.copy)] if migrated else []
            db.session.commit()
    finally:
        close(app)
        os.umask(before)


def told_of_copy(copy: Path | None) -> str:
    """Return the line that says where the database's former state is."""
    if copy is None:
        return "The database was brought up to date. To keep its state before the next time, use pg_dump."
    return f"The database was brought up to date. Its former state is kept in {copy}"


def close(app: Flask) -> None:
    """Finish the writes that were handed over, and close the database."""
    app.extensions["writer"].stop()
    app.extensions["reader"].stop()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
