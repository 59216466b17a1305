"""Spread, and how values go together. n - 1 denominators, as in Moodle's quiz statistics."""

import numpy as np

from quizapp.core.statistics.marks import Array, alike

MOODLE = "https://docs.moodle.org/dev/Quiz_statistics_calculations"
"""Where Moodle's definitions stand; the code is question/classes/statistics/questions/calculator.php and
mod/quiz/report/statistics/classes/calculator.php."""


def spread(values: Array) -> float | None:
    """Return the standard deviation, sqrt(sum (x - mean)^2 / (n - 1)); None of fewer than two."""
    if values.size < 2:
        return None
    return 0.0 if alike(values) else float(np.std(values, ddof=1))


def k_statistics(values: Array) -> tuple[float, float | None, float | None]:
    """Return k2, k3, k4, the unbiased estimates of the cumulants; k3 needs three values, k4 four.

    With m_r = sum (x - mean)^r / n: k2 = n m2 / (n-1), k3 = n^2 m3 / ((n-1)(n-2)),
    k4 = n^2 ((n+1) m4 - 3 (n-1) m2^2) / ((n-1)(n-2)(n-3)). Moodle: "Skewness and kurtosis".
    """
    n = values.size
    off = values - values.mean()
    squares = off * off
    m2, m3, m4 = float(squares.mean()), float((squares * off).mean()), float((squares * squares).mean())
    k2 = n * m2 / (n - 1)
    k3 = n * n * m3 / ((n - 1) * (n - 2)) if n > 2 else None
    k4 = n * n * ((n + 1) * m4 - 3 * (n - 1) * m2 * m2) / ((n - 1) * (n - 2) * (n - 3)) if n > 3 else None
    return k2, k3, k4
