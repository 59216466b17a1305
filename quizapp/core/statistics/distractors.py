"""What the better and the weaker students chose."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from quizapp.core.statistics.marks import Array, Mask

THIRDS = ("lowest third", "middle third", "highest third")


def thirds(scores: Array) -> NDArray[np.int_]:
    """Return the third of the class that each student is in, shape (n,): 0 lowest, 1 middle, 2 highest.

    By midrank: (students below + half of those level) / n, under 1/3, under 2/3, or over. Students who are
    level stay together, so groups may differ in size, and the order of names does not matter. `scores` is
    without the question that is looked at: a wrong key would else make its own friends look weak.
    """
    n = scores.size
    if not n:
        return np.zeros(0, dtype=np.int_)
    rounded = np.round(scores, 9)
    _, place, counts = np.unique(rounded, return_inverse=True, return_counts=True)
    middle = (np.cumsum(counts) - counts / 2) / n
    return np.minimum((middle * 3 + 1e-12).astype(np.int_), 2)[place]


@dataclass(frozen=True)
class Taken:
    """Who chose one option: how many of all, and of each third."""

    count: int
    by_third: tuple[int, int, int]
    share: float
    shares: tuple[float | None, float | None, float | None]


def taken(chose: Mask, third: NDArray[np.int_]) -> Taken:
    """Count an option's takers: `chose` (n,) who took it, `third` (n,) from `thirds`.

    Shares are 0 to 1: overall takers / n, and in each third takers / students of it, None of an empty one.
    """
    sizes = np.bincount(third, minlength=3)
    counts = np.bincount(third[chose], minlength=3)
    shares = tuple(float(count / size) if size else None for count, size in zip(counts, sizes, strict=True))
    low, middle, high = (int(count) for count in counts)
    return Taken(
        int(chose.sum()),
        (low, middle, high),
        float(chose.mean()) if chose.size else 0.0,
        (shares[0], shares[1], shares[2]),
    )
