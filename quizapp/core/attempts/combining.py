"""Which score counts of several attempts."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from quizapp.core.attempts.policy import Combine


class Scored(Protocol):
    """An attempt that was handed in."""

    @property
    def number(self) -> int: ...
    @property
    def score(self) -> float | None: ...
    @property
    def max_score(self) -> float | None: ...


T = TypeVar("T", bound=Scored)


def share_of(one: Scored) -> float:
    """Return the share of its points that an attempt got; 0 where none count."""
    return (one.score or 0.0) / one.max_score if one.max_score else 0.0


@dataclass(frozen=True)
class Counting(Generic[T]):
    """What counts: the points, what they are out of, and the attempt whose answers stand for them."""

    score: float
    out_of: float
    attempt: T


def counting(attempts: Sequence[T], how: Combine) -> Counting[T] | None:
    """Return what counts of the attempts that were handed in; None of none.

    Attempts may be out of different points (each has drawn its own questions): they are compared, and
    averaged, by their shares. Of equals the first is the highest. An average is out of the last one's
    points, and its answers are those of the last.
    """
    if not attempts:
        return None
    in_order = sorted(attempts, key=lambda one: one.number)
    if how is Combine.HIGHEST:
        chosen = max(in_order, key=lambda one: (share_of(one), -one.number))
    else:
        chosen = in_order[0 if how is Combine.FIRST else -1]
    out_of = chosen.max_score or 0.0
    if how is Combine.AVERAGE and len(in_order) > 1:
        mean = math.fsum(map(share_of, in_order)) / len(in_order)
        return Counting(mean * out_of, out_of, chosen)
    return Counting(chosen.score or 0.0, out_of, chosen)
