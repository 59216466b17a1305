"""An .apkg file opened with care: what notes it holds. Nothing in it is run, unpacked by name or believed."""

import io
import json
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from quizapp.core.findings import Finding
from quizapp.core.formats.cards import MOST_ROWS, refused
from quizapp.core.formats.html_text import CONTROL

LARGEST_COLLECTION = 32 * 1024 * 1024
"""Bytes unpacked. A collection of 2,000 cards has two or three million."""

LONGEST_NOTE = 100_000
MOST_STEPS = 3_000  # of 10,000 operations of SQLite each: a second or two
PLAIN_PACKING = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
NEWEST = "collection.anki21b"
COLLECTIONS = ("collection.anki21", "collection.anki2")
TABLES = ("notes", "cards", "col")
OTHERS = (NEWEST, *COLLECTIONS, "media", "meta")

NOT_TEXT = "Its text is not UTF-8. Open it in Anki and write it anew."
TOO_LONG = f"It is longer than {LONGEST_NOTE:,} characters. Shorten it."
AGAIN = "In Anki, export the deck again and send the new file."
OLDER = (
    "In Anki’s export window tick “Support older Anki versions”, leave “Include media” unticked, "
    "and export again."
)


@dataclass(frozen=True)
class NoteType:
    """What Anki calls a note type: the names of its fields, and the fronts of its cards."""

    name: str
    cloze: bool
    fields: tuple[str, ...]
    fronts: tuple[str, ...]


@dataclass(frozen=True)
class RawNote:
    """A note as the collection has it; `cards` are the places (from 0) of the templates that made a card."""

    guid: str
    type: NoteType | None
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    cards: frozenset[int]
    problem: str = ""


@dataclass(frozen=True)
class Package:
    notes: tuple[RawNote, ...]
    others: int
    """Files beside the collection: pictures and sounds."""


def open_package(data: bytes) -> Package | Finding:
    """Read the notes of an .apkg file, or say why that cannot be done and what to do."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = [entry.filename for entry in packed.infolist()]
            if NEWEST in names:
                return refused("This file is in Anki’s newest form, which cannot be read here.", OLDER)
            name = next((name for name in COLLECTIONS if name in names), None)
            if name is None:
                return refused("There is no Anki collection in this file.", AGAIN)
            collection = _unpacked(packed, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError, ValueError):
        return refused("The file is damaged: it cannot be unpacked.", AGAIN)
    if collection is None:
        return refused("The collection in this file is too large to read here.", "Export one deck at a time.")
    notes = _notes_of(collection)
    if isinstance(notes, Finding):
        return notes
    return Package(notes, sum(name not in OTHERS for name in names))


def _unpacked(packed: zipfile.ZipFile, name: str) -> bytes | None:
    """Return the bytes of one entry; None where there are more than may be, whatever its header says."""
    entry = packed.getinfo(name)
    if entry.compress_type not in PLAIN_PACKING:
        raise zipfile.BadZipFile("packed in a way that Anki does not use")
    with packed.open(entry) as stream:
        data = stream.read(LARGEST_COLLECTION + 1)
    return data if len(data) <= LARGEST_COLLECTION else None


def _notes_of(collection: bytes) -> tuple[RawNote, ...] | Finding:
    damaged = refused("The collection in this file is damaged, or is not one of Anki’s.", AGAIN)
    try:
        with _opened(collection) as connection:
            types = _types_of(connection)
            cards = _cards_of(connection)
            rows = connection.execute(
                "SELECT id, CAST(guid AS BLOB), mid, CAST(tags AS BLOB), "
                "CAST(substr(flds, 1, ?) AS BLOB) FROM notes ORDER BY id LIMIT ?",
                (LONGEST_NOTE + 1, MOST_ROWS + 1),
            ).fetchall()
    except (sqlite3.Error, ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        return damaged
    if len(rows) > MOST_ROWS:
        return refused(
            f"The file has more than {MOST_ROWS:,} notes, which is more than can come in at once.",
            "In Anki, export one deck at a time.",
        )
    return tuple(
        _note(guid, types.get(str(kind)), tags, fields, cards.get(number, frozenset()))
        for number, guid, kind, tags, fields in rows
    )


@contextmanager
def _opened(collection: bytes) -> Iterator[sqlite3.Connection]:
    """Open a database that anyone may have made: reading only, no views, no functions, not for ever."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "collection"
        file.write_bytes(collection)
        address = f"file:{quote(str(file))}?mode=ro&immutable=1"
        with closing(sqlite3.connect(address, uri=True)) as connection:
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA cell_size_check = ON")
            connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 8 * 1024 * 1024)
            steps = iter(range(MOST_STEPS))
            connection.set_progress_handler(lambda: next(steps, None) is None, 10_000)
            for table in TABLES:
                _plain(connection, table)
            connection.set_authorizer(_reading_only)
            yield connection


def _plain(connection: sqlite3.Connection, table: str) -> None:
    """Raise ValueError unless it is a table whose columns hold what was put there, and compute nothing."""
    found = connection.execute(
        "SELECT count(*) FROM sqlite_master WHERE name = ? AND type = 'table' AND sql LIKE 'CREATE TABLE%'",
        (table,),
    )
    if found.fetchone() != (1,):
        raise ValueError
    columns = connection.execute(f"PRAGMA table_xinfo({table})").fetchall()
    if any(hidden for *_, hidden in columns):
        raise ValueError


def _reading_only(action: int, one: str | None, two: str | None, *_: str | None) -> int:
    if action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ):
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_FUNCTION and two == "substr":
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def _types_of(connection: sqlite3.Connection) -> dict[str, NoteType]:
    ((models,),) = connection.execute("SELECT CAST(models AS BLOB) FROM col LIMIT 1").fetchall()
    return {str(number): _type(model) for number, model in json.loads(models.decode()).items()}


def _type(model: dict[str, Any]) -> NoteType:
    return NoteType(
        str(model["name"]),
        model.get("type") == 1,
        tuple(str(one["name"]) for one in model["flds"]),
        tuple(str(one["qfmt"]) for one in model["tmpls"]),
    )


def _cards_of(connection: sqlite3.Connection) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = {}
    for note, place in connection.execute("SELECT nid, ord FROM cards LIMIT ?", (MOST_ROWS * 20,)):
        found.setdefault(note, set()).add(place)
    return {note: frozenset(places) for note, places in found.items()}


def _note(guid: bytes, kind: NoteType | None, tags: bytes, fields: bytes, cards: frozenset[int]) -> RawNote:
    try:
        name, labels = CONTROL.sub("", (guid or b"").decode())[:200], (tags or b"").decode()[:10_000].split()
        text = (fields or b"").decode()
    except UnicodeDecodeError:
        # A text that was cut may end in half a sign: it is too long all the same.
        if len(fields or b"") <= LONGEST_NOTE:
            return RawNote("", kind, (), (), cards, NOT_TEXT)
        text, name, labels = "", "", []
    if len(fields or b"") > LONGEST_NOTE:
        return RawNote(name, kind, (), (), cards, TOO_LONG)
    return RawNote(name, kind, tuple(text.split("\x1f")), tuple(labels[:50]), cards)
