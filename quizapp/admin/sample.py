"""The sample class: made-up students whose made-up answers show what a report is."""

from datetime import datetime, timedelta
from random import Random

from sqlalchemy import delete, exists, func, select

from quizapp.accounts.audit import record
from quizapp.accounts.models import AuditEntry, Role, User
from quizapp.admin.sample_cards import give_cards
from quizapp.admin.sample_making import TERM, give
from quizapp.attempts.models import Answer, Attempt
from quizapp.banks.flagging import forget_sample
from quizapp.banks.models import Bank, Question
from quizapp.classes.models import Class, Enrolment
from quizapp.core.bank.model import Status
from quizapp.core.made_up.sitting import people
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment, Quiz, QuizQuestion
from quizapp.quizzes.service import askable
from quizapp.reports.flagging import flag_sample

NAME = "Sample class"
CODE = "SAMPLE1"  # no hyphen: never the code of a class that somebody made
REMOVED = "sample removed"
MADE = "sample made"
SEED = 1959
MOST_QUESTIONS = 12
NAMES = (
    "Amber Finch", "Black Swan", "Blue Heron", "Bright Lark", "Brown Dipper", "Dusk Nightjar",
    "Garden Robin", "Gold Oriole", "Green Sandpiper", "Grey Wren", "Little Tern", "Marsh Harrier",
    "Quiet Owl", "Red Kite", "Reed Warbler", "Rock Dove", "Sea Eagle", "Silver Gull",
    "Snow Bunting", "Spotted Crake", "Swift Plover", "Tall Egret", "White Stork", "Wood Thrush",
)  # fmt: skip


def sample_class() -> Class | None:
    """Return the sample class, or None."""
    return db.session.execute(
        select(Class).where(Class.sample).order_by(Class.id).limit(1)
    ).scalar_one_or_none()


def ensure_sample(now: datetime) -> Class | None:
    """Make the sample class unless it is there or was removed once; the caller commits."""
    removed = db.session.execute(select(exists().where(AuditEntry.act == REMOVED))).scalar_one()
    return None if removed else make_sample(now, Random(SEED))  # noqa: S311  made-up answers, no secret


def make_sample(now: datetime, rng: Random) -> Class | None:
    """Make the sample class with its term, or return the one there is.

    None where no bank has an approved question yet.
    """
    there = sample_class()
    if there is not None:
        return there
    quizzes = _quizzes(now)
    if not quizzes:
        return None
    made = now - timedelta(days=TERM[0].days_ago + 3)
    class_ = Class(name=NAME, code=CODE, sample=True, created_at=made)
    students = [_student(name, made) for name in NAMES]
    class_.enrolments = [
        Enrolment(user=student, name_key=student.name.casefold(), created_at=made) for student in students
    ]
    db.session.add(class_)
    db.session.flush()
    made_up = dict(zip((student.id for student in students), people(len(students), rng), strict=True))
    for quiz, occasion in sorted(zip(quizzes, TERM, strict=False), key=lambda one: -one[1].days_ago):
        give(quiz, class_, made_up, occasion, now, rng)
    give_cards(quizzes[0].bank, made_up, now, rng)
    flag_sample(now)
    return class_


def make_on_demand(actor: User, *, now: datetime) -> Class | None:
    """Make the sample class because an admin wants it, even if it was removed once."""
    if sample_class() is not None:
        return sample_class()
    class_ = make_sample(now, Random(SEED))  # noqa: S311  made-up answers, no secret
    if class_ is not None:
        record(actor, MADE, NAME, now=now, **counts())
    return class_


def _student(name: str, made: datetime) -> User:
    # A PIN that counts as used, and no password: nobody can sign in as them.
    return User(role=Role.STUDENT, name=name, sample=True, created_at=made, pin_used_at=made)


def _quizzes(now: datetime) -> list[Quiz]:
    """Return the ready-made quizzes, else two made of the first bank's approved questions."""
    ready = db.session.execute(
        select(Quiz)
        .where(Quiz.slug.is_not(None), Quiz.owner_id.is_(None), Quiz.archived_at.is_(None))
        .order_by(Quiz.id)
    ).scalars()
    found = [quiz for quiz in ready if askable(quiz)][: len(TERM)]
    return found or _made_of_the_bank(now)


def _made_of_the_bank(now: datetime) -> list[Quiz]:
    bank = db.session.execute(select(Bank).order_by(Bank.id).limit(1)).scalar_one_or_none()
    if bank is None:
        return []
    questions = (
        db.session.execute(
            select(Question)
            .where(Question.bank_id == bank.id, Question.status == Status.APPROVED)
            .order_by(Question.id)
            .limit(2 * MOST_QUESTIONS)
        )
        .scalars()
        .all()
    )
    halves = [part for part in (questions[::2], questions[1::2]) if part]
    made = [
        Quiz(
            bank=bank,
            title=f"Sample quiz {number}",
            created_at=now,
            questions=[QuizQuestion(question=one, position=at) for at, one in enumerate(part, 1)],
        )
        for number, part in enumerate(halves, 1)
    ]
    db.session.add_all(made)
    db.session.flush()
    return made


# ---- away with it


def counts() -> dict[str, int]:
    """Return how much a removal deletes: students, assignments, attempts, answers."""
    given = select(Assignment.id).join(Class, Assignment.class_id == Class.id).where(Class.sample)
    taken = select(Attempt.id).where(Attempt.assignment_id.in_(given))
    statements = {
        "students": select(func.count()).select_from(User).where(User.sample),
        "assignments": select(func.count()).select_from(given.subquery()),
        "attempts": select(func.count()).select_from(taken.subquery()),
        "answers": select(func.count()).select_from(Answer).where(Answer.attempt_id.in_(taken)),
    }
    return {name: db.session.execute(statement).scalar_one() for name, statement in statements.items()}


def remove_sample(actor: User, *, now: datetime) -> bool:
    """Delete the sample class with its students, assignments and answers for good; False if it was gone.

    The entry in the audit log is what keeps it from being made again.
    """
    if sample_class() is None:
        return False
    lost = counts()
    given = select(Assignment.quiz_id).join(Class, Assignment.class_id == Class.id).where(Class.sample)
    own = list(
        db.session.execute(
            select(Quiz.id).where(Quiz.id.in_(given), Quiz.owner_id.is_(None), Quiz.slug.is_(None))
        ).scalars()
    )
    # Attempts, answers, slots and enrolments go with their class, and cards with their students: the
    # foreign keys cascade.
    db.session.execute(delete(Class).where(Class.sample))
    db.session.execute(delete(User).where(User.sample))
    forget_sample()
    db.session.execute(delete(Quiz).where(Quiz.id.in_(own), ~exists().where(Assignment.quiz_id == Quiz.id)))
    record(actor, REMOVED, NAME, now=now, **lost)
    db.session.flush()
    db.session.expire_all()
    return True
