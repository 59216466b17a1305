"""What one student knows of one passage or objective, and what that rests on."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, Protocol, TypeVar

from quizapp.core.statistics.items import earned

ENOUGH = 3
"""Different questions from which on a word such as "secure" is used; with fewer nothing is judged."""
HALVES_IN = timedelta(days=28)
"""An answer that is older than the newest one by this long counts half as much."""


class Answered(Protocol):
    """An answer that was handed in and graded: to which question, when, for how many points, how well."""

    @property
    def question(self) -> int: ...
    @property
    def at(self) -> datetime: ...
    @property
    def points(self) -> float: ...
    @property
    def fraction(self) -> float | None: ...


T = TypeVar("T", bound=Answered)


@dataclass(frozen=True)
class Mastery(Generic[T]):
    """How well something is known: the share, and the answers it rests on, the newest first."""

    share: float
    rests_on: tuple[T, ...]

    @property
    def n(self) -> int:
        """Return how many different questions it rests on."""
        return len(self.rests_on)

    @property
    def enough(self) -> bool:
        """Tell whether it rests on enough questions to be put in a word."""
        return self.n >= ENOUGH


def mastery(answers: Iterable[T]) -> Mastery[T] | None:
    """Return how well it is known what these answers are about; None of none.

    Of the answers to one question only the newest counts (of two at one moment the later in `answers`):
    what is asked is what the student knows now. Over the n questions q that leaves,

        share = sum of w_q f_q / sum of w_q,   w_q = p_q * 2 ** (-(T - t_q) / 28 days)

    with p the points of a question, f the fraction earned (a blank as 0), t when it was handed in and
    T the newest t. So answers of one day weigh as their points, and one four weeks older weighs half.
    The weights are those of an exponentially weighted mean (Brown 1959); no chance of guessing is
    taken off, and no model is fitted: with n under ENOUGH the share is no judgement.
    """
    newest: dict[int, T] = {}
    for one in answers:
        before = newest.get(one.question)
        if before is None or one.at >= before.at:
            newest[one.question] = one
    if not newest:
        return None
    last = max(one.at for one in newest.values())
    weights = {key: one.points * 0.5 ** ((last - one.at) / HALVES_IN) for key, one in newest.items()}
    gained = math.fsum(weights[key] * earned(one.fraction) for key, one in newest.items())
    in_order = sorted(newest.values(), key=lambda one: one.at, reverse=True)
    return Mastery(gained / math.fsum(weights.values()), tuple(in_order))
