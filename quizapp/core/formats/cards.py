"""Flashcards on their way in from a file: what each row says, and what would become of it in a bank."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from pydantic import ValidationError

from quizapp.core.bank.model import Flashcard, Status
from quizapp.core.bank.validation import findings_of
from quizapp.core.findings import Finding

MOST_ROWS = 2_000
IMPORTED = "imported-card-"
"""How the names of cards begin that came in from a file."""

FIELD_WORDS = {
    "front": "The front",
    "back": "The back",
    "tags": "The tags",
    "cites": "The passages",
    "claim": "The claim",
}


@dataclass(frozen=True)
class CardRow:
    """One row of a file. `said` holds the fields of a Flashcard that the file speaks of, and no others.

    `key` names the card wherever it comes from: "bank/card" for one of this app, else what its own
    program calls it; "" where nothing does. `problem` is why it cannot be read, `notes` what was left
    out of it.
    """

    place: str
    said: dict[str, Any] = field(default_factory=dict)
    key: str = ""
    problem: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class CardsRead:
    """What a file holds: its rows, and what is to be said of it as a whole."""

    rows: tuple[CardRow, ...]
    notes: tuple[str, ...] = ()


class Outcome(StrEnum):
    REFUSED = "refused"
    CHANGED = "changed"
    NEW = "new"
    SAME = "same"


@dataclass(frozen=True)
class Step:
    """What becomes of a row: `card` as it will be, `before` as it is; `why` if it is refused."""

    row: CardRow
    outcome: Outcome
    card: Flashcard | None = None
    before: Flashcard | None = None
    why: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Standing:
    """The bank that rows come into: its cards, in order, and those of them that may be changed here.

    `keys` are other names of its cards, such as what Anki calls them. `passages` and `objectives` are
    what a card may name.
    """

    bank: str
    cards: Mapping[str, Flashcard]
    changeable: Collection[str]
    keys: Mapping[str, str] = field(default_factory=dict)
    passages: Collection[str] = ()
    objectives: Collection[str] = ()


def refused(message: str, hint: str) -> Finding:
    """Return the finding that a whole file is refused."""
    return Finding("error", "file", message, hint)


def imported_id(key: str) -> str:
    """Return the id that a card from elsewhere has in any bank: the same each time it comes."""
    name = key.partition("/")[2]
    if name.startswith(IMPORTED):  # it came from elsewhere before
        return name
    return IMPORTED + hashlib.sha256(key.encode()).hexdigest()[:16]


def plan(rows: Iterable[CardRow], bank: Standing) -> list[Step]:
    """Say of each row what becomes of it; the order stays."""
    by_front: dict[str, str] = {}
    for name, card in bank.cards.items():
        by_front.setdefault(folded(card.front), name)
    taken: dict[str, str] = {}
    steps = []
    for row in rows:
        step = _step(row, bank, by_front)
        if step.card is not None:
            first = taken.setdefault(step.card.id, row.place)
            if first != row.place:
                step = Step(row, Outcome.REFUSED, why=f"This card stands in the file twice: see {first}.")
        steps.append(step)
    return steps


def folded(text: str) -> str:
    """Return a text as two cards are told apart by: no matter the case, the spaces and the emphasis."""
    return " ".join(text.replace("*", "").casefold().split())


def _step(row: CardRow, bank: Standing, by_front: Mapping[str, str]) -> Step:
    if row.problem:
        return Step(row, Outcome.REFUSED, why=row.problem)
    said, notes = _known(row.said, bank)
    name = _name_of(row, bank, by_front)
    before = bank.cards.get(name)
    told = {**before.model_dump(), **said} if before else {"id": name, **said}
    try:
        card = Flashcard.model_validate(told)
    except ValidationError as error:
        return Step(row, Outcome.REFUSED, why=_why(findings_of(error)))
    if before is None:
        return Step(row, Outcome.NEW, card, notes=(*row.notes, *notes))
    if _says(before) == _says(card):
        if before.status is Status.RETIRED and name in bank.changeable:
            return Step(row, Outcome.CHANGED, card, before, notes=(*row.notes, "It was retired."))
        return Step(row, Outcome.SAME, before, before)
    if name not in bank.changeable:
        why = "It differs from the card that the unit’s file has. Change it there, in flashcards.yaml."
        return Step(row, Outcome.REFUSED, why=why)
    return Step(row, Outcome.CHANGED, card, before, notes=(*row.notes, *notes))


def _name_of(row: CardRow, bank: Standing, by_front: Mapping[str, str]) -> str:
    unit, _, name = row.key.partition("/")
    if unit == bank.bank and name in bank.cards:
        return name
    if row.key in bank.keys:
        return bank.keys[row.key]
    front = folded(str(row.said.get("front", "")))
    own = imported_id(row.key or f"front:{front}")
    return own if own in bank.cards else by_front.get(front, own)


def _known(said: Mapping[str, Any], bank: Standing) -> tuple[dict[str, Any], list[str]]:
    """Leave out what this bank does not have, and say so."""
    kept, notes = dict(said), []
    for name, known, noun in (
        ("cites", bank.passages, "passage"),
        ("objectives", bank.objectives, "objective"),
    ):
        if name not in said:
            continue
        kept[name] = tuple(one for one in said[name] if one in known)
        gone = [one for one in said[name] if one not in known]
        if gone:
            notes.append(f"This unit has no {noun} {', '.join(gone[:3])}: left out.")
    return kept, notes


def _says(card: Flashcard) -> Flashcard:
    return card.model_copy(
        update={"status": Status.DRAFT, "front": card.front.strip(), "back": card.back.strip()}
    )


def _why(findings: Sequence[Finding]) -> str:
    words = []
    for one in findings[:3]:
        name = FIELD_WORDS.get(one.place.partition("[")[0].partition(".")[0], one.place)
        if one.message == "This is empty." or one.message == "This is missing.":
            words.append(f"{name} is empty.")
        else:
            words.append(f"{name}: {one.message[0].lower()}{one.message[1:]}")
    return " ".join(words)


def as_json(read: CardsRead) -> list[dict[str, Any]]:
    """Return the rows as JSON keeps them."""
    return [
        {"place": row.place, "said": row.said, "key": row.key, "problem": row.problem, "notes": [*row.notes]}
        for row in read.rows
    ]


def from_json(rows: Iterable[Mapping[str, Any]]) -> list[CardRow]:
    """Return the rows that `as_json` kept."""
    return [replace(CardRow(**row), notes=tuple(row["notes"])) for row in rows]
