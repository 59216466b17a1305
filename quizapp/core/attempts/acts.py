"""What a teacher may do to an attempt under way or handed in: move its end, hand it in, open it again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from math import ceil

from quizapp.core.attempts import engine
from quizapp.core.attempts.scoring import Asked
from quizapp.core.attempts.state import AttemptState, Submitted

LEAST_LEFT = timedelta(minutes=1)
"""What remains when time is taken back: nobody's quiz ends under their hands by a slip of the teacher's."""


def shift_of(deadline: datetime, by: timedelta, now: datetime) -> timedelta:
    """Return how far an end moves that is to move `by`; of what is taken back a minute remains."""
    if by >= timedelta(0):
        return by
    most = timedelta(seconds=ceil((now + LEAST_LEFT - deadline).total_seconds()))
    return min(timedelta(0), max(by, most))


def hand_in(
    state: AttemptState, asked: Sequence[Asked], *, now: datetime
) -> tuple[AttemptState, tuple[Submitted, ...]]:
    """Hand in and grade what was saved, for the student; what is handed in stays as it is."""
    done, events = engine.submit(state, asked, now=now)
    if done.submitted_by == "student" and events:
        done = replace(done, submitted_by="teacher")
    return done, tuple(event for event in events if isinstance(event, Submitted))


def read_receipt(typed: str) -> str | None:
    """Read a receipt as people type it, "7f3a 19c2", into its own form; None if it cannot be one."""
    figures = typed.upper().translate(str.maketrans("OIL", "011", " -–—.\t"))
    if len(figures) != 8 or set(figures) - set("0123456789ABCDEF"):
        return None
    return f"{figures[:4]}-{figures[4:]}"
