"""Anki packages for tests: as Anki writes them, and as nobody should."""

import io
import json
import sqlite3
import zipfile
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

BASIC, TURNED, CLOZE = 1, 2, 3
TYPES: dict[int, dict[str, Any]] = {
    BASIC: {"name": "Basic", "type": 0, "flds": ["Front", "Back"], "tmpls": ["{{Front}}"]},
    TURNED: {
        "name": "Basic (and reversed card)",
        "type": 0,
        "flds": ["Front", "Back", "Notes"],
        "tmpls": ["{{Front}}", "{{Back}}"],
    },
    CLOZE: {"name": "Cloze", "type": 1, "flds": ["Text", "Back Extra"], "tmpls": ["{{cloze:Text}}"]},
}

Note = tuple[str, int, str, str]
"""Its guid, its note type, its tags, its fields parted by |."""


def collection(folder: Path, notes: Iterable[Note], cards: Mapping[int, int] | None = None) -> bytes:
    """Return a database with these notes, one card each, or so many as `cards` says for the n-th (from 1)."""
    models = {
        str(number): {
            **kind,
            "flds": [{"name": name} for name in kind["flds"]],
            "tmpls": [{"qfmt": front} for front in kind["tmpls"]],
        }
        for number, kind in TYPES.items()
    }
    file = folder / "made.anki2"
    file.unlink(missing_ok=True)
    with closing(sqlite3.connect(file)) as made:
        made.execute("CREATE TABLE col (id INTEGER PRIMARY KEY, models TEXT)")
        made.execute(
            "CREATE TABLE notes (id INTEGER PRIMARY KEY, guid TEXT, mid INTEGER, tags TEXT, flds TEXT)"
        )
        made.execute("CREATE TABLE cards (id INTEGER PRIMARY KEY, nid INTEGER, ord INTEGER)")
        made.execute("INSERT INTO col VALUES (1, ?)", (json.dumps(models),))
        for number, (guid, kind, tags, fields) in enumerate(notes, 1):
            text = fields.replace("|", "\x1f")
            made.execute("INSERT INTO notes VALUES (?, ?, ?, ?, ?)", (number, guid, kind, tags, text))
            for place in range((cards or {}).get(number, 1)):
                made.execute("INSERT INTO cards (nid, ord) VALUES (?, ?)", (number, place))
        made.commit()
    return file.read_bytes()


def package(entries: Mapping[str, bytes]) -> bytes:
    """Return a .zip of these entries."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return data.getvalue()


def apkg(folder: Path, *notes: Note, cards: Mapping[int, int] | None = None) -> bytes:
    """Return an .apkg of these notes."""
    return package({"collection.anki2": collection(folder, notes, cards), "media": b"{}"})
