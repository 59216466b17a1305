"""A school in one file: a zip of the database as it was at one moment, the key, and what they are.

quizapp.sqlite3   a consistent copy, whole by SQLite's own check
secret_key        left out where the key is set by QUIZAPP_SECRET_KEY
backup.json       {"format": 1, "made_at", "app", "migration", "sha256": of the database}
"""

import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

DATABASE, KEY, FACTS = "quizapp.sqlite3", "secret_key", "backup.json"
FORMAT = 1
EVERY_PAGE = -1


class BackupError(Exception):
    """A backup cannot be made or used; the message says why, and what to do."""


@dataclass(frozen=True)
class Facts:
    """What a backup says of itself."""

    made_at: str
    app: str
    migration: str
    sha256: str
    format: int = FORMAT


# ---- making one


def make_backup(database: Path, key: str | None, target: Path, *, app: str, now: datetime) -> Facts:
    """Write a backup, whole or not at all, also while the app writes; replace what is there."""
    with _beside(target) as folder:
        copy = folder / DATABASE
        _copy(database, copy)
        facts = Facts(now.isoformat(timespec="seconds"), app, check_database(copy), _digest(copy))
        packed = folder / "packed"
        with zipfile.ZipFile(packed, "x", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.writestr(FACTS, json.dumps(asdict(facts), indent=2))
            if key is not None:
                archive.writestr(KEY, key)
            archive.write(copy, DATABASE)
        with zipfile.ZipFile(packed) as archive:
            if archive.testzip() is not None:
                raise BackupError(
                    f"What was written at {target} reads back as something else: try another disk."
                )
        packed.chmod(0o600)
        _sync(packed)
        packed.replace(target)
        _sync(target.parent)
    return facts


def _copy(database: Path, copy: Path) -> None:
    """Copy a database in use: all pages of one moment. No writer waits for it, nor it for a writer."""
    try:
        with (
            # rw: what a killed server left in the -wal is read only by one who may write.
            closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=rw", uri=True)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target, pages=EVERY_PAGE)
            target.execute("PRAGMA journal_mode=DELETE")  # one file, without a -wal beside it
    except sqlite3.Error as error:
        raise BackupError(f"The database cannot be copied ({error}). Ask: quizapp doctor") from error


def check_database(file: Path) -> str:
    """Return the migration of a school's database that nobody uses; BackupError if it is not whole."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            (said,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            dangling = connection.execute("PRAGMA foreign_key_check").fetchone()
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
            if not {"alembic_version", "users", "attempts"} <= tables:
                raise BackupError("The database is not one of Quizapp.")
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError as error:
        raise BackupError(f"The database is damaged ({error}).") from error
    if said != "ok" or dangling:
        what = said if said != "ok" else f"table {dangling[0]} refers to rows that are not there"
        raise BackupError(f"The database is damaged ({what}).")
    if row is None:
        raise BackupError("The database is not one of Quizapp.")
    return str(row[0])


# ---- using one


@contextmanager
def opened_backup(file: Path) -> Iterator[tuple[Facts, zipfile.ZipFile]]:
    """Give a backup's facts and its parts; BackupError if it is none, or of a later form."""
    try:
        archive = zipfile.ZipFile(file)
    except zipfile.BadZipFile as error:
        raise BackupError(f"{file} is not a backup that quizapp backup made, or it is cut short.") from error
    with archive:
        if not {FACTS, DATABASE} <= set(archive.namelist()):
            raise BackupError(f"{file} is not a backup that quizapp backup made.")
        try:
            facts = Facts(**json.loads(archive.read(FACTS)))
        except (ValueError, TypeError, zipfile.BadZipFile) as error:
            raise BackupError(f"{file} is damaged, or of a newer version of Quizapp ({error}).") from error
        if facts.format != FORMAT:
            raise BackupError(f"{file} is of a newer version of Quizapp: install that version.")
        yield facts, archive


def unpack(archive: zipfile.ZipFile, facts: Facts, database: Path, key: Path) -> bool:
    """Put a backup in its place, the database last, or raise BackupError; tell whether it held a key."""
    with _beside(database) as folder:
        copy = folder / DATABASE
        try:
            with archive.open(DATABASE) as packed, copy.open("xb") as handle:
                shutil.copyfileobj(packed, handle)
            kept = archive.read(KEY).decode() if KEY in archive.namelist() else None
        except (zipfile.BadZipFile, UnicodeDecodeError, EOFError) as error:
            raise BackupError(f"The backup is damaged ({error}): take another one.") from error
        if _digest(copy) != facts.sha256:
            raise BackupError(
                "The backup is damaged: its database is not what was backed up. Take another one."
            )
        check_database(copy)
        copy.chmod(0o600)
        _sync(copy)
        if kept is not None:
            with os.fdopen(os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
                handle.write(kept)
                handle.flush()
                os.fsync(handle.fileno())
        copy.replace(database)
        _sync(database.parent)
    return kept is not None


# ---- files


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """Give a folder on the target's own disk, for the owner alone, that goes away whatever happens."""
    with tempfile.TemporaryDirectory(prefix=".quizapp-", dir=target.parent) as folder:
        yield Path(folder)


def _digest(file: Path) -> str:
    with file.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _sync(path: Path) -> None:
    if path.is_dir() and os.name == "nt":
        return  # Windows opens no folders
    descriptor = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
