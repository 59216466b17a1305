"""Students as an admin finds them: by words, by number, and whether their data may be handled now."""

from dataclasses import dataclass

from sqlalchemy import select
from werkzeug.exceptions import NotFound

from quizapp.accounts.models import Role, User
from quizapp.accounts.service import fold_name
from quizapp.attempts.models import Attempt
from quizapp.classes.models import Class, Enrolment
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment, Quiz
from quizapp.web.filters import listed
from quizapp.web.limits import LARGEST_ID


class StudentRefusedError(Exception):
    """It cannot be done with this person, or not now; the message says why, and what to do."""


@dataclass(frozen=True)
class StudentLine:
    """A student in a list, with the classes they are in."""

    user: User
    classes: tuple[str, ...]


def student_for_managing(user_id: int) -> User:
    """Load a student who is not made up; NotFound for anyone else."""
    user = db.session.get(User, user_id)
    if user is None or not user.is_student or user.sample:
        raise NotFound
    return user


def students(find: str = "") -> list[StudentLine]:
    """List the students of the school by name, those with `find` in their name or in that of a class."""
    classes: dict[int, list[str]] = {}
    for user_id, name in db.session.execute(
        select(Enrolment.user_id, Class.name)
        .join(Class, Class.id == Enrolment.class_id)
        .where(Enrolment.removed_at.is_(None))
        .order_by(Class.name, Class.id)
    ):
        classes.setdefault(user_id, []).append(name)
    everyone = select(User).where(User.role == Role.STUDENT.value, User.sample.is_(False))
    find = fold_name(find)
    lines = [
        line
        for user in db.session.scalars(everyone)
        for line in (StudentLine(user, tuple(classes.get(user.id, ()))),)
        if find in fold_name(" ".join((user.name, *line.classes)))
    ]
    return sorted(lines, key=lambda line: (fold_name(line.user.name), line.user.id))


def find_student(words: str) -> User:
    """Return the one student of a name or a number; StudentRefusedError says who else it might be."""
    words = words.strip()
    if words.isascii() and words.isdecimal():
        number = int(words) if len(words) < 18 else 0
        found = [db.session.get(User, number)] if 0 < number <= LARGEST_ID else []
    else:
        everyone = db.session.scalars(select(User))
        found = [
            user for user in everyone if words and fold_name(words) in (fold_name(user.name), user.username)
        ]
    people = [user for user in found if user is not None]
    if not people:
        raise StudentRefusedError(
            f"There is no student “{words}”. Write the name as it stands on the class list, or the number."
        )
    own = [user for user in people if user.is_student and not user.sample]
    if not own:
        raise StudentRefusedError(_why_not(people[0]))
    if len(own) > 1:
        whom = listed([f"{user.id} ({_place(user)})" for user in own])
        raise StudentRefusedError(
            f"{len(own)} students are called {own[0].name}: name one by number, {whom}."
        )
    return own[0]


def _why_not(user: User) -> str:
    if user.is_staff:
        return (
            f"{user.name} is {'an admin' if user.is_admin else 'a teacher'}, not a student. "
            "Staff are deactivated under School, People; what they made stays."
        )
    return f"{user.name} is made up: remove the sample class instead."


def _place(user: User) -> str:
    names = db.session.scalars(
        select(Class.name)
        .join(Enrolment, Enrolment.class_id == Class.id)
        .where(Enrolment.user_id == user.id)
        .order_by(Class.name)
    ).all()
    return f"{listed(names)}, since {user.created_at:%Y-%m-%d}" if names else "in no class"


def refuse_under_way(user: User) -> None:
    """Raise StudentRefusedError while a student is answering a quiz. Call settle_due first."""
    row = db.session.execute(
        select(Quiz.title, Class.name)
        .select_from(Attempt)
        .join(Assignment, Assignment.id == Attempt.assignment_id)
        .join(Quiz, Quiz.id == Assignment.quiz_id)
        .join(Class, Class.id == Assignment.class_id)
        .where(Attempt.user_id == user.id, Attempt.state == "open")
        .limit(1)
    ).one_or_none()
    if row is not None:
        raise StudentRefusedError(
            f"{user.name} is answering “{row.title}” in {row.name} now. Wait until it is handed in, or hand "
            "it in for them: open the quiz, Watch live."
        )
