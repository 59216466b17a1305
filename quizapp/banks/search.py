"""Finding questions in a bank: words, filters, order."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from quizapp.banks.linting import open_findings_of
from quizapp.banks.models import Bank, Question, QuestionRevision, RevisionCite
from quizapp.banks.service import passage_name
from quizapp.core.bank.model import CognitiveLevel, Difficulty, Status
from quizapp.extensions import db


@dataclass(frozen=True)
class Wanted:
    """What to list; "" leaves a filter open. `passage` is `reading/passage`, `sort` a key of ORDERS,
    with a hyphen before it for the other way round."""

    words: str = ""
    passage: str = ""
    status: str = ""
    type: str = ""
    level: str = ""
    difficulty: str = ""
    claim: str = ""
    objective: str = ""
    lint: str = ""
    sort: str = ""

    @property
    def filtered(self) -> bool:
        """Tell whether anything is left out."""
        return any(value for name, value in vars(self).items() if name != "sort")


def find_questions(bank: Bank, wanted: Wanted) -> list[Question]:
    """Return the bank's questions that fit, in the order wanted."""
    current = QuestionRevision
    query = (
        select(Question)
        .join(current, Question.current_id == current.id)
        .options(joinedload(Question.current).selectinload(current.cites).joinedload(RevisionCite.passage))
        .where(Question.bank_id == bank.id)
        .order_by(Question.id)
    )
    for column, value in (
        (Question.status, wanted.status),
        (current.type, wanted.type),
        (current.level, wanted.level),
        (current.difficulty, wanted.difficulty),
        (current.claim_status, wanted.claim),
    ):
        if value:
            query = query.where(column == value)
    rows = [row for row in db.session.scalars(query) if _fits(row, wanted)]
    backwards = wanted.sort.startswith("-")
    order = ORDERS.get(wanted.sort.removeprefix("-"), ORDERS["reading"])
    return sorted(rows, key=order, reverse=backwards)


def _fits(row: Question, wanted: Wanted) -> bool:
    record = row.current.record
    if wanted.objective and wanted.objective not in record.get("objectives", ()):
        return False
    if wanted.passage and wanted.passage not in (passage_name(cite.passage) for cite in row.current.cites):
        return False
    # Here and not in SQL: SQLite's LIKE knows no capitals beyond A to Z.
    if wanted.lint and (wanted.lint != "findings" or not open_findings_of(row)):
        return False
    words = wanted.words.casefold().split()
    if not words:
        return True
    text = " ".join([row.slug, *_texts(record)]).casefold()
    return all(word in text for word in words)


def _texts(value: Any) -> Iterator[str]:
    """Yield every text in a record, the names of its fields left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _by_reading(row: Question) -> tuple[int, int, str]:
    cites = [cite.passage for cite in row.current.cites]
    first = min(((p.reading.position, p.position) for p in cites), default=(1_000_000, 0))
    return *first, row.current.title.casefold()


def _rank(words: list[str], word: str) -> int:
    return words.index(word) if word in words else len(words)


ORDERS: dict[str, Callable[[Question], Any]] = {
    "reading": _by_reading,
    "title": lambda row: row.current.title.casefold(),
    "type": lambda row: (row.current.type, row.current.title.casefold()),
    "level": lambda row: (
        _rank([level.value for level in CognitiveLevel], row.current.level),
        _rank([difficulty.value for difficulty in Difficulty], row.current.difficulty),
        row.current.title.casefold(),
    ),
    "status": lambda row: (
        _rank([status.value for status in Status], row.status),
        row.current.title.casefold(),
    ),
    "changed": lambda row: (row.updated_at, row.id),
}
