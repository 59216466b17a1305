"""Attempts in SQL: the short statements of start, page, save and submit, without the ORM.

Who may touch a row is part of the statement. Each function takes the connection it runs on:
the request's own to read, the writer's to write.
"""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from quizapp.attempts.models import Answer, Attempt

attempts = Attempt.__table__
answers = Answer.__table__


class AttemptSummary(NamedTuple):
    """One attempt as a report counts it; `score`, `max_score` and `vector` once it is handed in."""

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
    answered: int


def read_summaries(connection: Connection, assignment_id: int) -> list[AttemptSummary]:
    """Return every attempt of an assignment, by user and number, with how many slots are answered."""
    answered = (
        select(func.count())
        .where(answers.c.attempt_id == attempts.c.id, answers.c.response.is_not(None))
        .scalar_subquery()
    )
    columns = (
        attempts.c.id,
        attempts.c.user_id,
        attempts.c.number,
        attempts.c.state,
        attempts.c.started_at,
        attempts.c.deadline_at,
        attempts.c.submitted_at,
        attempts.c.submitted_by,
        attempts.c.score,
        attempts.c.max_score,
        attempts.c.vector,
        answered,
    )
    rows = connection.execute(
        select(*columns)
        .where(attempts.c.assignment_id == assignment_id)
        .order_by(attempts.c.user_id, attempts.c.number)
    )
    return [AttemptSummary._make(row) for row in rows]
