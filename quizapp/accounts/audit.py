"""The log of privileged acts."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from quizapp.accounts.models import AuditEntry, Role, User
from quizapp.extensions import db

DELETED = "a student who was deleted"
KEPT_OF_THE_DELETED = ("quiz", "class_", "class_id", "question", "minutes")
"""What an entry about a deleted student still tells besides the act: nothing of the student."""


def record(
    actor: User | None, act: str, subject: str, *, now: datetime, about_id: int | None = None, **detail: Any
) -> None:
    """Add an entry: who did what to whom, in words. Nothing secret goes into `detail`.

    `about_id` is the student it names, if it names one.
    """
    db.session.add(
        AuditEntry(
            at=now,
            actor_id=actor.id if actor else None,
            about_id=about_id,
            act=act,
            subject=subject[:120],
            detail=detail,
        )
    )


def entries_about(student: User) -> list[AuditEntry]:
    """Return the entries that name a student, the oldest first.

    From before entries said whom they are about, those with a name of theirs that no other student has.
    """
    about = list(db.session.scalars(select(AuditEntry).where(AuditEntry.about_id == student.id)))
    names = {student.name} | {str(one.detail["before"]) for one in about if one.act == "renamed a student"}
    shared = select(User.name).where(
        User.name.in_(names), User.id != student.id, User.role == Role.STUDENT.value
    )
    alone = names - set(db.session.scalars(shared))
    if alone:
        older = select(AuditEntry).where(AuditEntry.about_id.is_(None)).execution_options(yield_per=500)
        about += [
            one
            for one in db.session.scalars(older)
            if one.subject in alone or one.detail.get("student") in alone or one.detail.get("before") in alone
        ]
    return sorted(about, key=lambda one: one.id)


def forget(student: User) -> int:
    """Take the name, and all else that tells of a student, out of the entries about them; return how many.

    The one thing that ever changes an entry: the act stays, with who did it and when.
    """
    about = entries_about(student)
    for one in about:
        one.subject = one.subject if one.subject.startswith("assignment ") else DELETED
        one.detail = {
            **{name: value for name, value in one.detail.items() if name in KEPT_OF_THE_DELETED},
            **({"student": DELETED} if "student" in one.detail else {}),
        }
        one.about_id = None
    db.session.flush()
    return len(about)
