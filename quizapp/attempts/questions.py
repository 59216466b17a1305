"""The questions that attempts pin. A revision never changes, so a process reads each one once."""

from collections.abc import Iterable, Mapping

from flask import current_app
from sqlalchemy import select

from quizapp.attempts.store import Sitting, read_points
from quizapp.banks.models import QuestionRevision
from quizapp.core.attempts.scoring import Asked
from quizapp.core.bank.model import Question, read_question
from quizapp.db.quick import Link
from quizapp.extensions import db

MOST_KEPT = 5_000


def read_questions(revision_ids: Iterable[int]) -> Mapping[int, Question]:
    """Return the questions of these revisions by revision id."""
    kept: dict[int, Question] = current_app.extensions.setdefault("questions", {})
    wanted = set(revision_ids)
    # Another thread may empty it at any moment.
    found = {number: question for number in wanted if (question := kept.get(number))}
    if missing := wanted - found.keys():
        rows = db.session.execute(
            select(QuestionRevision.id, QuestionRevision.record).where(QuestionRevision.id.in_(missing))
        )
        for number, record in rows:
            question, findings = read_question({"id": "stored", **record})
            if question is None:
                raise ValueError(f"revision {number} does not validate: {findings}")
            found[number] = question
        if len(kept) + len(found) > MOST_KEPT:
            kept.clear()
        kept.update(found)
    return found


def read_asked(link: Link, sitting: Sitting) -> list[Asked]:
    """Return what the attempt asks, with the points of each slot."""
    points = read_points(link, sitting.assignment_id)
    by_revision = read_questions(revision for _, revision in sitting.state.layout)
    return [
        Asked(slot, by_revision[revision], points.get(slot, 1.0)) for slot, revision in sitting.state.layout
    ]
