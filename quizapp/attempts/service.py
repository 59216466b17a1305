"""What students do with the quizzes they were given, up to handing in."""

import secrets
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload
from werkzeug.exceptions import NotFound

from quizapp.accounts.models import Person, User
from quizapp.accounts.throttle import Throttle
from quizapp.attempts import breaks, starting, store, writing
from quizapp.attempts.handing_in import settle_due
from quizapp.attempts.questions import read_questions
from quizapp.attempts.store import Sitting
from quizapp.classes.models import Class, Enrolment
from quizapp.core.attempts import engine
from quizapp.core.attempts.state import (
    LONGEST_SEQ,
    AlreadyNewer,
    AnswerSaved,
    Reason,
    Refused,
)
from quizapp.core.bank.model import Question
from quizapp.core.qtypes.base import FormatError, Raw
from quizapp.db.quick import link_of
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment
from quizapp.web.transaction import read_link, write_now

MOST_LAYOUTS = 5_000
"""Attempts whose questions a process remembers, a kilobyte each: a save must know what it answers."""

codes = Throttle()
"""Wrong access codes, by student: a class behind one address must not lock each other out."""


# ---- loaders


def assignment_for_taking(user: User, assignment_id: int) -> Assignment:
    """Return an assignment of a class the student is in now; NotFound otherwise."""
    row = db.session.execute(
        select(Assignment)
        .join(Class, Assignment.class_id == Class.id)
        .join(Enrolment, Enrolment.class_id == Class.id)
        .where(
            Assignment.id == assignment_id,
            Enrolment.user_id == user.id,
            Enrolment.removed_at.is_(None),
            Class.archived_at.is_(None),
        )
        .options(joinedload(Assignment.quiz), joinedload(Assignment.class_), joinedload(Assignment.slots))
    )
    assignment = row.unique().scalar_one_or_none()
    if assignment is None:
        raise NotFound
    return assignment


def attempt_for(user: User, attempt_id: int, *, answers: bool = True) -> Sitting:
    """Return the user's own attempt, with its answers if they are wanted; NotFound otherwise."""
    link = read_link()
    sitting = store.read_sitting(link, attempt_id, user.id)
    if sitting is None:
        raise NotFound
    return store.with_answers(link, sitting) if answers else sitting


def open_attempt(user: Person, attempt_id: int, now: datetime) -> Sitting | None:
    """Return the user's own attempt with its answers, if it goes on and its time is not over."""
    link = read_link()
    sitting = store.read_sitting(link, attempt_id, user.id)
    if (
        sitting is None
        or not sitting.state.is_open
        or engine.is_due(sitting.state, sitting.policy.grace, now)
    ):
        return None
    return store.with_answers(link, sitting)


def beat_of(user: User, attempt_id: int) -> store.Beat:
    """Return how the user's own attempt stands; NotFound otherwise."""
    found = store.read_beat(read_link(), attempt_id, user.id)
    if found is None:
        raise NotFound
    return found


def question_to_answer(user: User, attempt_id: int, slot: int) -> Question:
    """Return what a slot of the user's attempt asks; NotFound if there is none. A layout never changes."""
    asks = _layouts().get((attempt_id, user.id))
    if asks is None:
        asks = remember(attempt_for(user, attempt_id, answers=False))
    if slot not in asks:
        raise NotFound
    return read_questions([asks[slot]])[asks[slot]]


def remember(sitting: Sitting) -> dict[int, int]:
    """Keep in mind what an attempt asks, since saves will come: the revision of each slot."""
    kept = _layouts()
    asks = kept.get((sitting.attempt_id, sitting.user_id))
    # SQLite gives the numbers of a student who was deleted, and of their attempts, to others.
    if asks is None or tuple(asks.items()) != sitting.state.layout:
        if len(kept) >= MOST_LAYOUTS:
            kept.clear()
        asks = kept[sitting.attempt_id, sitting.user_id] = dict(sitting.state.layout)
    return asks


def _layouts() -> dict[tuple[int, int], dict[int, int]]:
    kept: dict[tuple[int, int], dict[int, int]] = current_app.extensions.setdefault("layouts", {})
    return kept


# ---- start, save, check, go on: short writes, durable on return


def start(
    user: User, assignment_id: int, *, now: datetime, seed: int | None = None, code: str = ""
) -> int | Refused:
    """Open an attempt, or find the open one; return its id, or why there is none.

    `code` is what was typed as the access code. Whoever guesses has to wait, longer each time.
    """
    if wait := code_wait(user, now):
        return Refused(Reason.WRONG_CODE, now + wait)
    outcome = _start(user, assignment_id, now=now, seed=seed, code=code)
    if isinstance(outcome, int):
        codes.succeeded(f"student {user.id}")
    elif outcome.reason is Reason.WRONG_CODE and code.strip():
        codes.failed(f"student {user.id}", f"student {user.id}", now)
    return outcome


def code_wait(user: Person, now: datetime) -> timedelta:
    """Return how long a student who guessed access codes has to wait; zero if not at all."""
    return codes.wait(f"student {user.id}", f"student {user.id}", now)


def _start(user: User, assignment_id: int, *, now: datetime, seed: int | None, code: str) -> int | Refused:
    user_id = user.id
    seed = seed or 1 + secrets.randbelow(LONGEST_SEQ)

    def work(connection: Connection) -> int | Refused:
        link = link_of(connection)
        given = starting.read_given(link, assignment_id, user_id)
        if given is None:
            raise NotFound
        state, events = engine.start(
            given.policy, tuple(given.past.values()), given.slots, seed=seed, now=now, code=code
        )
        if state is None:
            (refused,) = events
            assert isinstance(refused, Refused)
            return refused
        if not events:
            return next(number for number, past in given.past.items() if past.is_open)
        return starting.insert_attempt(link, assignment_id, user_id, state)

    try:
        return write_now(work)
    except IntegrityError:
        # Another process opened it between our reading and our writing: now it is there to be found.
        return write_now(work)


def read_answer(question: Question, raw: Raw) -> str | FormatError | None:
    """Read what was typed into the stored form of a response; None if it is empty."""
    response = question.qtype.parse(question.content, raw)
    if response is None or isinstance(response, FormatError):
        return response
    return str(response.model_dump_json())


Outcome = AnswerSaved | AlreadyNewer | Refused


def save(
    user: User,
    attempt_id: int,
    slot: int,
    *,
    now: datetime,
    seq: int | None = None,
    response: str | None = None,
    keep: bool = False,
    flagged: bool | None = None,
    seconds: int | None = None,
) -> Outcome:
    """Keep an answer if it is the newest; `seq` None makes it so. See engine.save for the rest.

    `seconds`: how long the question was on the screen, if the page said so.
    """
    user_id = user.id

    def work(connection: Connection) -> Outcome:
        link = link_of(connection)
        found = store.read_to_save(link, attempt_id, user_id, slot)
        if found is None:
            raise NotFound
        state, grace, one_way = found
        _, (event,) = engine.save(
            state,
            slot,
            seq=engine.next_seq(state, slot, now) if seq is None else seq,
            now=now,
            grace=grace,
            response=response,
            keep=keep,
            flagged=flagged,
            one_way=one_way,
        )
        assert isinstance(event, AnswerSaved | AlreadyNewer | Refused)
        if isinstance(event, AnswerSaved):
            writing.put_answer(link, attempt_id, slot, event.saved, seconds)
            if state.on_break(now):
                # Whoever answers is not resting.
                breaks.end(link, attempt_id, user_id, now)
        return event

    outcome = write_now(work)
    if isinstance(outcome, Refused) and outcome.reason is Reason.TOO_LATE:
        settle_due(now)
    return outcome


def check(sitting: Sitting, slot: int, *, now: datetime) -> Refused | None:
    """Let the student see how the saved answer to a question is, and hold it from now on; or say why not.

    A break under way ends with it, as it does with an answer.
    """

    def work(connection: Connection) -> Refused | None:
        link = link_of(connection)
        fresh = store.read_to_change(link, sitting.attempt_id, sitting.user_id)
        _, events = engine.check(fresh.state, slot, fresh.policy, now=now)
        for event in events:
            if isinstance(event, Refused):
                return event
            writing.put_checked(link, sitting.attempt_id, slot)
        breaks.ended_in(link, fresh, now)
        return None

    return write_now(work)


def go_on(sitting: Sitting, number: int, *, now: datetime) -> Refused | None:
    """Leave the question of this number for the next, for good where there is no way back; or say why not.

    A break under way ends with it, as it does with an answer.
    """

    def work(connection: Connection) -> Refused | None:
        link = link_of(connection)
        fresh = store.read_to_change(link, sitting.attempt_id, sitting.user_id)
        state, events = engine.go_on(fresh.state, number, fresh.policy, now=now)
        for event in events:
            if isinstance(event, Refused):
                return event
            writing.put_reached(link, sitting.attempt_id, state.reached)
        breaks.ended_in(link, fresh, now)
        return None

    return write_now(work)
