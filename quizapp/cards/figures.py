"""How studying goes for one student: what is due, the days to come, what was known."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, case, func, select
from sqlalchemy.orm import aliased

from quizapp.cards.days import Day, before
from quizapp.cards.models import Card, CardReview, DeckCard
from quizapp.cards.store import cards, log
from quizapp.core.cards.progress import Habit, Retention, habit_of
from quizapp.core.cards.scheduling import Phase, Rating
from quizapp.db.quick import Quick
from quizapp.extensions import db
from quizapp.web.transaction import read_link

BACK = timedelta(days=30)
HABIT = 84
"""Days that are looked back on: twelve weeks."""
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def not_undone() -> ColumnElement[bool]:
    """Return the condition that a line of the log was not taken back."""
    undo = aliased(CardReview)
    return ~select(undo.id).where(undo.undoes_id == CardReview.id).exists()


def retention_since(user_id: int, since: datetime) -> Retention:
    """Return how many of the learnt cards that came back were known."""
    row = db.session.execute(
        select(func.count(), func.sum(case((CardReview.rating > int(Rating.AGAIN), 1), else_=0))).where(
            CardReview.user_id == user_id,
            CardReview.at >= since,
            CardReview.kind == "study",
            CardReview.phase == int(Phase.REVIEW),
            not_undone(),
        )
    ).one()
    return Retention(int(row[1] or 0), int(row[0]))


_undo = log.alias("undo")
STUDIED = Quick(
    select(log.c.id)
    .where(
        log.c.user_id == bindparam("user_id"),
        log.c.at >= bindparam("first"),
        log.c.at < bindparam("last"),
        log.c.kind == "study",
        ~select(_undo.c.id).where(_undo.c.undoes_id == log.c.id).exists(),
    )
    .limit(1)
)
COMING = Quick(
    select(func.count()).where(
        cards.c.user_id == bindparam("user_id"),
        cards.c.phase != int(Phase.NEW),
        cards.c.away_at.is_(None),
        cards.c.due_at >= bindparam("first"),
        cards.c.due_at < bindparam("last"),
    )
)


def habit(user_id: int, day: Day) -> Habit:
    """Return on how many of the last days there was study. One look a day: a log may be long."""
    days = [before(day, back) for back in range(HABIT)]
    studied = [
        one.date
        for one in days
        if STUDIED.one(read_link(), user_id=user_id, first=one.start, last=one.end) is not None
    ]
    return habit_of(studied, day.date)


def coming(user_id: int, day: Day) -> list[tuple[date, int]]:
    """Return how many cards come back today, the overdue among them, and on each of the six days after."""
    week = [before(day, -ahead) for ahead in range(7)]
    firsts = [LONG_AGO, *(one.start for one in week[1:])]
    return [
        (one.date, COMING.rows(read_link(), user_id=user_id, first=first, last=one.end)[0][0])
        for one, first in zip(week, firsts, strict=True)
    ]


LEARNT = Quick(
    select(cards.c.id)
    .where(cards.c.user_id == bindparam("user_id"), cards.c.phase == int(Phase.REVIEW))
    .limit(1)
)


def has_learnt(user_id: int) -> bool:
    """Tell whether a student has learnt a card yet: who has knows how cards come back."""
    return LEARNT.one(read_link(), user_id=user_id) is not None


@dataclass(frozen=True)
class DeckFigures:
    """What of a deck is there, not begun, and due today."""

    cards: int = 0
    new: int = 0
    due: int = 0


def of_decks(user_id: int, day: Day) -> dict[int, DeckFigures]:
    """Return the figures of each of a student's decks."""
    new = case((Card.phase == int(Phase.NEW), 1), else_=0)
    due = case((Card.due_at < day.end, 1), else_=0)
    rows = db.session.execute(
        select(DeckCard.deck_id, func.count(), func.sum(new), func.sum(due))
        .join(Card, Card.id == DeckCard.card_id)
        .where(Card.user_id == user_id)
        .group_by(DeckCard.deck_id)
    )
    return {number: DeckFigures(count, int(new), int(due)) for number, count, new, due in rows}
