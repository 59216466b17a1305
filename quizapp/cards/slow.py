"""Right answers of an attempt that may have been slow guesses, by the times that pages measured."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select

from quizapp.attempts.models import Answer, Attempt
from quizapp.attempts.store import Sitting
from quizapp.core.attempts.scoring import Asked, Result, Treatment
from quizapp.core.attempts.timing import times_taken
from quizapp.core.cards.slow_guess import GUESS_PAYS, slow_guesses
from quizapp.core.qtypes.base import Mark
from quizapp.extensions import db

RIGHT = 1 - 1e-9


def slow_slots(sitting: Sitting, asked: Iterable[Asked], result: Result) -> set[int]:
    """Return the slots that the student got right and that may have been slow guesses.

    Among the right answers of the others' first attempts at this assignment that are there by now.
    """
    right = {
        one.slot: one.judge.qtype.guessed(one.judge.content)
        for one in asked
        if one.treatment is Treatment.NORMAL and result.of(one.slot).grade.mark is Mark.RIGHT
    }
    if max(right.values(), default=0.0) < GUESS_PAYS:
        return set()
    own, others = _measured(sitting)
    return slow_guesses(right, own, others)


def _measured(sitting: Sitting) -> tuple[dict[int, float], dict[int, list[float]]]:
    """Return the measured seconds of this attempt's answers, and of the others' right ones, slot by slot."""
    rows = db.session.execute(
        select(
            Attempt.id, Attempt.user_id, Attempt.layout, Attempt.vector,
            Attempt.started_at, Attempt.submitted_at,
        ).where(
            Attempt.assignment_id == sitting.assignment_id,
            Attempt.submitted_at.is_not(None),
            (Attempt.id == sitting.attempt_id)
            | ((Attempt.user_id != sitting.user_id) & (Attempt.number == 1)),
        )
    ).all()  # fmt: skip
    counted = _counted(sitting.assignment_id)
    others: dict[int, list[float]] = {}
    own: dict[int, float] = {}
    for row in rows:
        saved = counted.get(row.id, {})
        times = {
            slot: taken.seconds
            for slot, taken in times_taken(row.started_at, row.submitted_at, saved).items()
        }
        if row.id == sitting.attempt_id:
            own = times
            continue
        for slot in _right(row):
            if slot in times:
                others.setdefault(slot, []).append(times[slot])
    return own, others


def _counted(assignment_id: int) -> dict[int, dict[int, tuple[datetime, int | None]]]:
    rows = db.session.execute(
        select(Answer.attempt_id, Answer.slot, Answer.saved_at, Answer.seconds)
        .join(Attempt, Answer.attempt_id == Attempt.id)
        .where(
            Attempt.assignment_id == assignment_id,
            Answer.response.is_not(None),
            Answer.seconds.is_not(None),
        )
    )
    found: dict[int, dict[int, tuple[datetime, int | None]]] = {}
    for attempt_id, slot, saved_at, seconds in rows:
        found.setdefault(attempt_id, {})[slot] = (saved_at, seconds)
    return found


def _right(row: Any) -> list[int]:
    slots = sorted(slot for slot, _ in row.layout)
    return [
        slot
        for slot, fraction in zip(slots, row.vector, strict=True)
        if fraction is not None and fraction >= RIGHT
    ]
