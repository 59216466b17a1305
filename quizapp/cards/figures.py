"""How studying goes for one student: what is due, the days to come, what was known."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import aliased

from quizapp.cards.days import Day, date_of
from quizapp.cards.models import Card, CardReview, DeckCard
from quizapp.core.cards.progress import Habit, Retention, forecast, habit_of
from quizapp.core.cards.scheduling import Phase, Rating
from quizapp.extensions import db

AHEAD = timedelta(days=7)
BACK = timedelta(days=30)
HABIT = timedelta(weeks=12)


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


def habit(user_id: int, day: Day) -> Habit:
    """Return on how many of the last days there was study."""
    moments = db.session.scalars(
        select(CardReview.at).where(
            CardReview.user_id == user_id,
            CardReview.at >= day.start - HABIT,
            CardReview.kind == "study",
            not_undone(),
        )
    )
    return habit_of({date_of(at) for at in moments}, day.date)


def coming(user_id: int, day: Day) -> list[tuple[date, int]]:
    """Return how many cards come back today and on each of the six days after."""
    due = db.session.scalars(
        select(Card.due_at).where(
            Card.user_id == user_id, Card.away_at.is_(None), Card.due_at < day.start + AHEAD
        )
    )
    return list(forecast((date_of(at) for at in due if at), day.date))


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
