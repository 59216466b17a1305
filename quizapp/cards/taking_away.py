"""A student's own cards as files to take along, for Anki and as a table. How each is known stays here."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from quizapp.accounts.models import User
from quizapp.attempts.questions import read_questions
from quizapp.banks.card_files import deck_note, side_html, source_of
from quizapp.banks.models import Bank, Flashcard, FlashcardCite, Passage
from quizapp.cards.faces import Face, face_of, of_flashcard
from quizapp.cards.models import Card, CardNote
from quizapp.core.bank.model import Status
from quizapp.core.formats.anki import AnkiDeck, AnkiNote, Cited, anki_gaps, beneath, guid_of
from quizapp.core.formats.anki_out import write_apkg
from quizapp.core.formats.asked import asked
from quizapp.core.tables.formulas import guarded
from quizapp.extensions import db

TITLE = "My cards"
COLUMNS = ("front", "back", "passage", "source")
MARK = "Written by me"


@dataclass(frozen=True)
class Leaving:
    """Cards of one thing learnt, and what the first shows."""

    cards: Sequence[Card]
    face: Face

    @property
    def first(self) -> Card:
        return self.cards[0]


def own_deck(user: User, now: datetime) -> bytes:
    """Return a student's cards as an Anki package; Anki knows each again when it comes a second time."""
    notes = tuple(_note(one, now) for one in leaving(user, now))
    return write_apkg(AnkiDeck("my cards", TITLE, notes))


def own_table(user: User, now: datetime) -> bytes:
    """Return a student's cards as CSV, a row for each card but reverses; no cell is run as a formula."""
    out = io.StringIO(newline="")
    rows = csv.writer(out)
    rows.writerow(COLUMNS)
    for one in leaving(user, now):
        sides = [card for card in one.cards if card.side == 0 or _is_cloze(card)]
        for card in sides:
            face = one.face if card is one.first else _face(card, now)
            cells = (_front(card, face), _back(face), _places(face.passages), _source(card, face))
            rows.writerow([guarded(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def leaving(user: User, now: datetime) -> Iterator[Leaving]:
    """Yield what a student may take: what lies in a deck and shows its answer."""
    rows = db.session.scalars(
        select(Card)
        .where(Card.user_id == user.id, Card.away_at.is_(None))
        .options(
            joinedload(Card.flashcard).options(
                joinedload(Flashcard.bank),
                selectinload(Flashcard.cites).joinedload(FlashcardCite.passage).joinedload(Passage.reading),
            ),
            joinedload(Card.note).joinedload(CardNote.passage).joinedload(Passage.reading),
            joinedload(Card.assignment),
            joinedload(Card.bank),
        )
        .order_by(Card.family, Card.side)
    ).unique()
    for _, cards in groupby(rows, key=lambda card: card.family):
        own = list(cards)
        card = own[0]
        if card.flashcard and card.flashcard.status != Status.APPROVED:
            continue
        face = _face(card, now)
        if not (face.held or face.gone):
            yield Leaving(own, face)


def _face(card: Card, now: datetime) -> Face:
    if card.flashcard is None:
        return face_of(card, now)
    # Its passages are read already, for all cards at once.
    passages = tuple(cite.passage for cite in card.flashcard.cites)
    return replace(of_flashcard(card.flashcard, card.side), passages=passages)


# ---- as notes of Anki's


def _note(one: Leaving, now: datetime) -> AnkiNote:
    card, face = one.first, one.face
    if card.flashcard:
        return deck_note(card.flashcard)  # the one that a teacher's deck of the unit has
    note = card.note
    if note:
        fields = beneath(_cited(face.passages), MARK, side_html)
        changed = int(note.updated_at.timestamp())
        key = guid_of("own card", _name(note.id, note.created_at))
        if note.kind == "cloze":
            sides = {"Text": side_html(anki_gaps(note.front)), "Extra": side_html(note.back)}
            return AnkiNote(key, sides | fields, (), changed, "cloze")
        turned = "yes" if note.kind == "reversed" else ""
        sides = {"Front": side_html(note.front), "Back": side_html(note.back), "Reversed": turned}
        return AnkiNote(key, sides | fields, (), changed)
    # Of a term and of a question nobody keeps when they were changed: Anki takes the newest file's word.
    sides = {"Front": side_html(_front(card, face)), "Back": side_html(_back(face)), "Reversed": ""}
    fields = beneath(_cited(face.passages), _source(card, face), side_html)
    assert card.bank
    name = f"term {card.term}" if card.term else f"question {card.question_id}"
    return AnkiNote(guid_of(card.bank.slug, name), sides | fields, (), int(now.timestamp()))


def _name(number: int, made: datetime) -> str:
    """Name a thing apart from one with its number in another school."""
    return f"{number} {made:%Y%m%dT%H%M%S%f}"


def _cited(passages: Iterable[Passage]) -> list[Cited]:
    return [
        Cited(f"¶ {one.number}, {one.reading.title}", one.text) for one in passages if one.removed_at is None
    ]


# ---- in words


def _front(card: Card, face: Face) -> str:
    if card.revision_id is None:
        return face.front
    question = read_questions([card.revision_id])[card.revision_id]
    return asked(question.qtype.to_item(question.content))


def _back(face: Face) -> str:
    return "\n\n".join(part for part in (face.back, face.note) if part)


def _places(passages: Iterable[Passage]) -> str:
    return "; ".join(one.place for one in _cited(passages))


def _source(card: Card, face: Face) -> str:
    if card.note:
        return MARK
    bank: Bank | None = card.bank
    if bank is None:
        return ""
    return source_of(bank, face.passages)


def _is_cloze(card: Card) -> bool:
    return bool(card.flashcard and card.flashcard.cloze) or bool(card.note and card.note.kind == "cloze")
