"""Cards and their log in SQL: the short statements of the next card and of one review, without the ORM.

Whose card it is, is part of each statement.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple, cast

from sqlalchemy import Select, Table, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite

from quizapp.cards.models import Card, CardReview, Deck, DeckCard
from quizapp.core.cards.log import Entry
from quizapp.core.cards.scheduling import Memory, Phase, Rating, Review
from quizapp.db.quick import Link, Quick

cards = cast(Table, Card.__table__)
decks = cast(Table, Deck.__table__)
deck_cards = cast(Table, DeckCard.__table__)
log = cast(Table, CardReview.__table__)

MEMORY = ("phase", "step", "stability", "difficulty", "due_at", "last_at", "begun_at", "reviews", "lapses")
STEPS = (int(Phase.LEARNING), int(Phase.RELEARNING))


class Held(NamedTuple):
    """One student's card, as a review needs it."""

    id: int
    bank_id: int | None
    memory: Memory


_HELD = select(cards.c.id, cards.c.bank_id, *(cards.c[name] for name in MEMORY))
HELD = Quick(_HELD.where(cards.c.id == bindparam("card_id"), cards.c.user_id == bindparam("user_id")))
HELD_TO_CHANGE = Quick(cast(Select[Any], HELD.statement).with_for_update())
LOG = Quick(
    select(*(log.c[name] for name in ("id", "at", "rating", "retention", "until", "spread", "undoes_id")))
    .where(log.c.card_id == bindparam("card_id"))
    .order_by(log.c.id)
)
KNOWN = Quick(
    select(log.c.id, log.c.card_id, log.c.rating, log.c.kind, log.c.received_at).where(
        log.c.user_id == bindparam("user_id"), log.c.review_id == bindparam("review_id")
    )
)


def held(link: Link, card_id: int, user_id: int, *, lock: bool = False) -> Held | None:
    """Return the user's own card, or None."""
    row = (HELD_TO_CHANGE if lock else HELD).one(link, card_id=card_id, user_id=user_id)
    return row and Held(row.id, row.bank_id, memory_in(row))


def memory_in(row: Any) -> Memory:
    """Return the memory that a card's row repeats."""
    return Memory(Phase(row.phase), *(getattr(row, name) for name in MEMORY[1:]))


def entries_of(link: Link, card_id: int) -> list[Entry]:
    """Return a card's log."""
    return [entry_in(row) for row in LOG.rows(link, card_id=card_id)]


def entry_in(row: Any) -> Entry:
    """Return a line of the log as the core works with it."""
    if row.undoes_id is not None:
        return Entry(row.id, None, row.undoes_id)
    return Entry(row.id, Review(row.at, Rating(row.rating), row.retention, row.until, row.spread))


def _add(insert: Callable[[Table], Any]) -> Quick:
    names = [column.name for column in log.columns if column.name != "id"]
    statement = insert(log).values({name: bindparam(name, type_=log.c[name].type) for name in names})
    return Quick(
        statement.on_conflict_do_nothing(index_elements=[log.c.user_id, log.c.review_id]).returning(log.c.id)
    )


ADD = {"sqlite": _add(sqlite.insert), "postgresql": _add(postgresql.insert)}


def add_entry(
    link: Link,
    card: Held,
    user_id: int,
    review_id: str,
    kind: str,
    review: Review | None,
    *,
    now: datetime,
    undoes: int | None = None,
) -> int | None:
    """Add a line to the log and return its number; None if one of that name is there already."""
    row = ADD[link.dialect.name].one(
        link,
        card_id=card.id,
        user_id=user_id,
        review_id=review_id,
        kind=kind,
        at=review.at if review else now,
        received_at=now,
        rating=int(review.rating) if review else None,
        phase=int(card.memory.phase),
        retention=review.retention if review else 0.0,
        until=review.until if review else None,
        spread=review.spread if review else 0,
        undoes_id=undoes,
    )
    return row and int(row.id)


PUT = Quick(
    cards.update()
    .where(cards.c.id == bindparam("card_id"))
    .values({name: bindparam(f"new_{name}", type_=cards.c[name].type) for name in MEMORY})
)


def put_memory(link: Link, card_id: int, memory: Memory) -> None:
    """Let a card's row repeat what its log leaves."""
    values = (memory.phase.value, *memory_values(memory)[1:])
    PUT.run(
        link, card_id=card_id, **{f"new_{name}": value for name, value in zip(MEMORY, values, strict=True)}
    )


def memory_values(memory: Memory) -> tuple[Any, ...]:
    """Return a memory in the order of its columns."""
    return (
        memory.phase.value, memory.step, memory.stability, memory.difficulty, memory.due, memory.last,
        memory.begun, memory.reviews, memory.lapses,
    )  # fmt: skip


DUE_BETWEEN = Quick(
    select(func.count()).where(
        cards.c.user_id == bindparam("user_id"),
        cards.c.phase == int(Phase.REVIEW),
        cards.c.due_at >= bindparam("first"),
        cards.c.due_at < bindparam("last"),
    )
)


def load_on(link: Link, user_id: int, days: Iterable[int], now: datetime) -> dict[int, int]:
    """Return how many of a student's cards are due in so many days from now."""
    day = timedelta(days=1)
    return {
        number: DUE_BETWEEN.rows(
            link, user_id=user_id, first=now + number * day, last=now + (number + 1) * day
        )[0][0]
        for number in days
    }
