"""Where each student of a class stands with a quiz now, as a value: who needs looking after comes first."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property

SHORT = timedelta(minutes=5)
"""Time left that a teacher may want to act on."""


class Standing(StrEnum):
    """How a student stands, in the order of the page."""

    LOST = "lost contact"
    ABSENT = "not begun"
    ANSWERING = "answering"
    FINISHED = "finished"


@dataclass(frozen=True)
class Watched:
    """One student. What is told of an attempt is of the open one, or else of the last; never a score."""

    user_id: int
    name: str
    standing: Standing = Standing.ABSENT
    answered: int = 0
    deadline_at: datetime | None = None
    lost_since: datetime | None = None
    handed_in_at: datetime | None = None
    handed_in_by: str | None = None
    opened_again: bool = False
    break_until: datetime | None = None


@dataclass(frozen=True)
class Board:
    """All students of an assignment; `questions` is how many it asks."""

    questions: int
    students: tuple[Watched, ...]

    def of(self, standing: Standing) -> list[Watched]:
        """Return who stands so, by name."""
        return [one for one in self.students if one.standing is standing]

    @cached_property
    def groups(self) -> list[tuple[Standing, list[Watched]]]:
        """Return the standings that anyone has, with who has them."""
        return [(standing, found) for standing in Standing if (found := self.of(standing))]

    @property
    def is_over(self) -> bool:
        """Tell whether nobody is at it."""
        return not self.of(Standing.ANSWERING) and not self.of(Standing.LOST)

    @property
    def summary(self) -> str:
        """Say it in one line: "18 answering, 3 finished, 2 lost contact"."""
        order = (Standing.ANSWERING, Standing.FINISHED, Standing.LOST, Standing.ABSENT)
        counts = [(len(self.of(standing)), standing) for standing in order]
        said = ", ".join(f"{count} {standing}" for count, standing in counts if count)
        return said or "Nobody is in this class yet"

    @property
    def ends(self) -> tuple[datetime, datetime] | None:
        """Return when the first and the last of those who are at it have to end; None if nobody has to."""
        found = [one.deadline_at for one in self.students if one.deadline_at]
        return (min(found), max(found)) if found else None

    @cached_property
    def etag(self) -> str:
        """Return what changes whenever the board does; what a page counts down by itself is no change."""
        return hashlib.blake2b(repr((self.questions, self.students)).encode(), digest_size=12).hexdigest()


def time_left(deadline_at: datetime, now: datetime) -> str:
    """Say how much time is left, by the minute: static/js/watch.js says the same."""
    seconds = (deadline_at - now).total_seconds()
    if seconds <= 0:
        return "time is up"
    if seconds < 60:
        return "under a minute left"
    minutes = int(seconds // 60)
    if minutes < 120:
        return f"{minutes} min left"
    hours = minutes // 60
    return f"{hours} hours left" if hours < 48 else f"{hours // 24} days left"


def last_minutes(deadline_at: datetime, now: datetime) -> str:
    """Say how much time is left once it is short, else nothing: static/js/watch.js does the same.

    The board may hang on a wall: who has more time than the others is nobody's business there.
    """
    return f" · {time_left(deadline_at, now)}" if deadline_at - now < SHORT else ""


def sorted_by_name(students: Sequence[Watched]) -> tuple[Watched, ...]:
    """Return students as people look names up."""
    return tuple(sorted(students, key=lambda one: (one.name.casefold(), one.user_id)))
