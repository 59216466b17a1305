"""Giving a quiz to classes, and changing the rules of what was given."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, column, func, select, table
from sqlalchemy.orm import joinedload

from quizapp.accounts.audit import record
from quizapp.accounts.models import User
from quizapp.accounts.service import fold_name
from quizapp.classes.models import Class
from quizapp.core.attempts.policy import Combine, Policy, ReviewPolicy, Section, When
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment, Quiz
from quizapp.quizzes.sections import slots_of
from quizapp.quizzes.service import askable
from quizapp.quizzes.signals import assignment_changed, assignment_deleted

DOUBLE_CLICK = timedelta(seconds=10)

# The room of attempts lies above this one: ask its table, not its models.
_attempts = table("attempts", column("assignment_id"), column("user_id"))


class RefusalError(Exception):
    """It cannot be done as things stand; the message says why, and what to do."""


@dataclass(frozen=True)
class Rules:
    """What a teacher decides when giving a quiz; `time_limit` is in minutes."""

    opens_at: datetime | None = None
    closes_at: datetime | None = None
    time_limit: int | None = None
    attempts_allowed: int | None = 1
    shuffle_questions: bool = False
    shuffle_choices: bool = True
    one_page: bool = False
    combine: Combine = Combine.HIGHEST
    forward_only: bool = False
    access_code: str = ""
    review: ReviewPolicy = field(default_factory=ReviewPolicy)

    def as_columns(self) -> dict[str, object]:
        """Return the rules as an Assignment stores them."""
        return {
            "opens_at": self.opens_at,
            "closes_at": self.closes_at,
            "time_limit": self.time_limit * 60 if self.time_limit else None,
            "attempts_allowed": self.attempts_allowed,
            "shuffle_questions": self.shuffle_questions,
            "shuffle_choices": self.shuffle_choices,
            "one_page": self.one_page,
            "combine": self.combine.value,
            "forward_only": self.forward_only,
            "access_code": self.access_code,
            "review": self.review.model_dump(mode="json"),
        }

    def policy(self, sections: tuple[Section, ...] = ()) -> Policy:
        """Return the rules as the core works with them."""
        return Policy(
            opens_at=self.opens_at,
            closes_at=self.closes_at,
            time_limit=timedelta(minutes=self.time_limit) if self.time_limit else None,
            attempts_allowed=self.attempts_allowed,
            shuffle_questions=self.shuffle_questions,
            shuffle_choices=self.shuffle_choices,
            one_page=self.one_page,
            combine=self.combine,
            forward_only=self.forward_only,
            access_code=self.access_code,
            sections=sections,
            review=self.review,
        )

    def warnings(self) -> list[str]:
        """Say what is allowed but may not be meant."""
        answers = (self.review.key, self.review.feedback, self.review.passage)
        early = When.SUBMITTED in answers or When.DURING in answers
        if self.attempts_allowed != 1 and early and self.combine is not Combine.FIRST:
            return [
                "Students may try again after they have seen the answers of their first try. "
                "To prevent that, show the answers after closing, let the first attempt count, or allow one."
            ]
        return []


def assign(
    quiz: Quiz, classes: Iterable[Class], rules: Rules, *, actor: User, now: datetime
) -> list[Assignment]:
    """Give the quiz to each class, its questions pinned as they are now, or refuse if it has none."""
    if not askable(quiz):
        raise RefusalError("This quiz has no approved questions yet: add some, then assign it.")
    made = []
    for class_ in classes:
        again = _just_given(quiz, class_, now)
        if again:
            made.append(again)
            continue
        row = Assignment(quiz=quiz, class_=class_, created_at=now, **rules.as_columns())
        row.sections = list(quiz.sections)
        row.slots = slots_of(quiz)
        db.session.add(row)
        db.session.flush()
        record(actor, "assignment.made", f"assignment {row.id}", now=now, quiz=quiz.title, class_=class_.name)
        made.append(row)
    return made


def _just_given(quiz: Quiz, class_: Class, now: datetime) -> Assignment | None:
    """Return what a first click has made a moment ago."""
    return db.session.execute(
        select(Assignment).where(
            Assignment.quiz_id == quiz.id,
            Assignment.class_id == class_.id,
            Assignment.created_at > now - DOUBLE_CLICK,
        )
    ).scalar_one_or_none()


def change_rules(assignment: Assignment, rules: Rules, *, actor: User, now: datetime) -> None:
    """Change the rules; the questions stay those that were pinned."""
    for name, value in rules.as_columns().items():
        setattr(assignment, name, value)
    _changed(assignment, "assignment.changed", actor, now)


def close_now(assignment: Assignment, *, actor: User, now: datetime) -> None:
    """Close an open assignment at this moment, or refuse."""
    if state_of(assignment, now) == "coming":
        raise RefusalError("This has not opened yet: change when it opens, or delete it.")
    if state_of(assignment, now) == "closed":
        raise RefusalError("This is closed already.")
    if assignment.opens_at is not None and assignment.opens_at == now:
        raise RefusalError("This opened just now: try again in a moment.")
    assignment.closes_at = now
    _changed(assignment, "assignment.closed", actor, now, closed=True)


def reopen(assignment: Assignment, until: datetime, *, actor: User, now: datetime) -> None:
    """Open a closed assignment again until a later time, or refuse."""
    if state_of(assignment, now) != "closed":
        raise RefusalError("This is not closed: change its closing time instead.")
    assignment.closes_at = until
    _changed(assignment, "assignment.reopened", actor, now)


def _changed(assignment: Assignment, act: str, actor: User, now: datetime, *, closed: bool = False) -> None:
    db.session.flush()
    record(
        actor, act, f"assignment {assignment.id}", now=now,
        quiz=assignment.quiz.title, class_=assignment.class_.name,
    )  # fmt: skip
    assignment_changed.send(assignment, closed=closed)


def delete(assignment: Assignment, *, actor: User, now: datetime) -> None:
    """Delete an assignment that nobody has started, or refuse."""
    if started_count(assignment):
        raise RefusalError(
            "Someone has started this, so it stays, with the answers. You can close it instead."
        )
    record(
        actor, "assignment.deleted", f"assignment {assignment.id}", now=now,
        quiz=assignment.quiz.title, class_=assignment.class_.name,
    )  # fmt: skip
    assignment_deleted.send(assignment, now=now)
    db.session.delete(assignment)
    db.session.flush()


def started_count(assignment: Assignment) -> int:
    """Count the students who have started."""
    return db.session.execute(
        select(func.count(_attempts.c.user_id.distinct())).where(_attempts.c.assignment_id == assignment.id)
    ).scalar_one()


def state_of(assignment: Assignment, now: datetime) -> str:
    """Return "coming", "open" or "closed"."""
    if assignment.closes_at is not None and now >= assignment.closes_at:
        return "closed"
    return "coming" if assignment.opens_at is not None and now < assignment.opens_at else "open"


def classes_to_assign_to(user: User) -> Sequence[Class]:
    """List the classes one may give a quiz to, one's own first: not archived, not a sample."""
    mine = Class.teacher_id == user.id
    query = (
        select(Class)
        .where(Class.archived_at.is_(None), Class.sample.is_(False))
        .options(joinedload(Class.teacher))
    )
    rows = db.session.execute(query if user.is_admin else query.where(mine)).scalars()
    return sorted(rows, key=lambda row: (row.teacher_id != user.id, fold_name(row.name), row.id))


def assignments_of_quiz(user: User, quiz: Quiz) -> Sequence[Assignment]:
    """List where a quiz was given, newest first: in one's own classes, and in all for an admin."""
    return _assignments(
        Assignment.quiz_id == quiz.id, *([] if user.is_admin else [Class.teacher_id == user.id])
    )


def assignments_of_class(class_: Class) -> Sequence[Assignment]:
    """List what a class was given, newest first."""
    return _assignments(Assignment.class_id == class_.id)


def _assignments(*conditions: ColumnElement[bool]) -> Sequence[Assignment]:
    return (
        db.session.execute(
            select(Assignment)
            .join(Assignment.class_)
            .where(*conditions)
            .options(joinedload(Assignment.class_), joinedload(Assignment.quiz))
            .order_by(Assignment.created_at.desc(), Assignment.id.desc())
        )
        .scalars()
        .all()
    )
