"""The attempts of a class's students, and by which rules each student takes what was assigned."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from quizapp.attempts.models import Attempt
from quizapp.classes.accommodating import accommodations_of
from quizapp.classes.models import Class
from quizapp.core.attempts.accommodations import NO_OVERRIDE, NONE, resolve
from quizapp.core.attempts.policy import Policy
from quizapp.extensions import db
from quizapp.progress.models import Excusal
from quizapp.quizzes.assigning import assignments_of_class
from quizapp.quizzes.models import Assignment, AssignmentAccommodation
from quizapp.quizzes.service import override_in, policy_of

Place = tuple[int, int]
"""An assignment and a student of it, by their ids."""


class Taken(NamedTuple):
    """One attempt, handed in or not; `score` and `max_score` once it is."""

    id: int
    assignment_id: int
    user_id: int
    number: int
    started_at: datetime
    submitted_at: datetime | None
    submitted_by: str | None
    score: float | None
    max_score: float | None
    by_hand: int
    unmarked: int
    more_time: bool


def in_order_of_time(class_: Class) -> list[Assignment]:
    """List what a class was given, the oldest first, each at the moment it opened."""
    return sorted(assignments_of_class(class_), key=lambda row: (given_at(row), row.id))


def given_at(assignment: Assignment) -> datetime:
    """Return the moment by which an assignment is put in order of time."""
    return assignment.opens_at or assignment.created_at


def taken_in(assignment_ids: Iterable[int], user_ids: Iterable[int]) -> dict[Place, list[Taken]]:
    """Return the attempts of these students at these assignments, by both, in their order."""
    columns = tuple(getattr(Attempt, name) for name in Taken._fields)
    rows = db.session.execute(
        select(*columns)
        .where(Attempt.assignment_id.in_(list(assignment_ids)), Attempt.user_id.in_(list(user_ids)))
        .order_by(Attempt.number)
    )
    found: dict[Place, list[Taken]] = {}
    for row in rows:
        one = Taken._make(row)
        found.setdefault((one.assignment_id, one.user_id), []).append(one)
    return found


def rules_for(assignments: Sequence[Assignment], user_ids: Iterable[int]) -> dict[Place, Policy]:
    """Return the rules of each assignment for each student, with what is set for them."""
    people = list(user_ids)
    given = accommodations_of(people)
    rows = db.session.scalars(
        select(AssignmentAccommodation).where(
            AssignmentAccommodation.assignment_id.in_([row.id for row in assignments]),
            AssignmentAccommodation.user_id.in_(people),
        )
    )
    overrides = {(row.assignment_id, row.user_id): override_in(row) for row in rows}
    found = {}
    for assignment in assignments:
        usual = policy_of(assignment)
        for person in people:
            one, here = given.get(person, NONE), overrides.get((assignment.id, person), NO_OVERRIDE)
            same = one is NONE and here is NO_OVERRIDE
            found[assignment.id, person] = usual if same else resolve(usual, one, here)
    return found


def excusals_in(assignment_ids: Iterable[int], user_ids: Iterable[int]) -> Mapping[Place, Excusal]:
    """Return who of these students is excused from which of these assignments."""
    rows = db.session.scalars(
        select(Excusal).where(
            Excusal.assignment_id.in_(list(assignment_ids)), Excusal.user_id.in_(list(user_ids))
        )
    )
    return {(row.assignment_id, row.user_id): row for row in rows}
