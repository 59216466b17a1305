"""Classes: who may see which, who is in them, how they get in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload
from werkzeug.exceptions import NotFound

from quizapp.accounts.models import User
from quizapp.accounts.service import add_student, end_sessions, fold_name
from quizapp.classes.codes import new_code, read_code
from quizapp.classes.models import Class, Enrolment
from quizapp.extensions import db

# ---- loaders


def class_for_viewing(user: User, class_id: int) -> Class:
    """Return one's own class or a sample class, and any for an admin; NotFound otherwise."""
    row = db.session.get(Class, class_id)
    if row is None or not user.is_staff:
        raise NotFound
    if not (user.is_admin or row.sample or row.teacher_id == user.id):
        raise NotFound
    return row


def class_for_editing(user: User, class_id: int) -> Class:
    """Return a class one may change: a sample class stays as it is; NotFound otherwise."""
    row = class_for_viewing(user, class_id)
    if row.sample:
        raise NotFound
    return row


def enrolment_for_editing(user: User, class_id: int, user_id: int) -> Enrolment:
    """Return a student's place in a class one may change, also if they were taken out."""
    class_for_editing(user, class_id)
    row = db.session.scalar(
        select(Enrolment)
        .where(Enrolment.class_id == class_id, Enrolment.user_id == user_id)
        .options(joinedload(Enrolment.user))
    )
    if row is None:
        raise NotFound
    return row


# ---- lists


@dataclass(frozen=True)
class ClassLine:
    """A class in a list, with the number of its students."""

    class_: Class
    students: int


def classes_of(user: User, *, archived: bool = False) -> list[ClassLine]:
    """List the classes one may see, one's own first, by name, sample classes last."""
    students = (
        select(func.count())
        .where(Enrolment.class_id == Class.id, Enrolment.removed_at.is_(None))
        .correlate(Class)
        .scalar_subquery()
    )
    mine = Class.teacher_id == user.id
    statement = (
        select(Class, students)
        .where(Class.archived_at.is_not(None) if archived else Class.archived_at.is_(None))
        .options(joinedload(Class.teacher))
    )
    if not user.is_admin:
        statement = statement.where(mine | Class.sample)
    lines = [ClassLine(row, count) for row, count in db.session.execute(statement)]
    # Here, not in the database: each database has an order of letters of its own.
    return sorted(lines, key=lambda line: _place(line.class_, user))


def _place(row: Class, user: User) -> tuple[bool, bool, str, int]:
    return row.sample, row.teacher_id != user.id, fold_name(row.name), row.id


def sample_class() -> Class | None:
    """Return a sample class to look round in, while there is one."""
    return db.session.scalar(select(Class).where(Class.sample, Class.archived_at.is_(None)).limit(1))


def enrolled(class_: Class, *, removed: bool = False) -> Sequence[Enrolment]:
    """List who is in a class (or was taken out of it), by name, with the people loaded."""
    gone = Enrolment.removed_at.is_not(None) if removed else Enrolment.removed_at.is_(None)
    rows = db.session.scalars(
        select(Enrolment).where(Enrolment.class_id == class_.id, gone).options(joinedload(Enrolment.user))
    )
    return sorted(rows, key=lambda row: row.name_key)


def names_taken(class_: Class) -> set[str]:
    """Return the folded names that a new student of the class cannot have."""
    return set(db.session.scalars(select(Enrolment.name_key).where(Enrolment.class_id == class_.id)))


# ---- changes


def add_class(teacher: User, name: str, *, now: datetime, rng: Random) -> Class:
    """Make a class with a code that no other has."""
    codes = set(db.session.scalars(select(Class.code)))
    code = new_code(rng)
    while code in codes:
        code = new_code(rng)
    row = Class(teacher_id=teacher.id, name=name, code=code, created_at=now)
    db.session.add(row)
    db.session.flush()
    return row


def enrol(class_: Class, names: Iterable[str], *, now: datetime) -> list[Enrolment]:
    """Add students by names that are free in the class."""
    students = [add_student(name, now=now) for name in names]
    rows = [
        Enrolment(class_=class_, user=student, name_key=fold_name(student.name), created_at=now)
        for student in students
    ]
    db.session.add_all(rows)
    db.session.flush()
    return rows


def rename_student(row: Enrolment, name: str) -> None:
    """Give a student another name, in every class they are in."""
    row.user.name = name
    row.name_key = fold_name(name)
    db.session.flush()


def take_out(row: Enrolment, *, now: datetime) -> None:
    """Take a student out of a class, and off every device unless another class has them."""
    row.removed_at = now
    db.session.flush()
    elsewhere = select(Enrolment.id).where(Enrolment.user_id == row.user_id, Enrolment.removed_at.is_(None))
    if db.session.scalar(elsewhere.limit(1)) is None:
        end_sessions(row.user)


# ---- joining


def class_to_join(typed: str) -> Class | None:
    """Return the class of a code as typed; None if there is none to join."""
    code = read_code(typed)
    row = db.session.scalar(select(Class).where(Class.code == code)) if code else None
    return row if row and row.archived_at is None and not row.sample else None


def student_in(class_: Class, name: str) -> User | None:
    """Return the student of that name who is in the class."""
    row = db.session.scalar(
        select(Enrolment)
        .where(
            Enrolment.class_id == class_.id,
            Enrolment.name_key == fold_name(name),
            Enrolment.removed_at.is_(None),
        )
        .options(joinedload(Enrolment.user))
    )
    return row.user if row and row.user.active else None


def teachers_of(student: User) -> list[int]:
    """Return the ids of those whose classes a student is in now."""
    query = (
        select(Class.teacher_id)
        .join(Enrolment, Enrolment.class_id == Class.id)
        .where(Enrolment.user_id == student.id, Enrolment.removed_at.is_(None), Class.teacher_id.is_not(None))
        .distinct()
    )
    return [teacher for teacher in db.session.scalars(query) if teacher is not None]
