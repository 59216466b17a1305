"""What cards can be made of: a unit's flashcards and terms, a question, a student's own note."""

from collections.abc import Iterable
from dataclasses import dataclass

from quizapp.banks.flashcards import flashcards_of
from quizapp.banks.models import Bank, Flashcard, Passage
from quizapp.cards.models import CardNote
from quizapp.core.bank.model import Status
from quizapp.core.cards.cloze import gaps_of


@dataclass(frozen=True)
class Source:
    """One card that is to be: see models.Card."""

    family: str
    side: int = 0
    bank_id: int | None = None
    flashcard_id: int | None = None
    question_id: int | None = None
    revision_id: int | None = None
    note_id: int | None = None
    term: str | None = None
    assignment_id: int | None = None
    why: str = ""

    @property
    def origin(self) -> str:
        return f"{self.family}:{self.side}"


class Unit:
    """What of a unit can be cards, read once."""

    def __init__(self, bank: Bank) -> None:
        self.bank = bank
        self.flashcards = [row for row in flashcards_of(bank) if row.status == Status.APPROVED]

    def whole(self) -> list[Source]:
        """Return the cards of all its flashcards."""
        return _of_flashcards(self.flashcards)

    def passage(self, passage: Passage) -> list[Source]:
        """Return the cards of what cites a passage: flashcards, then terms."""
        name = f"{passage.reading.slug}/{passage.slug}"
        rows = [row for row in self.flashcards if name in row.record.get("cites", ())]
        return _of_flashcards(rows) + self.glossary(name)

    def objective(self, objective: str) -> list[Source]:
        """Return the cards of the flashcards that serve an objective."""
        return _of_flashcards(row for row in self.flashcards if objective in row.record.get("objectives", ()))

    def glossary(self, passage: str = "") -> list[Source]:
        """Return the cards of its terms, or of those that a passage explains."""
        return [
            Source(f"term:{self.bank.id}:{one['term']}", 0, self.bank.id, term=one["term"])
            for one in self.bank.glossary
            if not passage or passage in one.get("cites", ())
        ]


def _of_flashcards(rows: Iterable[Flashcard]) -> list[Source]:
    return [
        Source(f"flashcard:{row.id}", side, row.bank_id, flashcard_id=row.id)
        for row in rows
        for side in _sides("cloze" if row.cloze else "reversed" if row.reversed else "basic", row.front)
    ]


def _sides(kind: str, front: str) -> Iterable[int]:
    """Return the sides of a card of this kind: the front, its reverse, or each gap."""
    return {"basic": (0,), "reversed": (0, 1), "cloze": range(1, len(gaps_of(front)) + 1)}[kind]


def of_question(bank_id: int, question_id: int, revision_id: int, *, assignment_id: int, why: str) -> Source:
    """Return the card of a question, as the revision has it whose key counts."""
    return Source(
        f"question:{question_id}",
        0,
        bank_id,
        question_id=question_id,
        revision_id=revision_id,
        assignment_id=assignment_id,
        why=why,
    )


def of_note(note: CardNote) -> list[Source]:
    """Return the cards of what a student wrote."""
    bank_id = note.passage.reading.bank_id if note.passage else None
    return [
        Source(f"note:{note.id}", side, bank_id, note_id=note.id) for side in _sides(note.kind, note.front)
    ]
