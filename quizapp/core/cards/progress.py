"""How studying goes, in figures that nobody has to be ashamed of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Habit:
    """Days with study: of the last seven, and in all. A day without costs nothing."""

    of_last_seven: int
    in_all: int
    today: bool


def habit_of(days: Iterable[date], today: date) -> Habit:
    """Count the days on which there was study."""
    known = set(days)
    week = {today - timedelta(days=back) for back in range(7)}
    return Habit(len(known & week), len(known), today in known)


@dataclass(frozen=True)
class Retention:
    """How many of the cards that were due were known: `share` is None where none was due."""

    known: int
    n: int

    @property
    def share(self) -> float | None:
        return self.known / self.n if self.n else None
