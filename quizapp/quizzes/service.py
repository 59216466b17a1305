"""Quizzes: who may see and change which, and what is in them."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.exceptions import NotFound

from quizapp.accounts.models import User
from quizapp.classes.models import Class, Enrolment
from quizapp.core.attempts.policy import Policy, read_review
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment, Quiz


def quiz_for_viewing(user: User, quiz_id: int) -> Quiz:
    """Return one's own quiz or a ready-made one, and any for an admin; NotFound otherwise."""
    quiz = db.session.get(Quiz, quiz_id)
    if quiz is None or not user.is_staff:
        raise NotFound
    if not (user.is_admin or quiz.owner_id == user.id or is_ready_made(quiz)):
        raise NotFound
    return quiz


def quiz_for_editing(user: User, quiz_id: int) -> Quiz:
    """Return a quiz one may change: a ready-made one stays as its file says; NotFound otherwise."""
    quiz = quiz_for_viewing(user, quiz_id)
    if is_ready_made(quiz):
        raise NotFound
    return quiz


def is_ready_made(quiz: Quiz) -> bool:
    """Tell whether a quiz came with its bank and is for all staff."""
    return quiz.slug is not None and quiz.owner_id is None


def assignment_for_viewing(user: User, assignment_id: int) -> Assignment:
    """Return an assignment of one's own class or of a sample class, and any for an admin; else NotFound."""
    row = db.session.get(Assignment, assignment_id, options=[joinedload(Assignment.class_)])
    if row is None or not user.is_staff:
        raise NotFound
    if not (user.is_admin or row.class_.teacher_id == user.id or row.class_.sample):
        raise NotFound
    return row


def assignment_for_managing(user: User, assignment_id: int) -> Assignment:
    """Return an assignment one may change: the class's teacher's and an admin's, never a sample class's."""
    row = assignment_for_viewing(user, assignment_id)
    if row.class_.sample:
        raise NotFound
    return row


def policy_of(assignment: Assignment) -> Policy:
    """Return an assignment's rules as the value that the core works with."""
    return Policy(
        opens_at=assignment.opens_at,
        closes_at=assignment.closes_at,
        time_limit=timedelta(seconds=assignment.time_limit) if assignment.time_limit else None,
        grace=timedelta(seconds=assignment.grace),
        attempts_allowed=assignment.attempts_allowed,
        shuffle_questions=assignment.shuffle_questions,
        shuffle_choices=assignment.shuffle_choices,
        review=read_review(assignment.review),
    )


def assignments_for_student(user: User, now: datetime) -> list[Assignment]:
    """List what the student's classes were given, quiz and class loaded; first what closes first.

    Also what is not open yet or closed already, by `policy_of(row)`: the page says which. What closed
    comes last, newest first. Nothing of a class that is archived or that the student was taken out of.
    """
    rows = (
        db.session.execute(
            select(Assignment)
            .join(Class, Assignment.class_id == Class.id)
            .join(Enrolment, Enrolment.class_id == Class.id)
            .where(Enrolment.user_id == user.id, Enrolment.removed_at.is_(None), Class.archived_at.is_(None))
            .options(joinedload(Assignment.quiz), joinedload(Assignment.class_))
            .order_by(Assignment.created_at, Assignment.id)
        )
        .scalars()
        .all()
    )
    closed = [row for row in rows if policy_of(row).is_closed(now)]
    going = [row for row in rows if not policy_of(row).is_closed(now)]
    # Without a closing time: after all that have one.
    going.sort(key=lambda row: (row.closes_at is None, row.closes_at or row.created_at, row.id))
    closed.sort(key=lambda row: (row.closes_at or row.created_at, row.id), reverse=True)
    return going + closed
