"""Core statements at the driver's speed, for the requests that a whole class sends in one second.

A statement is compiled once for each kind of database and then handed to the driver as text. What
Core would do around it (a result object, a cache key, a transaction of its own) costs ten times
what SQLite takes to run it.
"""

import threading
from collections import namedtuple
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NamedTuple

from sqlalchemy import Engine
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.selectable import SelectBase


class Link(NamedTuple):
    """A driver's connection, and the dialect it speaks."""

    dialect: Dialect
    driver: Any


def link_of(connection: Connection) -> Link:
    """Return the link under a Core connection: what runs on it is part of its transaction."""
    return Link(connection.dialect, connection.connection.driver_connection)


def as_core_error(error: BaseException, dialect: Dialect, text: str = "") -> BaseException:
    """Return what Core would have raised for an error of the driver's; any other error as it is.

    Without the values: answers and names do not belong in a log.
    """
    base = dialect.loaded_dbapi.Error
    if not isinstance(error, base):
        return error
    return DBAPIError.instance(text, None, error, base, hide_parameters=True, dialect=dialect)


class Quick:
    """One statement. Its parameters are its `bindparam`s, by name; its rows are named tuples."""

    def __init__(self, statement: SelectBase | UpdateBase) -> None:
        self.statement = statement
        self._made: dict[str, _Made] = {}

    def rows(self, link: Link, **values: Any) -> list[Any]:
        """Run it and return all rows."""
        return self._ask(link, values)[0]

    def _ask(self, link: Link, values: dict[str, Any]) -> tuple[list[Any], int]:
        made = self._made.get(link.dialect.name)
        if made is None:
            made = self._made[link.dialect.name] = _Made(self.statement, link.dialect)
        try:
            return made.ask(link.driver, values)
        except link.dialect.loaded_dbapi.Error as error:
            raise as_core_error(error, link.dialect, made.text) from error

    def one(self, link: Link, **values: Any) -> Any:
        """Run it and return its only row, or None."""
        found = self.rows(link, **values)
        return found[0] if found else None

    def run(self, link: Link, **values: Any) -> None:
        """Run a statement that returns no rows."""
        self.rows(link, **values)

    def count(self, link: Link, **values: Any) -> int:
        """Run a statement that returns no rows; return how many it wrote."""
        return self._ask(link, values)[1]


class _Made:
    """A statement as one dialect has it."""

    def __init__(self, statement: SelectBase | UpdateBase, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        self.text = str(compiled)
        self._positional = compiled.positional
        self._names = list(compiled.positiontup or compiled.binds)
        self._own = {
            name: bind.value for name, bind in compiled.binds.items() if not bind.required
        }  # what stands in the statement itself
        for column in getattr(compiled, "insert_prefetch", ()):
            if not getattr(column.default, "is_scalar", False):
                raise TypeError(f"{column}: name it among the values, only a plain default is filled in.")
            self._own[column.key] = column.default.arg
        self._given = {name: bind.type for name, bind in compiled.binds.items()}
        self._bind = {
            name: convert
            for name, kind in self._given.items()
            if (convert := kind.dialect_impl(dialect).bind_processor(dialect))
        }
        columns = list(statement.exported_columns)
        row: Any = namedtuple("Row", [str(column.key) for column in columns], rename=True)  # type: ignore[misc]
        self._make = row._make
        self._types = [column.type.dialect_impl(dialect) for column in columns]
        self._dialect = dialect
        self._convert: list[tuple[int, Callable[[Any], Any]]] | None = None

    def _converters(self, description: Any) -> list[tuple[int, Callable[[Any], Any]]]:
        # Made when the first result is there: PostgreSQL's depend on the type that the server says it is.
        return [
            (place, convert)
            for place, (kind, column) in enumerate(zip(self._types, description, strict=True))
            if (convert := kind.result_processor(self._dialect, column[1]))
        ]

    def ask(self, driver: Any, values: dict[str, Any]) -> tuple[list[Any], int]:
        values = {**self._own, **values}
        for name, to_driver in self._bind.items():
            values[name] = to_driver(values[name])
        given = [values[name] for name in self._names] if self._positional else values
        cursor = driver.execute(self.text, given)
        if not cursor.description:
            return [], cursor.rowcount
        found = cursor.fetchall()
        if self._convert is None:
            self._convert = self._converters(cursor.description)
        if not self._convert:
            return list(map(self._make, found)), len(found)
        rows = []
        for line in found:
            cells = list(line)
            for place, convert in self._convert:
                cells[place] = convert(cells[place])
            rows.append(self._make(cells))
        return rows, len(rows)


class Reader:
    """A reading link for each thread at work, outside every transaction: a statement sees what is committed.

    The short reads of start, page, save and review; longer ones, which must agree with one
    another, go through the session.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._own = threading.local()
        self._free: list[Link] = []
        self._all: list[Any] = []

    def link(self) -> Link:
        """Return this thread's link."""
        link: Link | None = getattr(self._own, "link", None)
        while link is None or getattr(link.driver, "broken", False):
            link = self._own.link = self._found() or Link(self._engine.dialect, self._connect())
        return link

    def _found(self) -> Link | None:
        try:
            return self._free.pop()
        except IndexError:
            return None

    def leave(self) -> None:
        """Leave this thread's link to whichever asks next: the server ends threads and makes others.

        Links that stayed with their threads would be more with each burst of requests, until no file
        can be opened. (To close one as its thread ends would run Python there, which has crashed.)
        """
        link: Link | None = getattr(self._own, "link", None)
        if link is not None:
            self._own.link = None
            self._free.append(link)

    def _connect(self) -> Any:
        # Detached: it is held as long as the app lives, and must not count against the pool.
        pooled = self._engine.raw_connection()
        driver: Any = pooled.driver_connection
        pooled.detach()
        if self._engine.dialect.name == "sqlite":
            driver.execute("PRAGMA query_only=ON")
        else:
            driver.rollback()
            driver.autocommit = True
            driver.execute("SET default_transaction_read_only = on")
        self._all.append(driver)
        return driver

    def stop(self) -> None:
        """Close every thread's connection."""
        self._free.clear()
        while self._all:
            with suppress(Exception):
                self._all.pop().close()
        self._own = threading.local()
