"""What a card shows: front and back, and where the reading says so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from quizapp.attempts.models import Attempt
from quizapp.attempts.questions import read_questions
from quizapp.banks import service as banks
from quizapp.banks.models import Flashcard, FlashcardCite, Passage, Reading, RevisionCite
from quizapp.cards.models import Card
from quizapp.core.attempts.policy import Shown
from quizapp.core.bank.model import Question
from quizapp.core.cards import cloze
from quizapp.core.cards.release import key_is_free
from quizapp.core.qtypes.base import Prompt
from quizapp.extensions import db
from quizapp.quizzes.service import policies_for

HELD_BACK = "Your teacher holds the answer back for now."
SET_ASIDE = "The quiz it is from was deleted before its answers were shown, so this card is set aside."
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
    gap: str = ""
    held: bool = False

    @property
    def answer(self) -> str:
        """Return what is to be typed: the words of a gap, else the back."""
        return self.gap or self.back

    @property
    def gone(self) -> bool:
        return self.back == GONE

    @property
    def template(self) -> str:
        return f"qtypes/{self.question.meta.type}/prompt.html" if self.question else ""


Known = dict[int, Shown]
"""What the reviews of assignments show one student now, where that was asked before."""


def face_of(card: Card, now: datetime, known: Known | None = None) -> Face:
    """Return what a card shows its student now."""
    if card.flashcard:
        cited = _cited(FlashcardCite, flashcard_id=card.flashcard.id)
        return replace(of_flashcard(card.flashcard, card.side), passages=cited)
    if card.revision_id:
        show = _released_once(card, now, {} if known is None else known)
        face = _of_question(card, show)
        cited = _cited(RevisionCite, revision_id=card.revision_id) if show.passage else ()
        return replace(face, passages=cited)
    return _of_note(card) if card.note else _of_term(card)


def faces_of(cards: Iterable[Card], now: datetime) -> list[Face]:
    """Return what many cards of one student show, without their passages."""
    known: Known = {}
    found = []
    for card in cards:
        if card.flashcard:
            found.append(of_flashcard(card.flashcard, card.side))
        elif card.revision_id:
            found.append(_of_question(card, _released_once(card, now, known)))
        else:
            found.append(_of_note(card) if card.note else _of_term(card))
    return found


def _released_once(card: Card, now: datetime, known: Known) -> Shown:
    if card.assignment_id is None:
        return released(card, now)
    if card.assignment_id not in known:
        known[card.assignment_id] = released(card, now)
    return known[card.assignment_id]


def of_flashcard(row: Flashcard, side: int) -> Face:
    """Return what one side of a bank's card shows, without its passages."""
    if row.cloze:
        return _of_gap(row.front, side, row.back)
    return Face(row.back, row.front) if side else Face(row.front, row.back)


def _of_note(card: Card) -> Face:
    note = card.note
    assert note
    passages = (note.passage,) if note.passage else ()
    if note.kind == "cloze":
        return replace(_of_gap(note.front, card.side, note.back), passages=passages)
    front, back = (note.back, note.front) if card.side else (note.front, note.back)
    return Face(front, back, passages=passages)


def _of_gap(text: str, number: int, beneath: str) -> Face:
    gaps = cloze.gaps_of(text)
    if not 1 <= number <= len(gaps):  # a text that was changed since, and the card put away
        return Face(cloze.whole(text), GONE)
    return Face(cloze.front_of(text, number), cloze.back_of(text, number), beneath, gap=gaps[number - 1])


def _of_question(card: Card, show: Shown) -> Face:
    assert card.revision_id
    question = read_questions([card.revision_id])[card.revision_id]
    order = Random(f"card {card.id} {card.reviews}")  # noqa: S311  a fair order, not a secret
    qtype, content = question.qtype, question.content
    return Face(
        content.prompt,
        qtype.say_key(content) if show.key else HELD_BACK if card.assignment_id else SET_ASIDE,
        content.feedback if show.feedback else "",
        question=question,
        prompt=qtype.prompt(content, order),
        held=not show.key,
    )


def released(card: Card, now: datetime) -> Shown:
    """Return what of its question a card may show: what the review of the quiz may."""
    assignment = card.assignment
    if assignment is None:  # it was deleted: see setting_aside
        return Shown(key=card.away_at is None)
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
    return next(iter(cards_for(user_id, [card_id])), None)


def cards_for(user_id: int, card_ids: Sequence[int]) -> list[Card]:
    """Return the user's own cards among these with what they show, in this order."""
    rows = db.session.scalars(
        select(Card)
        .where(Card.id.in_(card_ids), Card.user_id == user_id)
        .options(
            joinedload(Card.flashcard),
            joinedload(Card.note),
            joinedload(Card.assignment),
            joinedload(Card.bank),
        )
    )
    return sorted(rows, key=lambda card: card_ids.index(card.id))
