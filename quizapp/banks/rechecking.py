"""Citations to check again: the passage was changed since somebody last saw the answer in it."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from quizapp.accounts.models import User
from quizapp.banks.models import (
    Bank,
    Flashcard,
    FlashcardCite,
    Passage,
    PassageVersion,
    Question,
    QuestionEvent,
    Reading,
    RevisionCite,
)
from quizapp.core.bank.changes import Marked, compare
from quizapp.core.bank.model import Status
from quizapp.extensions import db


@dataclass
class Changed:
    """A passage that says something else now than when the questions and cards here were checked."""

    passage: Passage
    seen: str
    """The digest of the wording that they were checked against."""
    version: PassageVersion | None
    questions: list[Question] = field(default_factory=list)
    cards: list[Flashcard] = field(default_factory=list)

    @property
    def marked(self) -> Marked:
        return compare(self.version.text if self.version else "", self.passage.text)

    @property
    def waiting(self) -> int:
        return len(self.questions) + len(self.cards)


@dataclass(frozen=True)
class Which:
    """Some of the citations of a passage: ids of questions and of flashcards."""

    questions: tuple[int, ...] = ()
    cards: tuple[int, ...] = ()

    def __len__(self) -> int:
        return len(self.questions) + len(self.cards)


def keep_version(passage: Passage, *, now: datetime) -> None:
    """Keep what a passage says, before it is changed."""
    db.session.merge(
        PassageVersion(passage_id=passage.id, digest=passage.digest, text=passage.text, replaced_at=now)
    )


def to_recheck(bank: Bank) -> list[Changed]:
    """Return the passages whose citations wait to be checked again, in the order of the readings."""
    found: dict[tuple[int, str], Changed] = {}
    for question, cite in _question_cites(bank):
        _changed(found, cite).questions.append(question)
    for card, card_cite in _card_cites(bank):
        _changed(found, card_cite).cards.append(card)
    return sorted(found.values(), key=lambda one: (one.passage.reading.position, one.passage.position))


def changed_under(row: Question) -> list[Changed]:
    """Return the changed passages that a question's current revision cites."""
    cites = [cite for cite in row.current.cites if _is_stale(cite)]
    return [Changed(cite.passage, cite.digest, _version(cite), [row]) for cite in cites]


def count_to_recheck(bank: Bank) -> int:
    """Count the citations that wait to be checked again, of questions and of flashcards."""
    return len(_question_cites(bank)) + len(_card_cites(bank))


def questions_to_recheck(bank: Bank) -> set[int]:
    """Return the ids of the questions with a citation to check again."""
    return {question.id for question, _ in _question_cites(bank)}


def cards_to_recheck(bank: Bank) -> set[int]:
    """Return the ids of the flashcards with a citation to check again."""
    return {card.id for card, _ in _card_cites(bank)}


def confirm(
    bank: Bank, passage_id: int, *, seen: str, now_says: str, which: Which | None, actor: User, now: datetime
) -> Which | None:
    """Say that a passage still bears out what cites it: all that was checked against `seen`, or those given.

    Return which were confirmed; None if the passage does not say what the person saw, or is not the bank's.
    """
    passage = _passage_in(bank, passage_id)
    if passage is None or passage.digest != now_says:
        return None
    questions = [
        (question, cite)
        for question, cite in _question_cites(bank)
        if _fits(cite, passage, seen) and (which is None or question.id in which.questions)
    ]
    cards = [
        (card, card_cite)
        for card, card_cite in _card_cites(bank)
        if _fits(card_cite, passage, seen) and (which is None or card.id in which.cards)
    ]
    for question, cite in questions:
        cite.digest = passage.digest
        db.session.add(
            QuestionEvent(
                question_id=question.id,
                revision_id=cite.revision_id,
                kind="confirm",
                text=passage.number,
                actor_id=actor.id,
                at=now,
            )
        )
    for _, card_cite in cards:
        card_cite.digest = passage.digest
    db.session.flush()
    return Which(tuple(row.id for row, _ in questions), tuple(row.id for row, _ in cards))


def take_back(
    bank: Bank, passage_id: int, *, seen: str, now_says: str, which: Which, actor: User, now: datetime
) -> bool:
    """Undo a confirmation: the citations given are to be checked again; False if there was none."""
    passage = _passage_in(bank, passage_id)
    if passage is None or db.session.get(PassageVersion, (passage.id, seen)) is None:
        return False
    cites: list[RevisionCite | FlashcardCite] = [
        *db.session.scalars(
            select(RevisionCite)
            .join(Question, Question.current_id == RevisionCite.revision_id)
            .where(
                Question.bank_id == bank.id,
                Question.id.in_(which.questions),
                RevisionCite.passage_id == passage.id,
                RevisionCite.digest == now_says,
            )
        ),
        *db.session.scalars(
            select(FlashcardCite)
            .join(Flashcard)
            .where(
                Flashcard.bank_id == bank.id,
                Flashcard.id.in_(which.cards),
                FlashcardCite.passage_id == passage.id,
                FlashcardCite.digest == now_says,
            )
        ),
    ]
    for cite in cites:
        cite.digest = seen
    _take_back_events(which.questions, passage.number, actor=actor, now=now)
    db.session.flush()
    return bool(cites)


def _take_back_events(questions: Collection[int], number: str, *, actor: User, now: datetime) -> None:
    events = select(QuestionEvent).where(
        QuestionEvent.question_id.in_(questions),
        QuestionEvent.kind == "confirm",
        QuestionEvent.text == number,
        QuestionEvent.actor_id == actor.id,
        QuestionEvent.taken_back_at.is_(None),
    )
    newest = {event.question_id: event for event in db.session.scalars(events.order_by(QuestionEvent.id))}
    for event in newest.values():
        event.taken_back_at = now


def _question_cites(bank: Bank) -> list[tuple[Question, RevisionCite]]:
    query = (
        select(Question, RevisionCite)
        .join(RevisionCite, RevisionCite.revision_id == Question.current_id)
        .join(RevisionCite.passage)
        .join(Passage.reading)
        .options(
            contains_eager(RevisionCite.passage).contains_eager(Passage.reading),
            joinedload(Question.current),
        )
        .where(
            Question.bank_id == bank.id,
            Question.status != Status.RETIRED.value,
            Passage.removed_at.is_(None),
            RevisionCite.digest != Passage.digest,
        )
        .order_by(Question.id)
    )
    return [(row[0], row[1]) for row in db.session.execute(query)]


def _card_cites(bank: Bank) -> list[tuple[Flashcard, FlashcardCite]]:
    query = (
        select(Flashcard, FlashcardCite)
        .join(FlashcardCite, FlashcardCite.flashcard_id == Flashcard.id)
        .join(FlashcardCite.passage)
        .join(Passage.reading)
        .options(contains_eager(FlashcardCite.passage).contains_eager(Passage.reading))
        .where(
            Flashcard.bank_id == bank.id,
            Flashcard.status != Status.RETIRED.value,
            Passage.removed_at.is_(None),
            FlashcardCite.digest != Passage.digest,
        )
        .order_by(Flashcard.id)
    )
    return [(row[0], row[1]) for row in db.session.execute(query)]


def _changed(found: dict[tuple[int, str], Changed], cite: RevisionCite | FlashcardCite) -> Changed:
    key = (cite.passage_id, cite.digest)
    if key not in found:
        found[key] = Changed(cite.passage, cite.digest, _version(cite))
    return found[key]


def _version(cite: RevisionCite | FlashcardCite) -> PassageVersion | None:
    return db.session.get(PassageVersion, (cite.passage_id, cite.digest))


def _is_stale(cite: RevisionCite | FlashcardCite) -> bool:
    return cite.passage.removed_at is None and cite.digest != cite.passage.digest


def _fits(cite: RevisionCite | FlashcardCite, passage: Passage, seen: str) -> bool:
    return cite.passage_id == passage.id and cite.digest == seen


def _passage_in(bank: Bank, passage_id: int) -> Passage | None:
    query = select(Passage).join(Reading).where(Reading.bank_id == bank.id, Passage.id == passage_id)
    return db.session.scalar(query)
