"""The typed base of all tables, and the engine's way with SQLite."""

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
        return {"pool_size": 20, "pool_pre_ping": True}
    # isolation_level None: the driver begins nothing by itself; `_begin` below does.
    return {
        "connect_args": {"isolation_level": None, "check_same_thread": False, "timeout": 5},
        "pool_size": 20,
        "max_overflow": 10,
    }


def prepare_engine(engine: Engine) -> None:
    """Give an SQLite engine its pragmas and its two kinds of transaction; leave others alone."""
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "commit", _refuse_to_commit_nothing)


def _set_pragmas(connection: sqlite3.Connection, record: Any) -> None:
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # NORMAL loses acknowledged answers when the power goes
        "busy_timeout=5000",
        "foreign_keys=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    # A deferred transaction that reads and then writes fails when another wrote in between;
    # one that may write therefore takes the lock at once.
    reads = read_only.get()
    if connection.info.get("query_only", False) is not reads:
        connection.exec_driver_sql(f"PRAGMA query_only={'ON' if reads else 'OFF'}")
        connection.info["query_only"] = reads
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _refuse_to_commit_nothing(connection: Connection) -> None:
    # On a full disk SQLite may undo a whole transaction by itself. The driver's commit then does nothing
    # and says nothing, and what was lost would count as saved.
    if not connection.connection.dbapi_connection.in_transaction:  # type: ignore[union-attr]
        lost = sqlite3.OperationalError("SQLite has undone the transaction by itself")
        raise OperationalError("COMMIT", None, lost)
