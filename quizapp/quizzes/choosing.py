"""What a bank offers a quiz: its approved questions, beside the passages they are about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from quizapp.accounts.models import User
from quizapp.accounts.service import fold_name
from quizapp.banks.models import Bank, Passage, Question, Reading
from quizapp.banks.sharing import seen_by
from quizapp.core.bank.model import Status
from quizapp.core.bank.picking import Candidate, about, pick
from quizapp.core.qtypes.registry import QUESTION_TYPES
from quizapp.extensions import db


@dataclass(frozen=True)
class Place:
    """A passage and the approved questions about it."""

    passage: Passage
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Section:
    title: str
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Shelf:
    """A reading by its sections."""

    reading: Reading
    sections: tuple[Section, ...]

    @property
    def passages(self) -> list[Passage]:
        return [place.passage for section in self.sections for place in section.places]


def banks_to_choose_from(user: User) -> Sequence[Bank]:
    """List the banks that a person sees and that have an approved question, by title."""
    approved = select(Question.bank_id).where(Question.status == Status.APPROVED)
    rows = db.session.execute(select(Bank).where(Bank.id.in_(approved), seen_by(user))).scalars()
    return sorted(rows, key=lambda bank: (fold_name(bank.title), bank.id))


def shelves(bank: Bank, questions: Iterable[Question]) -> list[Shelf]:
    """Lay the questions beside the passages of the bank's readings; each passage is there, asked or not."""
    by_passage: dict[int, list[Question]] = {}
    for question in questions:
        for cite in question.current.cites:
            by_passage.setdefault(cite.passage_id, []).append(question)
    readings = (
        db.session.execute(
            select(Reading)
            .join(Reading.passages)
            .where(Reading.bank_id == bank.id, Passage.removed_at.is_(None))
            .options(contains_eager(Reading.passages))
            .order_by(Reading.position, Passage.position)
        )
        .unique()
        .scalars()
        .all()
    )
    result = []
    for reading in readings:
        sections: list[tuple[str, list[Place]]] = []
        for passage in reading.passages:
            if not sections or sections[-1][0] != passage.section:
                sections.append((passage.section, []))
            sections[-1][1].append(Place(passage, tuple(by_passage.get(passage.id, ()))))
        result.append(Shelf(reading, tuple(Section(title, tuple(places)) for title, places in sections)))
    return result


def on_shelves(shelves: Iterable[Shelf]) -> set[Question]:
    """Return the questions that stand beside some passage."""
    return {
        question
        for shelf in shelves
        for section in shelf.sections
        for place in section.places
        for question in place.questions
    }


def without_passage(questions: Iterable[Question]) -> list[Question]:
    """Return the questions that cite no passage still in its reading."""
    return [q for q in questions if all(cite.passage.removed_at for cite in q.current.cites)]


def matching(
    questions: Iterable[Question], words: str = "", kind: str = "", level: str = "", tag: str = ""
) -> list[Question]:
    """Return the questions whose title or text has all the words, of that type, level and tag."""
    wanted = words.casefold().split()
    return [
        question
        for question in questions
        if all(word in f"{question.current.title} {question.current.prompt}".casefold() for word in wanted)
        and kind in ("", question.current.type)
        and level in ("", question.current.level)
        and (not tag or tag in question.current.record.get("tags", ()))
    ]


def tags_of(questions: Iterable[Question]) -> list[str]:
    """Return the tags among the questions, in order."""
    return sorted({tag for question in questions for tag in question.current.record.get("tags", ())})


def types_of(questions: Iterable[Question]) -> dict[str, str]:
    """Return the types among the questions, name to label, in the registry's order."""
    there = {question.current.type for question in questions}
    return {name: qtype.label for name, qtype in QUESTION_TYPES.items() if name in there}


def pick_questions(
    questions: Sequence[Question], passages: Sequence[int], types: Sequence[str], count: int, rng: Random
) -> tuple[list[Question], int]:
    """Pick `count` questions of these types about these passages; also return how many there are."""
    by_id = {question.id: question for question in questions}
    candidates = [
        Candidate(q.id, q.current.type, tuple(cite.passage_id for cite in q.current.cites))
        for q in questions
        if q.current.type in types
    ]
    picked = pick(candidates, passages, count, rng)
    return [by_id[candidate.id] for candidate in picked], len(about(candidates, passages))
