"""The flashcards of a bank, as its file has them."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from quizapp.banks import service
from quizapp.banks.models import Bank, Flashcard, FlashcardCite, Passage
from quizapp.core.bank import model as core
from quizapp.extensions import db


def flashcards_of(bank: Bank) -> list[Flashcard]:
    """Return the cards in the order of the passages they cite first; those that cite none come last."""
    query = (
        select(Flashcard)
        .options(selectinload(Flashcard.cites).joinedload(FlashcardCite.passage).joinedload(Passage.reading))
        .where(Flashcard.bank_id == bank.id)
        .order_by(Flashcard.id)
    )
    return sorted(db.session.scalars(query), key=_place)


def _place(card: Flashcard) -> tuple[bool, int, int]:
    if not card.cites:
        return True, 0, 0
    first = card.cites[0].passage
    return False, first.reading.position, first.position


def write_card(row: Flashcard, card: core.Flashcard, *, now: datetime) -> None:
    """Make the row say what the card says; what it says is as good as checked against its passages now."""
    same = row.digest == card.digest
    seen = {cite.passage_id: cite.digest for cite in row.cites} if same else {}
    row.status = card.status.value
    row.front, row.back, row.reversed = card.front, card.back, card.reversed
    row.record = {k: v for k, v in card.as_mapping().items() if k not in ("id", "status")}
    row.digest, row.updated_at = card.digest, now
    row.cites.clear()
    db.session.add(row)
    db.session.flush()  # or a passage that is cited before and after would be there twice for a moment
    row.cites += [
        FlashcardCite(passage_id=passage.id, position=position, digest=seen.get(passage.id, passage.digest))
        for position, passage in enumerate(service.cited_passages(row.bank, card.cites))
    ]
    db.session.flush()
