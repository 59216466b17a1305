"""A quiz made of the questions about passages that a class missed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from quizapp.accounts.models import User
from quizapp.banks.models import Question, QuestionRevision
from quizapp.core.bank.model import Status
from quizapp.extensions import db
from quizapp.quizzes.assigning import DOUBLE_CLICK, RefusalError
from quizapp.quizzes.models import Quiz
from quizapp.quizzes.service import make_quiz
from quizapp.reports.report import Item, Report


@dataclass(frozen=True)
class FollowUp:
    """The quiz that was made, and how many questions are not approved any more and so left out."""

    quiz: Quiz
    left_out: int


def items_about(report: Report, passage_ids: Collection[int]) -> list[Item]:
    """Return the questions about these passages that count, in the order of the quiz."""
    return [
        item
        for item in report.items
        if item.counts and any(passage.id in passage_ids for passage in item.passages)
    ]


def make_follow_up(report: Report, passage_ids: Collection[int], *, owner: User, now: datetime) -> FollowUp:
    """Make the owner a quiz of the questions about these passages, or refuse if none can be asked.

    A question that was dropped is left out. A second click finds the quiz that the first has made.
    """
    numbers = [item.revision_id for item in items_about(report, passage_ids)]
    rows = db.session.execute(
        select(QuestionRevision.id, Question)
        .join(Question, Question.id == QuestionRevision.question_id)
        .where(QuestionRevision.id.in_(numbers))
    )
    known = {row.id: row.Question for row in rows}
    asked = list(dict.fromkeys(known[number] for number in numbers))
    questions = [one for one in asked if one.status == Status.APPROVED]
    if not questions:
        raise RefusalError(
            "No question about these passages can be asked again: none is approved any more. "
            "Choose others for a new quiz."
        )
    original = report.assignment.quiz
    title = f"Again: {original.title[:190]}"
    again = _just_made(owner, title, questions, now)
    made = again or make_quiz(original.bank, owner=owner, title=title, questions=questions, now=now)
    return FollowUp(made, len(asked) - len(questions))


def _just_made(owner: User, title: str, questions: list[Question], now: datetime) -> Quiz | None:
    """Return what a first click has made a moment ago."""
    rows = db.session.scalars(
        select(Quiz).where(
            Quiz.owner_id == owner.id,
            Quiz.title == title,
            Quiz.archived_at.is_(None),
            Quiz.created_at > now - DOUBLE_CLICK,
        )
    )
    wanted = [one.id for one in questions]
    return next((row for row in rows if [link.question_id for link in row.questions] == wanted), None)
