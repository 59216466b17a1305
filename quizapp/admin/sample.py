"""The sample class: made-up students whose made-up answers show what a report is."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import delete, exists, func, insert, select

from quizapp.accounts.audit import record
from quizapp.accounts.models import AuditEntry, Role, User
from quizapp.admin.made_up import MadeUpItem, Twist, make_item, single_choice
from quizapp.attempts.models import Answer, Attempt
from quizapp.banks.models import Bank, Question
from quizapp.banks.service import content_of
from quizapp.classes.models import Class, Enrolment
from quizapp.core.attempts.policy import ReviewPolicy
from quizapp.core.attempts.scoring import Asked, grade_attempt
from quizapp.core.bank.model import Status
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment, AssignmentSlot, Quiz, QuizQuestion
from quizapp.quizzes.service import askable

NAME = "Sample class"
CODE = "SAMPLE1"  # no hyphen: never the code of a class that somebody made
REMOVED = "sample removed"
SEED = 1959
MOST_QUESTIONS = 12
TIME_LIMIT = timedelta(minutes=20)
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
    """Make the sample class with two closed assignments, or return the one there is.

    None where no bank has an approved question yet.
    """
    there = sample_class()
    if there is not None:
        return there
    quizzes = _quizzes(now)
    if not quizzes:
        return None
    made = now - timedelta(days=12)
    class_ = Class(name=NAME, code=CODE, sample=True, created_at=made)
    students = [_student(name, made) for name in NAMES]
    class_.enrolments = [
        Enrolment(user=student, name_key=student.name.casefold(), created_at=made) for student in students
    ]
    db.session.add(class_)
    db.session.flush()
    ability = {student.id: rng.gauss(0.35, 0.9) for student in students}
    for place, quiz in enumerate(quizzes):
        # The last lesson, and the one a week before it.
        closed = now - timedelta(days=1 + 7 * (len(quizzes) - 1 - place), minutes=45)
        _give(quiz, class_, ability, closed, twisted=place == 0, rng=rng)
    return class_


def _student(name: str, made: datetime) -> User:
    # A PIN that counts as used, and no password: nobody can sign in as them.
    return User(role=Role.STUDENT, name=name, sample=True, created_at=made, pin_used_at=made)


def _quizzes(now: datetime) -> list[Quiz]:
    """Return the first two ready-made quizzes, else two made of the first bank's approved questions."""
    ready = db.session.execute(
        select(Quiz)
        .where(Quiz.slug.is_not(None), Quiz.owner_id.is_(None), Quiz.archived_at.is_(None))
        .order_by(Quiz.id)
    ).scalars()
    found = [quiz for quiz in ready if askable(quiz)][:2]
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


def _give(
    quiz: Quiz, class_: Class, ability: dict[int, float], closed: datetime, *, twisted: bool, rng: Random
) -> None:
    """Give the quiz to the class, and let all but two students take it before it closes."""
    opened = closed - timedelta(minutes=45)
    asked = [
        Asked(slot, content_of(one.current), content_of(one.current).meta.points)
        for slot, one in enumerate(askable(quiz), 1)
    ]
    assignment = Assignment(
        quiz=quiz,
        class_=class_,
        opens_at=opened,
        closes_at=closed,
        time_limit=int(TIME_LIMIT.total_seconds()),
        review=ReviewPolicy().model_dump(mode="json"),
        created_at=opened - timedelta(days=1),
        slots=[
            AssignmentSlot(slot=one.slot, revision_id=row.current_id, points=one.points)
            for one, row in zip(asked, askable(quiz), strict=True)
        ],
    )
    db.session.add(assignment)
    db.session.flush()
    layout = [[slot.slot, slot.revision_id] for slot in assignment.slots]
    questions = [one.question for one in asked]
    twists = _twists(asked) if twisted else {}
    items = {one.slot: make_item(one.question, questions, twists.get(one.slot), rng) for one in asked}
    away = set(rng.sample(list(ability), 2))
    answers: list[dict[str, Any]] = []
    for user_id, able in ability.items():
        if user_id not in away:
            answers += _sit(assignment, user_id, able, opened, layout, asked, items, rng)
    db.session.execute(insert(Answer), answers)


def _twists(asked: Sequence[Asked]) -> dict[int, Twist]:
    """Choose a passage nobody understood, a key that looks wrong, a question nobody missed."""
    about: dict[str, list[int]] = {}
    for one in asked[1:]:
        for name in one.question.meta.cites:
            about.setdefault(name, []).append(one.slot)
    # The passage with the most questions, of several the one in the middle of the quiz.
    most = [slots for slots in about.values() if len(slots) == max(map(len, about.values()))]
    hard = most[len(most) // 2] if most else []
    twists = dict.fromkeys(hard, Twist.NOT_UNDERSTOOD)
    free = [one for one in asked if one.slot not in twists]
    choices = [one.slot for one in free if single_choice(one.question)]
    if choices:
        twists[choices[-1]] = Twist.KEY_LOOKS_WRONG
    easy = [one.slot for one in free if one.slot not in twists]
    if easy:
        twists[easy[0]] = Twist.NOBODY_MISSES
    return twists


def _sit(
    assignment: Assignment,
    user_id: int,
    able: float,
    opened: datetime,
    layout: list[list[int]],
    asked: Sequence[Asked],
    items: dict[int, MadeUpItem],
    rng: Random,
) -> list[dict[str, Any]]:
    """Store an attempt that was handed in; return the rows of its answers."""
    started = opened + timedelta(seconds=rng.randrange(20, 400))
    deadline = started + TIME_LIMIT
    pace = rng.uniform(0.35, 0.95) * TIME_LIMIT / len(asked)
    responses = {
        slot: answer for slot, item in items.items() if (answer := item.answer(able, rng)) is not None
    }
    stored = {slot: response.model_dump_json() for slot, response in responses.items()}
    result = grade_attempt(asked, stored)
    late = rng.random() < 0.05
    attempt = Attempt(
        assignment_id=assignment.id,
        user_id=user_id,
        number=1,
        state="submitted",
        seed=1 + rng.randrange(2**31 - 1),
        layout=layout,
        started_at=started,
        deadline_at=deadline,
        submitted_at=deadline if late else started + pace * len(asked) + timedelta(seconds=30),
        submitted_by="deadline" if late else "student",
        score=result.total,
        max_score=result.maximum,
        vector=list(result.vector),
        by_hand=result.by_hand,
        unmarked=result.waiting,
    )
    db.session.add(attempt)
    db.session.flush()
    return [
        {
            "attempt_id": attempt.id,
            "slot": slot,
            "seq": int(slot * pace.total_seconds() * 10),
            "response": response,
            "flagged": False,
            "saved_at": started + slot * pace,
        }
        for slot, response in stored.items()
    ]


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
    # Attempts, answers, slots and enrolments go with their class: the foreign keys cascade.
    db.session.execute(delete(Class).where(Class.sample))
    db.session.execute(delete(User).where(User.sample))
    db.session.execute(delete(Quiz).where(Quiz.id.in_(own), ~exists().where(Assignment.quiz_id == Quiz.id)))
    record(actor, REMOVED, NAME, now=now, **lost)
    db.session.flush()
    db.session.expire_all()
    return True
