"""Groups for teaching again: students who missed the same passages."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import chain

LEAST = 2
"""Fewer are no group."""
MOST = 8
"""As many as one can sit with at a table; a larger group is parted."""


@dataclass(frozen=True)
class Group:
    """`members` (places of students) who each missed all of `passages`, which are in reading order."""

    passages: tuple[int, ...]
    members: tuple[int, ...]


@dataclass(frozen=True)
class Groups:
    """Groups, each student in one at most, and who missed something that nobody else of the rest missed."""

    groups: tuple[Group, ...]
    alone: tuple[int, ...]


def suggest_groups(missed: Sequence[Collection[int]], order: Sequence[int], *, most: int = MOST) -> Groups:
    """Group students by the passages that each missed; `order` has all passages in reading order.

    Whoever missed the passage that most students missed is the first group; of the others the same
    again, as long as two are left who share one. A group of more than `most` is parted by the passage
    that comes closest to half of them having missed it as well. Ties go to the passage read first.
    Rests on nothing but who missed what: the same answers make the same groups.
    """
    left = [place for place, passages in enumerate(missed) if passages]
    groups: list[Group] = []
    while left:
        chosen = max(order, key=lambda passage: _count(missed, left, passage))
        members = [place for place in left if chosen in missed[place]]
        if len(members) < LEAST:
            break
        groups += _parted(missed, members, order, most)
        left = [place for place in left if place not in members]
    return Groups(tuple(groups), tuple(left))


def _count(missed: Sequence[Collection[int]], members: Sequence[int], passage: int) -> int:
    return sum(passage in missed[place] for place in members)


def _parted(
    missed: Sequence[Collection[int]], members: Sequence[int], order: Sequence[int], most: int
) -> list[Group]:
    half = len(members) / 2
    parting = [
        passage for passage in order if LEAST <= _count(missed, members, passage) <= len(members) - LEAST
    ]
    if len(members) <= most or not parting:
        shared = [passage for passage in order if _count(missed, members, passage) == len(members)]
        return [Group(tuple(shared), tuple(members))]
    by = min(parting, key=lambda passage: abs(_count(missed, members, passage) - half))
    sides = [[place for place in members if (by in missed[place]) is also] for also in (True, False)]
    return list(chain.from_iterable(_parted(missed, side, order, most) for side in sides))
