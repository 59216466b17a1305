"""How the scores of a class lie."""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

MOST_BINS = 7
"""As many columns as a narrow chart can label."""


def mean(values: Sequence[float]) -> float | None:
    """Return (v1 + ... + vn) / n, or None of nothing."""
    return math.fsum(values) / len(values) if values else None


def median(values: Sequence[float]) -> float | None:
    """Return the middle value, or the mean of the two middle ones; None of nothing."""
    return statistics.median(values) if values else None


@dataclass(frozen=True)
class Bin:
    """How many scores lie from `low` on and under the next bin's; `high` is its last whole point."""

    low: int
    high: int
    count: int


def distribution(scores: Sequence[float], maximum: float) -> list[Bin]:
    """Count scores (0 to `maximum`) in at most seven bins of equally many whole points.

    A bin is w = ceil((m + 1) / 7) points wide, m the whole points of the maximum; bin k holds the
    scores with floor(score / w) = k. A half point counts with the whole point under it.
    """
    top = math.floor(maximum)
    width = -(-(top + 1) // MOST_BINS)
    counts = [0] * (top // width + 1)
    for score in scores:
        # Sums of thirds may lie a hair under the point that they are.
        counts[min(int((score + 1e-9) // width), len(counts) - 1)] += 1
    return [
        Bin(place * width, min((place + 1) * width - 1, top), count) for place, count in enumerate(counts)
    ]
