"""How questions have gone in classes. Reports know, and stand above this room, so they hand it in."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from quizapp.accounts.models import User
from quizapp.banks.models import Question, QuestionRevision
from quizapp.core.bank.model import META_FIELDS
from quizapp.core.statistics.items import FEW
from quizapp.extensions import db

TOO_EASY, TOO_HARD, TELLS_LITTLE = 0.9, 0.3, 0.1


@dataclass(frozen=True)
class Figures:
    """How a question went: given in `used` assignments, answered in `n` attempts handed in.

    `facility` is its share of points, `discrimination` how it goes with the rest; None: nothing to tell.
    """

    used: int = 0
    n: int = 0
    facility: float | None = None
    discrimination: float | None = None

    @property
    def verdicts(self) -> tuple[str, ...]:
        """Return the keys of VERDICTS that hold; none for a question that goes as it should."""
        if not self.used:
            return ("unused",)
        if self.n < FEW:
            return ("few",)
        tells = (
            ("easy", self.facility is not None and self.facility > TOO_EASY),
            ("hard", self.facility is not None and self.facility < TOO_HARD),
            ("flat", self.discrimination is not None and self.discrimination < TELLS_LITTLE),
        )
        return tuple(name for name, holds in tells if holds)


VERDICTS = {
    "easy": "Too easy: over 90%",
    "hard": "Too hard: under 30%",
    "flat": "Tells little apart",
    "few": "Not enough answers yet",
    "unused": "Never used",
}
BADGES = {"easy": "Too easy", "hard": "Too hard", "flat": "Tells little apart"}

Provider = Callable[[User, Mapping[int, int]], Mapping[int, Figures]]
"""From who asks and revision id -> question id to the figures of each question that was ever given."""


class _Known:
    provider: Provider = staticmethod(lambda user, revisions: {})


def know_figures(provider: Provider) -> None:
    """Take the function that knows how questions went; `wiring` gives it."""
    _Known.provider = staticmethod(provider)


def figures_of(user: User, rows: Iterable[Question]) -> dict[int, Figures]:
    """Return the figures of each question, by id, from the classes whose reports the person may see."""
    rows = list(rows)
    known = _Known.provider(user, asking_the_same(rows))
    return {row.id: known.get(row.id, Figures()) for row in rows}


def figures_of_revision(user: User, revision: QuestionRevision) -> Figures:
    """Return the figures of one revision alone, pooled over every use of it."""
    known = _Known.provider(user, {revision.id: revision.question_id})
    return known.get(revision.question_id, Figures())


def asking_the_same(rows: list[Question]) -> dict[int, int]:
    """Return the revisions that ask what the current one does: a new tag does not forget the answers."""
    same = {row.current_id: row.id for row in rows if row.current_id}
    asked = {row.id: _asked(row.current.record) for row in rows if row.current.number > 1}
    older = db.session.execute(
        select(QuestionRevision.id, QuestionRevision.question_id, QuestionRevision.record)
        .join(Question, Question.id == QuestionRevision.question_id)
        .where(QuestionRevision.question_id.in_(asked), QuestionRevision.id != Question.current_id)
    )
    return same | {row.id: row.question_id for row in older if _asked(row.record) == asked[row.question_id]}


def _asked(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name == "type" or name not in META_FIELDS}
