"""The passages that a question's answer comes from, with the text around them."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any, cast

from sqlalchemy import BindParameter, Table, bindparam, select

from quizapp.banks.models import Passage, Reading, RevisionCite
from quizapp.db.quick import Quick
from quizapp.web.transaction import read_link

passages = cast(Table, Passage.__table__)
readings = cast(Table, Reading.__table__)
cites = cast(Table, RevisionCite.__table__)
REVISION: BindParameter[int] = bindparam("revision_id")

_READINGS = (
    select(passages.c.reading_id)
    .join_from(passages, cites, cites.c.passage_id == passages.c.id)
    .where(cites.c.revision_id == REVISION)
)
LEAVES = Quick(
    select(
        *(passages.c[name] for name in ("id", "reading_id", "number", "section", "text", "removed_at")),
        *(readings.c[name] for name in ("slug", "title", "note")),
        cites.c.position,
    )
    .join_from(passages, readings, passages.c.reading_id == readings.c.id)
    .outerjoin(cites, (cites.c.passage_id == passages.c.id) & (cites.c.revision_id == REVISION))
    .where(passages.c.reading_id.in_(_READINGS))
    .order_by(passages.c.reading_id, passages.c.position)
)


@dataclass(frozen=True)
class Leaf:
    """A piece of a reading (its `slug`, `title`, `note`): whole sections, `cited` the passages that count."""

    reading: Any
    sections: tuple[tuple[str, tuple[Any, ...]], ...]
    cited: frozenset[int]

    @property
    def numbers(self) -> list[str]:
        """Return the numbers of the cited passages."""
        return [
            passage.number
            for _, passages in self.sections
            for passage in passages
            if passage.id in self.cited
        ]


def leaves_of(revision_id: int) -> list[Leaf]:
    """Return the cited sections, reading by reading, for a student to whom they are released."""
    rows = LEAVES.rows(read_link(), revision_id=revision_id)
    by_reading = [list(group) for _, group in groupby(rows, key=lambda row: row.reading_id)]
    by_reading.sort(key=lambda group: min(row.position for row in group if row.position is not None))
    return [_leaf(group) for group in by_reading]


def _leaf(rows: list[Any]) -> Leaf:
    cited = frozenset(row.id for row in rows if row.position is not None)
    sections = []
    for title in dict.fromkeys(row.section for row in rows if row.id in cited):
        # One taken out of the reading since is shown only to those it answered.
        inside = (row for row in rows if row.section == title)
        sections.append((title, tuple(row for row in inside if row.removed_at is None or row.id in cited)))
    return Leaf(rows[0], tuple(sections), cited)
