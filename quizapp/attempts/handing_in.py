"""How attempts end: the student hands in, the teacher does it in their place, or the time is over."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.engine import Connection

from quizapp.attempts import breaks, store, writing
from quizapp.attempts.questions import Kept, asked_in, kept_questions, read_asked
from quizapp.attempts.store import Sitting
from quizapp.core.attempts import acts, engine
from quizapp.core.attempts.state import AttemptState, Submitted
from quizapp.db.quick import Link, link_of
from quizapp.extensions import db
from quizapp.web.transaction import read_link, write_now

log = logging.getLogger(__name__)

HOURS = timedelta(hours=3)
"""As long as a quiz may take that is written in one go."""
MOST_AT_ONCE = 50
"""Attempts that the deadline hands in within one write: the others' saves wait no longer than that."""


def submit(sitting: Sitting, *, now: datetime, times: Mapping[int, int] | None = None) -> None:
    """Hand in what was saved. Handing in twice changes nothing.

    `times`: how long each question was on the screen, slot -> seconds, if the page said so.
    """
    asked_in(sitting)  # so that the writer finds the questions read
    kept = kept_questions()

    def work(connection: Connection) -> None:
        link = link_of(connection)
        fresh = breaks.ended_in(link, _read_again(link, sitting), now)
        asked = read_asked(link, fresh, kept, connection)  # now: a regrade may have come in between
        if _store(link, sitting, *engine.submit(fresh.state, asked, now=now)) and times:
            writing.put_times(link, sitting.attempt_id, times)

    write_now(work)


def hand_in_for(attempt_id: int, user_id: int, *, now: datetime) -> None:
    """Hand in what a student saved, in the student's place and the request's own transaction."""
    connection = db.session.connection()
    link = link_of(connection)
    fresh = store.read_to_change(link, attempt_id, user_id)
    asked = read_asked(link, fresh, kept_questions(), connection)
    _store(link, fresh, *acts.hand_in(fresh.state, asked, now=now))


def settle_due(now: datetime) -> int:
    """Hand in every attempt whose time and grace are over; return how many there were.

    Call it before showing attempts, from a request (or a `reading()` block) that only reads.
    """
    due = store.find_due(read_link(), now)
    kept = kept_questions()
    handed_in = 0
    for first in range(0, len(due), MOST_AT_ONCE):
        batch = [read for one in due[first : first + MOST_AT_ONCE] if (read := _read_due(*one))]

        def work(connection: Connection, batch: list[Sitting] = batch) -> int:
            return sum(_expire(connection, sitting, kept, now) for sitting in batch)

        handed_in += write_now(work)
    return handed_in


def somebodys_time_runs(now: datetime) -> bool:
    """Tell whether an open attempt ends within hours: a clock that is set meanwhile must not move its end."""
    return store.ends_between(read_link(), now, now + HOURS)


# One attempt that cannot be graded is logged and left: it must not keep the whole school's from their end.


def _read_due(attempt_id: int, user_id: int) -> Sitting | None:
    try:
        sitting = store.read_sitting(read_link(), attempt_id, user_id)
        if sitting:
            asked_in(sitting)  # so that the writer finds the questions read
        return sitting
    except Exception:
        log.exception("Attempt %d is due, but its questions cannot be read.", attempt_id)
        return None


def _expire(connection: Connection, sitting: Sitting, kept: Kept, now: datetime) -> bool:
    """Hand in an attempt if it is still due: its end may have been moved since it was found."""
    try:
        with connection.begin_nested():
            link = link_of(connection)
            fresh = _read_again(link, sitting)
            asked = read_asked(link, fresh, kept, connection)
            return _store(link, sitting, *engine.expire(fresh.state, asked, fresh.policy, now=now))
    except Exception:
        log.exception("Attempt %d is due, but cannot be handed in.", sitting.attempt_id)
        return False


def _read_again(link: Link, sitting: Sitting) -> Sitting:
    return store.read_to_change(link, sitting.attempt_id, sitting.user_id)


def _store(link: Link, sitting: Sitting, state: AttemptState, events: engine.Events) -> bool:
    """Store that an attempt was handed in, if it was."""
    for event in events:
        assert isinstance(event, Submitted)
        writing.put_submission(link, sitting.attempt_id, state, event.result)
    return bool(events)
