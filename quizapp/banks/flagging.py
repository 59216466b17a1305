"""Questions whose figures are poor: flagged with the evidence, until somebody has looked.

A flag is raised for each revision that asks the same, by `reports.flagging`, and comes down when the
wording is changed (the new revision has no figures yet) or when somebody who may edit has looked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from quizapp.accounts.audit import record
from quizapp.accounts.models import User
from quizapp.banks.models import Bank, Question, QuestionFlag
from quizapp.core.bank.model import Status
from quizapp.extensions import db

LONGEST_REASON = 500


@dataclass(frozen=True)
class Flagged:
    """A question that waits for somebody to look: since when, and why.

    Of the `sample` class: it is an example, and the question is drawn as ever.
    """

    question: Question
    since: datetime
    evidence: Mapping[str, Any]
    sample: bool = False


def flagged_in(bank: Bank) -> list[Flagged]:
    """Return the questions of a bank whose current revision is flagged, the longest flagged first."""
    rows = db.session.scalars(
        select(QuestionFlag)
        .join(Question, Question.current_id == QuestionFlag.revision_id)
        .where(
            Question.bank_id == bank.id,
            Question.status != Status.RETIRED,
            QuestionFlag.looked_at.is_(None),
        )
        .options(joinedload(QuestionFlag.question).joinedload(Question.current))
        .order_by(QuestionFlag.flagged_at, QuestionFlag.question_id)
    )
    return [Flagged(row.question, row.flagged_at, row.evidence, row.sample) for row in rows]


def flagged_of(questions: Iterable[Question]) -> set[int]:
    """Return the ids of those questions whose current revision is flagged by what students answered."""
    by_revision = {row.current_id: row.id for row in questions if row.current_id}
    rows = db.session.scalars(
        select(QuestionFlag.revision_id).where(
            QuestionFlag.looked_at.is_(None), QuestionFlag.sample.is_(False)
        )
    )
    return {by_revision[revision] for revision in rows if revision in by_revision}


def flag_on(question: Question) -> QuestionFlag | None:
    """Return the open flag on a question's current revision, or None."""
    return db.session.scalar(
        select(QuestionFlag).where(
            QuestionFlag.revision_id == question.current_id, QuestionFlag.looked_at.is_(None)
        )
    )


def looks_at(question: Question) -> Sequence[QuestionFlag]:
    """Return the flags on a question's current revision that somebody has looked at, the newest first."""
    return db.session.scalars(
        select(QuestionFlag)
        .where(QuestionFlag.revision_id == question.current_id, QuestionFlag.looked_at.is_not(None))
        .options(joinedload(QuestionFlag.looker))
        .order_by(QuestionFlag.looked_at.desc())
    ).all()


def raise_flag(
    question_id: int,
    revisions: Iterable[int],
    evidence: Mapping[str, Any],
    *,
    now: datetime,
    sample: bool = False,
) -> bool:
    """Flag those revisions of a question that are not yet; return whether any was.

    What somebody has looked at is flagged again only on twice as many answers: they may say otherwise.
    A flag of the sample class gives way to one of students.
    """
    revisions = list(revisions)
    if not sample:
        db.session.execute(
            delete(QuestionFlag).where(QuestionFlag.revision_id.in_(revisions), QuestionFlag.sample)
        )
    there = db.session.scalars(select(QuestionFlag).where(QuestionFlag.revision_id.in_(revisions))).all()
    if any(row.looked_at and evidence["n"] < 2 * row.evidence["n"] for row in there):
        return False
    is_open = {row.revision_id for row in there if row.looked_at is None}
    new = [number for number in revisions if number not in is_open]
    db.session.add_all(
        QuestionFlag(
            question_id=question_id,
            revision_id=number,
            evidence=dict(evidence),
            flagged_at=now,
            sample=sample,
        )
        for number in new
    )
    db.session.flush()
    return bool(new)


def forget_sample() -> None:
    """Take away the flags of the sample class, those somebody has looked at too."""
    db.session.execute(delete(QuestionFlag).where(QuestionFlag.sample))


def look(question: Question, reason: str, *, actor: User, now: datetime) -> bool:
    """Say that somebody has looked at a flagged question and why it may be drawn; False if it was not."""
    rows = _open(question)
    for row in rows:
        row.looked_at, row.looker_id, row.reason = now, actor.id, reason
    if rows:
        record(actor, "flagged question looked at", question.current.title, now=now, reason=reason)
        db.session.flush()
    return bool(rows)


def take_back_look(question: Question, *, actor: User, now: datetime) -> bool:
    """Flag again what was last looked at; False where it was flagged anew since, or never looked at."""
    newest = db.session.scalar(
        select(QuestionFlag.looked_at)
        .where(QuestionFlag.question_id == question.id, QuestionFlag.looked_at.is_not(None))
        .order_by(QuestionFlag.looked_at.desc())
        .limit(1)
    )
    if newest is None or _open(question):
        return False
    rows = db.session.scalars(
        select(QuestionFlag).where(QuestionFlag.question_id == question.id, QuestionFlag.looked_at == newest)
    )
    for row in rows:
        row.looked_at, row.looker_id, row.reason = None, None, ""
    record(actor, "look at a flagged question taken back", question.current.title, now=now)
    db.session.flush()
    return True


def _open(question: Question) -> Sequence[QuestionFlag]:
    return db.session.scalars(
        select(QuestionFlag).where(QuestionFlag.question_id == question.id, QuestionFlag.looked_at.is_(None))
    ).all()
