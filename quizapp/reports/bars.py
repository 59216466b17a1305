"""The answers given to a question, as bars."""

from typing import Any

from quizapp.core.qtypes.base import Tally
from quizapp.core.statistics.items import FEW
from quizapp.reports.report import ItemResult
from quizapp.web.filters import prose_inline

MOST = 8
"""Bars to a question: as many as it can have choices. Of typed answers the rest is one bar."""
PULLS = 0.3
"""The share of the class from which on a wrong answer is coloured."""


def answer_bars(result: ItemResult) -> list[dict[str, Any]]:
    """Return label, count and state (key, pull, none or "") of each answer, for charts.distractors."""
    tallies = list(result.summary.tallies)
    shown = tallies if len(tallies) <= MOST else tallies[: MOST - 1]
    bars: list[dict[str, Any]] = [
        {"label": prose_inline(one.words), "count": one.count, "state": _state(one, result.n)}
        for one in shown
    ]
    rest = sum(one.count for one in tallies[len(shown) :])
    if rest:
        bars.append({"label": "other answers", "count": rest, "state": ""})
    if result.summary.blank:
        bars.append({"label": "no answer", "count": result.summary.blank, "state": "none"})
    return bars


def _state(tally: Tally, n: int) -> str:
    if tally.correct:
        return "key"
    return "pull" if tally.correct is False and n >= FEW and tally.count / n >= PULLS else ""
