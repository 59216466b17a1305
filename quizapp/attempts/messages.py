"""What a teacher tells students in the middle of a quiz: sent, taken back, and read at every page."""

from datetime import datetime, timedelta
from typing import NamedTuple, cast

from flask import current_app
from sqlalchemy import Table, bindparam, select
from werkzeug.exceptions import NotFound

from quizapp.accounts.models import User
from quizapp.attempts.models import TeacherMessage
from quizapp.db.quick import Quick
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment
from quizapp.web.transaction import read_link

LONGEST = 400
FRESH_FOR = timedelta(seconds=2)
"""For so long a process knows an assignment's messages: each page and save of a class asks for them."""

MOST_KEPT = 1_000

messages = cast(Table, TeacherMessage.__table__)
STANDING = Quick(
    select(*(messages.c[name] for name in ("id", "user_id", "about", "text", "sent_at")))
    .where(messages.c.assignment_id == bindparam("assignment_id"), messages.c.taken_back_at.is_(None))
    .order_by(messages.c.id)
)


class Told(NamedTuple):
    """A message that stands, to one student or (None) to all."""

    id: int
    user_id: int | None
    about: str
    text: str
    sent_at: datetime


Kept = dict[int, tuple[datetime, tuple[Told, ...]]]


def _kept() -> Kept:
    kept: Kept = current_app.extensions.setdefault("messages", {})
    return kept


def standing(assignment_id: int, now: datetime) -> tuple[Told, ...]:
    """Return the messages of an assignment that were not taken back, oldest first."""
    kept = _kept()
    read_at, found = kept.get(assignment_id, (None, ()))
    if read_at is None or abs(now - read_at) >= FRESH_FOR:
        rows = STANDING.rows(read_link(), assignment_id=assignment_id)
        found = tuple(Told(*row) for row in rows)
        if len(kept) >= MOST_KEPT:
            kept.clear()
        kept[assignment_id] = (now, found)
    return found


def told_to(user_id: int, assignment_id: int, started_at: datetime, now: datetime) -> list[Told]:
    """Return what stands for a student at an attempt, the newest first."""
    return [
        one
        for one in reversed(standing(assignment_id, now))
        if one.user_id in (None, user_id) and (one.about == "words" or one.sent_at >= started_at)
    ]


def send(
    assignment: Assignment,
    text: str,
    *,
    about: str = "words",
    minutes: int | None = None,
    user_id: int | None = None,
    actor: User,
    now: datetime,
) -> TeacherMessage:
    """Tell one student, or everyone."""
    row = TeacherMessage(
        assignment_id=assignment.id,
        user_id=user_id,
        about=about,
        text=text,
        minutes=minutes,
        sender_id=actor.id,
        sent_at=now,
    )
    db.session.add(row)
    db.session.flush()
    _kept().pop(assignment.id, None)
    return row


def unsay(row: TeacherMessage, now: datetime) -> None:
    """Take a message back: it goes from the pages that still show it."""
    row.taken_back_at = now
    db.session.flush()
    _kept().pop(row.assignment_id, None)


def message_of(assignment: Assignment, message_id: int) -> TeacherMessage:
    """Return a message of an assignment; NotFound for any other."""
    row = db.session.get(TeacherMessage, message_id)
    if row is None or row.assignment_id != assignment.id:
        raise NotFound
    return row
