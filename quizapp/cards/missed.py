"""Questions become cards once their keys may be seen: missed, right but slowly, or sent by a teacher.

Nothing here runs by the clock. A student's own pages call `collect`, so a card is there when its
student looks, and never before the review policy allows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import joinedload

from quizapp.accounts.models import User
from quizapp.attempts.grading import result_of
from quizapp.attempts.models import Attempt
from quizapp.attempts.service import attempt_for
from quizapp.attempts.store import read_slot_rules
from quizapp.banks.models import QuestionRevision
from quizapp.cards import decks, store, studying
from quizapp.cards.days import date_of
from quizapp.cards.models import CardIntake, CardSending, SentTo
from quizapp.cards.slow import slow_slots
from quizapp.cards.sources import Source, of_question
from quizapp.core.cards.release import key_is_free
from quizapp.core.cards.scheduling import Rating
from quizapp.core.qtypes.base import Mark
from quizapp.db.quick import link_of
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment
from quizapp.quizzes.service import policies_for
from quizapp.web.transaction import read_link, write_now

MISSED = "Missed in quizzes"
SLOW = "Right, and worth another look"
SLOW_ABOUT = "slow"
"""What the deck of right but slow answers is about: it is of the kind "missed" too."""
WHY = {
    "missed": "Missed in {}",
    "slow": "You were right, but it took you longer than most. From {}",
}
LOOK_AGAIN = (Mark.WRONG, Mark.PARTLY, Mark.BLANK)


@dataclass(frozen=True)
class Taken:
    """What an attempt gives: cards of what was missed or came slowly, and what it says of cards there are."""

    attempt_id: int
    at: datetime
    missed: tuple[Source, ...]
    slow: tuple[Source, ...]
    rated: tuple[tuple[int, int, Rating], ...]  # slot, question, rating


def collect(user: User, now: datetime) -> None:
    """Make the user's new cards: missed questions, what was sent, what their units have gained."""
    taken = [_take(user, number) for number in _to_take(user.id, now)]
    sent = _arriving(user.id, now)
    of_units = [deck for deck in decks.decks_of(user) if deck.kind in decks.OF_UNITS]
    stale = [(deck.id, wanted) for deck in of_units if (wanted := decks.out_of_date(deck)) is not None]
    if not (taken or sent or stale):
        return
    user_id, tests = user.id, studying.next_tests(user.id, now)

    def work(connection: Connection) -> None:
        for one in taken:
            _take_in(connection, user_id, one, tests, now)
        for sending_id, title, found in sent:
            _receive(connection, user_id, sending_id, title, found, now)
        for deck_id, wanted in stale:
            decks.bring_up_to_date(connection, user_id, deck_id, wanted, now=now)

    write_now(work)


def free_assignments(user_id: int, rows: Iterable[Assignment], now: datetime) -> set[int]:
    """Return which of these assignments' keys the student may see now."""
    given = {row.id: row for row in rows}
    tries = db.session.execute(
        select(Attempt.assignment_id, Attempt.submitted_at).where(
            Attempt.user_id == user_id, Attempt.assignment_id.in_(given)
        )
    ).all()
    handed_in = {row.assignment_id for row in tries if row.submitted_at}
    under_way = {row.assignment_id for row in tries if not row.submitted_at}
    policies = policies_for(user_id, given.values())
    return {
        number
        for number, policy in policies.items()
        if key_is_free(policy, now, handed_in=number in handed_in, under_way=number in under_way)
    }


# ---- what was missed


def _to_take(user_id: int, now: datetime) -> list[int]:
    """Return the attempts whose missed questions may become cards and have not, oldest first."""
    rows = db.session.scalars(
        select(Attempt)
        .outerjoin(CardIntake, CardIntake.attempt_id == Attempt.id)
        .where(Attempt.user_id == user_id, Attempt.submitted_at.is_not(None), CardIntake.attempt_id.is_(None))
        .options(joinedload(Attempt.assignment))
        .order_by(Attempt.submitted_at, Attempt.id)
    ).all()
    free = free_assignments(user_id, (row.assignment for row in rows), now) if rows else set()
    return [row.id for row in rows if row.assignment_id in free]


def _take(user: User, attempt_id: int) -> Taken:
    sitting = attempt_for(user, attempt_id)
    at = sitting.state.submitted_at
    assert at
    asked, result, _ = result_of(sitting, with_marks=sitting.marks_shown)
    rules = read_slot_rules(read_link(), sitting.assignment_id)
    keys = {
        one.slot: (rule.graded_by if (rule := rules.get(one.slot)) else None) or sitting.revision(one.slot)
        for one in asked
    }
    questions = _questions(keys.values())
    when = f"{sitting.title}, {_day(at)}"
    slow = slow_slots(sitting, asked, result)
    found: dict[str, list[Source]] = {"missed": [], "slow": []}
    rated = []
    for one in asked:
        graded = result.of(one.slot)
        mark, (bank_id, question_id) = graded.grade.mark, questions[keys[one.slot]]
        if graded.by_hand or one.judge.qtype.by_hand or not graded.counts:
            continue  # nobody can say from the back of a card how an essay is
        if mark in LOOK_AGAIN or one.slot in slow:
            kind = "missed" if mark in LOOK_AGAIN else "slow"
            source = of_question(
                bank_id,
                question_id,
                keys[one.slot],
                assignment_id=sitting.assignment_id,
                why=WHY[kind].format(when)[:400],
            )
            found[kind].append(source)
        rated.append((one.slot, question_id, Rating.AGAIN if mark in LOOK_AGAIN else Rating.GOOD))
    return Taken(attempt_id, at, tuple(found["missed"]), tuple(found["slow"]), tuple(rated))


def _questions(revisions: Iterable[int]) -> Mapping[int, tuple[int, int]]:
    rows = db.session.scalars(
        select(QuestionRevision)
        .where(QuestionRevision.id.in_(set(revisions)))
        .options(joinedload(QuestionRevision.question))
    )
    return {row.id: (row.question.bank_id, row.question_id) for row in rows}


def _day(at: datetime) -> str:
    day = date_of(at)
    return f"{day.day} {day:%B}"


def _take_in(
    connection: Connection, user_id: int, one: Taken, tests: Mapping[int, datetime], now: datetime
) -> None:
    intakes = CardIntake.__table__
    if connection.execute(select(intakes.c.at).where(intakes.c.attempt_id == one.attempt_id)).first():
        return  # another page of the same student was quicker
    connection.execute(intakes.insert().values(attempt_id=one.attempt_id, at=now))  # type: ignore[attr-defined]
    _credit(connection, user_id, one, tests, now)
    if one.missed:
        deck_id = decks.ensure_deck(connection, user_id, "missed", "", MISSED, now=now)
        _lay(connection, user_id, deck_id, one.missed, now)
    if one.slow:
        deck_id = decks.ensure_deck(connection, user_id, "missed", SLOW_ABOUT, SLOW, now=now)
        _lay(connection, user_id, deck_id, one.slow, now)


def _credit(
    connection: Connection, user_id: int, one: Taken, tests: Mapping[int, datetime], now: datetime
) -> None:
    """Count an answer in the quiz as a review of the card that there was of it before."""
    link, cards = link_of(connection), store.cards
    by_question = {question: (slot, rating) for slot, question, rating in one.rated}
    rows = connection.execute(
        select(cards.c.id, cards.c.question_id).where(
            cards.c.user_id == user_id, cards.c.question_id.in_(by_question), cards.c.added_at < one.at
        )
    ).all()
    for row in rows:
        card = store.held(link, row.id, user_id, lock=True)
        assert card
        slot, rating = by_question[row.question_id]
        review = studying.planned(link, card, user_id, rating, now=one.at, tests=tests)
        name = f"quiz-{one.attempt_id}-{slot}"
        studying.add_review(link, card, user_id, name, "quiz", review, now=now)


def _lay(connection: Connection, user_id: int, deck_id: int, found: Iterable[Source], now: datetime) -> None:
    """Lay question cards into a deck; one that there is already goes by the newest assignment's rules."""
    by_origin = {source.origin: source for source in found}
    have = decks.put(connection, user_id, deck_id, by_origin.values(), now=now)
    for origin, number in have.items():
        source = by_origin[origin]
        connection.execute(
            store.cards.update()
            .where(store.cards.c.id == number)
            .values(revision_id=source.revision_id, assignment_id=source.assignment_id, why=source.why)
        )


# ---- what was sent


def _arriving(user_id: int, now: datetime) -> list[tuple[int, str, list[Source]]]:
    """Return the sendings whose keys the student may see by now: id, title of the deck, cards."""
    rows = db.session.scalars(
        select(CardSending)
        .join(SentTo, SentTo.sending_id == CardSending.id)
        .where(SentTo.user_id == user_id, SentTo.arrived_at.is_(None), CardSending.taken_back_at.is_(None))
        .options(
            joinedload(CardSending.assignment).joinedload(Assignment.quiz), joinedload(CardSending.sender)
        )
        .order_by(CardSending.id)
    ).all()
    free = free_assignments(user_id, (row.assignment for row in rows), now) if rows else set()
    return [
        (row.id, f"From your teacher: {row.assignment.quiz.title}", cards_sent(row))
        for row in rows
        if row.assignment_id in free
    ]


def cards_sent(row: CardSending) -> list[Source]:
    """Return the cards of what a teacher sent, by the keys that count now."""
    assignment = row.assignment
    keys = {
        slot.slot: slot.graded_by_revision_id or slot.revision_id
        for slot in assignment.slots
        if slot.slot in row.slots
    }
    questions = _questions(keys.values())
    sender = row.sender.name if row.sender else "Your teacher"
    why = f"{sender} sent it, from {assignment.quiz.title}"
    return [
        of_question(*questions[keys[slot]], keys[slot], assignment_id=assignment.id, why=why[:400])
        for slot in row.slots
        if slot in keys
    ]


def _receive(
    connection: Connection, user_id: int, sending_id: int, title: str, found: list[Source], now: datetime
) -> None:
    sendings, to = CardSending.__table__, SentTo.__table__
    standing = select(sendings.c.id).where(sendings.c.id == sending_id, sendings.c.taken_back_at.is_(None))
    if connection.execute(standing).first() is None:
        return
    connection.execute(
        to.update()  # type: ignore[attr-defined]
        .where(to.c.sending_id == sending_id, to.c.user_id == user_id)
        .values(arrived_at=now)
    )
    deck_id = decks.ensure_deck(connection, user_id, "sent", str(sending_id), title, now=now)
    _lay(connection, user_id, deck_id, found, now)
