"""A database for each test, copied from the cast's: a file of SQLite, or one on a PostgreSQL server."""

import shutil
from pathlib import Path
from typing import Protocol
from uuid import uuid4

import psycopg
from sqlalchemy import make_url


class Databases(Protocol):
    """Where tests get their databases."""

    def make(self, folder: Path, like: str | None = None) -> str:
        """Make an empty database, or a copy of the one of that URL, and return its URL: the folder's own."""

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

    def drop(self, url: str) -> None:
        return

    def close(self) -> None:
        return


class Server:
    """PostgreSQL: copying a small database takes 20 ms there."""

    def __init__(self, address: str) -> None:
        self._address = make_url(address).set(drivername="postgresql+psycopg")
        plain = self._address.set(drivername="postgresql")
        self._connection = psycopg.connect(plain.render_as_string(hide_password=False), autocommit=True)
        self._names: dict[Path, str] = {}

    def make(self, folder: Path, like: str | None = None) -> str:
        name = self._names.setdefault(folder, f"quizapp_{uuid4().hex}")
        template = make_url(like).database if like else "template0"
        self._connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())
        return self._address.set(database=name).render_as_string(hide_password=False)

    def drop(self, url: str) -> None:
        name = make_url(url).database
        self._connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())

    def close(self) -> None:
        self._connection.close()
