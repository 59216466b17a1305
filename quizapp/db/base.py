"""The typed base of all tables, and the two kinds of transaction on SQLite and on PostgreSQL."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Engine, MetaData, event
from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase

# Alembic's batch mode on SQLite can only alter constraints that have names.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


PATIENCE = 5
"""Seconds that a transaction waits for another one's lock."""

WRITERS = 0x5149_5A57
"""The advisory lock that a transaction which may write holds on PostgreSQL. Of this app alone: "QIZW"."""

READ_COMMITTED, REPEATABLE_READ = 2, 3  # psycopg.IsolationLevel: the driver is there only where it is used


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)


read_only: ContextVar[bool] = ContextVar("read_only", default=False)
"""Whether transactions begun now may only read. Outside a request they may write."""


@contextmanager
def reading() -> Iterator[None]:
    """Hold the transactions begun inside to reading, so that they never wait for a writer."""
    token = read_only.set(True)
    try:
        yield
    finally:
        read_only.reset(token)


def engine_options(url: str) -> dict[str, Any]:
    """Return what `create_engine` needs for this database."""
    if not url.startswith("sqlite"):
        return {
            # As on SQLite: acknowledged is durable, however the server is set; and nobody waits for ever.
            "connect_args": {"options": f"-c synchronous_commit=on -c lock_timeout={PATIENCE * 1000}"},
            "pool_size": 20,
            "max_overflow": 10,
            "pool_pre_ping": True,
        }
    # isolation_level None: the driver begins nothing by itself; `_begin_on_sqlite` below does.
    return {
        "connect_args": {"isolation_level": None, "check_same_thread": False, "timeout": PATIENCE},
        "pool_size": 20,
        "max_overflow": 10,
    }


def prepare_engine(engine: Engine) -> None:
    """Give an engine its two kinds of transaction: writers go one after the other, readers never wait.

    What reads and then writes (is this the last admin? is the name free? is an attempt left?) is
    therefore right without further locks, and readers see one moment of the data.
    """
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin_on_sqlite)
        event.listen(engine, "commit", _refuse_to_commit_nothing)
    else:
        event.listen(engine, "begin", _begin_on_postgresql)


def _set_pragmas(connection: sqlite3.Connection, record: Any) -> None:
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # NORMAL loses acknowledged answers when the power goes
        f"busy_timeout={PATIENCE * 1000}",
        "foreign_keys=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_on_sqlite(connection: Connection) -> None:
    # A deferred transaction that reads and then writes fails when another wrote in between;
    # one that may write therefore takes the lock at once.
    reads = read_only.get()
    if connection.info.get("query_only", False) is not reads:
        connection.exec_driver_sql(f"PRAGMA query_only={'ON' if reads else 'OFF'}")
        connection.info["query_only"] = reads
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _begin_on_postgresql(connection: Connection) -> None:
    # The driver begins at the first statement, in the mode set here: that costs nothing.
    driver: Any = connection.connection.driver_connection
    reads = read_only.get()
    driver.read_only = reads
    # Not for writers: they would see the moment before they waited for the lock, not after.
    driver.isolation_level = REPEATABLE_READ if reads else READ_COMMITTED
    if not reads:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS})")


def _refuse_to_commit_nothing(connection: Connection) -> None:
    _refuse_if_undone(connection.connection.dbapi_connection)


def commit_on_sqlite(driver: Any) -> None:
    """Commit what the driver's connection began; undo it where that fails."""
    _refuse_if_undone(driver)
    try:
        driver.execute("COMMIT")
    except sqlite3.Error:
        if driver.in_transaction:
            driver.execute("ROLLBACK")
        raise


def _refuse_if_undone(driver: Any) -> None:
    # On a full disk SQLite may undo a whole transaction by itself. The driver's commit then does nothing
    # and says nothing, and what was lost would count as saved.
    if not driver.in_transaction:
        lost = sqlite3.OperationalError("SQLite has undone the transaction by itself")
        raise OperationalError("COMMIT", None, lost)
