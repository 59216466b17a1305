"""The sentences that a class picked as evidence, passage by passage."""

from dataclasses import dataclass
from typing import Any

from quizapp.reports.bars import Link
from quizapp.reports.behind import NO_ANSWER
from quizapp.reports.report import ItemResult, Report
from quizapp.web.filters import prose_inline


@dataclass(frozen=True)
class Picked:
    """How often each sentence was picked in a question about a passage, in the passage's order."""

    result: ItemResult
    bars: list[dict[str, Any]]


def picked_in(report: Report, link: Link) -> dict[int, list[Picked]]:
    """Return what was picked, by the passage that the sentences stand in.

    `link` makes the address of who picked a sentence, of its question and its key. They
    stand in the cited passage that has the most of them: it may have been reworded since.
    """
    found: dict[int, list[Picked]] = {}
    for result in report.results:
        item = result.item
        if result.n and item.passages and item.question.qtype.quoted(item.question.content):
            sentences = [tally.label for tally in result.summary.tallies]
            at = max(item.passages, key=lambda passage: sum(one in passage.text for one in sentences))
            found.setdefault(at.id, []).append(Picked(result, _bars(result, link)))
    return found


def _bars(result: ItemResult, link: Link) -> list[dict[str, Any]]:
    bars: list[dict[str, Any]] = [
        {
            "label": prose_inline(one.label),
            "count": one.count,
            "state": "key" if one.correct else "",
            "url": link(result.item.number, one.key),
        }
        for one in result.summary.tallies
    ]
    if result.summary.blank:
        blank = {"label": "no answer", "count": result.summary.blank, "state": "none"}
        bars.append(blank | {"url": link(result.item.number, NO_ANSWER)})
    return bars
