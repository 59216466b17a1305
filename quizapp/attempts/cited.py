"""The passages that a question's answer comes from, with the text around them."""

from dataclasses import dataclass

from sqlalchemy import select

from quizapp.banks.models import Passage, Reading, RevisionCite
from quizapp.extensions import db


@dataclass(frozen=True)
class Leaf:
    """A piece of a reading: whole sections of it, `cited` the ids of the passages that count."""

    reading: Reading
    sections: tuple[tuple[str, tuple[Passage, ...]], ...]
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
    rows = db.session.execute(
        select(Passage)
        .join(RevisionCite, RevisionCite.passage_id == Passage.id)
        .where(RevisionCite.revision_id == revision_id)
        .order_by(RevisionCite.position)
    )
    by_reading: dict[int, list[Passage]] = {}
    for passage in rows.scalars():
        by_reading.setdefault(passage.reading_id, []).append(passage)
    return [_leaf(passages) for passages in by_reading.values()]


def _leaf(passages: list[Passage]) -> Leaf:
    reading = passages[0].reading
    cited = frozenset(passage.id for passage in passages)
    sections = []
    for title in dict.fromkeys(passage.section for passage in reading.passages if passage.id in cited):
        inside = tuple(
            passage
            for passage in reading.passages
            # One taken out of the reading since is shown only to those it answered.
            if passage.section == title and (passage.removed_at is None or passage.id in cited)
        )
        sections.append((title, inside))
    return Leaf(reading, tuple(sections), cited)
