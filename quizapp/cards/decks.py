"""A student's decks: added, brought up to date with their unit, put away and brought back.

What writes takes the connection it runs on: the request's own, or the writer's.
"""

from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import datetime
from typing import cast

from sqlalchemy import Table, delete, exists, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.orm import joinedload
from werkzeug.exceptions import NotFound

from quizapp.accounts.models import User
from quizapp.banks import service as banks
from quizapp.banks.models import Bank, Passage
from quizapp.cards import sources
from quizapp.cards.models import Card, CardNote, Deck, DeckCard
from quizapp.cards.sources import Source
from quizapp.cards.store import cards, deck_cards, decks
from quizapp.extensions import db

CHUNK = 500
MOST_LISTED = 300
OF_UNITS = ("unit", "passage", "objective", "glossary")
notes = cast(Table, CardNote.__table__)


class DeckError(ValueError):
    """What cannot be done with a deck; the message says why, in a student's words."""


# ---- loaders


def deck_for(user: User, deck_id: int, *, removed: bool = False) -> Deck:
    """Return the user's own deck; NotFound for another's, or one put away unless that is wanted."""
    row = db.session.get(Deck, deck_id)
    if row is None or row.user_id != user.id or (row.removed_at and not removed):
        raise NotFound
    return row


def decks_of(user: User) -> list[Deck]:
    """Return the user's decks, in the order they came."""
    return list(
        db.session.scalars(
            select(Deck).where(Deck.user_id == user.id, Deck.removed_at.is_(None)).order_by(Deck.id)
        )
    )


def cards_in(deck: Deck) -> list[Card]:
    """Return the cards of a deck in the order they came, MOST_LISTED at most."""
    rows = db.session.scalars(
        select(Card)
        .join(DeckCard, DeckCard.card_id == Card.id)
        .where(DeckCard.deck_id == deck.id)
        .options(joinedload(Card.flashcard), joinedload(Card.note), joinedload(Card.bank))
        .order_by(Card.note_id, Card.id)
        .limit(MOST_LISTED)
    )
    return list(rows)


# ---- adding


def add_unit_deck(user: User, bank: Bank, kind: str, key: str, *, now: datetime) -> Deck:
    """Give the user the deck of a unit, or of a part of it; NotFound if there is nothing in it."""
    title, found = _of_part(sources.Unit(bank), kind, key)
    if not found:
        raise NotFound
    connection = db.session.connection()
    about = f"{bank.id}:{key}" if key else str(bank.id)
    deck_id = ensure_deck(connection, user.id, kind, about, title, bank_id=bank.id, now=now)
    put(connection, user.id, deck_id, found, now=now)
    return deck_for(user, deck_id)


def _of_part(unit: sources.Unit, kind: str, key: str) -> tuple[str, list[Source]]:
    """Return the title of a part of a unit, and its cards; NotFound for what the unit has not."""
    bank = unit.bank
    if kind == "unit" and not key:
        return bank.title, unit.whole()
    if kind == "glossary" and not key:
        return f"Terms of {bank.title}", unit.glossary()
    if kind == "objective":
        text = next((one["text"] for one in bank.meta.get("objectives", ()) if one["id"] == key), None)
        if text:
            return text, unit.objective(key)
    if kind == "passage" and key.isascii() and key.isdecimal() and len(key) < 10:
        passage = db.session.get(Passage, int(key))
        if passage and passage.reading.bank_id == bank.id and passage.removed_at is None:
            return f"¶ {passage.number} of {passage.reading.title}", unit.passage(passage)
    raise NotFound


def ensure_deck(
    connection: Connection,
    user_id: int,
    kind: str,
    about: str,
    title: str,
    *,
    bank_id: int | None = None,
    now: datetime,
) -> int:
    """Return the id of the deck of this kind about this, made or brought back if need be."""
    same = (decks.c.user_id == user_id, decks.c.kind == kind, decks.c.about == about)
    row = connection.execute(select(decks.c.id, decks.c.removed_at).where(*same)).one_or_none()
    if row is None:
        values = {"user_id": user_id, "kind": kind, "about": about, "title": title[:300]}
        added = decks.insert().values(**values, bank_id=bank_id, created_at=now).returning(decks.c.id)
        return int(connection.execute(added).scalar_one())
    if row.removed_at:
        connection.execute(update(decks).where(decks.c.id == row.id).values(removed_at=None))
    return int(row.id)


def put(
    connection: Connection, user_id: int, deck_id: int, found: Iterable[Source], *, now: datetime
) -> dict[str, int]:
    """Lay cards into a deck, made where the student has none of that origin; return them by origin."""
    wanted = {source.origin: source for source in found}
    have = _have(connection, user_id, wanted.keys())
    new = [
        {**asdict(source), "origin": origin, "user_id": user_id, "added_at": now, **_UNSEEN}
        for origin, source in wanted.items()
        if origin not in have
    ]
    if new:
        connection.execute(cards.insert(), new)
        have = _have(connection, user_id, wanted.keys())
    inside = set(
        connection.execute(select(deck_cards.c.card_id).where(deck_cards.c.deck_id == deck_id)).scalars()
    )
    rows = [{"deck_id": deck_id, "card_id": number} for number in have.values() if number not in inside]
    if rows:
        connection.execute(deck_cards.insert(), rows)
    settle(connection, user_id, now=now)
    return have


_UNSEEN = {"phase": 0, "reviews": 0, "lapses": 0}


def _have(connection: Connection, user_id: int, origins: Collection[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    wanted = list(origins)
    for first in range(0, len(wanted), CHUNK):
        some = wanted[first : first + CHUNK]
        rows = connection.execute(
            select(cards.c.origin, cards.c.id).where(cards.c.user_id == user_id, cards.c.origin.in_(some))
        )
        found |= {row.origin: row.id for row in rows}
    return {origin: found[origin] for origin in wanted if origin in found}


# ---- keeping up, putting away


def sources_now(deck: Deck) -> list[Source] | None:
    """Return the cards that a deck should have; None for one that is as it was filled."""
    if deck.kind == "own":
        rows = db.session.scalars(
            select(CardNote)
            .where(CardNote.user_id == deck.user_id, CardNote.deleted_at.is_(None))
            .order_by(CardNote.id)
        )
        return [source for note in rows for source in sources.of_note(note)]
    if deck.kind in OF_UNITS and deck.bank:
        try:
            return _of_part(sources.Unit(deck.bank), deck.kind, deck.about.partition(":")[2])[1]
        except NotFound:
            return []  # its passage or objective is gone
    return None


def out_of_date(deck: Deck) -> list[Source] | None:
    """Return what a deck should have, if that is not what it has."""
    wanted = sources_now(deck)
    if wanted is None:
        return None
    has = db.session.scalars(
        select(cards.c.origin)
        .join(deck_cards, deck_cards.c.card_id == cards.c.id)
        .where(deck_cards.c.deck_id == deck.id)
    )
    return wanted if {source.origin for source in wanted} != set(has) else None


def bring_up_to_date(
    connection: Connection, user_id: int, deck_id: int, wanted: list[Source], *, now: datetime
) -> None:
    """Let a deck have these cards and no others."""
    have = put(connection, user_id, deck_id, wanted, now=now)
    inside = connection.execute(select(deck_cards.c.card_id).where(deck_cards.c.deck_id == deck_id)).scalars()
    gone = set(inside) - set(have.values())
    if gone:
        connection.execute(
            delete(deck_cards).where(deck_cards.c.deck_id == deck_id, deck_cards.c.card_id.in_(gone))
        )
        settle(connection, user_id, now=now)


def settle(connection: Connection, user_id: int, *, now: datetime) -> None:
    """Put away the cards that lie in no deck, and bring back those that do; what is remembered stays."""
    lies = exists().where(
        deck_cards.c.card_id == cards.c.id,
        decks.c.id == deck_cards.c.deck_id,
        decks.c.removed_at.is_(None),
    )
    mine = cards.c.user_id == user_id
    connection.execute(update(cards).where(mine, cards.c.away_at.is_(None), ~lies).values(away_at=now))
    connection.execute(update(cards).where(mine, cards.c.away_at.is_not(None), lies).values(away_at=None))


def may_take_out(deck: Deck) -> bool:
    """Tell whether single cards can be taken out of a deck: of one that is not filled anew from its unit."""
    return deck.kind in ("missed", "sent")


def set_taken_out(deck: Deck, card_id: int, taken_out: bool, *, now: datetime) -> None:
    """Take a card out of a deck, or lay it back; what is remembered of it stays.

    NotFound for another's card; DeckError for a deck whose cards stay together.
    """
    card = db.session.get(Card, card_id)
    if card is None or card.user_id != deck.user_id:
        raise NotFound
    if card.question_id is None or not may_take_out(deck):
        raise DeckError("This deck keeps all its cards. You can put the whole deck away.")
    lies = db.session.get(DeckCard, (deck.id, card_id))
    if taken_out and lies:
        db.session.delete(lies)
    elif not taken_out and lies is None:
        if card.assignment_id is None:  # to lie in a deck would free its answer: see setting_aside
            raise DeckError("The quiz this card came from was deleted. The card cannot be laid back.")
        db.session.add(DeckCard(deck_id=deck.id, card_id=card_id))
    db.session.flush()
    settle(db.session.connection(), deck.user_id, now=now)


def set_removed(deck: Deck, removed: bool, *, now: datetime) -> None:
    """Put a deck away with the cards that lie in no other, or bring it back."""
    deck.removed_at = now if removed else None
    db.session.flush()
    settle(db.session.connection(), deck.user_id, now=now)


def parts_of(bank: Bank) -> list[tuple[str, str, str, int]]:
    """Return what of a unit can be a deck: kind, key, words and number of cards, without the empty ones."""
    parts = [("unit", "", f"All of {bank.title}"), ("glossary", "", "The words to know")]
    parts += [("objective", one["id"], one["text"]) for one in bank.meta.get("objectives", ())]
    for passage in banks.passages_of(bank):
        parts.append(("passage", str(passage.id), f"¶ {passage.number} {passage.section}"))
    unit = sources.Unit(bank)
    counted = [(kind, key, words, len(_of_part(unit, kind, key)[1])) for kind, key, words in parts]
    return [part for part in counted if part[3]]
