"""A student's own cards: written, changed, deleted and brought back."""

from datetime import datetime

from sqlalchemy import func, select
from werkzeug.exceptions import NotFound

from quizapp.accounts.models import User
from quizapp.cards import decks, sources
from quizapp.cards.models import CardNote, Deck
from quizapp.extensions import db

MOST_NOTES = 2_000
LONGEST_FRONT, LONGEST_BACK = 500, 1_000
OWN_DECK = "Your own cards"


def note_for(user: User, note_id: int, *, deleted: bool = False) -> CardNote:
    """Return the user's own note; NotFound for another's, or a deleted one unless that is wanted."""
    row = db.session.get(CardNote, note_id)
    if row is None or row.user_id != user.id or (row.deleted_at and not deleted):
        raise NotFound
    return row


def notes_of(user: User) -> list[CardNote]:
    """Return what the user wrote, the newest first."""
    return list(
        db.session.scalars(
            select(CardNote)
            .where(CardNote.user_id == user.id, CardNote.deleted_at.is_(None))
            .order_by(CardNote.id.desc())
        )
    )


def has_room(user: User) -> bool:
    """Tell whether the user may write another one."""
    count = select(func.count()).where(CardNote.user_id == user.id, CardNote.deleted_at.is_(None))
    return (db.session.scalar(count) or 0) < MOST_NOTES


def write_note(user: User, *, kind: str, front: str, back: str, now: datetime) -> CardNote:
    """Keep what the user wrote, and make its cards."""
    row = CardNote(user_id=user.id, kind=kind, front=front, back=back, created_at=now, updated_at=now)
    db.session.add(row)
    db.session.flush()
    _keep_up(user, now)
    return row


def change_note(note: CardNote, user: User, *, kind: str, front: str, back: str, now: datetime) -> None:
    """Change what the user wrote. What is remembered of a side that stays, stays."""
    note.kind, note.front, note.back, note.updated_at = kind, front, back, now
    db.session.flush()
    _keep_up(user, now)


def set_deleted(note: CardNote, user: User, deleted: bool, *, now: datetime) -> None:
    """Delete what the user wrote, or bring it back as it was, with all that is remembered of it."""
    note.deleted_at = now if deleted else None
    db.session.flush()
    _keep_up(user, now)


def _keep_up(user: User, now: datetime) -> None:
    connection = db.session.connection()
    deck_id = decks.ensure_deck(connection, user.id, "own", "", OWN_DECK, now=now)
    wanted = decks.sources_now(db.session.get_one(Deck, deck_id)) or []
    decks.bring_up_to_date(connection, user.id, deck_id, wanted, now=now)


def cards_of_note(note: CardNote) -> int:
    """Return how many cards a note makes."""
    return len(sources.of_note(note))
