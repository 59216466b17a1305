"""How far the assignments of a class are, for the pages that list them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from quizapp.attempts.handing_in import settle_due
from quizapp.attempts.models import Attempt
from quizapp.classes.models import Class, Enrolment
from quizapp.core.attempts.combining import counting
from quizapp.core.attempts.policy import Combine
from quizapp.core.statistics.distribution import mean
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment
from quizapp.quizzes.panel import class_panel as quizzes_of_class


@dataclass(frozen=True)
class Progress:
    """How many enrolled students are how far; `mean_share` is of all points, None before one is final."""

    handed_in: int = 0
    answering: int = 0
    not_begun: int = 0
    mean_share: float | None = None

    @property
    def students(self) -> int:
        return self.handed_in + self.answering + self.not_begun


def progress_of(assignment_ids: Iterable[int]) -> Mapping[int, Progress]:
    """Return the progress of each assignment; of several attempts those count that it says.

    Call attempts.handing_in.settle_due first, so that what the deadline has handed in counts.
    """
    wanted = list(assignment_ids)
    columns = (Attempt.number, Attempt.submitted_at, Attempt.score, Attempt.max_score)
    rows = db.session.execute(
        select(Assignment.id, Assignment.combine, Enrolment.user_id, *columns)
        .join(Enrolment, Enrolment.class_id == Assignment.class_id)
        .outerjoin(Attempt, (Attempt.assignment_id == Assignment.id) & (Attempt.user_id == Enrolment.user_id))
        .where(Assignment.id.in_(wanted), Enrolment.removed_at.is_(None))
    )
    tries: dict[tuple[int, int], list[Any]] = {}
    for row in rows:
        tries.setdefault((row.id, row.user_id), []).append(row)
    counts = {number: [0, 0, 0] for number in wanted}
    shares: dict[int, list[float]] = {number: [] for number in wanted}
    for (assignment_id, _), own in tries.items():
        counted = counting([one for one in own if one.submitted_at], Combine(own[0].combine))
        begun = own[0].number is not None
        counts[assignment_id][0 if counted else 1 if begun else 2] += 1
        if counted:
            shares[assignment_id].append(counted.score / counted.out_of if counted.out_of else 0.0)
    return {
        number: Progress(handed_in, answering, not_begun, mean(shares[number]))
        for number, (handed_in, answering, not_begun) in counts.items()
    }


def class_panel(class_: Class, now: datetime) -> tuple[str, dict[str, Any]] | None:
    """Return the quizzes of a class as its page lists them, with how far each is; None for an empty class."""
    settle_due(now)
    shown = quizzes_of_class(class_, now)
    if shown is None:
        return None
    template, context = shown
    return template, context | {"progress": progress_of(row.id for row, _ in context["given"])}
