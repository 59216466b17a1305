"""What is set on a student for every quiz: kept, changed, told."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from quizapp.accounts.audit import record
from quizapp.accounts.models import User
from quizapp.classes.models import Class, Enrolment, StudentAccommodation
from quizapp.classes.signals import accommodation_changed
from quizapp.core.attempts.accommodations import NONE, Accommodation
from quizapp.core.attempts.policy import Clock
from quizapp.extensions import db
from quizapp.web.filters import plural


def accommodation_of(user_id: int) -> Accommodation:
    """Return what is set on a student."""
    return accommodations_of([user_id]).get(user_id, NONE)


def accommodations_of(user_ids: Iterable[int]) -> dict[int, Accommodation]:
    """Return what is set on students, by id, of those who have anything set."""
    rows = db.session.scalars(
        select(StudentAccommodation).where(StudentAccommodation.user_id.in_(list(user_ids)))
    )
    return {
        row.user_id: Accommodation(
            row.time_factor, row.extra_attempts, row.break_minutes, Clock(row.clock), row.larger_text
        )
        for row in rows
    }


def accommodations_in(class_: Class) -> dict[int, Accommodation]:
    """Return what is set on the students who are in a class now, by id, of those who have anything set."""
    within = select(Enrolment.user_id).where(Enrolment.class_id == class_.id, Enrolment.removed_at.is_(None))
    return accommodations_of(db.session.scalars(within))


def accommodate(student: User, wanted: Accommodation, *, actor: User, now: datetime) -> Accommodation:
    """Set what a student is given, in every quiz and in those under way; return what was set before."""
    before = accommodation_of(student.id)
    if wanted == before:
        return before
    row = db.session.get(StudentAccommodation, student.id)
    if wanted == NONE:
        db.session.delete(row)
    else:
        if row is None:
            row = StudentAccommodation(user_id=student.id)
            db.session.add(row)
        row.time_factor = wanted.time_factor
        row.extra_attempts = wanted.extra_attempts
        row.break_minutes = wanted.break_minutes
        row.clock = wanted.clock.value
        row.larger_text = wanted.larger_text
    db.session.flush()
    record(
        actor,
        "set a student's accommodations",
        student.name,
        now=now,
        about_id=student.id,
        before=", ".join(in_words(before)) or "none",
        after=", ".join(in_words(wanted)) or "none",
    )
    accommodation_changed.send(student.id)
    return before


CLOCKS = {Clock.WARNED: "no clock shown", Clock.HIDDEN: "no clock shown, no warnings"}


def in_words(one: Accommodation) -> list[str]:
    """Say each thing that is set, in a teacher's words."""
    said = []
    if one.time_factor > 1:
        said.append(f"{one.time_factor:g} times the time")
    if one.extra_attempts:
        said.append(plural(one.extra_attempts, "more attempt"))
    if one.break_minutes:
        said.append(f"breaks of {plural(one.break_minutes, 'minute')} in all")
    if one.clock in CLOCKS:
        said.append(CLOCKS[one.clock])
    if one.larger_text:
        said.append("larger text")
    return said
