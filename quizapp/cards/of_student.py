"""How one student studies, in the figures that a teacher and parents are told."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, select

from quizapp.cards.class_figures import WEEK
from quizapp.cards.days import Day
from quizapp.cards.figures import BACK, not_undone
from quizapp.cards.models import Card, CardReview
from quizapp.core.cards.progress import Retention
from quizapp.core.cards.scheduling import Phase, Rating
from quizapp.extensions import db


@dataclass(frozen=True)
class OfStudent:
    """Cards by how far they are learnt, and what the log says: `last` is when there was study last.

    `due` are those to see today, `reviews` those of the last seven days, `known` looks back thirty.
    """

    cards: int
    due: int
    learnt: int
    begun: int
    new: int
    reviews: int
    known: Retention
    last: datetime | None


def of_student(user_id: int, day: Day, now: datetime, *scope: ColumnElement[bool]) -> OfStudent:
    """Return the figures of a student's cards, those under `scope` only."""
    total, due, learnt, new = db.session.execute(
        select(
            func.count(),
            _sum(Card.due_at < day.end),
            _sum(Card.phase == int(Phase.REVIEW)),
            _sum(Card.phase == int(Phase.NEW)),
        ).where(Card.user_id == user_id, Card.away_at.is_(None), *scope)
    ).one()
    came_back = (CardReview.phase == int(Phase.REVIEW)) & (CardReview.at >= now - BACK)
    reviews, back, known, last = db.session.execute(
        select(
            _sum(CardReview.at >= day.end - WEEK),
            _sum(came_back),
            _sum(came_back & (CardReview.rating > int(Rating.AGAIN))),
            func.max(CardReview.at),
        )
        .join(Card, Card.id == CardReview.card_id)
        .where(CardReview.user_id == user_id, CardReview.kind == "study", not_undone(), *scope)
    ).one()
    return OfStudent(total, due, learnt, total - learnt - new, new, reviews, Retention(known, back), last)


def _sum(condition: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
