"""A break: fronts and backs of cards one knows, to be put together. Nothing of it is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from quizapp.cards.faces import Face, faces_of
from quizapp.cards.models import Card, DeckCard
from quizapp.core.cards.scheduling import Phase
from quizapp.extensions import db

PAIRS, FEWEST = 5, 3
LOOKED_AT = 60
ORDERS = 10_000


@dataclass(frozen=True)
class Pair:
    """A card in the game: its face, and the card whose back was put to it, once there is one."""

    id: int
    face: Face
    chosen: int | None = None

    @property
    def right(self) -> bool:
        return self.chosen == self.id


def begun(user_id: int, now: datetime, deck_id: int | None = None, ids: Sequence[int] = ()) -> list[Pair]:
    """Return cards that the student has begun, no two with the same front or back; of these ids only."""
    query = (
        select(Card)
        .where(Card.user_id == user_id, Card.away_at.is_(None), Card.phase != int(Phase.NEW))
        .options(joinedload(Card.flashcard), joinedload(Card.note), joinedload(Card.bank))
        .order_by(Card.last_at.desc(), Card.id)
        .limit(LOOKED_AT)
    )
    if deck_id is not None:
        query = query.where(Card.id.in_(select(DeckCard.card_id).where(DeckCard.deck_id == deck_id)))
    if ids:
        query = query.where(Card.id.in_(ids))
    cards = db.session.scalars(query).all()
    pairs: list[Pair] = []
    seen: set[str] = set()
    for card, face in zip(cards, faces_of(cards, now), strict=True):
        sides = {face.front, face.back}
        if not face.held and not sides & seen:
            seen |= sides
            pairs.append(Pair(card.id, face))
    return pairs


def deal(pairs: Sequence[Pair], order: int) -> tuple[list[Pair], list[Pair]]:
    """Return the fronts and the backs of one game, each in an order of its own."""
    rng = Random(f"match {order}")  # noqa: S311  a fair order, not a secret
    fronts = rng.sample(sorted(pairs, key=lambda one: one.id), min(PAIRS, len(pairs)))
    return fronts, rng.sample(fronts, len(fronts))
