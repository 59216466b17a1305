"""How each question of a test went. Shares are percentages, as Moodle prints them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from quizapp.core.statistics.intervals import wilson
from quizapp.core.statistics.marks import Array, Marks, alike
from quizapp.core.statistics.moments import spread
from quizapp.core.statistics.reliability import DRAWN, ONE_STUDENT, alpha_without

NOT_ASKED = "Nobody was asked this question."
SAME_MARK = "Everyone has the same mark."
SAME_REST = "Everyone has the same score in the rest."
NO_REST = "There is no other question to hold it against."
NEGATIVE = "Its marks go down as scores go up: the weight is a root, and there is none of what is negative."
NO_WEIGHTS = "No question's marks go up with the scores."
BELOW = "Some marks are below 0: they are no shares of right answers."
TOO_FEW = "This needs four students or more."

FEWEST = 4
"""With fewer students there are no two groups to tell apart."""
TAIL = 0.27
"""The share of the class in the upper and in the lower group: Kelley (1939), J. Educ. Psych. 30, 17-24."""


@dataclass(frozen=True)
class ItemFigures:
    """How one question went with the n who were asked it. Percentages, but for `point_biserial` (-1 to 1).

    Null is what cannot be told; `reasons` says why, by name. Beside Moodle's figures stand facility's
    interval, the upper-lower index, and the weight that the points mean it to have.
    """

    n: int
    facility: float | None = None
    sd: float | None = None
    discrimination_index: float | None = None
    discriminative_efficiency: float | None = None
    effective_weight: float | None = None
    point_biserial: float | None = None
    alpha_if_deleted: float | None = None
    facility_low: float | None = None
    facility_high: float | None = None
    upper_lower: float | None = None
    intended_weight: float | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)


def analyse_items(marks: Marks) -> list[ItemFigures]:
    """Return the figures of each question, in order.

    With x the points in the question, m its maximum, over the n students who were asked it:

    facility                    100 mean(x) / m
    sd                          100 sd(x) / m
    discrimination_index        100 r(x, rest), rest the score in the other questions
    discriminative_efficiency   100 cov(x, rest) / cov(x sorted, rest sorted), the most it could be
    effective_weight            see `effective_weights`
    point_biserial              r(x, rest), the corrected item-total correlation
    alpha_if_deleted            see `reliability.alpha_without`
    upper_lower                 see `upper_lower`

    Source of the first five: Moodle, "Quiz statistics calculations". The rest is taken as a share of its
    points, which changes neither ratio where all were asked the same, and is fair where a draw gave
    different questions; who was asked nothing else is left out of the two.
    """
    weights = effective_weights(marks)
    alphas = alpha_without(marks)
    total = float(marks.maxima.sum())
    tails = _tails(marks.shares) if marks.complete and marks.n >= FEWEST else None
    return [_analyse(marks, item, weights[item], alphas[item], total, tails) for item in range(marks.k)]


def _analyse(
    marks: Marks,
    item: int,
    weight: tuple[float | None, str],
    alpha: tuple[float | None, str],
    total: float,
    tails: tuple[Array, Array] | None,
) -> ItemFigures:
    asked = marks.asked[:, item]
    own = marks.columns[item] if marks.complete else marks.values[asked, item]
    intended = 100 * float(marks.maxima[item]) / total if marks.complete else None
    if not own.size:
        names = [name for name in ItemFigures.__dataclass_fields__ if name not in ("n", "reasons")]
        return ItemFigures(0, reasons=dict.fromkeys(names, NOT_ASKED))
    rest = marks.rest(item)
    rest = rest if marks.complete else rest[asked]
    told = ~np.isnan(rest)
    known, others = (own, rest) if told.all() else (own[told], rest[told])
    index, efficiency, why = discriminates(known, others)
    share = own / marks.maxima[item]
    apart, why_not_apart = (_apart(share, tails), "") if tails else upper_lower(share, marks.shares[asked])
    sd = spread(own)
    facility = float(own.mean()) / float(marks.maxima[item])
    low, high = wilson(min(1.0, facility), own.size) if own.min() >= 0 else (None, None)
    reasons = {
        "sd": ONE_STUDENT if sd is None else "",
        **dict.fromkeys(("facility_low", "facility_high"), BELOW if low is None else ""),
        **dict.fromkeys(("discrimination_index", "discriminative_efficiency", "point_biserial"), why),
        "effective_weight": weight[1],
        "alpha_if_deleted": alpha[1],
        "upper_lower": why_not_apart,
        "intended_weight": DRAWN if intended is None else "",
    }
    return ItemFigures(
        n=own.size,
        facility=100 * facility,
        sd=None if sd is None else 100 * sd / float(marks.maxima[item]),
        discrimination_index=None if index is None else 100 * index,
        discriminative_efficiency=None if efficiency is None else 100 * efficiency,
        effective_weight=weight[0],
        point_biserial=index,
        alpha_if_deleted=alpha[0],
        facility_low=None if low is None else 100 * low,
        facility_high=None if high is None else 100 * high,
        upper_lower=apart,
        intended_weight=intended,
        reasons={name: reason for name, reason in reasons.items() if reason},
    )


def discriminates(own: Array, rest: Array) -> tuple[float | None, float | None, str]:
    """Return r(own, rest), its share of the most it could be, and why they are None if they are.

    Both of shape (n,). The most is the covariance of the two sorted by themselves, so that the best mark
    goes with the best rest and so on down: Moodle's "discriminative efficiency".
    """
    if not rest.size:
        return None, None, NO_REST
    if own.size < 2:
        return None, None, ONE_STUDENT
    if alike(own) or alike(rest):
        return None, None, SAME_MARK if alike(own) else SAME_REST
    own, rest = own - own.mean(), rest - rest.mean()
    together = float(own @ rest)
    r = together / float(np.sqrt((own @ own) * (rest @ rest)))
    return min(1.0, max(-1.0, r)), together / float(np.sort(own) @ np.sort(rest)), ""


def effective_weights(marks: Marks) -> list[tuple[float | None, str]]:
    """Return each question's weight in the spread of the scores, in percent, or None and the reason.

    100 sqrt(cov(x, score)) / sum of those roots over all questions with a covariance of 0 or more:
    Moodle's "effective question weight". A negative covariance has no root, and no weight.
    """
    if marks.n < 2:
        return [(None, ONE_STUDENT)] * marks.k
    if not marks.complete:
        return [(None, DRAWN)] * marks.k
    between = marks.covariances
    with_score = between.sum(axis=1)
    # Rounding leaves a hair on either side of what is 0.
    with_score[np.abs(with_score) <= 1e-12 * np.abs(between).sum(axis=1)] = 0.0
    roots = np.sqrt(np.maximum(with_score, 0.0))
    in_all = float(roots.sum())
    if in_all <= 0:
        return [(None, NO_WEIGHTS)] * marks.k
    return [
        (None, NEGATIVE) if float(cov) < 0 else (100 * float(root) / in_all, "")
        for cov, root in zip(with_score, roots, strict=True)
    ]


def upper_lower(shares: Array, scores: Array) -> tuple[float | None, str]:
    """Return the facility in the upper 27 % of the class less that in the lower, in percent.

    `shares` (n,) of the question's points, `scores` (n,) of the whole test's, the question in it: the
    index D of Ebel (1954) with the groups of Kelley (1939). A group has 0.27 n students, rounded. Of those
    who are level at its edge each counts with the same part of one, so that no order of names matters.
    """
    return (None, TOO_FEW) if scores.size < FEWEST else (_apart(shares, _tails(scores)), "")


def _apart(shares: Array, tails: tuple[Array, Array]) -> float:
    upper, lower = tails
    return 100 * float((upper - lower) @ shares) / float(upper.sum())


def _tails(scores: Array) -> tuple[Array, Array]:
    size = max(1, int(TAIL * scores.size + 0.5))
    return _tail(scores, size), _tail(-scores, size)


def _tail(scores: Array, size: int) -> Array:
    """Return with what part of one each student belongs to the `size` best, shape (n,)."""
    edge = np.partition(scores, scores.size - size)[scores.size - size]
    near = 1e-9 * max(abs(float(edge)), 1e-9)
    above, level = scores > edge + near, np.abs(scores - edge) <= near
    parts: Array = above + level * ((size - above.sum()) / level.sum())
    return parts
