"""The same figures by their definitions, in exact fractions, from lists: no numpy, no code of the app.

Written from Moodle's page "Quiz statistics calculations" another way round: sums over pairs of students
where the app takes means first, and power sums where it takes deviations. Not asked is None.
"""

from fractions import Fraction
from math import sqrt
from statistics import median

Mark = Fraction | None
Table = list[list[Mark]]


def mean(values):
    return sum(values, Fraction(0)) / len(values)


def cov(xs, ys):
    """Half the mean over all ordered pairs of students of (difference in x) times (difference in y)."""
    n = len(xs)
    total = sum(((xs[i] - xs[j]) * (ys[i] - ys[j]) for i in range(n) for j in range(i + 1, n)), Fraction(0))
    return total / (n * (n - 1))


def quiz(table: Table, maxima: list[Fraction]):
    """Return the figures of the whole test where everyone was asked everything."""
    scores = [100 * sum(row, Fraction(0)) / sum(maxima) for row in table]
    n = len(table)
    told = {"n": n, "mean": mean(scores), "median": median(scores), "sd": None, "skewness": None}
    told |= {"kurtosis": None, "alpha": None, "error_ratio": None, "sem": None}
    if n < 2:
        return told
    told["sd"] = sqrt(cov(scores, scores))
    s1, s2, s3, s4 = (sum((score**p for score in scores), Fraction(0)) for p in (1, 2, 3, 4))
    k2 = (n * s2 - s1**2) / (n * (n - 1))
    if k2 and n > 2:
        k3 = (2 * s1**3 - 3 * n * s1 * s2 + n**2 * s3) / (n * (n - 1) * (n - 2))
        told["skewness"] = float(k3) / float(k2) ** 1.5
    if k2 and n > 3:
        k4 = (
            -6 * s1**4
            + 12 * n * s1**2 * s2
            - 3 * n * (n - 1) * s2**2
            - 4 * n * (n + 1) * s1 * s3
            + n**2 * (n + 1) * s4
        ) / (n * (n - 1) * (n - 2) * (n - 3))
        told["kurtosis"] = k4 / k2**2
    told["alpha"] = alpha(table)
    if told["alpha"] is not None:
        told["error_ratio"] = 100 * sqrt(1 - told["alpha"] / 100)
        told["sem"] = told["error_ratio"] * told["sd"] / 100
    return told


def alpha(table: Table):
    """k squared times the mean covariance of two questions, over the variance of the scores."""
    k = len(table[0])
    if k < 2 or len(table) < 2:
        return None
    columns = list(zip(*table, strict=True))
    scores = [sum(row, Fraction(0)) for row in table]
    between = mean([cov(columns[i], columns[j]) for i in range(k) for j in range(k) if i != j])
    variance = cov(scores, scores)
    return 100 * k**2 * between / variance if variance else None


def items(table: Table, maxima: list[Fraction]):
    """Return the figures of each question where everyone was asked everything."""
    columns = [list(column) for column in zip(*table, strict=True)]
    scores = [sum(row, Fraction(0)) for row in table]
    with_score = [cov(column, scores) if len(table) > 1 else None for column in columns]
    roots = sum(sqrt(one) for one in with_score if one is not None and one >= 0)
    return [
        item(table, place, column, maxima[place], scores, with_score[place], roots)
        for place, column in enumerate(columns)
    ]


def item(table, place, own, maximum, scores, with_score, roots):
    told = {"n": len(own), "facility": 100 * mean(own) / maximum, "sd": None, "effective_weight": None}
    told |= dict.fromkeys(
        ("discrimination_index", "discriminative_efficiency", "point_biserial", "alpha_if_deleted")
    )
    if len(own) < 2:
        return told
    told["sd"] = 100 * sqrt(cov(own, own)) / maximum
    if roots and with_score >= 0:
        told["effective_weight"] = 100 * sqrt(with_score) / roots
    told["alpha_if_deleted"] = alpha([[*row[:place], *row[place + 1 :]] for row in table])
    rest = [score - mark for score, mark in zip(scores, own, strict=True)]
    together, most = cov(own, rest), cov(sorted(own), sorted(rest))
    if most:
        told["point_biserial"] = together / sqrt(cov(own, own) * cov(rest, rest))
        told["discrimination_index"] = 100 * told["point_biserial"]
        told["discriminative_efficiency"] = 100 * together / most
    return told
