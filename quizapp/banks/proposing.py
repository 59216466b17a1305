"""Questions and flashcards drafted by rules, and what a person decides about each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from random import Random

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload
from werkzeug.exceptions import NotFound

from quizapp.accounts.models import User
from quizapp.banks import service
from quizapp.banks.flashcards import MADE_HERE, card_of, create_card, flashcards_of, save_card
from quizapp.banks.models import Bank, Flashcard, Passage, Question
from quizapp.banks.unfinished_models import ProposedQuestion
from quizapp.core.bank import model as core
from quizapp.core.drafting.cues import Shown, shown_of, tells
from quizapp.core.drafting.drafts import CardDraft, Draft, Drafter
from quizapp.core.drafting.wording import content_words
from quizapp.extensions import db

MOST = 200
"""Drafts after which no further passage is begun: more than that nobody looks through at once."""


@dataclass(frozen=True)
class Made:
    """What drafting did: how many of what, from how many passages, and how many passages are left."""

    questions: int = 0
    cards: int = 0
    passages: int = 0
    left: int = 0


@dataclass(frozen=True)
class Cue:
    """Another draft by its number, and which of the two tells the other's answer."""

    number: int
    row: ProposedQuestion
    tells_it: bool
    is_told: bool

    @property
    def approved(self) -> bool:
        return was_approved(self.row)


@dataclass(frozen=True)
class Desk:
    """The drafts of a bank, in their order; they are numbered from 1."""

    rows: Sequence[ProposedQuestion]

    @cached_property
    def waiting(self) -> list[ProposedQuestion]:
        return [row for row in self.rows if row.state == "waiting"]

    @property
    def judged(self) -> int:
        return len(self.rows) - len(self.waiting)

    @property
    def approved(self) -> list[ProposedQuestion]:
        """Return the drafts whose question or card is approved, also where it was edited first."""
        return [row for row in self.rows if was_approved(row)]

    @property
    def questions(self) -> list[Question]:
        """Return the approved questions that came of drafts."""
        return [row.question for row in self.approved if row.question is not None]

    @property
    def in_review(self) -> int:
        """Count the questions that came of drafts and wait for a second person."""
        return sum(
            row.question is not None and row.question.status == core.Status.REVIEW for row in self.rows
        )

    def count(self, state: str) -> int:
        return sum(row.state == state for row in self.rows)

    def number(self, row: ProposedQuestion) -> int:
        return self.rows.index(row) + 1

    def shown(self, draft_id: int | None, after: int | None) -> ProposedQuestion | None:
        """Return the draft asked for, else the next that waits after another, else the first that waits."""
        named = next((row for row in self.rows if row.id == draft_id), None)
        later = next((row for row in self.waiting if row.id > after), None) if after else None
        return named or later or next(iter(self.waiting), None)

    def cues(self, row: ProposedQuestion) -> list[Cue]:
        """Return the drafts that tell this one's answer or whose answer it tells, but for the discarded."""
        if row.kind != "question":
            return []
        one, about = _shown(row), content_words(row.sentence)
        found = []
        for number, other in enumerate(self.rows, 1):
            if other is row or other.kind != "question" or other.state == "discarded":
                continue
            if other.sentence != row.sentence and len(about & content_words(other.sentence)) < NEAR:
                continue
            two = _shown(other)
            cue = Cue(number, other, tells_it=tells(one, two), is_told=tells(two, one))
            found += [cue] if cue.tells_it or cue.is_told else []
        return found


NEAR = 2
"""Words that the sentences of two drafts share before they are compared closely."""


def desk(bank: Bank) -> Desk:
    """Return the drafts of a bank."""
    query = (
        select(ProposedQuestion)
        .options(
            joinedload(ProposedQuestion.passage).joinedload(Passage.reading),
            joinedload(ProposedQuestion.question).joinedload(Question.current),
            joinedload(ProposedQuestion.flashcard),
        )
        .where(ProposedQuestion.bank_id == bank.id)
        .order_by(ProposedQuestion.id)
    )
    return Desk(list(db.session.scalars(query)))


def propose(bank: Bank, *, rng: Random) -> Made:
    """Draft questions and cards about the passages that have no draft yet, whole passages at a time."""
    questions = cards = begun = left = 0
    for row, drafter, passage in _undrafted(bank, rng):
        if questions + cards >= MOST:
            left += 1
            continue
        made: list[Draft | CardDraft] = [*drafter.questions(passage), *drafter.cards(passage)]
        db.session.add_all(_row(bank, row, draft) for draft in made)
        questions += sum(isinstance(draft, Draft) for draft in made)
        cards += sum(isinstance(draft, CardDraft) for draft in made)
        begun += bool(made)
    db.session.flush()
    return Made(questions, cards, begun, left)


def more_to_draft(bank: Bank) -> bool:
    """Tell whether the rules find something in a passage that has no draft."""
    tried = _undrafted(bank, Random(0))  # noqa: S311  what comes of it is thrown away
    return any(drafter.questions(passage) or drafter.cards(passage) for _, drafter, passage in tried)


def count_waiting(bank: Bank) -> int:
    """Return how many drafts of a bank nobody has judged."""
    query = select(func.count()).select_from(ProposedQuestion)
    waiting = query.where(ProposedQuestion.bank_id == bank.id, ProposedQuestion.state == "waiting")
    return db.session.scalar(waiting) or 0


def _undrafted(bank: Bank, rng: Random) -> Iterator[tuple[Passage, Drafter, core.Passage]]:
    """Yield the passages that have no draft, each with what drafts about its reading."""
    drafted = select(ProposedQuestion.passage_id).where(ProposedQuestion.bank_id == bank.id)
    known = set(db.session.scalars(drafted))
    fronts = [card.front for card in flashcards_of(bank)]
    fronts += [row.record["front"] for row in desk(bank).rows if row.kind == "card"]
    for reading in service.readings_of(bank):
        rows = service.passages_of(bank, reading)
        passages = [
            core.Passage(row.slug, row.number, row.section, row.text, tuple(row.sources)) for row in rows
        ]
        drafter = Drafter(reading.slug, passages, rng, known=fronts)
        for row, passage in zip(rows, passages, strict=True):
            if row.id not in known:
                yield row, drafter, passage


def _row(bank: Bank, passage: Passage, draft: Draft | CardDraft) -> ProposedQuestion:
    item = draft.question if isinstance(draft, Draft) else draft.card
    return ProposedQuestion(
        bank_id=bank.id,
        passage_id=passage.id,
        kind="question" if isinstance(draft, Draft) else "card",
        record={k: v for k, v in item.as_mapping().items() if k not in ("id", "status")},
        answer=list(draft.answer),
        sentence=draft.sentence,
        why=draft.why,
        state="waiting",
    )


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


def card_in(row: ProposedQuestion) -> core.Flashcard:
    """Return the validated card of a draft."""
    return core.Flashcard.model_validate({"id": f"{MADE_HERE}{row.id}", **row.record})


def is_stale(row: ProposedQuestion) -> bool:
    """Tell whether the reading no longer holds the sentence that a draft was made from."""
    return row.passage.removed_at is not None or row.sentence not in row.passage.text


def was_approved(row: ProposedQuestion) -> bool:
    """Tell whether what was made of a draft is approved now."""
    made = row.question or row.flashcard
    return made is not None and row.state != "waiting" and made.status == core.Status.APPROVED


def title_of(row: ProposedQuestion) -> str:
    """Return what a draft is called."""
    return str(row.record["title"] if row.kind == "question" else row.record["front"])


def approve(bank: Bank, row: ProposedQuestion, *, actor: User, now: datetime) -> core.Status:
    """Make a draft an approved question or card, logged as this person's; return the state it reached.

    Where a second person has to check the key a question goes to review.
    """
    if row.kind == "card":
        card = _made_card(bank, row, actor=actor, now=now)
        approved = card_of(card).model_copy(update={"status": core.Status.APPROVED})
        save_card(card, approved, author=actor, now=now)
        made: Question | Flashcard = card
    else:
        made = _made_question(bank, row, actor=actor, now=now)
        service.approve_or_send(made, actor=actor, now=now)
    row.state = "approved"
    return core.Status(made.status)


def to_edit(bank: Bank, row: ProposedQuestion, *, actor: User, now: datetime) -> Question | Flashcard:
    """Make a draft a draft question or card of the bank, and return it to be edited."""
    make = _made_question if row.kind == "question" else _made_card
    made: Question | Flashcard = make(bank, row, actor=actor, now=now)
    row.state = "edited"
    return made


def discard(row: ProposedQuestion) -> None:
    row.state = "discarded"


def put_back(row: ProposedQuestion, *, actor: User, now: datetime) -> None:
    """Undo a decision: the draft waits again, and what was made of it is a draft that no quiz takes."""
    if row.question is not None:
        service.set_status(row.question, core.Status.DRAFT, actor=actor, now=now)
    if row.flashcard is not None:
        again = card_of(row.flashcard).model_copy(update={"status": core.Status.DRAFT})
        save_card(row.flashcard, again, author=actor, now=now)
    row.state = "waiting"


def _made_question(bank: Bank, row: ProposedQuestion, *, actor: User, now: datetime) -> Question:
    """Return the question made of a draft. What was judged is what the draft says, also the second time."""
    drafted = question_in(row)
    if row.question is None:
        row.question = service.create_question(bank, drafted, author=actor, now=now)
        db.session.flush()
    else:
        service.save_question(row.question, drafted, author=actor, now=now)
    return row.question


def _made_card(bank: Bank, row: ProposedQuestion, *, actor: User, now: datetime) -> Flashcard:
    drafted = card_in(row)
    if row.flashcard is None:
        row.flashcard = create_card(bank, drafted, author=actor, now=now)
        db.session.flush()
    else:
        save_card(row.flashcard, drafted, author=actor, now=now)
    return row.flashcard


def _shown(row: ProposedQuestion) -> Shown:
    """Return what the check for cues looks at: of what was edited, as it is now."""
    question = service.content_of(row.question.current) if row.question else question_in(row)
    return Shown(row.sentence, shown_of(question), tuple(row.answer))
