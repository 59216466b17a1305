"""What becomes of cards when the assignment they came from is deleted."""

from datetime import datetime

from sqlalchemy import String, cast, delete, select, update
from sqlalchemy.orm import joinedload

from quizapp.cards import decks
from quizapp.cards.faces import released
from quizapp.cards.models import Card, CardSending, Deck, DeckCard
from quizapp.cards.sending import TAKEN_BACK
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment


def set_aside(assignment: Assignment, *, now: datetime) -> None:
    """Take out of every deck the cards whose right answers the rules do not show at this moment.

    The others stay as they are: their students have seen the answers. Afterwards `faces.released` tells
    the two apart by whether a card lies in a deck.
    """
    rows = db.session.scalars(
        select(Card).where(Card.assignment_id == assignment.id).options(joinedload(Card.assignment))
    )
    held = [card for card in rows if not released(card, now).key]
    db.session.execute(delete(DeckCard).where(DeckCard.card_id.in_([card.id for card in held])))
    for user_id in {card.user_id for card in held}:
        decks.settle(db.session.connection(), user_id, now=now)
    # A later sending may get the same number: it must not find these decks.
    for sending in db.session.scalars(select(CardSending).where(CardSending.assignment_id == assignment.id)):
        state = TAKEN_BACK if sending.taken_back_at else "deleted "
        db.session.execute(
            update(Deck)
            .where(Deck.kind == "sent", Deck.about == str(sending.id))
            .values(about=state + cast(Deck.id, String)),
            execution_options={"synchronize_session": False},
        )
