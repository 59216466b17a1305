"""Quizzes: who may see and change which, and what is in them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload
from werkzeug.exceptions import NotFound

from quizapp.accounts.models import User
from quizapp.accounts.service import fold_name
from quizapp.banks.models import Bank, Question
from quizapp.classes.accommodating import accommodation_of
from quizapp.classes.models import Class, Enrolment
from quizapp.core.attempts.accommodations import NO_OVERRIDE, Override, resolve
from quizapp.core.attempts.policy import Combine, Policy, Section, read_review, read_sections
from quizapp.core.bank.model import Status
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment, AssignmentAccommodation, Quiz, QuizQuestion

# ---- loaders


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


# ---- an assignment's rules


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
        one_page=assignment.one_page,
        combine=Combine(assignment.combine),
        forward_only=assignment.forward_only,
        access_code=assignment.access_code,
        sections=read_sections(assignment.sections),
        review=read_review(assignment.review),
    )


def policies_for(user_id: int, assignments: Iterable[Assignment]) -> dict[int, Policy]:
    """Return the rules of each assignment for one student, by assignment id."""
    accommodation = accommodation_of(user_id)
    rows = list(assignments)
    overrides = {
        row.assignment_id: override_in(row)
        for row in db.session.scalars(
            select(AssignmentAccommodation).where(
                AssignmentAccommodation.user_id == user_id,
                AssignmentAccommodation.assignment_id.in_([row.id for row in rows]),
            )
        )
    }
    return {
        row.id: resolve(policy_of(row), accommodation, overrides.get(row.id, NO_OVERRIDE)) for row in rows
    }


def override_in(row: AssignmentAccommodation | None) -> Override:
    """Return what is set for a student in an assignment; nothing where there is no row."""
    return Override(row.time_factor, row.extra_attempts, row.closes_at) if row else NO_OVERRIDE


def assignments_for_student(user: User, now: datetime) -> list[tuple[Assignment, Policy]]:
    """List what the student's classes were given, each with the student's own rules; first what closes first.

    Quiz and class are loaded. Also what is not open yet or closed already: the page says which. What closed
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
    policies = policies_for(user.id, rows)
    given = [(row, policies[row.id]) for row in rows]
    closed = [one for one in given if one[1].is_closed(now)]
    going = [one for one in given if not one[1].is_closed(now)]
    # Without a closing time: after all that have one.
    going.sort(key=lambda one: (one[1].closes_at is None, one[1].closes_at or one[0].created_at, one[0].id))
    closed.sort(key=lambda one: (one[1].closes_at or one[0].created_at, one[0].id), reverse=True)
    return going + closed


# ---- lists of quizzes


@dataclass(frozen=True)
class QuizLine:
    """A quiz in a list: how many questions it has, the names of the classes that were given it."""

    quiz: Quiz
    count: int
    classes: tuple[str, ...]


def my_quizzes(user: User, *, archived: bool = False) -> list[QuizLine]:
    """List one's own quizzes, newest first."""
    put_away = Quiz.archived_at.is_not(None) if archived else Quiz.archived_at.is_(None)
    return _lines(user, Quiz.owner_id == user.id, put_away)


def ready_made_quizzes(user: User) -> list[QuizLine]:
    """List the quizzes that came with the banks."""
    return _lines(user, Quiz.slug.is_not(None), Quiz.owner_id.is_(None), Quiz.archived_at.is_(None))[::-1]


def _lines(user: User, *conditions: ColumnElement[bool]) -> list[QuizLine]:
    count = select(func.count()).where(QuizQuestion.quiz_id == Quiz.id).correlate(Quiz).scalar_subquery()
    rows = db.session.execute(
        select(Quiz, count).where(*conditions).options(joinedload(Quiz.bank)).order_by(Quiz.id.desc())
    ).all()
    given = (
        select(Assignment.quiz_id, Class.name)
        .join(Class, Assignment.class_id == Class.id)
        .where(Assignment.quiz_id.in_([quiz.id for quiz, _ in rows]), Class.archived_at.is_(None))
        .distinct()
    )
    if not user.is_admin:
        given = given.where(Class.teacher_id == user.id)
    classes: dict[int, list[str]] = {}
    for quiz_id, name in sorted(db.session.execute(given), key=lambda row: fold_name(row.name)):
        classes.setdefault(quiz_id, []).append(name)
    return [QuizLine(quiz, number, tuple(classes.get(quiz.id, ()))) for quiz, number in rows]


# ---- what is in a quiz


def make_quiz(
    bank: Bank,
    *,
    owner: User,
    title: str,
    now: datetime,
    intro: str = "",
    time_limit: int | None = None,
    questions: Sequence[Question] = (),
    sections: Sequence[Section] = (),
) -> Quiz:
    """Make a quiz of these questions in this order; `time_limit` is in minutes."""
    quiz = Quiz(owner=owner, bank=bank, title=title, intro=intro, time_limit=time_limit, created_at=now)
    quiz.sections = [one.model_dump(exclude_defaults=True) for one in sections]
    set_questions(quiz, questions)
    db.session.add(quiz)
    db.session.flush()
    return quiz


def copy_quiz(quiz: Quiz, *, owner: User, now: datetime) -> Quiz:
    """Make the owner a quiz of their own that says the same."""
    made = make_quiz(
        quiz.bank,
        owner=owner,
        title=f"{quiz.title[:190]} (copy)",
        intro=quiz.intro,
        time_limit=quiz.time_limit,
        questions=[link.question for link in quiz.questions],
        sections=read_sections(quiz.sections),
        now=now,
    )
    for link, copied in zip(quiz.questions, made.questions, strict=True):
        copied.section = link.section
    db.session.flush()
    return made


def change_quiz(quiz: Quiz, *, title: str, intro: str, time_limit: int | None) -> None:
    """Change what a quiz is called and how long it is proposed to take."""
    quiz.title, quiz.intro, quiz.time_limit = title, intro, time_limit
    db.session.flush()


def set_archived(quiz: Quiz, archived: bool, *, now: datetime) -> None:
    """Put a quiz away, or bring it back; what was assigned of it goes on either way."""
    quiz.archived_at = now if archived else None
    db.session.flush()


def set_questions(quiz: Quiz, questions: Iterable[Question], *, section: int = 1) -> None:
    """Make these, in this order, all the questions of the quiz.

    One that is new comes into the section of that number, or into that of the question before it.
    """
    # A link that stays is kept as it is: a new one with its key would collide with it.
    links = {link.question_id: link for link in quiz.questions}
    kept: list[QuizQuestion] = []
    for position, question in enumerate(dict.fromkeys(questions), 1):
        link = links.get(question.id) or QuizQuestion(question=question, section=section)
        link.position = position
        link.section = max(link.section or 1, kept[-1].section if kept else 1)
        kept.append(link)
    quiz.questions = kept
    db.session.flush()


def add_questions(
    quiz: Quiz, question_ids: Iterable[int], *, position: int | None = None, section: int | None = None
) -> list[Question]:
    """Add the bank's approved questions among these ids, at the end or at `position` (from 1).

    `section`: at the end of that section of the quiz.

    Returns those added: what is in the quiz already, not approved, or of another bank is left out.
    """
    there = [link.question for link in quiz.questions]
    wanted = list(dict.fromkeys(question_ids))
    rows = db.session.execute(
        select(Question).where(
            Question.id.in_(wanted), Question.bank_id == quiz.bank_id, Question.status == Status.APPROVED
        )
    ).scalars()
    new = sorted((row for row in rows if row not in there), key=lambda row: wanted.index(row.id))
    count = max(1, len(quiz.sections or ()))
    section = min(section, count) if section else count if position is None else 1
    if position is None:
        at = sum(link.section <= section for link in quiz.questions)
    else:
        at = max(0, min(position - 1, len(there)))
    set_questions(quiz, [*there[:at], *new, *there[at:]], section=section)
    return new


def remove_question(quiz: Quiz, question_id: int) -> tuple[Question, int]:
    """Take a question out; return it and the position it had, or raise NotFound."""
    link = _link(quiz, question_id)
    position = quiz.questions.index(link) + 1
    set_questions(quiz, [other.question for other in quiz.questions if other is not link])
    return link.question, position


def move_question(quiz: Quiz, question_id: int, by: int) -> None:
    """Move a question `by` places down (negative: up), as far as there is room.

    At the edge of its section it goes into the next one first.
    """
    step = 1 if by > 0 else -1
    for _ in range(abs(by)):
        _step(quiz, question_id, step)
    db.session.flush()


def _step(quiz: Quiz, question_id: int, step: int) -> None:
    order = list(quiz.questions)
    link = _link(quiz, question_id)
    at = order.index(link)
    beside = order[at + step] if 0 <= at + step < len(order) else None
    if beside is not None and beside.section == link.section:
        order.insert(at + step, order.pop(at))
        set_questions(quiz, [one.question for one in order])
    elif 1 <= link.section + step <= max(1, len(quiz.sections or ())):
        link.section += step


def _link(quiz: Quiz, question_id: int) -> QuizQuestion:
    for link in quiz.questions:
        if link.question_id == question_id:
            return link
    raise NotFound


def askable(quiz: Quiz) -> list[Question]:
    """Return what the quiz would ask today: its questions that are still approved, in order."""
    return [link.question for link in askable_links(quiz)]


def askable_links(quiz: Quiz) -> list[QuizQuestion]:
    """Return those questions with the section that each is in."""
    return [link for link in quiz.questions if link.question.status == Status.APPROVED]
