"""The figures of a gradebook: what became of each assignment, and the one figure made of them.

Pure arithmetic on shares from 0 to 1. What is missing is never silently zero: it counts as zero only
where the teacher's rules say so, and only once it is closed for that student.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Protocol

from quizapp.core.attempts.combining import counting
from quizapp.core.attempts.policy import Combine, Policy

LEAST_FOR_TREND = 4
"""With fewer results than this no trend is told: one quiz would make it."""
STEADY = 0.05
"""A trend smaller than this, either way, is none."""
MOST_CATEGORIES = 8


class Standing(StrEnum):
    """What became of an assignment for one student."""

    SCORED = "scored"
    MARKING = "to be marked"
    UNDER_WAY = "under way"
    TO_COME = "not handed in yet"
    MISSED = "not handed in"
    EXCUSED = "excused"
    JOINED_LATER = "joined later"
    NO_POINTS = "no points in it"


@dataclass(frozen=True)
class Cell:
    """One assignment of one student. `share` is None but where it is scored, or excused after it was."""

    standing: Standing
    share: float | None = None

    def counted(self, *, missed_is_zero: bool) -> float | None:
        """Return the share that goes into the figure; None where it does not count."""
        if self.standing is Standing.SCORED:
            return self.share
        return 0.0 if self.standing is Standing.MISSED and missed_is_zero else None


class Tried(Protocol):
    """An attempt, handed in or not."""

    @property
    def number(self) -> int: ...
    @property
    def score(self) -> float | None: ...
    @property
    def max_score(self) -> float | None: ...
    @property
    def submitted_at(self) -> datetime | None: ...
    @property
    def unmarked(self) -> int: ...


def cell_of(
    tries: Sequence[Tried], policy: Policy, *, now: datetime, joined_at: datetime, excused: bool = False
) -> Cell:
    """Return what became of an assignment by its rules for this student, their accommodations in them.

    While an attempt that may count waits to be marked there is no share. Who joined the class after the
    closing has missed nothing.
    """
    done = [one for one in tries if one.submitted_at]
    counted = counting(done, policy.combine)
    share = counted.score / counted.out_of if counted and counted.out_of else None
    waits = any(one.unmarked for one in _may_count(done, policy.combine))
    if excused:
        return Cell(Standing.EXCUSED, None if waits else share)
    if counted:
        if waits:
            return Cell(Standing.MARKING)
        return Cell(Standing.NO_POINTS) if share is None else Cell(Standing.SCORED, share)
    if tries:
        return Cell(Standing.UNDER_WAY)
    if policy.closes_at and joined_at >= policy.closes_at:
        return Cell(Standing.JOINED_LATER)
    return Cell(Standing.MISSED if policy.is_over(now) else Standing.TO_COME)


def _may_count(done: Sequence[Tried], how: Combine) -> Sequence[Tried]:
    if how in (Combine.HIGHEST, Combine.AVERAGE):
        return done
    in_order = sorted(done, key=lambda one: one.number)
    return in_order[:1] if how is Combine.FIRST else in_order[-1:]


# ---- one figure of many


@dataclass(frozen=True)
class Category:
    """A part of the figure: what it weighs beside the others, how many of its lowest results are dropped."""

    name: str
    weight: float
    drop_lowest: int = 0


ALL = Category("All quizzes", 100)
"""What every assignment is in where the teacher has made no categories."""


@dataclass(frozen=True)
class Rules:
    """How the figure is made. `places` has the category of an assignment, by its place from 0.

    An assignment that is in `left_out` never counts; one in neither counts only while there are no
    categories.
    """

    missed_is_zero: bool = False
    categories: tuple[Category, ...] = ()
    places: Mapping[int, int] | None = None
    left_out: frozenset[int] = frozenset()

    @property
    def parts(self) -> tuple[Category, ...]:
        return self.categories or (ALL,)

    def part_of(self, assignment: int) -> int | None:
        """Return the place of the part that an assignment counts in; None where it does not count."""
        if assignment in self.left_out:
            return None
        return (self.places or {}).get(assignment) if self.categories else 0

    def is_unsorted(self, assignment: int) -> bool:
        """Tell whether nobody has said yet what an assignment counts for."""
        return assignment not in self.left_out and self.part_of(assignment) is None


@dataclass(frozen=True)
class Part:
    """What a student has in one category: the results that count, by assignment, and those dropped."""

    category: Category
    kept: Mapping[int, float]
    dropped: Mapping[int, float]

    @property
    def share(self) -> float | None:
        """Return the mean of the results that are kept, each the same; None of none."""
        return math.fsum(self.kept.values()) / len(self.kept) if self.kept else None

    @property
    def weighs(self) -> bool:
        return self.share is not None and self.category.weight > 0


@dataclass(frozen=True)
class Grade:
    """The figure of one student, and the parts it is made of."""

    parts: tuple[Part, ...]

    @cached_property
    def weight(self) -> float:
        """Return what the weights of the parts with results come to."""
        return math.fsum(part.category.weight for part in self.parts if part.weighs)

    @cached_property
    def share(self) -> float | None:
        """Return sum of weight * share of the parts with results, divided by the sum of their weights.

        So weights need not add to 100, and a category without results weighs nothing. None where
        nothing weighs.
        """
        if not self.weight:
            return None
        gained = [part.category.weight * (part.share or 0.0) for part in self.parts if part.weighs]
        return math.fsum(gained) / self.weight

    @cached_property
    def dropped(self) -> frozenset[int]:
        """Return the assignments whose results are dropped."""
        return frozenset(key for part in self.parts for key in part.dropped)


def grade(cells: Mapping[int, Cell], rules: Rules) -> Grade:
    """Return a student's figure; `cells` are by assignment, in the order they were given."""
    parts = []
    for place, category in enumerate(rules.parts):
        shares = {
            assignment: share
            for assignment, cell in cells.items()
            if rules.part_of(assignment) == place
            and (share := cell.counted(missed_is_zero=rules.missed_is_zero)) is not None
        }
        away = lowest(shares, category.drop_lowest)
        parts.append(
            Part(
                category,
                {key: share for key, share in shares.items() if key not in away},
                {key: share for key, share in shares.items() if key in away},
            )
        )
    return Grade(tuple(parts))


def lowest(shares: Mapping[int, float], count: int) -> frozenset[int]:
    """Return the keys of the `count` lowest, of equals the earlier; one always stays."""
    ascending = sorted(shares, key=lambda key: shares[key])
    return frozenset(ascending[: max(0, min(count, len(shares) - 1))])


def trend(shares: Sequence[float]) -> float | None:
    """Return the mean of the newer half less that of the older half; None of fewer than four.

    `shares` are in order of time. The middle one of an odd number is in neither half.
    """
    if len(shares) < LEAST_FOR_TREND:
        return None
    half = len(shares) // 2
    return (math.fsum(shares[-half:]) - math.fsum(shares[:half])) / half
