"""A bank in the database as a unit: what its files would have to say."""

from collections.abc import Collection, Iterable

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from quizapp.banks.models import Bank, Flashcard, Question
from quizapp.banks.service import content_of, readings_of
from quizapp.core.bank import model as core
from quizapp.core.bank.rewriting import Standing
from quizapp.extensions import db


def unit_of(bank: Bank, quizzes: Iterable[core.ReadyQuiz] = ()) -> core.Unit:
    """Return what the bank says now; its ready-made quizzes are known to quizzes.ready_made."""
    cards = db.session.scalars(select(Flashcard).where(Flashcard.bank_id == bank.id).order_by(Flashcard.id))
    return core.Unit(
        meta=core.UnitMeta.model_validate({**bank.meta, "id": bank.slug, "title": bank.title}),
        readings=tuple(
            core.Reading(
                id=reading.slug,
                title=reading.title,
                source=reading.source,
                note=reading.note,
                passages=tuple(
                    core.Passage(row.slug, row.number, row.section, row.text, tuple(row.sources))
                    for row in reading.passages
                    if row.removed_at is None
                ),
            )
            for reading in readings_of(bank)
        ),
        questions=tuple(_question(row) for row in _questions(bank)),
        quizzes=tuple(quizzes),
        flashcards=tuple(
            core.Flashcard.model_validate({"id": row.slug, "status": row.status, **row.record})
            for row in cards
        ),
        glossary=tuple(core.GlossaryTerm.model_validate(term) for term in bank.glossary),
        timeline=tuple(core.TimelineEntry.model_validate(entry) for entry in bank.timeline),
    )


def standing_of(bank: Bank) -> dict[str, Standing]:
    """Return what each question was in the files when they were last loaded or written."""
    return {row.slug: (row.file_digest, row.file_status) for row in _questions(bank)}


def settle(bank: Bank, slugs: Collection[str]) -> None:
    """Note that the files say of these questions what the app says: no load finds them edited in the app."""
    wanted = set(slugs)
    for row in _questions(bank):
        if row.slug in wanted and (row.file_digest, row.file_status) != (row.current.digest, row.status):
            row.file_digest, row.file_status = row.current.digest, row.status
    db.session.flush()


def _question(row: Question) -> core.Question:
    question = content_of(row.current)
    meta = question.meta.model_copy(update={"id": row.slug, "status": core.Status(row.status)})
    return core.Question(meta, question.content)


def _questions(bank: Bank) -> Iterable[Question]:
    query = select(Question).options(joinedload(Question.current)).where(Question.bank_id == bank.id)
    return db.session.scalars(query.order_by(Question.id)).all()
