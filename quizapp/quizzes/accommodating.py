"""What is set for one student in one assignment, and who has other rules there than the class."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from werkzeug.exceptions import NotFound

from quizapp.accounts.audit import record
from quizapp.accounts.models import User
from quizapp.classes.accommodating import accommodations_of
from quizapp.classes.models import Enrolment
from quizapp.classes.service import enrolled
from quizapp.core.attempts.accommodations import (
    LEAST_FACTOR,
    NO_OVERRIDE,
    NONE,
    Accommodation,
    Override,
    resolve,
)
from quizapp.core.attempts.policy import Policy
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment, AssignmentAccommodation
from quizapp.quizzes.service import override_in, policy_of
from quizapp.quizzes.signals import assignment_changed
from quizapp.web.filters import moment, plural, span


@dataclass(frozen=True)
class Accommodated:
    """A student of an assignment's class, with what is set on them and for them here."""

    student: User
    on_student: Accommodation
    here: Override
    policy: Policy

    @property
    def set_here(self) -> bool:
        return self.here != NO_OVERRIDE

    @property
    def differs(self) -> bool:
        """Whether their rules are other than the class's, or something is set here."""
        return self.policy.class_rules is not None or self.set_here


def students_of(assignment: Assignment) -> list[Accommodated]:
    """List the students of an assignment's class, by name, each with their rules."""
    people = [row.user for row in enrolled(assignment.class_)]
    return _with_rules(assignment, people)


def student_of(assignment: Assignment, user_id: int) -> Accommodated:
    """Return a student who is in the assignment's class now; NotFound for any other."""
    person = db.session.scalar(
        select(User)
        .join(Enrolment, Enrolment.user_id == User.id)
        .where(Enrolment.class_id == assignment.class_id, User.id == user_id, Enrolment.removed_at.is_(None))
    )
    if person is None:
        raise NotFound
    return _with_rules(assignment, [person])[0]


def _with_rules(assignment: Assignment, people: Iterable[User]) -> list[Accommodated]:
    people = list(people)
    usual = policy_of(assignment)
    given = accommodations_of([person.id for person in people])
    rows = db.session.scalars(
        select(AssignmentAccommodation).where(AssignmentAccommodation.assignment_id == assignment.id)
    )
    overrides = {row.user_id: override_in(row) for row in rows}
    found = []
    for person in people:
        one, here = given.get(person.id, NONE), overrides.get(person.id, NO_OVERRIDE)
        found.append(Accommodated(person, one, here, resolve(usual, one, here)))
    return found


def override(
    assignment: Assignment, student: User, wanted: Override, *, actor: User, now: datetime
) -> Override:
    """Set what a student is given in this assignment, also in an attempt under way; return what was set."""
    row = db.session.get(AssignmentAccommodation, (assignment.id, student.id))
    before = override_in(row)
    if wanted == before:
        return before
    if wanted == NO_OVERRIDE:
        db.session.delete(row)
    else:
        if row is None:
            row = AssignmentAccommodation(assignment_id=assignment.id, user_id=student.id)
            db.session.add(row)
        row.time_factor = wanted.time_factor
        row.extra_attempts = wanted.extra_attempts
        row.closes_at = wanted.closes_at
    db.session.flush()
    record(
        actor,
        "assignment.accommodated",
        f"assignment {assignment.id}",
        now=now,
        quiz=assignment.quiz.title,
        class_=assignment.class_.name,
        about_id=student.id,
        student=student.name,
        before=", ".join(override_words(before)) or "as set on the student",
        after=", ".join(override_words(wanted)) or "as set on the student",
    )
    assignment_changed.send(assignment)
    return before


def extended_beyond(assignment: Assignment, now: datetime) -> list[str]:
    """Return the names of those who may go on after now, though the class may not."""
    return [
        one.student.name
        for one in students_of(assignment)
        if one.policy.closes_at and one.policy.closes_at > now
    ]


# ---- in words


def override_words(one: Override) -> list[str]:
    """Say what is set for this assignment alone."""
    said = []
    if one.time_factor is not None:
        longer = one.time_factor > LEAST_FACTOR
        said.append(f"{one.time_factor:g} times the time" if longer else "the time of the class")
    if one.extra_attempts is not None:
        said.append(plural(one.extra_attempts, "more attempt") if one.extra_attempts else "no more attempts")
    if one.closes_at is not None:
        said.append(f"closes {moment(one.closes_at)}")
    return said


def rules_in_words(policy: Policy) -> list[str]:
    """Say where a student's rules are other than the class's: "45 minutes, not 30"."""
    usual = policy.class_rules
    if usual is None:
        return []
    said = []
    if policy.time_limit != usual.time_limit:
        said.append(f"{span(policy.time_limit)}, not {span(usual.time_limit)}")
    if policy.attempts_allowed != usual.attempts_allowed:
        said.append(f"{plural(policy.attempts_allowed or 0, 'attempt')}, not {usual.attempts_allowed}")
    if policy.closes_at != usual.closes_at:
        said.append(f"closes {moment(policy.closes_at)}")
    if policy.break_time:
        said.append(f"breaks of {span(policy.break_time)} in all")
    if policy.clock != usual.clock:
        said.append("no clock")
    if policy.larger_text:
        said.append("larger text")
    return said


def limit_and_closing(policy: Policy) -> str:
    """Say by when one must start to have all of a longer limit; "" where nothing cuts it."""
    usual = policy.class_rules
    if (
        usual is None
        or not policy.closes_at
        or not policy.time_limit
        or policy.time_limit == usual.time_limit
    ):
        return ""
    latest = policy.closes_at - policy.time_limit
    return f"The closing ends it: to have all of {span(policy.time_limit)}, start by {moment(latest)}."
