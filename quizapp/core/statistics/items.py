"""How one question went. A share is from 0 to 1; `None` in a list of fractions is an answer left out."""

import math
import statistics
from collections.abc import Sequence

from quizapp.core.qtypes.base import Grade, Mark, Summary, Tally
from quizapp.core.statistics.distribution import mean

FEW = 5
"""With fewer answers than this no share is drawn: one student would move it by more than a step."""

Fraction = float | None
Vector = Sequence[Fraction]


def earned(fraction: Fraction) -> float:
    """Return the share earned: a question left out in an attempt that was handed in earned nothing."""
    return 0.0 if fraction is None else fraction


def facility(fractions: Sequence[Fraction]) -> float | None:
    """Return the share of its points that a question gave: (f1 + ... + fn) / n, a blank as 0.

    `fractions` has one for each attempt handed in; None if there is none. This is the item
    difficulty index of Crocker & Algina (1986), ch. 14, taken over partial credit.
    """
    return mean([earned(fraction) for fraction in fractions])


def discrimination(fractions: Sequence[Fraction], rest: Sequence[float]) -> float | None:
    """Return how far a question tells those who know the rest from those who do not, from -1 to 1.

    `rest` is each attempt's share of the points of its other questions. The corrected item-total
    correlation (Crocker & Algina 1986, ch. 14): Pearson's r of f and rest, the question itself left
    out of the total. None where all answers, or all rests, are alike.
    """
    own = [earned(fraction) for fraction in fractions]
    if len(own) < 2 or _alike(own) or _alike(rest):
        return None
    return statistics.correlation(own, rest)


def _alike(values: Sequence[float]) -> bool:
    # Sums of thirds may differ by a hair where they are the same.
    return math.isclose(min(values), max(values), abs_tol=1e-9)


def mark_of(fraction: Fraction) -> Mark:
    """Return how the answer stands that a stored fraction tells of."""
    return Mark.BLANK if fraction is None else Grade.of(fraction).mark


def key_outvoted(summary: Summary) -> bool:
    """Tell whether more gave one wrong answer than the right one: the key may be at fault.

    Where a question asks several things each is judged by itself; where all that apply are chosen,
    by the right choice taken least.
    """
    groups: dict[str, list[Tally]] = {}
    for tally in summary.tallies:
        groups.setdefault(tally.group, []).append(tally)
    return any(outvoted(tallies, summary.several) for tallies in groups.values())


def outvoted(tallies: Sequence[Tally], several: bool = False) -> bool:
    """Tell whether of the answers to one thing asked a wrong one was given more often than the right one."""
    right = [tally.count for tally in tallies if tally.correct]
    wrong = max((tally.count for tally in tallies if tally.correct is False), default=0)
    return wrong > (min(right, default=0) if several else sum(right))
