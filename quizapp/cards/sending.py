"""A teacher sends questions of an assignment to students' cards, and may take them back."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from werkzeug.exceptions import NotFound

from quizapp.accounts.audit import record
from quizapp.accounts.models import User
from quizapp.banks.models import QuestionRevision
from quizapp.cards import decks
from quizapp.cards.models import CardSending, Deck, SentTo
from quizapp.classes.models import Enrolment
from quizapp.core.qtypes.registry import QUESTION_TYPES
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment
from quizapp.quizzes.service import assignment_for_managing

TAKEN_BACK = "taken back "
"""How the `about` of a deck begins that was taken back before its assignment was deleted."""


class SendingError(ValueError):
    """Nothing can be sent; the message says why, in a teacher's words."""


def send_items_to_cards(
    assignment: Assignment,
    slots: Collection[int],
    students: Collection[int] | None = None,
    *,
    sender: User,
    now: datetime,
) -> CardSending:
    """Send questions (by slot) of an assignment to students of its class (by id; None: all of it).

    Each gets them as cards when the assignment's rules show that student the right answers, and no
    sooner. Those marked by hand are left out; SendingError if nothing or nobody is left.
    """
    wanted = [slot.slot for slot in assignment.slots if slot.slot in slots]
    revisions = {slot.slot: slot.revision_id for slot in assignment.slots}
    rows = select(QuestionRevision.id, QuestionRevision.type).where(
        QuestionRevision.id.in_(revisions.values())
    )
    types = {row.id: row.type for row in db.session.execute(rows)}
    wanted = [slot for slot in wanted if not QUESTION_TYPES[types[revisions[slot]]].by_hand]
    if not wanted:
        raise SendingError("Choose questions of this quiz that have a right answer: an essay makes no card.")
    enrolled = set(
        db.session.scalars(
            select(Enrolment.user_id).where(
                Enrolment.class_id == assignment.class_id, Enrolment.removed_at.is_(None)
            )
        )
    )
    to = enrolled if students is None else enrolled & set(students)
    if not to:
        raise SendingError("Nobody of this class is among those you chose.")
    row = CardSending(assignment=assignment, sender_id=sender.id, slots=wanted, sent_at=now)
    row.students = [SentTo(user_id=number) for number in sorted(to)]
    db.session.add(row)
    db.session.flush()
    _log(row, "cards.sent", sender, now)
    return row


def _log(sending: CardSending, act: str, actor: User, now: datetime) -> None:
    assignment = sending.assignment
    record(
        actor, act, f"assignment {assignment.id}", now=now, quiz=assignment.quiz.title,
        class_=assignment.class_.name, questions=len(sending.slots), students=len(sending.students),
    )  # fmt: skip


def sending_for(user: User, assignment_id: int, sending_id: int) -> CardSending:
    """Return a sending of an assignment that the user may change; NotFound otherwise."""
    assignment_for_managing(user, assignment_id)
    row = db.session.get(CardSending, sending_id)
    if row is None or row.assignment_id != assignment_id:
        raise NotFound
    return row


def set_taken_back(sending: CardSending, taken_back: bool, *, actor: User, now: datetime) -> None:
    """Take back what was sent, also from students whose cards there are already, or send it again.

    What they remember of it is kept, and is there again if the cards are.
    """
    if taken_back == (sending.taken_back_at is not None):
        return  # pressed twice
    sending.taken_back_at = now if taken_back else None
    _log(sending, "cards.taken_back" if taken_back else "cards.sent_again", actor, now)
    rows = db.session.scalars(select(Deck).where(Deck.kind == "sent", Deck.about == str(sending.id)))
    for deck in rows.all():
        decks.set_removed(deck, taken_back, now=now)
    db.session.flush()


def held_for_ever(sending: CardSending) -> bool:
    """Tell whether the rules of the quiz never show its right answers."""
    return sending.assignment.review.get("key") == "never"


def is_taken_back(deck: Deck) -> bool:
    """Tell whether a teacher took back what is in a deck: then it is not the student's to bring back."""
    if deck.kind != "sent":
        return False
    row = db.session.get(CardSending, int(deck.about)) if deck.about.isdecimal() else None
    return row.taken_back_at is not None if row else deck.about.startswith(TAKEN_BACK)
