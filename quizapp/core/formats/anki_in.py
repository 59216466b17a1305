"""The notes of an .apkg file as rows of cards: ours as they were, anyone's by what they show."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html import unescape
from typing import Any

from pydantic import ValidationError

from quizapp.core.bank.model import Flashcard
from quizapp.core.findings import Finding
from quizapp.core.formats import gaps
from quizapp.core.formats.anki import CARD_FIELDS, CLOZE_FIELDS, OBJECTIVE, Html, sides_of, tags_of
from quizapp.core.formats.anki_file import NoteType, RawNote, open_package
from quizapp.core.formats.cards import MOST_ROWS, CardRow, CardsRead, refused
from quizapp.core.formats.html_text import CONTROL, LONGEST, clean, markdown_of
from quizapp.core.formats.names import slug_names

FRONTS = ("front", "question", "term", "word", "prompt", "text")
BACKS = ("back", "answer", "definition", "meaning", "translation", "back extra", "extra")
EXTRAS = ("extra", "back extra")
NO_TYPE = "Its note type is missing from the file. Export the deck again."
ONE_FIELD = "It has one field only: there is nothing for the back."
TOO_LONG = f"One side is longer than {LONGEST:,} characters. Shorten it."
OF_ANKI = {"marked", "leech"}
BRACKET = re.compile(r"(?<!\\)[\[\]]")
FIELD = re.compile(r"\{\{(?:[^{}:]*:)*([^{}:#^/]+)\}\}")


def read_apkg(data: bytes, *, html: Html) -> CardsRead | Finding:
    """Read a package: a row for each card that it makes here. `html` renders a side as the export does."""
    package = open_package(data)
    if isinstance(package, Finding):
        return package
    rows = [
        row for number, note in enumerate(package.notes, 1) for row in _rows_of(f"note {number}", note, html)
    ]
    if not rows:
        return refused("There are no cards in this file.", "In Anki, choose a deck that has some.")
    if len(rows) > MOST_ROWS:
        message = f"The file makes {len(rows):,} cards; {MOST_ROWS:,} can come in at once."
        return refused(message, "In Anki, export one deck at a time.")
    notes = []
    if package.others:
        files = "One picture or sound" if package.others == 1 else f"{package.others:,} pictures and sounds"
        notes.append(f"{files} in the file: left out. Cards here hold words only.")
    return CardsRead(tuple(rows), tuple(notes))


def _rows_of(place: str, note: RawNote, html: Html) -> Iterator[CardRow]:
    key = f"guid:{note.guid}" if note.guid else ""
    if note.problem:
        yield CardRow(place, key=key, problem=note.problem)
    elif note.type is None:
        yield CardRow(place, key=key, problem=NO_TYPE)
    elif any(len(one) > LONGEST for one in note.fields if one):
        yield CardRow(place, key=key, problem=TOO_LONG)
    elif note.type.fields[: len(CARD_FIELDS)] == CARD_FIELDS:
        yield _ours(place, key, note, html)
    elif note.type.cloze and note.type.fields[: len(CLOZE_FIELDS)] == CLOZE_FIELDS:
        yield from _our_gaps(place, key, note, html)
    elif note.type.cloze:
        yield from _with_gaps(place, key, note, note.type)
    else:
        yield _anyones(place, key, note, note.type)


def _ours(place: str, key: str, note: RawNote, html: Html) -> CardRow:
    """Return the card that the note was made of, with what has been changed in Anki since."""
    fields = dict(zip(CARD_FIELDS, (*note.fields, *[""] * len(CARD_FIELDS)), strict=False))
    card, unit = _recorded(fields["Record"])
    if card and card.cloze:
        card = None  # a record that was carried over from another note
    sides: Mapping[str, str] = {}
    if card:
        key, sides = f"{unit}/{card.id}", sides_of(card, html)
    said = _said(card, note)
    left: dict[str, None] = {}
    for name, target in (("Front", "front"), ("Back", "back")):
        if fields[name] != sides.get(name):
            said[target], notes = markdown_of(fields[name])
            left.update(dict.fromkeys(notes))
    said |= {"reversed": bool(fields["Reversed"].strip()), "cloze": False}
    return CardRow(place, said, key, notes=tuple(left))


def _our_gaps(place: str, key: str, note: RawNote, html: Html) -> Iterator[CardRow]:
    """Yield the text with gaps that the note was made of, with what has been changed in Anki since."""
    fields = dict(zip(CLOZE_FIELDS, (*note.fields, *[""] * len(CLOZE_FIELDS)), strict=False))
    card, unit = _recorded(fields["Record"])
    if card is None or not card.cloze:
        row = CardRow(place, key=key)
        yield from of_gaps(row, fields["Text"], fields["Extra"], tagged=_tagged(note.tags), tags_in_text=True)
        return
    key, sides, said = f"{unit}/{card.id}", sides_of(card, html), _said(card, note)
    if fields["Text"] == sides["Text"] and fields["Extra"] == sides["Extra"]:
        yield CardRow(place, said, key)
        return
    row = CardRow(place, key=key)
    for changed in of_gaps(row, fields["Text"], fields["Extra"], tagged={}, tags_in_text=True):
        if changed.problem or not changed.said.get("cloze"):
            yield changed  # in gaps that ours cannot have: a card for each
            continue
        if fields["Extra"] == sides["Extra"]:
            changed.said["back"] = card.back
        yield replace(changed, said=said | changed.said)


def _said(card: Flashcard | None, note: RawNote) -> dict[str, Any]:
    """Return what a note says of the card it was made of, its tags as they are now."""
    said: dict[str, Any] = card.as_mapping() if card else {}
    said = {name: value for name, value in said.items() if name not in ("id", "status")}
    if card is None or set(note.tags) != set(tags_of(card)):
        said |= _tagged(note.tags)
    else:
        said |= {"tags": list(card.tags), "objectives": list(card.objectives)}
    if card:
        said |= {
            "reversed": card.reversed,
            "cloze": card.cloze,
            "cites": list(card.cites),
            "claim": card.claim.model_dump(mode="json") if card.claim else None,
        }
    return said


def _recorded(text: str) -> tuple[Flashcard | None, str]:
    try:
        record = json.loads(unescape(text)[:LONGEST])
        unit = str(record.pop("unit"))[:80]
        card = Flashcard.model_validate(record)
        said = (unit, card.front, card.back, card.claim.by if card.claim else "")
        return (None, "") if any(CONTROL.search(one) for one in said) else (card, unit)
    except (ValueError, ValidationError, TypeError, KeyError, AttributeError, RecursionError):
        return None, ""


def _anyones(place: str, key: str, note: RawNote, kind: NoteType) -> CardRow:
    names = [name.strip().casefold() for name in kind.fields[: len(note.fields)]]
    asked = _field_of(kind.fronts[0] if kind.fronts else "", names)
    front = asked if asked is not None else _first(names, FRONTS, 0)
    back = _first(names, BACKS, next((i for i in range(len(names)) if i != front), None), but=front)
    if front is None or back is None:
        return CardRow(place, key=key, problem=ONE_FIELD)
    said, notes = _sides(note.fields[front], note.fields[back])
    more = [
        kind.fields[i] for i, text in enumerate(note.fields[: len(names)]) if text and i not in (front, back)
    ]
    notes += (f"Left out: {', '.join(one[:40] for one in more[:5])}.",) if more else ()
    turned = [place for place in note.cards if 0 < place < len(kind.fronts)]
    said["reversed"] = any(_field_of(kind.fronts[place], names) == back for place in turned)
    said["cloze"] = False
    return CardRow(place, said | _tagged(note.tags), key, notes=notes)


def _with_gaps(place: str, key: str, note: RawNote, kind: NoteType) -> Iterator[CardRow]:
    names = [name.strip().casefold() for name in kind.fields[: len(note.fields)]]
    extra = _first(names, EXTRAS, None, but=0)
    row = CardRow(place, key=key)
    yield from of_gaps(
        row, note.fields[0], note.fields[extra] if extra else "", tagged=_tagged(note.tags), tags_in_text=True
    )


def of_gaps(
    row: CardRow, text: str, extra: str, *, tagged: dict[str, Any], tags_in_text: bool
) -> Iterator[CardRow]:
    """Yield a text with gaps as it is; where ours cannot say the same, a card for each of its gaps.

    The front of such a card hides the gap, its back has it in bold.
    """
    read = markdown_of if tags_in_text else lambda text: (clean(text), ())
    plain, notes = read(text)
    below, more = read(extra)
    found = gaps.numbers(plain)
    if not found:
        yield replace(row, problem="It is a text with gaps, and there is no gap in it.")
    text_of_ours = gaps.as_ours(plain if tags_in_text else BRACKET.sub(r"\\\g<0>", plain))
    if text_of_ours is not None:
        left = tuple(dict.fromkeys((*row.notes, *notes, *more)))
        said = {"front": text_of_ours, "back": below, "cloze": True, "reversed": False, **tagged}
        yield replace(row, said=said, notes=left)
        return
    for number in found:
        back = gaps.back_of(plain, number) + (f"\n\n{below}" if below else "")
        said = {
            "front": gaps.front_of(plain, number),
            "back": back,
            "cloze": False,
            "reversed": False,
            **tagged,
        }
        several = len(found) > 1
        yield CardRow(
            f"{row.place}, gap {number}" if several else row.place,
            said,
            f"{row.key}:{number}" if row.key else "",
            notes=tuple(dict.fromkeys((*row.notes, *notes, *more))),
        )


def _sides(front: str, back: str) -> tuple[dict[str, Any], tuple[str, ...]]:
    (asked, left), (told, more) = markdown_of(front), markdown_of(back)
    return {"front": asked, "back": told}, tuple(dict.fromkeys((*left, *more)))


def _field_of(template: str, names: list[str]) -> int | None:
    """Return which field a template asks with: the first that it shows."""
    for found in FIELD.finditer(template[:5_000]):
        name = found[1].strip().casefold()
        if name in names:
            return names.index(name)
    return None


def _first(
    names: list[str], known: tuple[str, ...], otherwise: int | None, but: int | None = None
) -> int | None:
    return next((i for i, name in enumerate(names) if name in known and i != but), otherwise)


def _tagged(tags: tuple[str, ...]) -> dict[str, Any]:
    objectives = [tag.removeprefix(OBJECTIVE) for tag in tags if tag.startswith(OBJECTIVE)]
    rest = [tag for tag in tags if not tag.startswith(OBJECTIVE) and tag.casefold() not in OF_ANKI]
    said: dict[str, Any] = {"tags": slug_names(rest)}
    return said | {"objectives": slug_names(objectives)} if objectives else said
