"""How long students took over a question, as far as saved answers tell."""

import statistics
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from quizapp.attempts.models import Answer, Attempt
from quizapp.extensions import db
from quizapp.reports.report import Report


@dataclass(frozen=True)
class TimeTaken:
    """The middle time over a question, in seconds, of the n who answered it."""

    seconds: float
    n: int


def time_taken(report: Report) -> Mapping[int, TimeTaken]:
    """Return the time taken by slot: from the answer saved before, or the start, to the last save of this.

    Who goes back to a question counts the time since the answer before, and a break counts too: so the
    middle of the class is told, which a few such do not move. Nothing for a question nobody answered.
    """
    counted = {one.counted.attempt_id: one.counted.started_at for one in report.handed_in if one.counted}
    rows = db.session.execute(
        select(Answer.attempt_id, Answer.slot, Answer.saved_at)
        .join(Attempt, Answer.attempt_id == Attempt.id)
        .where(Attempt.assignment_id == report.assignment.id, Answer.response.is_not(None))
        .order_by(Answer.attempt_id, Answer.saved_at, Answer.slot)
    )
    took: dict[int, list[float]] = {}
    before = dict(counted)
    for attempt_id, slot, saved_at in rows:
        if attempt_id in before:
            took.setdefault(slot, []).append(max(0.0, (saved_at - before[attempt_id]).total_seconds()))
            before[attempt_id] = saved_at
    return {slot: TimeTaken(statistics.median(all_), len(all_)) for slot, all_ in took.items()}
