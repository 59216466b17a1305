"""A test as a whole: how its scores lie, and how far they can be relied on. Shares are percentages."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from quizapp.core.statistics.intervals import feldt
from quizapp.core.statistics.marks import ALIKE, Array, Marks, alike
from quizapp.core.statistics.moments import k_statistics, spread

NOBODY = "Nobody sat this test."
ONE_STUDENT = "One student has no spread: this needs two or more."
ONE_ITEM = "One question cannot agree with itself: this needs two or more."
TWO_ITEMS = "Without this question fewer than two are left."
ALL_ALIKE = "Everyone has the same score."
ALL_ALIKE_WITHOUT = "Without this question everyone has the same score."
NEEDS = "This needs {} students or more."
DRAWN = "Students were asked different questions."
PART_MARKS = "Some marks are neither 0 nor full."
UNEQUAL = "The questions do not all give the same points."
NO_ALPHA = "There is no alpha."


@dataclass(frozen=True)
class TestFigures:
    """A test as a whole. Everything but n, skewness and kurtosis is in percent.

    `mean`, `median`, `sd` and `sem` are of each student's share of the points. Null is what cannot be
    told; `reasons` says why, by name. Beside Moodle's figures stand alpha's interval and KR-20.
    """

    __test__ = False  # for pytest, which would take it for a test

    n: int
    mean: float | None = None
    median: float | None = None
    sd: float | None = None
    skewness: float | None = None
    kurtosis: float | None = None
    alpha: float | None = None
    error_ratio: float | None = None
    sem: float | None = None
    alpha_low: float | None = None
    alpha_high: float | None = None
    kr20: float | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)


def analyse_test(marks: Marks) -> TestFigures:
    """Return the figures of a test; who was asked nothing is not counted.

    Mean, median and sd of the scores in percent, skewness k3 / k2^(3/2) and kurtosis k4 / k2^2 (k: the
    k-statistics), alpha as Moodle's coefficient of internal consistency, error ratio
    100 sqrt(1 - alpha/100), sem = error ratio / 100 * sd: Moodle, "Quiz statistics calculations".
    Moodle gives alpha from three students on, this from two.
    """
    sat = marks.asked.any(axis=1)
    marks = marks if sat.all() else Marks(marks.values[sat], marks.maxima)
    reasons: dict[str, str] = {}
    if not marks.n:
        names = [name for name in TestFigures.__dataclass_fields__ if name not in ("n", "reasons")]
        return TestFigures(0, reasons=dict.fromkeys(names, NOBODY))
    scores = 100 * marks.shares
    sd = spread(scores)
    if sd is None:
        reasons["sd"] = ONE_STUDENT
    skewness, kurtosis = _shape(scores, reasons)
    alpha, why = cronbach(marks)
    kuder, why_not = kr20(marks)
    ratio = None if alpha is None else 100 * math.sqrt(max(0.0, 1 - alpha / 100))
    if why:
        reasons |= dict.fromkeys(("alpha", "error_ratio", "sem", "alpha_low", "alpha_high"), why)
    if why_not:
        reasons["kr20"] = why_not
    low, high = None, None
    if alpha is not None:
        if marks.complete:
            low, high = (100 * end for end in feldt(alpha / 100, marks.n, marks.k))
        else:
            reasons |= dict.fromkeys(("alpha_low", "alpha_high"), DRAWN)
    return TestFigures(
        n=marks.n,
        mean=float(scores.mean()),
        median=float(np.median(scores)),
        sd=sd,
        skewness=skewness,
        kurtosis=kurtosis,
        alpha=alpha,
        error_ratio=ratio,
        sem=None if ratio is None or sd is None else ratio / 100 * sd,
        alpha_low=low,
        alpha_high=high,
        kr20=kuder,
        reasons=reasons,
    )


def _shape(scores: Array, reasons: dict[str, str]) -> tuple[float | None, float | None]:
    if alike(scores):
        reason = ALL_ALIKE if scores.size > 1 else ONE_STUDENT
        reasons |= dict.fromkeys(("skewness", "kurtosis"), reason)
        return None, None
    k2, k3, k4 = k_statistics(scores)
    if k3 is None:
        reasons["skewness"] = NEEDS.format("three")
    if k4 is None:
        reasons["kurtosis"] = NEEDS.format("four")
    return (
        None if k3 is None else k3 / k2**1.5,
        None if k4 is None else k4 / k2**2,
    )


def cronbach(marks: Marks) -> tuple[float | None, str]:
    """Return Cronbach's alpha in percent, and where it is None the reason.

    k/(k-1) (1 - sum of the questions' variances / variance of the scores), in points: Cronbach (1951),
    Psychometrika 16, 297-334; Moodle's coefficient of internal consistency (CIC) is 100 times that.

    Where a draw gave students different questions, each variance counts as often as its question was
    asked (N_j / n), each covariance as often as its two were asked together (N_jk / n), and k is the mean
    number asked: the alpha of such a draw. With everyone asked everything it is the formula above.
    """
    if marks.n < 2:
        return None, ONE_STUDENT
    if marks.k < 2:
        return None, ONE_ITEM
    if marks.complete and alike(marks.earned):
        return None, ALL_ALIKE
    return _alpha(marks.covariances * marks.both / marks.n, float(np.trace(marks.both)) / marks.n)


def _alpha(between: Array, k: float) -> tuple[float | None, str]:
    own, total = float(np.trace(between)), float(between.sum())
    if k <= 1:
        return None, ONE_ITEM
    if total <= ALIKE * max(own, 1e-300):
        return None, ALL_ALIKE
    return 100 * k / (k - 1) * (1 - own / total), ""


def alpha_without(marks: Marks) -> list[tuple[float | None, str]]:
    """Return for each question the alpha, in percent, of the test without it, or None and the reason.

    "Alpha if item deleted": the same formula over the other k - 1 questions.
    """
    if marks.n < 2:
        return [(None, ONE_STUDENT)] * marks.k
    if marks.k < 3:
        return [(None, TWO_ITEMS)] * marks.k
    weighted, asked = marks.covariances * marks.both / marks.n, np.diag(marks.both) / marks.n
    found: list[tuple[float | None, str]] = []
    for item in range(marks.k):
        if marks.complete and alike(marks.earned - marks.columns[item]):
            found.append((None, ALL_ALIKE_WITHOUT))
            continue
        others = np.delete(np.delete(weighted, item, axis=0), item, axis=1)
        alpha, why = _alpha(others, float(asked.sum() - asked[item]))
        found.append((alpha, {ALL_ALIKE: ALL_ALIKE_WITHOUT, ONE_ITEM: TWO_ITEMS}.get(why, why)))
    return found


def kr20(marks: Marks) -> tuple[float | None, str]:
    """Return Kuder and Richardson's formula 20 in percent, and where it is None the reason.

    k/(k-1) (1 - sum p q / s^2), p the share that got a question right, q = 1 - p, s^2 the variance of the
    scores with denominator n: Kuder & Richardson (1937), Psychometrika 2, 151-160. It is made for
    questions that are right or wrong and count alike, and equals alpha for those.
    """
    if marks.n < 2:
        return None, ONE_STUDENT
    if marks.k < 2:
        return None, ONE_ITEM
    if not marks.complete:
        return None, DRAWN
    if not alike(marks.maxima):
        return None, UNEQUAL
    full = float(marks.maxima[0])
    for column in marks.columns:
        if (np.minimum(np.abs(column), np.abs(column - full)) > ALIKE * full).any():
            return None, PART_MARKS
    if alike(marks.earned):
        return None, ALL_ALIKE
    p = marks.columns.mean(axis=1) / full
    variance = float(np.var(marks.earned / full))
    return 100 * marks.k / (marks.k - 1) * (1 - float((p * (1 - p)).sum()) / variance), ""
