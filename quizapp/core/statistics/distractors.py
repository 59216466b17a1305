"""What the better and the weaker students chose."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from quizapp.core.statistics.marks import Array

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
    _, place, counts = np.unique(np.round(scores, 9), return_inverse=True, return_counts=True)
    middle = (np.cumsum(counts) - counts / 2) / n
    return np.minimum((middle * 3 + 1e-12).astype(np.int_), 2)[place]


@dataclass(frozen=True)
class Taken:
    """How many gave one answer, of all n and of each third of the class; `sizes` are those of the thirds.

    `correct` is None where it earns a part of the points. `group` names what was answered, where a
    question asks several things.
    """

    words: str
    correct: bool | None
    n: int
    sizes: tuple[int, int, int]
    by_third: tuple[int, int, int]
    group: str = ""

    @property
    def count(self) -> int:
        return sum(self.by_third)

    @property
    def share(self) -> float:
        """Return the share of all (0 to 1) that gave it: count / n."""
        return self.count / self.n if self.n else 0.0

    @property
    def shares(self) -> tuple[float | None, ...]:
        """Return the share of each third (0 to 1), None of a third without students."""
        return tuple(
            count / size if size else None for count, size in zip(self.by_third, self.sizes, strict=True)
        )
