"""Deleting so that what is deleted cannot be read from the file any more."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import Connection


@contextmanager
def overwrite_what_is_deleted(connection: Connection) -> Iterator[None]:
    """Let SQLite write zeros over what is deleted inside: else it stays in the file until room is needed.

    A PostgreSQL server's own vacuum does the like, in its own time.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    before = connection.exec_driver_sql("PRAGMA secure_delete").scalar_one()
    connection.exec_driver_sql("PRAGMA secure_delete=ON")
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA secure_delete={int(before)}")
