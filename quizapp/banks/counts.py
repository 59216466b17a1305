"""How many there are of what a list of banks or readings tells."""

from collections.abc import Collection

from sqlalchemy import func, select

from quizapp.banks.models import Bank, Passage, Question, RevisionCite
from quizapp.banks.service import passages_of
from quizapp.core.bank.model import Status
from quizapp.extensions import db


def count_questions(banks: Collection[Bank]) -> dict[int, int]:
    """Count the questions of each bank in any state: bank id -> count, also 0."""
    query = select(Question.bank_id, func.count()).group_by(Question.bank_id)
    counted = {row[0]: row[1] for row in db.session.execute(query)}
    return {bank.id: counted.get(bank.id, 0) for bank in banks}


def count_passages() -> dict[int, int]:
    """Count the passages that stand in each reading now: reading id -> count."""
    query = select(Passage.reading_id, func.count()).where(Passage.removed_at.is_(None))
    return {row[0]: row[1] for row in db.session.execute(query.group_by(Passage.reading_id))}


def approved_by_passage(bank: Bank) -> dict[int, int]:
    """Count the approved questions that cite each passage now standing: passage id -> count, also 0."""
    query = (
        select(RevisionCite.passage_id, func.count())
        .join(Question, Question.current_id == RevisionCite.revision_id)
        .where(Question.bank_id == bank.id, Question.status == Status.APPROVED.value)
        .group_by(RevisionCite.passage_id)
    )
    counted = {row[0]: row[1] for row in db.session.execute(query)}
    return {passage.id: counted.get(passage.id, 0) for passage in passages_of(bank)}
