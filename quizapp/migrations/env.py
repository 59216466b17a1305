"""Run migrations on the app's own engine. Called by Alembic inside an app context."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from alembic import context
from flask import current_app
from sqlalchemy.engine import Connection

from quizapp.db.fulltext import is_part_of_index
from quizapp.db.types import UtcDateTime
from quizapp.extensions import db

config = context.config
target_metadata = db.metadata


def render_item(kind: str, item: Any, autogenerate: Any) -> str | Literal[False]:
    """Write our own types as what they are in the database: migrations outlive our classes."""
    return "sa.DateTime(timezone=True)" if isinstance(item, UtcDateTime) else False


def include_name(name: str | None, kind: str, parents: Any) -> bool:
    """Leave out what no model knows of."""
    return not is_part_of_index(name)


@contextmanager
def foreign_keys_off(connection: Connection) -> Iterator[None]:
    """Let batch mode drop and remake a table on SQLite without deleting the rows that refer to it."""
    if connection.dialect.name != "sqlite":
        yield
        return
    # On the driver's connection: inside a transaction the pragma does nothing.
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def refuse_broken_references(connection: Connection) -> None:
    """Raise, and so undo the migration, if it left rows that refer to nothing."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"The migration leaves rows that refer to nothing: {broken[:5]}")


def run() -> None:
    if context.is_offline_mode():
        context.configure(
            url=current_app.config["SQLALCHEMY_DATABASE_URI"],
            target_metadata=target_metadata,
            literal_binds=True,
            render_as_batch=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        return
    with db.engine.connect() as connection, foreign_keys_off(connection):
        context.configure(
            connection=connection,
            target_metadata=target_metadata,
            compare_type=True,
            render_item=render_item,
            include_name=include_name,
            render_as_batch=True,
            transactional_ddl=True,  # true of our SQLite too: the engine begins transactions by itself
        )
        with context.begin_transaction():
            context.run_migrations()
            refuse_broken_references(connection)


run()
