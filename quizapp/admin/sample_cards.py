"""What the made-up students of the sample class study: some much, some little, some nothing."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert, select

from quizapp.banks.models import Bank, Flashcard
from quizapp.cards.models import Card, CardReview, Deck, DeckCard
from quizapp.cards.sources import Source, Unit
from quizapp.cards.store import MEMORY, memory_values
from quizapp.core.made_up.sitting import Person
from quizapp.core.made_up.studying import Habit, Studied, study
from quizapp.extensions import db

DAYS = 42
"""Six weeks, up to today."""

HABITS = (0.85, 0.6, 0.0, 0.35, 0.75, 0.15, 0.5, 0.0)
"""On which share of days a student studies, one after the other; 0: took the cards and never began."""

WITHOUT = 4
"""Every so-manieth student has no cards at all."""

FIRST = 40
"""Cards of the unit that anyone gets to in that time."""

HARD = 2.6


def give_cards(bank: Bank, students: dict[int, Person], now: datetime, rng: Random) -> None:
    """Let students study the cards of a unit; nothing where it has none."""
    found = Unit(bank).whole()
    if not found:
        return
    hardness = _hardness(found[:FIRST], rng)
    made: list[tuple[int, float]] = []
    logs: dict[int, tuple[list[Studied], list[Any]]] = {}
    for place, (user_id, person) in enumerate(students.items()):
        if place % WITHOUT == WITHOUT - 1:
            continue
        diligence = HABITS[len(made) % len(HABITS)]
        habit = Habit(diligence, max(0.5, 1 + 0.25 * person.ability), FIRST)
        begins = [
            now - timedelta(days=back, minutes=rng.uniform(60, 240)) for back in range(DAYS - 1, -1, -1)
        ]
        logs[user_id] = study(habit, hardness, begins, rng)
        made.append((user_id, diligence))
    _store(bank, found, logs, now - timedelta(days=DAYS), rng)


def _hardness(found: Iterable[Source], rng: Random) -> list[float]:
    """Make the cards of one passage hard, and each of the others a little harder or easier."""
    rows = list(found)
    ids = {one.flashcard_id for one in rows}
    cards = db.session.scalars(select(Flashcard).where(Flashcard.id.in_(ids)))
    cites: dict[int | None, str] = {card.id: card.record.get("cites", [""])[0] for card in cards}
    hard = cites[rows[len(rows) // 2].flashcard_id] if rows else ""
    return [HARD if cites[one.flashcard_id] == hard else rng.uniform(0.7, 1.4) for one in rows]


def _store(
    bank: Bank,
    found: list[Source],
    logs: dict[int, tuple[list[Studied], list[Any]]],
    added: datetime,
    rng: Random,
) -> None:
    decks = [
        Deck(
            user_id=user_id,
            kind="unit",
            bank_id=bank.id,
            about=str(bank.id),
            title=bank.title,
            created_at=added,
        )
        for user_id in logs
    ]
    db.session.add_all(decks)
    db.session.flush()
    rows: list[dict[str, Any]] = []
    for user_id, (_, memories) in logs.items():
        for place, source in enumerate(found):
            memory = memories[place] if place < len(memories) else None
            rows.append(
                {
                    "user_id": user_id,
                    "origin": source.origin,
                    "family": source.family,
                    "side": source.side,
                    "bank_id": source.bank_id,
                    "flashcard_id": source.flashcard_id,
                    "added_at": added,
                    **dict(zip(MEMORY, memory_values(memory) if memory else UNSEEN, strict=True)),
                }
            )
    db.session.execute(insert(Card), rows)
    ids = {
        (user_id, origin): number
        for number, user_id, origin in db.session.execute(
            select(Card.id, Card.user_id, Card.origin).where(Card.user_id.in_(logs))
        )
    }
    inside = [
        {"deck_id": deck.id, "card_id": ids[deck.user_id, source.origin]}
        for deck in decks
        for source in found
    ]
    db.session.execute(insert(DeckCard), inside)
    reviews = [
        {
            "card_id": ids[user_id, found[one.card].origin],
            "user_id": user_id,
            "review_id": f"sample-{number}",
            "kind": "study",
            "at": one.review.at,
            "received_at": one.review.at,
            "rating": int(one.review.rating),
            "phase": int(one.before.phase),
            "retention": one.review.retention,
            "until": one.review.until,
            "spread": one.review.spread,
        }
        for user_id, (log, _) in logs.items()
        for number, one in enumerate(log, 1)
    ]
    if reviews:
        db.session.execute(insert(CardReview), reviews)


UNSEEN = (0, None, None, None, None, None, None, 0, 0)
