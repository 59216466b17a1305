"""How long students took over a question: as their pages measured it, or as far as saved answers tell."""

import statistics
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from quizapp.attempts.lists import AttemptSummary
from quizapp.attempts.models import Answer, Attempt
from quizapp.core.attempts.timing import Taken, times_taken
from quizapp.extensions import db
from quizapp.reports.report import Report
from quizapp.reports.wording import lasted

Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class TimeTaken:
    """The middle time over a question, in seconds, of the n who answered it; of them so many measured."""

    seconds: float
    n: int
    measured: int

    @property
    def words(self) -> str:
        return lasted(self.seconds)

    @property
    def how(self) -> str:
        """Say how the times were come by."""
        if self.measured == self.n:
            return "measured on the page"
        if not self.measured:
            return "estimated from when answers were saved"
        return f"{self.measured} measured on the page, {self.n - self.measured} estimated"


def time_taken(report: Report) -> Mapping[int, TimeTaken]:
    """Return the time taken by slot, in the attempts that count.

    Where no page measured it: from the answer saved before, or the start, to the last save of this. Who
    goes back to a question counts the time since the answer before, and a break counts too: so the middle
    of the class is told, which a few such do not move. Nothing for a question nobody answered.
    """
    spans = {
        one.counted.attempt_id: (one.counted.started_at, one.counted.submitted_at)
        for one in report.handed_in
        if one.counted and one.counted.submitted_at
    }
    took: dict[int, list[Taken]] = {}
    for times in _times(report.assignment.id, spans).values():
        for slot, taken in times.items():
            took.setdefault(slot, []).append(taken)
    return {
        slot: TimeTaken(
            statistics.median(one.seconds for one in all_), len(all_), sum(one.measured for one in all_)
        )
        for slot, all_ in took.items()
    }


def _times(assignment_id: int, spans: Mapping[int, Span]) -> dict[int, dict[int, Taken]]:
    """Return the times of these attempts, slot by slot; `spans` has when each began and was handed in."""
    rows = db.session.execute(
        select(Answer.attempt_id, Answer.slot, Answer.saved_at, Answer.seconds)
        .join(Attempt, Answer.attempt_id == Attempt.id)
        .where(Attempt.assignment_id == assignment_id, Answer.response.is_not(None))
    )
    saved: dict[int, dict[int, tuple[datetime, int | None]]] = {}
    for attempt_id, slot, saved_at, seconds in rows:
        if attempt_id in spans:
            saved.setdefault(attempt_id, {})[slot] = (saved_at, seconds)
    return {number: times_taken(*spans[number], answers) for number, answers in saved.items()}


def time_of(attempt: AttemptSummary, slot: int) -> Taken | None:
    """Return how long one answer took in an attempt that was handed in; None where there is none."""
    assert attempt.submitted_at
    rows = db.session.execute(
        select(Answer.slot, Answer.saved_at, Answer.seconds).where(
            Answer.attempt_id == attempt.attempt_id, Answer.response.is_not(None)
        )
    )
    saved = {row.slot: (row.saved_at, row.seconds) for row in rows}
    return times_taken(attempt.started_at, attempt.submitted_at, saved).get(slot)
