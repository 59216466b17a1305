"""What a card shows: front and back, and where the reading says so."""

from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from quizapp.attempts.models import Attempt
from quizapp.attempts.questions import read_questions
from quizapp.banks import service as banks
from quizapp.banks.models import FlashcardCite, Passage, Reading, RevisionCite
from quizapp.cards.models import Card
from quizapp.core.attempts.policy import Shown
from quizapp.core.bank.model import Question
from quizapp.core.cards import cloze
from quizapp.core.cards.release import key_is_free
from quizapp.core.qtypes.base import Prompt
from quizapp.extensions import db
from quizapp.quizzes.service import policies_for

HELD_BACK = "Your teacher holds the answer back for now."
GONE = "What this card was made of is gone."


@dataclass(frozen=True)
class Face:
    """A card as it is drawn. `front`, `back` and `note` are Markdown.

    A question is asked as in a quiz: `question` and its `prompt`; there `front` is its prompt too.
    """

    front: str
    back: str
    note: str = ""
    passages: tuple[Passage, ...] = ()
    question: Question | None = None
    prompt: Prompt = field(default_factory=dict)

    @property
    def template(self) -> str:
        return f"qtypes/{self.question.meta.type}/prompt.html" if self.question else ""


def face_of(card: Card, now: datetime) -> Face:
    """Return what a card shows its student now."""
    if card.note:
        return _of_note(card)
    if card.flashcard:
        front, back = card.flashcard.front, card.flashcard.back
        if card.side:
            front, back = back, front
        return Face(front, back, passages=_cited(FlashcardCite, flashcard_id=card.flashcard.id))
    if card.revision_id:
        return _of_question(card, now)
    return _of_term(card)


def _of_note(card: Card) -> Face:
    note = card.note
    assert note
    passages = (note.passage,) if note.passage else ()
    if note.kind == "cloze":
        return Face(
            cloze.front_of(note.front, card.side), cloze.back_of(note.front, card.side), note.back, passages
        )
    front, back = (note.back, note.front) if card.side else (note.front, note.back)
    return Face(front, back, passages=passages)


def _of_question(card: Card, now: datetime) -> Face:
    assert card.revision_id
    question = read_questions([card.revision_id])[card.revision_id]
    order = Random(f"card {card.id} {card.reviews}")  # noqa: S311  a fair order, not a secret
    qtype, content = question.qtype, question.content
    show = _released(card, now)
    return Face(
        content.prompt,
        qtype.say_key(content) if show.key else HELD_BACK,
        content.feedback if show.feedback else "",
        _cited(RevisionCite, revision_id=card.revision_id) if show.passage else (),
        question,
        qtype.prompt(content, order),
    )


def _released(card: Card, now: datetime) -> Shown:
    """Return what of its question a card may show: what the review of the quiz may."""
    assignment = card.assignment
    if assignment is None:
        return Shown(key=True)
    tries = db.session.scalars(
        select(Attempt.submitted_at).where(
            Attempt.assignment_id == assignment.id, Attempt.user_id == card.user_id
        )
    ).all()
    policy = policies_for(card.user_id, [assignment])[assignment.id]
    free = key_is_free(policy, now, handed_in=any(tries), under_way=None in tries)
    return policy.shown(now) if free else Shown()


def _of_term(card: Card) -> Face:
    bank = card.bank
    term = next((one for one in bank.glossary if one["term"] == card.term), None) if bank else None
    if bank is None or term is None:
        return Face(card.term or "", GONE)
    named = [banks.passage_named(bank, name) for name in term.get("cites", ())]
    return Face(card.term or "", term["meaning"], passages=tuple(one for one in named if one))


def _cited(table: Any, **of: int) -> tuple[Passage, ...]:
    rows = db.session.scalars(
        select(table)
        .filter_by(**of)
        .order_by(table.position)
        .options(joinedload(table.passage).joinedload(Passage.reading).joinedload(Reading.bank))
    )
    return tuple(row.passage for row in rows)


def card_for(user_id: int, card_id: int) -> Card | None:
    """Return the user's own card with what it shows, or None."""
    return db.session.scalar(
        select(Card)
        .where(Card.id == card_id, Card.user_id == user_id)
        .options(
            joinedload(Card.flashcard),
            joinedload(Card.note),
            joinedload(Card.assignment),
            joinedload(Card.bank),
        )
    )
