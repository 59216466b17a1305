"""The quizzes that come with a bank."""

from datetime import datetime

from sqlalchemy import select

from quizapp.banks.models import Bank, Question
from quizapp.core.bank.model import ReadyQuiz, Unit
from quizapp.extensions import db
from quizapp.quizzes.models import Quiz
from quizapp.quizzes.service import set_questions


def load_ready_made(bank: Bank, unit: Unit, now: datetime) -> list[Quiz]:
    """Make the bank's ready-made quizzes those of the unit; the second time nothing changes.

    One that left the unit is archived: what was assigned of it goes on. A question that is
    not in the bank is left out.
    """
    rows = {
        row.slug: row
        for row in db.session.execute(
            select(Quiz).where(Quiz.bank_id == bank.id, Quiz.slug.is_not(None), Quiz.owner_id.is_(None))
        ).scalars()
    }
    questions = {
        row.slug: row
        for row in db.session.execute(select(Question).where(Question.bank_id == bank.id)).scalars()
    }
    loaded = []
    for ready in unit.quizzes:
        quiz = rows.pop(ready.id, None) or Quiz(bank=bank, slug=ready.id, created_at=now)
        quiz.title, quiz.intro, quiz.time_limit = ready.title, ready.intro, ready.time_limit
        quiz.archived_at = None
        db.session.add(quiz)
        set_questions(quiz, [questions[slug] for slug in ready.questions if slug in questions])
        loaded.append(quiz)
    for gone in rows.values():
        gone.archived_at = gone.archived_at or now
    db.session.flush()
    return loaded


def ready_made_of(bank: Bank) -> tuple[ReadyQuiz, ...]:
    """Return the bank's ready-made quizzes that are not archived, as its files have them."""
    rows = db.session.scalars(
        select(Quiz)
        .where(
            Quiz.bank_id == bank.id,
            Quiz.slug.is_not(None),
            Quiz.owner_id.is_(None),
            Quiz.archived_at.is_(None),
        )
        .order_by(Quiz.id)
    )
    return tuple(
        ReadyQuiz(
            id=row.slug or "",
            title=row.title,
            intro=row.intro,
            time_limit=row.time_limit,
            questions=tuple(slot.question.slug for slot in row.questions),
        )
        for row in rows
        if row.questions
    )
