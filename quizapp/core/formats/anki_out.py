"""A deck as the .apkg file that Anki imports; the same deck gives the same bytes."""

import hashlib
import io
import itertools
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import genanki

from quizapp.core.formats.anki import CARD_FIELDS, CARD_MODEL, CLOZE_FIELDS, CLOZE_MODEL, AnkiDeck, AnkiNote

MODELS_CHANGED = 1_795_000_000
"""When the templates below were last changed, in seconds: Anki takes new ones only if they are newer."""

LONG_AGO = (1980, 1, 1, 0, 0, 0)
FIRST_ID, IDS, APART = 1_200_000_000_000, 10**10, 50
"""Anki's ids look like moments; ours lie before 2024, `APART` for a note and the cards it makes."""

STYLE = """
.card { font: 1.25rem/1.45 Georgia, "Palatino Linotype", serif; max-width: 34rem; margin: 1rem auto; }
.card, .nightMode.card { text-align: left; }
.front { font-size: 1.4rem; text-align: center; margin: 1.5rem 0; }
.claim, .source, small { font: 0.85rem/1.4 system-ui, sans-serif; opacity: 0.75; }
.passage { border-left: 3px solid #24508f; padding-left: 1rem; font-size: 1.05rem; }
.nightMode .passage { border-color: #a3c1f4; }
.cloze { font-weight: bold; color: #24508f; }
.nightMode .cloze { color: #a3c1f4; }
"""
BENEATH = """
{{#Claim}}<p class="claim">{{Claim}}</p>{{/Claim}}
{{#Passage}}<div class="passage">{{Passage}}</div>{{/Passage}}
{{#Source}}<p class="source">{{Source}}</p>{{/Source}}
"""
RULE = '{{FrontSide}}\n<hr id="answer">\n'


class _Note(genanki.Note):
    """A note that keeps its own id, and says itself when it was changed."""

    def __init__(self, number: int, changed: int, **said: Any) -> None:
        super().__init__(**said)
        self._number, self._changed = number, changed

    def write_to_db(self, cursor: Any, timestamp: float, deck_id: int, id_gen: Iterator[int]) -> None:
        super().write_to_db(cursor, self._changed, deck_id, itertools.count(self._number))


def write_apkg(deck: AnkiDeck) -> bytes:
    """Return the deck as a file. Anki knows its notes by their guids: a second import updates them."""
    models = {"card": _card_model(), "cloze": _cloze_model()}
    out = genanki.Deck(_number(f"deck {deck.key}"), deck.title.replace("::", ": "))
    used: set[int] = set()
    for note in deck.notes:
        out.add_note(_written(note, models[note.kind], used))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "collection"
        with closing(sqlite3.connect(file)) as connection:
            genanki.Package(out).write_to_db(connection.cursor(), MODELS_CHANGED, itertools.count(1))
            connection.commit()
        collection = file.read_bytes()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in (("collection.anki2", collection), ("media", b"{}")):
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, data)
    return packed.getvalue()


def _written(note: AnkiNote, model: genanki.Model, used: set[int]) -> _Note:
    number = _number(note.guid)
    while number in used:
        number += APART
    used.add(number)
    fields = [note.fields.get(field["name"], "") for field in model.fields]
    return _Note(number, note.changed, model=model, fields=fields, tags=note.tags, guid=note.guid)


def _number(name: str) -> int:
    return FIRST_ID + int.from_bytes(hashlib.sha256(name.encode()).digest()[:8]) % IDS * APART


def _card_model() -> genanki.Model:
    asked = '<div class="front">{{%s}}</div>'
    told = RULE + '<div class="back">{{%s}}</div>' + BENEATH
    templates = [
        {"name": "Card", "qfmt": asked % "Front", "afmt": told % "Back"},
        # Whole inside the condition: Anki makes no card whose question is empty.
        {
            "name": "Reverse",
            "qfmt": "{{#Reversed}}" + asked % "Back" + "{{/Reversed}}",
            "afmt": told % "Front",
        },
    ]
    fields = [{"name": name} for name in CARD_FIELDS]
    return genanki.Model(CARD_MODEL, "Quizapp card", fields, templates, css=STYLE)


def _cloze_model() -> genanki.Model:
    text = '<div class="front">{{cloze:Text}}</div>'
    templates = [
        {"name": "Gap", "qfmt": text, "afmt": f'{text}<div class="back">{{{{Extra}}}}</div>{BENEATH}'}
    ]
    return genanki.Model(
        CLOZE_MODEL,
        "Quizapp text with gaps",
        [{"name": name} for name in CLOZE_FIELDS],
        templates,
        css=STYLE,
        model_type=genanki.Model.CLOZE,
    )
