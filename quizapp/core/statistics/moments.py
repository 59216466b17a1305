"""Spread, and how values go together. n - 1 denominators, as in Moodle's quiz statistics."""

import numpy as np

from quizapp.core.statistics.marks import Array, Marks, alike

MOODLE = "https://docs.moodle.org/dev/Quiz_statistics_calculations"
"""Where Moodle's definitions stand; the code is question/classes/statistics/questions/calculator.php and
mod/quiz/report/statistics/classes/calculator.php."""


def spread(values: Array) -> float | None:
    """Return the standard deviation, sqrt(sum (x - mean)^2 / (n - 1)); None of fewer than two."""
    if values.size < 2:
        return None
    return 0.0 if alike(values) else float(np.std(values, ddof=1))


def covariance(one: Array, other: Array) -> float:
    """Return sum (x - mean x)(y - mean y) / (n - 1) of two arrays of shape (n,), n > 1."""
    return float((one - one.mean()) @ (other - other.mean())) / (one.size - 1)


def correlation(one: Array, other: Array) -> float | None:
    """Return Pearson's r of two arrays of shape (n,); None where either has no spread."""
    if one.size < 2 or alike(one) or alike(other):
        return None
    own, others = one - one.mean(), other - other.mean()
    r = float(own @ others) / float(np.sqrt((own @ own) * (others @ others)))
    return min(1.0, max(-1.0, r))


def k_statistics(values: Array) -> tuple[float, float | None, float | None]:
    """Return k2, k3, k4, the unbiased estimates of the cumulants; k3 needs three values, k4 four.

    With m_r = sum (x - mean)^r / n: k2 = n m2 / (n-1), k3 = n^2 m3 / ((n-1)(n-2)),
    k4 = n^2 ((n+1) m4 - 3 (n-1) m2^2) / ((n-1)(n-2)(n-3)). Moodle: "Skewness and kurtosis".
    """
    n = values.size
    off = values - values.mean()
    m2, m3, m4 = (float(np.mean(off**power)) for power in (2, 3, 4))
    k2 = n * m2 / (n - 1)
    k3 = n * n * m3 / ((n - 1) * (n - 2)) if n > 2 else None
    k4 = n * n * ((n + 1) * m4 - 3 * (n - 1) * m2 * m2) / ((n - 1) * (n - 2) * (n - 3)) if n > 3 else None
    return k2, k3, k4


def covariances(marks: Marks) -> tuple[Array, Array]:
    """Return the covariance of each two questions, (k, k), and how many were asked both, (k, k).

    sum (x - mean x)(y - mean y) over the N students who were asked both, each mean over all who were
    asked that question, divided by N sqrt((1 - 1/Nx)(1 - 1/Ny)): n - 1 where everyone was asked both.
    So weighted by N the sum over all pairs is one of squares, and never below 0.
    """
    asked = marks.asked.astype(np.float64)
    both: Array = asked.T @ asked
    each = np.maximum(np.diag(both), 1.0)
    # Taken off first, so that large equal marks lose no digits.
    off = (marks.filled - marks.filled.sum(axis=0) / each) * asked
    for place in range(marks.k):
        if alike(marks.values[marks.asked[:, place], place]):
            off[:, place] = 0.0
    short = np.sqrt(np.maximum(1 - 1 / each, 0.5))
    return (off.T @ off) / (np.maximum(both, 1.0) * np.outer(short, short)), both
