"""Questions drafted by rules, and what a person decides about each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.exceptions import NotFound

from quizapp.accounts.models import User
from quizapp.banks import service
from quizapp.banks.models import Bank, Passage, ProposedQuestion, Question
from quizapp.core.bank import model as core
from quizapp.core.drafting.drafts import draft_questions
from quizapp.extensions import db

MOST = 200
"""Drafts that are made for a bank at once: more than that nobody looks through."""


@dataclass(frozen=True)
class Desk:
    """The drafts of a bank: how many there are, how many were looked at, and those still waiting."""

    total: int
    waiting: Sequence[ProposedQuestion]

    @property
    def looked_at(self) -> int:
        return self.total - len(self.waiting)


def desk(bank: Bank) -> Desk:
    """Return the drafts of a bank."""
    query = (
        select(ProposedQuestion)
        .options(joinedload(ProposedQuestion.passage).joinedload(Passage.reading))
        .where(ProposedQuestion.bank_id == bank.id)
        .order_by(ProposedQuestion.id)
    )
    rows = list(db.session.scalars(query))
    return Desk(len(rows), [row for row in rows if row.state == "waiting"])


def propose_questions(bank: Bank, *, rng: Random) -> int:
    """Draft questions about the passages that have no draft yet; return how many were made."""
    drafted = select(ProposedQuestion.passage_id).where(ProposedQuestion.bank_id == bank.id)
    known = set(db.session.scalars(drafted))
    made = 0
    for reading in service.readings_of(bank):
        rows = {row.slug: row for row in service.passages_of(bank, reading)}
        passages = [
            core.Passage(row.slug, row.number, row.section, row.text, tuple(row.sources))
            for row in rows.values()
        ]
        for draft in draft_questions(reading.slug, passages, rng):
            row = rows[draft.passage.id]
            if row.id in known or made == MOST:
                continue
            record = {k: v for k, v in draft.question.as_mapping().items() if k not in ("id", "status")}
            db.session.add(
                ProposedQuestion(
                    bank_id=bank.id,
                    passage_id=row.id,
                    record=record,
                    sentence=draft.sentence,
                    why=draft.why,
                    state="waiting",
                )
            )
            made += 1
    db.session.flush()
    return made


def proposal_in(bank: Bank, proposal_id: int) -> ProposedQuestion:
    """Return a draft of the bank, or raise NotFound."""
    row = db.session.get(ProposedQuestion, proposal_id)
    if row is None or row.bank_id != bank.id:
        raise NotFound
    return row


def question_in(row: ProposedQuestion) -> core.Question:
    """Return the validated question of a draft."""
    question, findings = core.read_question({"id": f"drafted-{row.id}", **row.record})
    if question is None:
        raise ValueError(f"draft {row.id} does not validate: {findings}")
    return question


def approve(bank: Bank, row: ProposedQuestion, *, actor: User, now: datetime) -> core.Status:
    """Make a draft an approved question, logged as one that this person wrote; return where it is.

    Where a second person has to check the key it goes to review.
    """
    made = _made(bank, row, actor=actor, now=now)
    row.state = "approved"
    return service.approve_or_send(made, actor=actor, now=now)


def to_edit(bank: Bank, row: ProposedQuestion, *, actor: User, now: datetime) -> Question:
    """Make a draft a draft question of the bank, and return it to be edited."""
    made = _made(bank, row, actor=actor, now=now)
    row.state = "edited"
    return made


def discard(row: ProposedQuestion) -> None:
    row.state = "discarded"


def put_back(row: ProposedQuestion, *, actor: User, now: datetime) -> None:
    """Undo a decision: the draft waits again, and a question made of it is a draft that no quiz takes."""
    if row.question is not None:
        service.set_status(row.question, core.Status.DRAFT, actor=actor, now=now)
    row.state = "waiting"


def _made(bank: Bank, row: ProposedQuestion, *, actor: User, now: datetime) -> Question:
    """Return the question made of a draft, made now if it is the first time."""
    if row.question is None:
        row.question = service.create_question(bank, question_in(row), author=actor, now=now)
        db.session.flush()
    return row.question
