"""Which card comes next, and how many are left today."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select

from quizapp.cards.days import Day
from quizapp.cards.store import STEPS, cards, deck_cards, log
from quizapp.core.cards.scheduling import Phase
from quizapp.db.quick import Link, Quick

AHEAD = timedelta(minutes=20)
"""A card just begun comes back this much sooner if nothing else is left."""

USER: ColumnElement[int] = bindparam("user_id")


def _mine(*conditions: ColumnElement[bool]) -> Select[Any]:
    return select(cards.c.id).where(cards.c.user_id == USER, cards.c.away_at.is_(None), *conditions)


def _in_deck(statement: Select[Any]) -> Select[Any]:
    inside = select(deck_cards.c.card_id).where(deck_cards.c.deck_id == bindparam("deck_id"))
    return statement.where(cards.c.id.in_(inside))


# Not IN: its list would be written out only when the statement runs.
_STEP = _mine(or_(*(cards.c.phase == step for step in STEPS)), cards.c.due_at <= bindparam("now"))
_DUE = _mine(cards.c.phase == int(Phase.REVIEW), cards.c.due_at < bindparam("day_end"))
_sibling = cards.alias("sibling")
# The other side of what was seen today would be no question any more.
_NEW = _mine(
    cards.c.phase == int(Phase.NEW),
    ~select(_sibling.c.id)
    .where(
        _sibling.c.user_id == cards.c.user_id,
        _sibling.c.family == cards.c.family,
        _sibling.c.last_at >= bindparam("day_start"),
    )
    .exists(),
)


class _Both(NamedTuple):
    """A statement on all of a student's cards, and on one deck."""

    of_all: Quick
    of_deck: Quick

    def value(self, link: Link, deck_id: int | None, **values: Any) -> int | None:
        statement = self.of_all if deck_id is None else self.of_deck
        row = statement.one(link, **values, **({} if deck_id is None else {"deck_id": deck_id}))
        return row and row[0]

    def every(self, link: Link, deck_id: int | None, **values: Any) -> list[int]:
        statement = self.of_all if deck_id is None else self.of_deck
        rows = statement.rows(link, **values, **({} if deck_id is None else {"deck_id": deck_id}))
        return [row[0] for row in rows]


def _both(statement: Select[Any], finish: Any) -> _Both:
    return _Both(Quick(finish(statement)), Quick(finish(_in_deck(statement))))


def _first(*order: Any) -> Any:
    return lambda statement: statement.order_by(*order).limit(1)


def _some(*order: Any) -> Any:
    return lambda statement: statement.order_by(*order).limit(bindparam("most"))


def _count(statement: Select[Any]) -> Select[Any]:
    return select(func.count()).select_from(statement.subquery())


FIRST_STEP = _both(_STEP, _first(cards.c.due_at, cards.c.id))
FIRST_DUE = _both(_DUE, _first(cards.c.due_at, cards.c.id))
FIRST_NEW = _both(_NEW, _first(cards.c.id))
STEPS_LEFT = _both(_STEP, _count)
DUE_LEFT = _both(_DUE, _count)
NEW_LEFT = _both(_NEW, lambda statement: _count(statement.limit(bindparam("most"))))
BEGUN = Quick(select(func.count()).where(cards.c.user_id == USER, cards.c.begun_at >= bindparam("day_start")))
COMING = _both(
    _mine(cards.c.phase != int(Phase.NEW), cards.c.due_at < bindparam("until")),
    _some(cards.c.due_at, cards.c.id),
)
NEXT_NEW = _both(_NEW, _some(cards.c.id))
_undo = log.alias("undo")
DONE = Quick(
    select(func.count(log.c.card_id.distinct())).where(
        log.c.user_id == USER,
        log.c.at >= bindparam("day_start"),
        log.c.kind == "study",
        ~select(_undo.c.id).where(_undo.c.undoes_id == log.c.id).exists(),
    )
)


class Left(NamedTuple):
    """What is left of today: cards due (of those begun, and learnt ones), and new ones up to the cap."""

    due: int
    new: int
    done: int

    @property
    def cards(self) -> int:
        return self.due + self.new


def left_today(
    link: Link, user_id: int, day: Day, now: datetime, new_a_day: int, deck_id: int | None = None
) -> Left:
    """Count what is left of today, in all or in one deck."""
    due = STEPS_LEFT.value(link, deck_id, user_id=user_id, now=now + AHEAD) or 0
    due += DUE_LEFT.value(link, deck_id, user_id=user_id, day_end=day.end) or 0
    most = new_left(link, user_id, day, new_a_day)
    new = NEW_LEFT.value(link, deck_id, user_id=user_id, day_start=day.start, most=most) if most else 0
    return Left(due, new or 0, DONE.rows(link, user_id=user_id, day_start=day.start)[0][0])


def next_card(
    link: Link, user_id: int, day: Day, now: datetime, new_a_day: int, deck_id: int | None = None
) -> int | None:
    """Return the card to study now: those begun first, then what is due, then a new one."""
    found = FIRST_STEP.value(link, deck_id, user_id=user_id, now=now)
    found = found or FIRST_DUE.value(link, deck_id, user_id=user_id, day_end=day.end)
    if found is None and new_left(link, user_id, day, new_a_day):
        found = FIRST_NEW.value(link, deck_id, user_id=user_id, day_start=day.start)
    return found or FIRST_STEP.value(link, deck_id, user_id=user_id, now=now + AHEAD)


def new_left(link: Link, user_id: int, day: Day, new_a_day: int) -> int:
    """Return how many new cards may still be begun today."""
    return max(0, new_a_day - BEGUN.rows(link, user_id=user_id, day_start=day.start)[0][0])


def coming(
    link: Link, user_id: int, day: Day, until: datetime, new_a_day: int, deck_id: int | None, most: int
) -> list[int]:
    """Return the cards to be studied up to a moment, soonest first, then the new ones of today."""
    found = COMING.every(link, deck_id, user_id=user_id, until=until, most=most)
    new = new_left(link, user_id, day, new_a_day)
    if new:
        found += NEXT_NEW.every(link, deck_id, user_id=user_id, day_start=day.start, most=new)
    return found[:most]
