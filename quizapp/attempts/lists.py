"""Attempts in SQL, many at a time: a student's own, and what a report counts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from quizapp.attempts.store import (
    RULES,
    answers,
    assignments,
    attempts,
    classes,
    for_student,
    policy_in,
    quizzes,
    slots,
)
from quizapp.core.attempts.drawing import asks, section_of
from quizapp.core.attempts.policy import Policy, Section


class Earlier(NamedTuple):
    """A handing in after which the teacher opened the attempt again."""

    at: datetime
    by: str
    receipt: str
    opened_again: datetime


def earlier_of(stored: list[dict[str, Any]] | None) -> list[Earlier]:
    """Return the handings in before the last, oldest first, from what an attempt keeps of them."""
    moment = datetime.fromisoformat
    return [
        Earlier(moment(was["at"]), was["by"], was["receipt"], moment(was["opened_again"]))
        for was in stored or ()
    ]


class AttemptSummary(NamedTuple):
    """One attempt as a report counts it; `score`, `max_score` and `vector` once it is handed in.

    `vector` has the fraction of each slot of `layout` in slot order: a draw leaves slots out.
    """

    attempt_id: int
    user_id: int
    number: int
    state: str
    started_at: datetime
    deadline_at: datetime | None
    submitted_at: datetime | None
    submitted_by: str | None
    score: float | None
    max_score: float | None
    vector: list[float | None] | None
    more_time: bool
    unmarked: int
    kept_earlier: list[dict[str, Any]] | None
    layout: list[list[int]]
    answered: int

    @property
    def slots(self) -> list[int]:
        """Return the slots that were asked, in slot order."""
        return sorted(slot for slot, _ in self.layout)

    @property
    def earlier(self) -> list[Earlier]:
        """Return the handings in after which the teacher opened it again."""
        return earlier_of(self.kept_earlier)


class OwnAttempt(NamedTuple):
    """One of a student's attempts, as a line of their lists."""

    id: int
    assignment_id: int
    title: str
    class_name: str
    policy: Policy
    number: int
    started_at: datetime
    deadline_at: datetime | None
    submitted_at: datetime | None
    score: float | None
    max_score: float | None
    break_ends_at: datetime | None
    settled: bool
    """Whether the score is final: all that is marked by hand is marked, and released."""

    def on_break(self, now: datetime) -> bool:
        return self.submitted_at is None and self.break_ends_at is not None and now < self.break_ends_at


def read_own(connection: Connection, user_id: int) -> list[OwnAttempt]:
    """Return all attempts of a user, the newest first."""
    own = tuple(attempts.c[name] for name in ("id", "assignment_id", *OwnAttempt._fields[5:-1]))
    released = assignments.c.marks_released_at.is_not(None)
    settled = (attempts.c.unmarked == 0) & ((attempts.c.by_hand == 0) | released)
    rows = connection.execute(
        for_student(
            select(*own, settled, *RULES, quizzes.c.title, classes.c.name)
            .join_from(attempts, assignments, attempts.c.assignment_id == assignments.c.id)
            .join(quizzes, assignments.c.quiz_id == quizzes.c.id)
            .join(classes, assignments.c.class_id == classes.c.id),
            attempts.c.user_id,
        )
        .where(attempts.c.user_id == user_id)
        .order_by(attempts.c.started_at.desc(), attempts.c.id.desc())
    )
    return [
        OwnAttempt(row.id, row.assignment_id, row.title, row.name, policy_in(row), *row[2:10]) for row in rows
    ]


class Paper(NamedTuple):
    """What one attempt at an assignment asks: how many questions, out of how many points.

    No points where a draw decides them.
    """

    questions: int
    points: float | None


def read_papers(connection: Connection, sections: Mapping[int, tuple[Section, ...]]) -> dict[int, Paper]:
    """Return what each assignment, given by its sections, asks of a student."""
    rows = connection.execute(
        select(
            slots.c.assignment_id,
            slots.c.section,
            func.count(),
            func.sum(slots.c.points),
            func.min(slots.c.points),
            func.max(slots.c.points),
        )
        .where(slots.c.assignment_id.in_(list(sections)))
        .group_by(slots.c.assignment_id, slots.c.section)
    )
    papers: dict[int, Paper] = {}
    for assignment_id, number, pool, total, least, most in rows:
        count = asks(section_of(sections[assignment_id], number), pool)
        points = total if count == pool else count * most if least == most else None
        before = papers.get(assignment_id, Paper(0, 0.0))
        known = points is not None and before.points is not None
        papers[assignment_id] = Paper(
            before.questions + count, (before.points or 0.0) + (points or 0.0) if known else None
        )
    return papers


def read_summaries(connection: Connection, assignment_id: int) -> list[AttemptSummary]:
    """Return every attempt of an assignment, by user and number, with how many slots are answered.

    Call handing_in.settle_due first.
    """
    answered = (
        select(func.count())
        .where(answers.c.attempt_id == attempts.c.id, answers.c.response.is_not(None))
        .scalar_subquery()
    )
    names = ("user_id", "number", "state", "started_at", "deadline_at", "submitted_at", "submitted_by")
    figures = ("score", "max_score", "vector", "more_time", "unmarked", "earlier", "layout")
    rows = connection.execute(
        select(attempts.c.id, *(attempts.c[name] for name in names + figures), answered)
        .where(attempts.c.assignment_id == assignment_id)
        .order_by(attempts.c.user_id, attempts.c.number)
    )
    return [AttemptSummary._make(row) for row in rows]
