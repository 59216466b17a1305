"""What the watching pages read: the board of an assignment, and what became of a receipt."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, func, select
from sqlalchemy.orm import joinedload

from quizapp.accounts.models import User
from quizapp.attempts.acts import receipt_of
from quizapp.attempts.contact import Contacts
from quizapp.attempts.lists import earlier_of
from quizapp.attempts.models import Attempt, TeacherMessage
from quizapp.attempts.receipts import receipt_now
from quizapp.attempts.store import answers, attempts, enrolments, slots
from quizapp.core.attempts import engine
from quizapp.core.attempts.drawing import asks, section_of
from quizapp.core.attempts.policy import read_sections
from quizapp.db.quick import Link, Quick
from quizapp.extensions import db
from quizapp.quizzes import accommodating
from quizapp.quizzes.models import Assignment
from quizapp.watching.board import Board, Standing, Watched, sorted_by_name

MOST_SAID = 20

users = cast(Table, User.__table__)

_saved = select(answers.c.slot).where(answers.c.attempt_id == attempts.c.id)
WATCHED = Quick(
    select(
        enrolments.c.user_id,
        users.c.name,
        attempts.c.id.label("attempt_id"),
        attempts.c.started_at,
        attempts.c.deadline_at,
        attempts.c.submitted_at,
        attempts.c.submitted_by,
        attempts.c.break_ends_at,
        attempts.c.earlier.is_not(None).label("opened_again"),
        select(func.count())
        .where(answers.c.attempt_id == attempts.c.id, answers.c.response.is_not(None))
        .scalar_subquery()
        .label("answered"),
        select(func.max(answers.c.saved_at))
        .where(answers.c.attempt_id == attempts.c.id)
        .scalar_subquery()
        .label("saved_at"),
    )
    .join_from(enrolments, users, enrolments.c.user_id == users.c.id)
    .outerjoin(
        attempts,
        (attempts.c.user_id == enrolments.c.user_id)
        & (attempts.c.assignment_id == bindparam("assignment_id")),
    )
    .where(enrolments.c.class_id == bindparam("class_id"), enrolments.c.removed_at.is_(None))
    .order_by(attempts.c.submitted_at.is_(None), attempts.c.number)
)
ASKED = Quick(
    select(slots.c.section, func.count())
    .where(slots.c.assignment_id == bindparam("assignment_id"))
    .group_by(slots.c.section)
)


def board_of(link: Link, assignment: Assignment, heard: Contacts, now: datetime) -> Board:
    """Return the board of an assignment. Call attempts.handing_in.settle_due first."""
    found: dict[int, Watched] = {}
    rows = WATCHED.rows(link, assignment_id=assignment.id, class_id=assignment.class_id)
    for row in rows:  # of several attempts the open one comes last
        found[row.user_id] = _watched(row, heard, now)
    sections = read_sections(assignment.sections)
    pools = ASKED.rows(link, assignment_id=assignment.id)
    questions = sum(asks(section_of(sections, number), pool) for number, pool in pools)
    return Board(questions, sorted_by_name(list(found.values())))


def _watched(row: Any, heard: Contacts, now: datetime) -> Watched:
    if row.attempt_id is None:
        return Watched(row.user_id, row.name)
    if row.submitted_at is not None:
        return Watched(
            row.user_id,
            row.name,
            Standing.FINISHED,
            row.answered,
            handed_in_at=row.submitted_at,
            handed_in_by=row.submitted_by,
            opened_again=bool(row.opened_again),
        )
    rests = row.break_ends_at if row.break_ends_at and now < row.break_ends_at else None
    signs = (row.started_at, row.saved_at, row.break_ends_at)
    # Who rests has every reason to be silent, and is lost only when the break is over.
    lost = None if rests else heard.lost_since(row.attempt_id, max(sign for sign in signs if sign), now)
    return Watched(
        row.user_id,
        row.name,
        Standing.LOST if lost else Standing.ANSWERING,
        row.answered,
        deadline_at=row.deadline_at,
        lost_since=lost,
        opened_again=bool(row.opened_again),
        break_until=rests,
    )


def messages_at(assignment: Assignment, user_id: int | None = None) -> list[tuple[TeacherMessage, str]]:
    """Return what stands of what was said to everyone, and to that one; the newest first, with whom it tells.

    What one alone was told is not on the page of all: that page hangs on a wall.
    """
    query = (
        select(TeacherMessage, User.name)
        .join(User, TeacherMessage.user_id == User.id, isouter=True)
        .where(TeacherMessage.assignment_id == assignment.id, TeacherMessage.taken_back_at.is_(None))
        .order_by(TeacherMessage.id.desc())
        .limit(MOST_SAID)
    )
    to_all = TeacherMessage.user_id.is_(None)
    query = query.where(to_all if user_id is None else to_all | (TeacherMessage.user_id == user_id))
    return [(row, name or "everyone") for row, name in db.session.execute(query)]


def may_still_start(assignment: Assignment, now: datetime) -> list[str]:
    """Return the names of those who may begin though the class may not: a later closing is set for them."""
    taken = Counter(db.session.scalars(select(Attempt.user_id).where(Attempt.assignment_id == assignment.id)))
    return [
        one.student.name
        for one in accommodating.students_of(assignment)
        if engine.may_start(one.policy, taken[one.student.id], now) is None
    ]


# ---- receipts


@dataclass(frozen=True)
class Receipt:
    """What became of a receipt: whose it is, when it was given, and whether the answers are still those.

    `opened_again_at` is of an attempt that the teacher opened again after it was given.
    """

    student: User
    attempt: Attempt
    handed_in_at: datetime
    handed_in_by: str
    holds: bool
    opened_again_at: datetime | None = None


def look_up(assignment: Assignment, code: str) -> list[Receipt]:
    """Return whatever has this receipt in an assignment: none, or one but for a chance in millions."""
    rows = db.session.scalars(
        select(Attempt)
        .options(joinedload(Attempt.user))
        .where(
            Attempt.assignment_id == assignment.id,
            (Attempt.state == "submitted") | Attempt.earlier.is_not(None),
        )
        .order_by(Attempt.id)
    )
    return [found for row in rows if (found := _receipt(row, code))]


def _receipt(row: Attempt, code: str) -> Receipt | None:
    if row.submitted_at is not None and receipt_of(row) == code:
        by = row.submitted_by or ""
        return Receipt(row.user, row, row.submitted_at, by, receipt_now(row) == code)
    for was in reversed(earlier_of(row.earlier)):
        if was.receipt == code:
            return Receipt(row.user, row, was.at, was.by, receipt_now(row) == code, was.opened_again)
    return None
