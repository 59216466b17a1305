"""The answers given to a question, as bars."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from quizapp.core.qtypes.base import Tally
from quizapp.core.statistics.items import FEW, outvoted
from quizapp.reports.behind import NO_ANSWER
from quizapp.reports.report import ItemResult
from quizapp.web.filters import prose_inline

Link = Callable[[int, str], str]

MOST = 8
"""Bars to a question: as many as it can have choices. Of typed answers the rest is one bar."""
PULLS = 0.3
"""The share of the class from which on a wrong answer is coloured."""


@dataclass(frozen=True)
class PartResult:
    """How one of the several things that a question asks went with the `n` who handed in."""

    text: str
    n: int
    right: int
    instead: Tally | None
    check_key: bool
    bars: list[dict[str, Any]]


def parts_of(result: ItemResult, link: Link | None = None) -> list[PartResult]:
    """Return how each statement, premise, item or gap of a question went; nothing where it asks one thing.

    `link` makes the address of who gave an answer, of the question's number and the answer's key.
    """
    parts = []
    for text, group in groupby(result.summary.tallies, key=lambda tally: tally.group):
        if not text:
            return []
        tallies = list(group)
        given = [tally for tally in tallies if tally.count]
        wrong = [tally for tally in given if not tally.correct]
        left_out = result.n - sum(tally.count for tally in tallies)
        parts.append(
            PartResult(
                text,
                result.n,
                sum(tally.count for tally in tallies if tally.correct),
                max(wrong, key=lambda tally: tally.count, default=None),
                result.n >= FEW and outvoted(tallies),
                _bars([(tally.label, tally) for tally in given], result, left_out, link),
            )
        )
    return parts


def answer_bars(result: ItemResult, link: Link | None = None) -> list[dict[str, Any]]:
    """Return label, count, state (key, pull, none or "") and url of each answer, for charts.distractors."""
    tallies = [(tally.words, tally) for tally in result.summary.tallies]
    bars = _bars(tallies, result, result.summary.blank, link)
    if link and result.summary.blank:
        bars[-1]["url"] = link(result.item.number, NO_ANSWER)
    return bars


def _bars(
    tallies: list[tuple[str, Tally]], result: ItemResult, blank: int, link: Link | None
) -> list[dict[str, Any]]:
    shown = tallies if len(tallies) <= MOST else tallies[: MOST - 1]
    bars: list[dict[str, Any]] = [
        {"label": prose_inline(words), "count": one.count, "state": _state(one, result.n)}
        | ({"url": link(result.item.number, one.key)} if link else {})
        for words, one in shown
    ]
    rest = sum(one.count for _, one in tallies[len(shown) :])
    if rest:
        bars.append({"label": "other answers", "count": rest, "state": ""})
    if blank:
        bars.append({"label": "no answer", "count": blank, "state": "none"})
    return bars


def _state(tally: Tally, n: int) -> str:
    if tally.correct:
        return "key"
    return "pull" if tally.correct is False and n >= FEW and tally.count / n >= PULLS else ""
