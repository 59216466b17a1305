"""A card's log: reviews and what takes them back, only ever added to, in whatever order they arrive."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from quizapp.core.cards.scheduling import Memory, Review, rebuild

LATE = timedelta(days=60)
"""How old a review may be that a device kept while it had no network."""
AHEAD = timedelta(minutes=5)
"""How far a device's clock may be ahead and still be believed."""


@dataclass(frozen=True)
class Entry:
    """One line: a review, or, with `undoes`, that the review of that id was taken back."""

    id: int
    review: Review | None
    undoes: int | None = None


def standing(entries: Iterable[Entry]) -> list[Entry]:
    """Return the reviews that were not taken back, oldest first; of one moment in the order they came."""
    every = list(entries)
    undone = {entry.undoes for entry in every}
    kept = [(entry.review.at, entry.id, entry) for entry in every if entry.review and entry.id not in undone]
    return [entry for *_, entry in sorted(kept, key=lambda one: one[:2])]


def memory_of(entries: Iterable[Entry]) -> Memory:
    """Return the memory that a log leaves."""
    return rebuild(entry.review for entry in standing(entries) if entry.review)


def believed(claimed: datetime | None, *, now: datetime) -> tuple[datetime, bool]:
    """Return when a review was made, and whether the device's clock was too far off to be believed.

    A review is kept either way: where the clock is wrong, it counts as made now.
    """
    if claimed is None:
        return now, False
    if claimed > now + AHEAD or claimed < now - LATE:
        return now, True
    return min(claimed, now), False
