"""A database for each test, as the cast's is: a file of SQLite, or one on a PostgreSQL server."""

import shutil
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

import psycopg
from sqlalchemy import URL, make_url


class Databases(Protocol):
    """Where tests get their databases."""

    def make(self, folder: Path, like: str | None = None) -> str:
        """Make an empty database, or a copy of the one of that URL, and return its URL: the folder's own."""

    def fresh(self, folder: Path, like: str) -> str:
        """Return the URL of the folder's copy of that database, with nothing left of its last user."""

    def drop(self, url: str) -> None:
        """Take a database away that nobody uses any more."""

    def close(self) -> None:
        """Let go of the server."""


class Files:
    """SQLite: a file in the test's own folder, which pytest takes away."""

    def make(self, folder: Path, like: str | None = None) -> str:
        file = folder / "quizapp.sqlite3"
        for old in folder.glob(f"{file.name}*"):  # with what SQLite writes beside it
            old.unlink()
        if like:
            shutil.copyfile(str(make_url(like).database), file)
        return f"sqlite:///{file}"

    def fresh(self, folder: Path, like: str) -> str:
        return self.make(folder, like)

    def drop(self, url: str) -> None:
        return

    def close(self) -> None:
        return


class Server:
    """PostgreSQL: to copy a database and to drop it takes twenty times as long as to fill it anew."""

    def __init__(self, address: str) -> None:
        self._address = make_url(address).set(drivername="postgresql+psycopg")
        self._connection = connected(self._address)
        self._names: dict[Path, str] = {}
        self._copies: dict[Path, Copy] = {}

    def make(self, folder: Path, like: str | None = None) -> str:
        name = self._names.setdefault(folder, f"quizapp_{uuid4().hex}")
        template = make_url(like).database if like else "template0"
        self._connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())
        return self._address.set(database=name).render_as_string(hide_password=False)

    def fresh(self, folder: Path, like: str) -> str:
        copy = self._copies.get(folder)
        if copy is None or copy.like != like or not copy.set_back():
            if copy:
                copy.close()
                self.drop(copy.url)
            copy = self._copies[folder] = Copy(self.make(folder, like), like)
        return copy.url

    def drop(self, url: str) -> None:
        name = make_url(url).database
        self._connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())

    def close(self) -> None:
        for copy in self._copies.values():
            copy.close()
            self.drop(copy.url)
        self._connection.close()


USED_UP = 200
"""Fillings, after which the rows deleted in between would slow every look at a table."""
SHAPE = """
    SELECT md5(string_agg(
        concat_ws(' ', c.oid, c.relname, c.xmin, a.attname, a.xmin), ',' ORDER BY c.oid, a.attnum
    ))
    FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace
"""


class Copy:
    """A copy of a database that can be set back to what it was: it holds all its rows a second time."""

    def __init__(self, url: str, like: str) -> None:
        self.url, self.like = url, like
        self._connection = connected(make_url(url))
        run = self._connection.execute
        (may,) = run("SELECT current_setting('is_superuser') = 'on'").fetchone() or (False,)
        self._left = USED_UP if may else 0
        if not may:
            return
        tables = [name for (name,) in run("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        numbers = run(
            "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"
        ).fetchall()
        run("CREATE SCHEMA kept")
        for table in tables:
            run(f'CREATE TABLE kept."{table}" AS TABLE public."{table}"'.encode())
        steps = [
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()",
            "BEGIN",
            "SET LOCAL session_replication_role = replica",  # no looks at what refers to what
            *(f'DELETE FROM public."{table}"' for table in tables),
            *(f'INSERT INTO public."{table}" SELECT * FROM kept."{table}"' for table in tables),
            *(
                f"""SELECT setval('public."{name}"', {last or 1}, {last is not None})"""
                for name, last in numbers
            ),
            "COMMIT",
        ]
        self._set_back = ";".join(steps).encode()
        self._shape = self._look()

    def set_back(self) -> bool:
        """Make its rows what they were; False where its tables are others now, or it is used up.

        False too for a user of the server who is not its superuser, and may not set the looks aside.
        """
        self._left -= 1
        if self._left < 0 or self._look() != self._shape:
            return False
        self._connection.execute(self._set_back)
        return True

    def _look(self) -> Any:
        return self._connection.execute(SHAPE).fetchone()

    def close(self) -> None:
        self._connection.close()


def connected(url: URL) -> psycopg.Connection:
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(plain, autocommit=True)
