"""The flashcards of a bank: those its file has, and those made in the app from drafts or other files."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload
from werkzeug.exceptions import NotFound

from quizapp.accounts import audit
from quizapp.accounts.models import User
from quizapp.banks import service
from quizapp.banks.models import Bank, Flashcard, FlashcardCite, Passage
from quizapp.core.bank import model as core
from quizapp.core.formats.cards import IMPORTED
from quizapp.extensions import Model, db

MADE_HERE = "drafted-card-"
"""How the names of cards begin that were drafted in the app."""

WRITTEN = "written-card-"
"""How the names of cards begin that somebody wrote in the app."""


def flashcards_of(bank: Bank) -> list[Flashcard]:
    """Return the cards in the order of the passages they cite first; those that cite none come last."""
    query = (
        select(Flashcard)
        .options(selectinload(Flashcard.cites).joinedload(FlashcardCite.passage).joinedload(Passage.reading))
        .where(Flashcard.bank_id == bank.id)
        .order_by(Flashcard.id)
    )
    return sorted(db.session.scalars(query), key=_place)


def card_made_here(bank: Bank, slug: str) -> Flashcard:
    """Return a card of the bank that was made in the app, or raise NotFound: others their file has."""
    row = db.session.scalar(select(Flashcard).where(Flashcard.bank_id == bank.id, Flashcard.slug == slug))
    if row is None or not is_made_here(row):
        raise NotFound
    return row


def is_made_here(row: Flashcard) -> bool:
    """Tell whether a card was made in the app, so that no file will overwrite what is changed in it."""
    return row.slug.startswith((MADE_HERE, IMPORTED, WRITTEN))


def card_of(row: Flashcard) -> core.Flashcard:
    """Return the card of a row."""
    return core.Flashcard.model_validate({**row.record, "id": row.slug, "status": row.status})


def new_slug(bank: Bank) -> str:
    """Return a name that no card of the bank has, for one that is written in the app."""
    taken = set(db.session.scalars(select(Flashcard.slug).where(Flashcard.bank_id == bank.id)))
    return next(name for number in count(1) if (name := f"{WRITTEN}{number}") not in taken)


def create_card(bank: Bank, card: core.Flashcard, *, author: User, now: datetime) -> Flashcard:
    """Add a card, and log it."""
    row = Flashcard(bank=bank, slug=card.id, created_at=now)
    write_card(row, card, now=now)
    audit.record(author, "card.create", f"{bank.slug}/{row.slug}", now=now, status=row.status)
    return row


def save_card(row: Flashcard, card: core.Flashcard, *, author: User, now: datetime) -> bool:
    """Change what a card says and its state, and log it; False if nothing changed."""
    if card == card_of(row):
        return False
    before = row.status
    if card.digest != row.digest:
        audit.record(author, "card.edit", f"{row.bank.slug}/{row.slug}", now=now)
    write_card(row, card, now=now)
    if before != row.status:
        detail: dict[str, Any] = {"from": before, "to": row.status}
        audit.record(author, "card.status", f"{row.bank.slug}/{row.slug}", now=now, **detail)
    return True


def _place(card: Flashcard) -> tuple[bool, int, int]:
    if not card.cites:
        return True, 0, 0
    first = card.cites[0].passage
    return False, first.reading.position, first.position


def write_card(row: Flashcard, card: core.Flashcard, *, now: datetime) -> None:
    """Make the row say what the card says; what it says is as good as checked against its passages now."""
    same = row.digest == card.digest
    seen = {cite.passage_id: cite.digest for cite in row.cites} if same else {}
    _say(row, card, now)
    row.cites.clear()
    db.session.add(row)
    db.session.flush()  # or a passage that is cited before and after would be there twice for a moment
    _cite(row, service.cited_passages(row.bank, card.cites), seen)
    db.session.flush()


def add_cards(bank: Bank, cards: Iterable[core.Flashcard], *, now: datetime) -> None:
    """Add many cards at once, none of which the bank has."""
    passages = {service.passage_name(passage): passage for passage in service.passages_of(bank)}
    for card in cards:
        row = Flashcard(bank_id=bank.id, slug=card.id, created_at=now)
        _say(row, card, now)
        _cite(row, [passages[name] for name in dict.fromkeys(card.cites) if name in passages], {})
        db.session.add(row)
    db.session.flush()


def remove_card(row: Flashcard, *, now: datetime) -> None:
    """Delete a card that nobody has learned from; retire one that somebody has."""
    if _is_learned(row):
        write_card(row, card_of(row).model_copy(update={"status": core.Status.RETIRED}), now=now)
    else:
        db.session.delete(row)
        db.session.flush()


def _is_learned(row: Flashcard) -> bool:
    """Tell whether anything would go with a card: features above this one have tables that hang on it."""
    for table in Model.metadata.tables.values():
        for key in table.foreign_keys:
            if (
                key.column.table is Flashcard.__table__
                and key.ondelete == "CASCADE"
                and table is not FlashcardCite.__table__
                and db.session.execute(select(key.parent).where(key.parent == row.id).limit(1)).first()
            ):
                return True
    return False


def _say(row: Flashcard, card: core.Flashcard, now: datetime) -> None:
    row.status = card.status.value
    row.front, row.back, row.reversed = card.front, card.back, card.reversed
    row.record = {k: v for k, v in card.as_mapping().items() if k not in ("id", "status")}
    row.digest, row.updated_at = card.digest, now


def _cite(row: Flashcard, passages: Iterable[Passage], seen: Mapping[int, str]) -> None:
    row.cites += [
        FlashcardCite(passage_id=passage.id, position=position, digest=seen.get(passage.id, passage.digest))
        for position, passage in enumerate(passages)
    ]
