"""The figures of a whole test, each with one sentence to a teacher who is no statistician."""

from collections.abc import Sequence
from dataclasses import dataclass

from quizapp.core.statistics.flags import APART
from quizapp.core.statistics.reliability import TestFigures
from quizapp.reports.analysis import Analysis
from quizapp.web.filters import plural

# Of Cronbach's alpha in percent: from here on marks may rest on a test, and from here on a look at the class.
GOOD, FAIR = 75, 64


@dataclass(frozen=True)
class Told:
    """One figure: its name, its value in words or why there is none, and what it means."""

    name: str
    value: str
    means: str
    missing: bool = False


def told(test: TestFigures) -> list[Told]:
    """Return the figures of a test in the order in which a teacher reads them."""

    def one(name: str, key: str, means: str, form: str = "{:.1f}%") -> Told:
        value = getattr(test, key)
        if value is None:
            return Told(name, test.reasons.get(key, ""), means, missing=True)
        return Told(name, form.format(value).replace("-", "−"), means)

    return [
        one("Mean", "mean", "The share of the points that the class got on average."),
        one("Median", "median", "Half of the class got more than this, half less."),
        one(
            "Spread",
            "sd",
            "The standard deviation: about two thirds of a usual class lie within this much of the mean. "
            "12 to 18% is common.",
        ),
        one("Skewness", "skewness", _lean(test.skewness), "{:+.2f}"),
        one("Kurtosis", "kurtosis", _tails(test.kurtosis), "{:+.2f}"),
        _alpha(test, one("Cronbach’s alpha", "alpha", "")),
        one(
            "KR-20",
            "kr20",
            "The same as alpha, by the formula for questions that are right or wrong and count alike.",
        ),
        one(
            "Standard error",
            "sem",
            "How far one student’s score may be off by the luck of the questions: two times in three it is "
            "within this much of the score they would get over many such tests.",
        ),
        one(
            "Error ratio",
            "error_ratio",
            "How much of the spread of scores is luck and not knowledge. Under 50% the differences between "
            "students are mostly real.",
        ),
    ]


def _alpha(test: TestFigures, plain: Told) -> Told:
    value = plain.value
    if test.alpha is not None and test.alpha_low is not None and test.alpha_high is not None:
        value += f" ({test.alpha_low:.0f} to {test.alpha_high:.0f}%)".replace("-", "−")
    means = (
        "How well the questions agree about who knows more; in brackets where the true figure lies, 95 times "
        f"in 100. {_verdict(test)}"
    )
    return Told(plain.name, value, means.strip(), plain.missing)


def _verdict(test: TestFigures) -> str:
    alpha = test.alpha
    if alpha is None:
        return ""
    if test.n < APART:
        return f"With under {APART} students it may lie nearly anywhere."
    if alpha >= GOOD:
        return "75% and over is good enough to give marks by."
    if alpha >= FAIR:
        return "Fair: good enough to see what the class knows, thin for marks."
    if alpha >= 0:
        return "Low: do not judge a single student by this test alone. More questions would raise it."
    return "Below 0: the questions pull in different directions. Look at those flagged under Questions."


def _lean(skewness: float | None) -> str:
    if skewness is None or abs(skewness) < 0.5:
        return "Which way the scores lean: near 0, as many lie far above the mean as far below."
    if skewness < 0:
        return "Which way the scores lean: below 0, most did well and a few trail behind."
    return "Which way the scores lean: above 0, most did badly and a few stand out."


def _tails(kurtosis: float | None) -> str:
    if kurtosis is None or abs(kurtosis) < 0.5:
        return "How peaked the scores are: near 0, as in the bell curve."
    if kurtosis < 0:
        return "How peaked the scores are: below 0, they are spread flat, or in two groups."
    return "How peaked the scores are: above 0, most are close together and a few far off."


def verdict(test: TestFigures) -> str:
    """Say in one sentence what the scores of a test are good for; empty where that cannot be told."""
    if test.alpha is None:
        return ""
    if test.n < APART:
        return f"With under {APART} students nobody can say how far these scores can be relied on."
    if test.alpha >= GOOD:
        return "These scores are good enough to give marks by."
    if test.alpha >= FAIR:
        return "These scores show what the class knows; for marks they are thin."
    if test.alpha >= 0:
        return "These scores show what the class knows; do not judge a single student by them alone."
    return "Its questions pull in different directions: look at those flagged under Questions first."


def share_bins(analysis: Analysis) -> list[tuple[str, str, int]]:
    """Return how many students got each tenth of the points, as charts.histogram takes it."""
    counts = [0] * 10
    shares = analysis.marks.shares
    for share in shares[shares == shares].tolist():
        counts[min(9, int(share * 10 + 1e-9))] += 1
    return [
        (str(10 * tenth), f"{10 * tenth} to {'100' if tenth == 9 else f'under {10 * tenth + 10}'}%", count)
        for tenth, count in enumerate(counts)
    ]


def histogram(bins: Sequence[tuple[str, str, int]]) -> str:
    """Say the chart of scores in one sentence."""
    most = max(bins, key=lambda one: one[2])
    return (
        f"Scores in percent of the points, {plural(sum(count for _, _, count in bins), 'student')}. "
        f"The most, {most[2]}, got {most[1]}; the table has all the counts."
    )
