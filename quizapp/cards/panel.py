"""What the page of a class says of its cards."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from quizapp.cards.class_figures import WEEK
from quizapp.cards.days import day_of
from quizapp.cards.figures import not_undone
from quizapp.cards.models import Card, CardReview
from quizapp.cards.scope import of_class
from quizapp.classes.models import Class
from quizapp.classes.service import enrolled
from quizapp.extensions import db


def class_panel(class_: Class, now: datetime) -> tuple[str, dict[str, Any]] | None:
    """Return how many of a class study this week; None for an empty class."""
    people = [row.user_id for row in enrolled(class_)]
    if not people:
        return None
    studied = db.session.scalar(
        select(func.count(CardReview.user_id.distinct()))
        .join(Card, Card.id == CardReview.card_id)
        .where(
            CardReview.user_id.in_(people),
            CardReview.at >= day_of(now).end - WEEK,
            CardReview.kind == "study",
            not_undone(),
            of_class(class_),
        )
    )
    return "cards/_class_panel.html", {"class_": class_, "studied": studied or 0, "students": len(people)}
