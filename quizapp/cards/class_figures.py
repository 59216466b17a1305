"""What a class studies and forgets, without a look at what students wrote for themselves."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import joinedload

from quizapp.accounts.models import User
from quizapp.banks.models import (
    Bank,
    Flashcard,
    FlashcardCite,
    Passage,
    QuestionRevision,
    Reading,
    RevisionCite,
)
from quizapp.banks.sharing import seen_by
from quizapp.cards.days import Day, date_of
from quizapp.cards.figures import BACK, not_undone
from quizapp.cards.missed import SLOW_ABOUT
from quizapp.cards.models import Card, CardReview, Deck, DeckCard
from quizapp.cards.scope import of_class
from quizapp.classes.models import Class
from quizapp.classes.service import enrolled
from quizapp.core.cards import cloze
from quizapp.core.cards.progress import Retention, habit_of
from quizapp.core.cards.scheduling import Phase, Rating
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment, Quiz

WEEK = timedelta(days=7)
MOST_FORGOTTEN = 10
FEW = 5
"""Fewer looks than these say nothing of a passage or a card."""


@dataclass(frozen=True)
class Studying:
    """How one student studies."""

    user_id: int
    name: str
    cards: int
    due: int
    reviews: int
    days: int
    known: Retention


@dataclass(frozen=True)
class Forgotten:
    """How often something was known when it came back."""

    words: str
    known: Retention
    students: int
    passage: Passage | None = None


def students_of(class_: Class, day: Day, now: datetime) -> list[Studying]:
    """Return how each student of a class studies, by name."""
    rows = enrolled(class_)
    people, scope = [row.user_id for row in rows], of_class(class_)
    counts = {
        number: (total, int(due or 0))
        for number, total, due in db.session.execute(
            select(Card.user_id, func.count(), func.sum(case((Card.due_at < day.end, 1), else_=0)))
            .where(Card.user_id.in_(people), Card.away_at.is_(None), scope)
            .group_by(Card.user_id)
        )
    }
    reviews: dict[int, int] = defaultdict(int)
    days: dict[int, set[date]] = defaultdict(set)
    moments = db.session.execute(
        select(CardReview.user_id, CardReview.at)
        .join(Card, Card.id == CardReview.card_id)
        .where(*_studied(people, day.end - WEEK), scope)
    )
    for number, at in moments:
        reviews[number] += 1
        days[number].add(date_of(at))
    known = _known_by((CardReview.user_id,), people, now - BACK, scope, learnt=True)
    nothing = Retention(0, 0)
    return [
        Studying(
            row.user_id,
            row.user.name,
            *counts.get(row.user_id, (0, 0)),
            reviews[row.user_id],
            habit_of(days[row.user_id], day.date).of_last_seven,
            known.get((row.user_id,), (nothing, 0))[0],
        )
        for row in rows
    ]


def _studied(people: Iterable[int], since: datetime) -> tuple[Any, ...]:
    return (
        CardReview.user_id.in_(people),
        CardReview.at >= since,
        CardReview.kind == "study",
        not_undone(),
    )


def _known_by(
    by: tuple[Any, ...],
    people: Iterable[int],
    since: datetime,
    *scope: ColumnElement[bool],
    learnt: bool = False,
) -> dict[tuple[Any, ...], tuple[Retention, int]]:
    phase = CardReview.phase == int(Phase.REVIEW) if learnt else CardReview.phase != int(Phase.NEW)
    rows = db.session.execute(
        select(
            *by,
            func.count(),
            func.sum(case((CardReview.rating > int(Rating.AGAIN), 1), else_=0)),
            func.count(CardReview.user_id.distinct()),
        )
        .join(Card, Card.id == CardReview.card_id)
        .where(*_studied(people, since), phase, *scope)
        .group_by(*by)
    )
    return {tuple(row[: len(by)]): (Retention(int(row[-2]), row[-3]), row[-1]) for row in rows}


def forgotten_in(class_: Class, viewer: User, now: datetime) -> tuple[list[Forgotten], list[Forgotten]]:
    """Return what the class forgets, the least known first: passages, and cards.

    Of units that the viewer does not see, nothing: a card's words may give a question away.
    """
    people = [row.user_id for row in enrolled(class_)]
    by = (Card.flashcard_id, Card.revision_id, Card.term)
    seen = Card.bank_id.in_(select(Bank.id).where(seen_by(viewer)))
    rows = _known_by(by, people, now - BACK, of_class(class_), seen)
    flashcards = _fronts({key[0] for key in rows if key[0]})
    questions = _prompts({key[1] for key in rows if key[1]})
    cards = [
        Forgotten(flashcards.get(one) or questions.get(two) or term or "", known, students)
        for (one, two, term), (known, students) in rows.items()
    ]
    return _passages(rows), _least_known(cards)


@dataclass(frozen=True)
class SlowButRight:
    """A question that students got right but slowly, so that it became their card."""

    words: str
    quiz: str
    students: tuple[str, ...]


def slow_in(class_: Class) -> list[SlowButRight]:
    """Return the questions of a class's quizzes that are cards because they came slowly, the newest first."""
    rows = db.session.execute(
        select(Card.revision_id, Quiz.title, User.name)
        .join(DeckCard, DeckCard.card_id == Card.id)
        .join(Deck, Deck.id == DeckCard.deck_id)
        .join(Assignment, Assignment.id == Card.assignment_id)
        .join(Quiz, Quiz.id == Assignment.quiz_id)
        .join(User, User.id == Card.user_id)
        .where(
            Deck.kind == "missed",
            Deck.about == SLOW_ABOUT,
            Deck.removed_at.is_(None),
            Assignment.class_id == class_.id,
            Card.user_id.in_([row.user_id for row in enrolled(class_)]),
        )
        .order_by(Assignment.id.desc(), User.name)
    )
    names: dict[tuple[int, str], list[str]] = defaultdict(list)
    for revision_id, title, name in rows:
        if revision_id is not None:
            names[revision_id, title].append(name)
    prompts = _prompts({number for number, _ in names})
    return [SlowButRight(prompts[key[0]], key[1], tuple(some)) for key, some in names.items()]


def _least_known(found: Iterable[Forgotten]) -> list[Forgotten]:
    told = [one for one in found if one.known.n >= FEW and one.known.known < one.known.n]
    return sorted(told, key=lambda one: (one.known.share or 0, -one.known.n, one.words))[:MOST_FORGOTTEN]


def _fronts(ids: set[int]) -> dict[int, str]:
    rows = db.session.scalars(select(Flashcard).where(Flashcard.id.in_(ids)))
    return {row.id: cloze.whole(row.front) if row.cloze else row.front for row in rows}


def _prompts(ids: set[int]) -> dict[int, str]:
    rows = select(QuestionRevision.id, QuestionRevision.prompt).where(QuestionRevision.id.in_(ids))
    return {row.id: row.prompt for row in db.session.execute(rows)}


def _passages(rows: dict[tuple[Any, ...], tuple[Retention, int]]) -> list[Forgotten]:
    """Add up by the passages that cards cite; of terms and of one's own cards there are none."""
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    for table, column, place in (
        (FlashcardCite, FlashcardCite.flashcard_id, 0),
        (RevisionCite, RevisionCite.revision_id, 1),
    ):
        ids = {key[place] for key in rows if key[place]}
        cites = defaultdict(set)
        for number, passage in db.session.execute(select(column, table.passage_id).where(column.in_(ids))):
            cites[number].add(passage)
        for key, (known, students) in rows.items():
            for passage in cites.get(key[place], ()):
                line = sums[passage]
                line[0] += known.known
                line[1] += known.n
                line[2] = max(line[2], students)
    passages = db.session.scalars(
        select(Passage)
        .where(Passage.id.in_(sums))
        .options(joinedload(Passage.reading).joinedload(Reading.bank))
    )
    return _least_known(
        Forgotten(f"¶ {row.number}", Retention(*sums[row.id][:2]), sums[row.id][2], row) for row in passages
    )
