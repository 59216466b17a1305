"""What is found wrong with a school's data: the list of all that is looked at. Nothing is changed."""

import os
import shutil
import socket
import stat
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from quizapp.attempts.invariants import broken_invariants
from quizapp.banks import invariants as of_banks
from quizapp.cards import invariants as of_cards
from quizapp.config import Settings
from quizapp.core.findings import Finding
from quizapp.db import integrity
from quizapp.db.base import reading
from quizapp.db.schema import read_version
from quizapp.extensions import db
from quizapp.web.addresses import EVERYWHERE

LEAST_FREE = 200 * 1024 * 1024
"""Bytes of free disk below which a class's day might not fit."""


def examine(app: Flask, settings: Settings, now: datetime) -> Iterator[Finding]:
    """Yield all that is wrong: of the folder, of the file, of its migration, of what the app keeps in it.

    SchemaError if the database cannot be opened at all.
    """
    yield from files_are_the_owners(settings)
    yield from disk_has_room(settings.data_dir)
    with app.app_context(), reading():
        version = read_version(app)
        try:
            with db.engine.connect() as connection:
                for check in integrity.ALL:
                    yield from check(connection)
                if version.current != version.head:
                    yield _other_version(version.is_newer, version.current, version.head)
                    return
                for of_bank in of_banks.ALL:
                    yield from of_bank(connection)
                for of_card in of_cards.ALL:
                    yield from of_card(connection)
                yield from broken_invariants(connection, now, serving=is_serving(settings))
        except SQLAlchemyError as error:
            said = getattr(error, "orig", None) or error
            yield Finding("error", "database", f"It cannot be read to its end ({said}).", integrity.RESTORE)


def _other_version(newer: bool, current: str | None, head: str | None) -> Finding:
    if newer:
        return Finding(
            "error", "database", f"A newer version of Quizapp wrote it ({current}).", "Install that version."
        )
    return Finding(
        "error",
        "database",
        f"It is at {current or 'no version'}, and this version of Quizapp needs {head}.",
        "Start the app: quizapp serve copies it and brings it up to date. Then ask again.",
    )


def files_are_the_owners(settings: Settings) -> Iterator[Finding]:
    """The key and the database can be read by nobody but their owner."""
    if os.name == "nt":
        return  # there the folder's owner is asked, not the file's mode
    database = settings.database_file
    files = [settings.data_dir / "secret_key"]
    if database:
        files += [database, Path(f"{database}-wal"), Path(f"{database}-shm")]
    for file in files:
        if file.exists() and (mode := stat.S_IMODE(file.stat().st_mode)) & 0o077:
            yield Finding("error", str(file), f"Others may read it (mode {mode:04o}).", f"chmod 600 '{file}'")
    if settings.database_file and not settings.secret_key:
        yield Finding(
            "error",
            str(settings.data_dir / "secret_key"),
            "There is no key: sessions end, and sign-in cards that were printed show other PINs.",
            "Put the key back from a backup. Without one, the app makes another when it starts.",
        )


def disk_has_room(folder: Path) -> Iterator[Finding]:
    """The disk has room for a class's answers."""
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE:
        yield Finding(
            "warning",
            str(folder),
            f"Only {free // 1024**2} MB of the disk are free.",
            "Make room: without any, no answer can be saved.",
        )


def is_serving(settings: Settings) -> bool:
    """Tell whether something answers where this school is served."""
    host = "127.0.0.1" if settings.host in EVERYWHERE else settings.host
    try:
        socket.create_connection((host, settings.port), timeout=1).close()
    except OSError:
        return False
    return True
