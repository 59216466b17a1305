"""Deleting a student for good: what goes, what loses the name, and what is left of them elsewhere."""

from dataclasses import dataclass
from datetime import datetime

from quizapp.accounts import audit
from quizapp.accounts.models import User
from quizapp.accounts.service import fold_name
from quizapp.admin.personal.gathering import counted, gather
from quizapp.admin.personal.students import refuse_under_way
from quizapp.db.forgetting import overwrite_what_is_deleted
from quizapp.extensions import db

FIGURES = (
    "Reports, and the figures of questions, are worked out without them from then on: n goes down, and "
    "means may change. What was printed or downloaded before stays as it is."
)
COPIES = (
    "Backups made before still hold them, and so do the copies of the database that an update of the app "
    "leaves in its folder."
)


@dataclass(frozen=True)
class Loss:
    """What a deletion takes: how many of what, and how many entries of the log lose the name."""

    goes: list[tuple[int, str]]
    entries: int
    quizzes: int


def loss_of(student: User) -> Loss:
    """Return what deleting a student would take; nothing is changed."""
    found = gather(student)
    quizzes = len({row["assignment_id"] for row in found["attempts"]})
    return Loss(counted(found), len(audit.entries_about(student)), quizzes)


def is_name(name: str, typed: str) -> bool:
    """Tell whether what was typed to confirm is the name."""
    return fold_name(typed) == fold_name(name)


def delete_student(student: User, *, actor: User | None, now: datetime) -> Loss:
    """Delete a student with all that is theirs; StudentRefusedError while they answer. Return what went.

    Call settle_due first. See decisions.py for each table.
    """
    refuse_under_way(student)
    lost = loss_of(student)
    with overwrite_what_is_deleted(db.session.connection()):
        audit.forget(student)
        db.session.delete(student)
        db.session.flush()
    db.session.expire_all()  # the database has deleted more rows than the session knows of
    taken = {words.replace(" ", "_"): number for number, words in lost.goes}
    audit.record(actor, "student.deleted", audit.DELETED, now=now, **taken)
    return lost
