"""Banks in the database: questions are made, revised and moved through their states."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from quizapp.accounts.models import User
from quizapp.banks.models import Bank, Passage, Question, QuestionRevision, Reading, RevisionCite
from quizapp.core.bank import model as core
from quizapp.extensions import db


def content_of(revision: QuestionRevision) -> core.Question:
    """Return the validated question of a revision."""
    question, findings = core.read_question(
        {"id": "stored", **revision.record},
    )
    if question is None:
        raise ValueError(f"revision {revision.id} does not validate: {findings}")
    return question


def add_question(
    bank: Bank, question: core.Question, *, author: User | None, now: datetime, from_file: bool = False
) -> Question:
    """Add a question with its first revision."""
    row = Question(
        bank=bank,
        slug=question.meta.id,
        status=question.meta.status.value,
        file_digest=question.digest if from_file else None,
        created_at=now,
        updated_at=now,
    )
    db.session.add(row)
    db.session.flush()
    add_revision(row, question, author=author, now=now)
    return row


def add_revision(
    row: Question, question: core.Question, *, author: User | None, now: datetime
) -> QuestionRevision:
    """Make what the question says now its newest revision; older ones stay as they are."""
    record = {k: v for k, v in question.as_mapping().items() if k not in ("id", "status")}
    revision = QuestionRevision(
        question_id=row.id,
        number=len(row.revisions) + 1,
        type=question.meta.type,
        title=question.meta.title or question.content.prompt[:117],
        prompt=question.content.prompt,
        level=question.meta.level.value,
        difficulty=question.meta.difficulty.value,
        claim_by=question.meta.claim.by if question.meta.claim else "",
        claim_status=question.meta.claim.status.value if question.meta.claim else "",
        record=record,
        digest=question.digest,
        author_id=author.id if author else None,
        created_at=now,
        cites=[
            RevisionCite(passage_id=passage.id, position=position)
            for position, passage in enumerate(_cited(row.bank, question.meta.cites))
        ],
    )
    row.revisions.append(revision)
    db.session.flush()
    row.current = revision
    row.updated_at = now
    db.session.flush()
    return revision


def _cited(bank: Bank, cites: tuple[str, ...]) -> list[Passage]:
    """Return the passages of `reading/passage` names, leaving out those that do not resolve."""
    rows = db.session.execute(
        select(Reading.slug, Passage).join(Passage).where(Reading.bank_id == bank.id)
    ).all()
    by_name: Mapping[str, Any] = {f"{slug}/{passage.slug}": passage for slug, passage in rows}
    return [by_name[name] for name in dict.fromkeys(cites) if name in by_name]
