"""The school as its admins see it: how large it is, who works in it, what was done in it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select

from quizapp.accounts.audit import record
from quizapp.accounts.models import AuditEntry, Role, User
from quizapp.accounts.service import (
    add_staff,
    end_sessions,
    fold_name,
    is_last_admin,
    make_password_link,
)
from quizapp.banks.models import Question
from quizapp.classes.models import Class
from quizapp.extensions import db
from quizapp.web.pagination import Page

STAFF = (Role.TEACHER.value, Role.ADMIN.value)
LAST_ADMIN = (
    "{name} is the only admin. Make somebody else an admin first: "
    "without one, nobody could add people or write questions."
)

# How other features name their acts in the log, in words that go on with the subject.
WORDS = {
    "question.create": "wrote a question",
    "question.edit": "changed a question",
    "question.status": "moved a question",
    "setting.second_check": "set the second check of keys",
    "card.create": "made a flashcard",
    "card.edit": "changed a flashcard",
    "card.status": "moved a flashcard",
    "card.import": "brought in flashcards",
    "card.import_undone": "took back flashcards that were brought in",
    "cards.sent": "sent questions to students’ cards",
    "cards.taken_back": "took back questions from students’ cards",
    "cards.sent_again": "sent questions to students’ cards again",
    "bank.import": "brought in a text",
    "passage.edit": "mended a passage",
    "passage.remove": "took a passage out",
    "passage.restore": "put a passage back",
    "assignment.made": "gave a quiz to a class",
    "gradebook.rules": "changed how a gradebook counts",
    "gradebook.excused": "excused a student from a quiz",
    "gradebook.counted_again": "let a quiz count again for a student",
    "assignment.changed": "changed the rules of a quiz",
    "assignment.closed": "closed a quiz",
    "assignment.reopened": "opened a quiz again",
    "assignment.deleted": "took back a quiz",
    "assignment.regraded": "graded a question again",
    "marks.released": "released marks",
    "marks.withheld": "hid marks again",
    "answer.marked": "gave points by hand",
    "answer.unmarked": "took back points given by hand",
    "assignment.ended": "ended a quiz for everyone",
    "assignment.end_undone": "opened a quiz again that was ended",
    "attempt.time_given": "gave more time in a quiz",
    "attempt.time_taken_back": "took time back that was given in a quiz",
    "attempt.handed_in": "handed in for a student",
    "attempt.reopened": "opened an attempt again",
    "attempt.put_back": "put an attempt back that was opened again",
    "message.sent": "sent a message during a quiz",
    "message.taken_back": "took a message back",
    "answers.taken_out": "downloaded answers",
    "student.exported": "exported all data of a student",
    "student.deleted": "deleted a student",
    "one-time link made": "made a one-time link",
    "sample made": "made the sample",
    "sample removed": "removed the sample",
}
NAMES = {"up": "scores up", "down": "scores down", "what": "how:"}
"""What a detail of the log is called, where its own name says too little."""
REGRADES = {
    "key": "by another version of the question",
    "accept": "one more answer accepted",
    "drop": "the question dropped",
    "full": "full marks for everyone",
    "undo": "a regrade taken back",
}


@dataclass(frozen=True)
class SchoolCounts:
    """How large the school is, without the sample class."""

    staff: int
    students: int
    classes: int
    questions: int


def counts() -> SchoolCounts:
    """Count people who may sign in, classes in use, and questions."""
    people = User.active & User.sample.is_(False)
    return SchoolCounts(
        staff=_count(User, people, User.role.in_(STAFF)),
        students=_count(User, people, User.role == Role.STUDENT),
        classes=_count(Class, Class.archived_at.is_(None), Class.sample.is_(False)),
        questions=_count(Question),
    )


def _count(model: Any, *conditions: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


# ---- people


def staff(*, find: str = "", role: str = "", state: str = "") -> list[User]:
    """List teachers and admins by name, those with `find` in their name or user name.

    States: "active", "waiting" (no password set yet), "inactive".
    """
    statement = select(User).where(User.role.in_([role] if role in STAFF else STAFF), User.sample.is_(False))
    states: dict[str, ColumnElement[bool]] = {
        "active": User.active & User.password_hash.is_not(None),
        "waiting": User.active & User.password_hash.is_(None),
        "inactive": User.active.is_(False),
    }
    if state in states:
        statement = statement.where(states[state])
    # In Python: SQLite knows the case of English letters only.
    find = fold_name(find)
    found = [
        user for user in db.session.scalars(statement) if find in fold_name(f"{user.name} {user.username}")
    ]
    return sorted(found, key=lambda user: (fold_name(user.name), user.id))


def add_person(actor: User, name: str, username: str, role: Role, *, now: datetime) -> tuple[User, str]:
    """Add a teacher or an admin; return them and the token of the link by which they come in."""
    user = add_staff(name, username, role, now=now)
    record(actor, f"added {a(role)}", user.name, now=now, username=user.username)
    return user, make_password_link(user, now=now)


def new_link(actor: User, user: User, *, now: datetime) -> str:
    """Make a link by which a person sets a new password; return its token."""
    record(actor, "made a one-time link", user.name, now=now)
    return make_password_link(user, now=now)


def deactivate(actor: User, user: User, *, now: datetime) -> str | None:
    """Shut a person out at once; return why not if the school needs them."""
    if is_last_admin(user):
        return LAST_ADMIN.format(name=user.name)
    if user.active:
        user.active = False
        end_sessions(user)
        record(actor, "deactivated", user.name, now=now)
    return None


def activate(actor: User, user: User, *, now: datetime) -> None:
    """Let a person in again, with the password they had."""
    if not user.active:
        user.active = True
        db.session.flush()
        record(actor, "brought back", user.name, now=now)


def set_role(actor: User, user: User, role: Role, *, now: datetime) -> str | None:
    """Make a teacher an admin or the other way round, signed out; return why not if the school needs them."""
    if user.role == role:
        return None
    if is_last_admin(user):
        return LAST_ADMIN.format(name=user.name)
    user.role = role.value
    end_sessions(user)
    record(actor, f"made {a(role)}", user.name, now=now)
    return None


def a(role: Role) -> str:
    return "an admin" if role is Role.ADMIN else "a teacher"


# ---- the log


@dataclass(frozen=True)
class AuditLine:
    """An entry of the log, in words."""

    at: datetime
    who: str
    what: str
    subject: str
    detail: str


def audit_page(number: int, size: int = 25) -> Page[AuditLine]:
    """Return a page of the log, newest first; past the end, the last page."""
    total = _count(AuditEntry)
    number = min(number, max(1, -(-total // size)))
    rows = db.session.execute(
        select(AuditEntry, User.name)
        .outerjoin(User, User.id == AuditEntry.actor_id)
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(size)
        .offset((number - 1) * size)
    )
    return Page([_line(entry, name) for entry, name in rows], number, size, total)


def _line(entry: AuditEntry, actor: str | None) -> AuditLine:
    words = WORDS.get(entry.act) or entry.act.replace(".", " ").replace("_", " ")
    subject, about = entry.subject, dict(entry.detail)
    if subject.startswith("assignment ") and "quiz" in about:  # a number tells nobody which it was
        subject = ", ".join(str(about.pop(key)) for key in ("quiz", "class_") if key in about)
    if entry.act == "assignment.regraded":
        about["what"] = REGRADES.get(str(about.get("what")), about.get("what"))
    detail = ", ".join(
        f"{NAMES.get(key) or key.strip('_').replace('_', ' ')} {value}"
        for key, value in about.items()
        if isinstance(value, str | int | float) and not key.endswith("_id")
    )
    return AuditLine(entry.at, actor or "The command line", words, subject, detail)
