"""Cards as Anki's notes: the fields of a note, and the names by which Anki knows it again."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape
from typing import Literal

from genanki import guid_for

from quizapp.core.bank.model import Flashcard
from quizapp.core.cards import cloze
from quizapp.core.claims import CLAIM_WORDS

CARD_MODEL, CLOZE_MODEL = 1731456201, 1731456202
"""What Anki knows our two kinds of notes by. Another number would be another kind, beside the old one."""

CARD_FIELDS = ("Front", "Back", "Reversed", "Claim", "Passage", "Source", "Record")
CLOZE_FIELDS = ("Text", "Extra", "Claim", "Passage", "Source", "Record")
OBJECTIVE = "objective::"

Html = Callable[[str], str]
"""Renders a side's Markdown, safely."""


@dataclass(frozen=True)
class Cited:
    """A passage on the back of a card: where it stands, and what it says (Markdown)."""

    place: str
    text: str


@dataclass(frozen=True)
class AnkiNote:
    """One note. `fields` are HTML by name; `changed` is when it was, in seconds since 1970."""

    guid: str
    fields: dict[str, str]
    tags: tuple[str, ...]
    changed: int
    kind: Literal["card", "cloze"] = "card"


@dataclass(frozen=True)
class AnkiDeck:
    """Notes that Anki keeps together; `key` stays as it is when the title changes."""

    key: str
    title: str
    notes: tuple[AnkiNote, ...]


def guid_of(unit: str, card: str) -> str:
    """Return what Anki knows a card by, whichever day it is exported."""
    return str(guid_for("quizapp", unit, card))


def note_of(
    card: Flashcard, unit: str, *, html: Html, cited: Iterable[Cited], source: str, changed: int
) -> AnkiNote:
    """Return a card as a note: its sides, its claim, its passages and their source on the back."""
    fields = {**sides_of(card, html), **beneath(cited, source, html)}
    if card.claim:
        fields["Claim"] = escape(f"{CLAIM_WORDS[card.claim.status]}, by {card.claim.by}")
    record = {"unit": unit, **card.as_mapping()}
    record.pop("status", None)
    fields["Record"] = escape(json.dumps(record, ensure_ascii=False, sort_keys=True), quote=False)
    kind: Literal["card", "cloze"] = "cloze" if card.cloze else "card"
    return AnkiNote(guid_of(unit, card.id), fields, tags_of(card), changed, kind)


def sides_of(card: Flashcard, html: Html) -> dict[str, str]:
    """Return the fields that a person learns from."""
    if card.cloze:
        return {"Text": html(anki_gaps(card.front)), "Extra": html(card.back)}
    return {
        "Front": html(card.front),
        "Back": html(card.back),
        "Reversed": "yes" if card.reversed else "",
    }


def tags_of(card: Flashcard) -> tuple[str, ...]:
    """Return a card's tags, its objectives among them."""
    return (*card.tags, *(OBJECTIVE + one for one in card.objectives))


def anki_gaps(text: str) -> str:
    """Return our text with gaps as Anki writes one: {{c1::words}}, numbered in their order."""
    return cloze.replaced(text, lambda number, words: f"{{{{c{number}::{_inside(words)}}}}}")


def _inside(words: str) -> str:
    """Part what would end a gap of Anki's, or begin its hint."""
    parted = words.replace("::", ": :").replace("}}", "} }")
    return f"{parted} " if parted.endswith("}") else parted


def beneath(cited: Iterable[Cited], source: str, html: Html) -> dict[str, str]:
    """Return the fields that stand under an answer."""
    passages = "".join(f"{html(one.text)}<p><small>{escape(one.place)}</small></p>" for one in cited)
    return {"Passage": passages, "Source": escape(source)}
