"""The score of an attempt that was handed in, worked out anew from answers, marks and regrades."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, or_, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import aliased

from quizapp.accounts.models import User
from quizapp.attempts.models import GivenMark, RegradeEntry, ScoreChange
from quizapp.attempts.questions import read_asked, read_questions
from quizapp.attempts.store import Sitting, answers, attempts
from quizapp.core.attempts.regrading import Regrade, grade_again
from quizapp.core.attempts.scoring import NO_MARKS, Asked, Result, Treatment, grade_attempt
from quizapp.db.quick import Quick, link_of
from quizapp.extensions import db
from quizapp.web.transaction import read_link

marks = cast(Table, GivenMark.__table__)
users = cast(Table, User.__table__)
regrades = cast(Table, RegradeEntry.__table__)


@dataclass(frozen=True)
class NewestMark:
    """The mark that counts for one answer, and who gave it when."""

    id: int
    fraction: float
    judged: Sequence[Mapping[str, Any]]
    comment: str
    marker: str | None
    marked_at: datetime


Marks = Mapping[int, NewestMark]
"""The marks of one attempt by slot."""


def marks_of_assignment(connection: Connection, assignment_id: int) -> dict[int, Marks]:
    """Return the marks that count: attempt id -> slot -> mark."""
    mine = select(attempts.c.id).where(attempts.c.assignment_id == assignment_id)
    return _newest(connection, marks.c.attempt_id.in_(mine))


def marks_of_attempt(connection: Connection, attempt_id: int) -> Marks:
    """Return the marks of one attempt that count, by slot."""
    return _newest(connection, marks.c.attempt_id == attempt_id).get(attempt_id, {})


def _newest(connection: Connection, condition: Any) -> dict[int, Marks]:
    rows = connection.execute(
        select(marks, users.c.name)
        .join_from(marks, users, marks.c.marker_id == users.c.id, isouter=True)
        .where(condition)
        .order_by(marks.c.id)
    )
    found: dict[int, dict[int, NewestMark]] = {}
    for row in rows:
        of_attempt = found.setdefault(row.attempt_id, {})
        if row.fraction is None:
            of_attempt.pop(row.slot, None)
        else:
            of_attempt[row.slot] = NewestMark(
                row.id, row.fraction, row.judged, row.comment, row.name, row.marked_at
            )
    return cast("dict[int, Marks]", found)


def fractions(marks: Marks) -> Mapping[int, float]:
    """Return what was given in each slot."""
    return {slot: mark.fraction for slot, mark in marks.items()}


def standing_entries(assignment_id: int) -> list[RegradeEntry]:
    """Return the regrades of an assignment that were not taken back, in their order."""
    undo = aliased(RegradeEntry)
    return list(
        db.session.scalars(
            select(RegradeEntry)
            .where(
                RegradeEntry.assignment_id == assignment_id,
                RegradeEntry.kind != "undo",
                ~select(undo.id).where(undo.undoes_id == RegradeEntry.id).exists(),
            )
            .order_by(RegradeEntry.id)
        )
    )


def as_rules(entries: Iterable[RegradeEntry]) -> list[Regrade]:
    """Return regrades as the core works with them."""
    entries = list(entries)
    wanted = [entry.graded_by_revision_id for entry in entries if entry.graded_by_revision_id]
    questions = read_questions(wanted) if wanted else {}
    return [
        Regrade(
            entry.slot,
            entry.at,
            questions[entry.graded_by_revision_id] if entry.graded_by_revision_id else None,
            Treatment(entry.treatment),
            entry.never_lower,
        )
        for entry in entries
    ]


CHANGED_BY_HAND = Quick(
    select(
        or_(
            select(marks.c.id).where(marks.c.attempt_id == bindparam("attempt_id")).exists(),
            select(regrades.c.id).where(regrades.c.assignment_id == bindparam("assignment_id")).exists(),
        ).label("so")
    )
)


def was_changed(sitting: Sitting) -> bool:
    """Tell whether anybody gave a mark in the attempt or changed how its assignment is graded: few did."""
    row = CHANGED_BY_HAND.one(read_link(), attempt_id=sitting.attempt_id, assignment_id=sitting.assignment_id)
    return bool(row.so)


def result_of(sitting: Sitting, *, with_marks: bool = True) -> tuple[tuple[Asked, ...], Result, Marks]:
    """Return how an attempt was graded: its questions under their rules in the order shown, result, marks.

    The sitting has its answers. Without marks it is what a student sees before they are released.
    """
    assert sitting.state.submitted_at
    responses = {slot: saved.response for slot, saved in sitting.state.answers.items()}
    if not was_changed(sitting):
        asked = tuple(read_asked(read_link(), sitting))
        return asked, grade_attempt(asked, responses), {}
    connection = db.session.connection()
    given = marks_of_attempt(connection, sitting.attempt_id) if with_marks else {}
    asked, result = grade_again(
        read_asked(link_of(connection), sitting),
        responses,
        as_rules(standing_entries(sitting.assignment_id)),
        submitted_at=sitting.state.submitted_at,
        marks=fractions(given) if given else NO_MARKS,
    )
    return asked, result, given


def changes_of(attempt_id: int) -> list[ScoreChange]:
    """Return how regrades changed the score of an attempt, the newest first."""
    return list(
        db.session.scalars(
            select(ScoreChange)
            .where(ScoreChange.attempt_id == attempt_id)
            .order_by(ScoreChange.regrade_id.desc())
        )
    )


def responses_of(connection: Connection, assignment_id: int) -> dict[int, dict[int, str]]:
    """Return the stored answers of all attempts handed in: attempt id -> slot -> response."""
    rows = connection.execute(
        select(answers.c.attempt_id, answers.c.slot, answers.c.response)
        .join_from(answers, attempts, answers.c.attempt_id == attempts.c.id)
        .where(
            attempts.c.assignment_id == assignment_id,
            attempts.c.state == "submitted",
            answers.c.response.is_not(None),
        )
    )
    found: dict[int, dict[int, str]] = {}
    for attempt_id, slot, response in rows:
        found.setdefault(attempt_id, {})[slot] = response
    return found
