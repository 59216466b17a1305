"""Finding questions in a bank: words, filters with what each would leave, order."""

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from quizapp.accounts.models import User
from quizapp.banks.figures import Figures, figures_of
from quizapp.banks.linting import open_findings_of
from quizapp.banks.models import Bank, Question, QuestionRevision, QuestionWords, RevisionCite
from quizapp.banks.service import passage_name
from quizapp.core.bank.model import CognitiveLevel, Difficulty, Status
from quizapp.core.bank.seeking import Sought, read_search
from quizapp.db import fulltext
from quizapp.extensions import db

NONE = "none"
"""The value of a filter that asks for questions which have nothing there."""


@dataclass(frozen=True)
class Wanted:
    """What to list; a filter that is not in `filters` is open. `sort` is a key of ORDERS, with a
    hyphen before it for the other way round; "" is the best match first, or the order of the reading."""

    words: str = ""
    filters: dict[str, str] = field(default_factory=dict)
    sort: str = ""

    @property
    def filtered(self) -> bool:
        """Tell whether anything is left out."""
        return bool(self.words or self.filters)


@dataclass(frozen=True)
class Found:
    """The questions that fit, in order.

    `counts` says for each filter how many each of its values would leave, `without` how many would
    fit if one filter, or the words ("q"), were taken away; `total` and `tags` are of the whole bank.
    `figures` are known only where they were asked for.
    """

    rows: list[Question]
    sought: Sought
    figures: dict[int, Figures]
    counts: dict[str, Counter[str]]
    without: dict[str, int]
    total: int
    tags: list[str]


def find_questions(bank: Bank, wanted: Wanted, user: User) -> Found:
    """Return the bank's questions that fit, as the person may know of them."""
    rows = questions_of(bank)
    sought = read_search(wanted.words)
    # All answers ever given have to be read for them: only where they are asked for.
    figures = figures_of(user, rows) if "figures" in wanted.filters else {}
    ranks = _ranks(sought) if wanted.words else None
    counts: dict[str, Counter[str]] = {name: Counter() for name in FILTERS}
    without: Counter[str] = Counter()
    fitting = []
    for row in rows:
        values = {name: set(of(row, figures.get(row.id))) for name, of in FILTERS.items()}
        failed = [name for name, value in wanted.filters.items() if value not in values[name]]
        if ranks is not None and row.id not in ranks:
            failed.append("q")
        if not failed:
            fitting.append(row)
        elif len(failed) == 1:
            without[failed[0]] += 1
        for name in FILTERS:
            if not failed or failed == [name]:
                counts[name].update(values[name])
    order: Callable[[Question], Any] = ORDERS["reading"]
    if ranks and not wanted.sort:
        order = lambda row: (ranks[row.id], row.id)  # noqa: E731
    elif wanted.sort:
        order = ORDERS.get(wanted.sort.removeprefix("-"), order)
    fitting.sort(key=order, reverse=wanted.sort.startswith("-"))
    active = [*wanted.filters, *(["q"] if wanted.words else [])]
    return Found(
        rows=fitting,
        sought=sought,
        figures=figures,
        counts=counts,
        without={name: len(fitting) + without[name] for name in active},
        total=len(rows),
        tags=sorted({tag for row in rows for tag in row.current.record.get("tags", ())}),
    )


def questions_of(bank: Bank) -> list[Question]:
    """Return all questions of a bank as they stand, with what they cite."""
    query = (
        select(Question)
        .join(QuestionRevision, Question.current_id == QuestionRevision.id)
        .options(
            joinedload(Question.current).selectinload(QuestionRevision.cites).joinedload(RevisionCite.passage)
        )
        .where(Question.bank_id == bank.id)
        .order_by(Question.id)
    )
    return list(db.session.scalars(query))


def _ranks(sought: Sought) -> dict[int, float]:
    """Return rank by question of what holds all that is wanted and nothing unwanted, of all banks."""
    if not (sought.wanted or sought.unwanted):
        return {}  # what was typed has no letter and no figure
    connection, table = db.session.connection(), QuestionWords.__tablename__
    if sought.wanted:
        ranks = fulltext.find(connection, table, "question_id", sought.wanted, every=True)
    else:
        ranks = dict.fromkeys(db.session.scalars(select(QuestionWords.question_id)), 0.0)
    if sought.unwanted:
        gone = fulltext.find(connection, table, "question_id", sought.unwanted, every=False)
        ranks = {number: rank for number, rank in ranks.items() if number not in gone}
    return ranks


def _lint(row: Question, _: Figures | None) -> Collection[str]:
    found = open_findings_of(row)
    if not found:
        return ("clean",)
    return {"findings", *(one.level for one in found), *(f"rule:{one.rule}" for one in found if one.rule)}


# What a question is in each filter: a value that it has fits.
FILTERS: dict[str, Callable[[Question, Figures | None], Collection[str]]] = {
    "status": lambda row, _: (row.status,),
    "type": lambda row, _: (row.current.type,),
    "passage": lambda row, _: [passage_name(cite.passage) for cite in row.current.cites] or (NONE,),
    "tag": lambda row, _: row.current.record.get("tags", ()),
    "objective": lambda row, _: row.current.record.get("objectives", ()) or (NONE,),
    "level": lambda row, _: (row.current.level,),
    "difficulty": lambda row, _: (row.current.difficulty,),
    "claim": lambda row, _: (row.current.claim_status or NONE,),
    "lint": _lint,
    "figures": lambda _, figures: figures.verdicts if figures else (),
}


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
