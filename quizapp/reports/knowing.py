"""Who knows what: how the grid of a report is arranged, and how each student stands with each passage."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from quizapp.banks.models import Passage
from quizapp.core.attempts.scoring import Treatment
from quizapp.core.qtypes.base import Grade, Mark
from quizapp.core.statistics.items import earned
from quizapp.reports.grouping import SuggestedGroup, Suggestion, suggestion
from quizapp.reports.report import Item, Report, Student, by_name

PASSAGES = "passages"
BY_NAME = "name"


@dataclass(frozen=True)
class Standing:
    """How a student stands with a passage: `share` of the points of the questions about it, and the mark."""

    share: float
    mark: Mark
    items: tuple[Item, ...]


def standing_with(report: Report, student: Student, passage_id: int) -> Standing | None:
    """Return how a student stands with a passage, or None if no question that tells of it was asked of them.

    All blank is a blank; while an answer waits to be marked, so does the passage.
    """
    items = tuple(
        one.item
        for one in report.about(passage_id)
        if one.item.treatment is Treatment.NORMAL and student.was_asked(one.item)
    )
    if not items:
        return None
    marks = {report.mark(student, item) for item in items}
    gained = sum(item.points * earned(student.fractions[item.slot]) for item in items)
    share = gained / sum(item.points for item in items)
    if Mark.WAITING in marks:
        return Standing(share, Mark.WAITING, items)
    return Standing(share, Mark.BLANK if marks == {Mark.BLANK} else Grade.of(share).mark, items)


@dataclass(frozen=True)
class Arrangement:
    """What a teacher asked the grid to show; what an address has wrong is as if it were not there.

    `order`: "" is the lowest score first, "name", or "q3" or "p17": the lowest on question 3 or passage 17.
    """

    report: Report
    by: str = ""
    order: str = ""
    group_number: int | None = None

    @classmethod
    def read(cls, report: Report, args: Mapping[str, str]) -> "Arrangement":
        """Read the arrangement that an address asks for."""
        by = PASSAGES if args.get("by") == PASSAGES and report.passages else ""
        columns = (
            {f"p{number}" for number in report.passages}
            if by
            else {f"q{item.number}" for item in report.items}
        )
        order = args.get("order", "")
        group = args.get("group", "")
        asked = cls(
            report,
            by,
            order if order == BY_NAME or order in columns else "",
            int(group) if group.isascii() and group.isdecimal() and len(group) < 4 else None,
        )
        return asked if asked.group else cls(report, asked.by, asked.order)

    @cached_property
    def suggestion(self) -> Suggestion:
        return suggestion(self.report)

    @property
    def group(self) -> SuggestedGroup | None:
        return self.suggestion.group(self.group_number)

    def params(self, **other: str | int | None) -> dict[str, Any]:
        """Return what an address says to arrange it so; `other` goes before, None takes away."""
        own = {"by": self.by, "order": self.order, "group": self.group_number}
        return {name: value for name, value in {**own, **other}.items() if value}

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Return the passages asked about in reading order, those that a group missed first."""
        missed = self.group.passages if self.group else ()
        return (*missed, *(one for one in self.report.passages.values() if one not in missed))

    @cached_property
    def students(self) -> list[Student]:
        """Return who handed in, of the group alone if one is asked for, in order."""
        shown = self.report.lowest_first()
        if self.group:
            members = {one.user_id for one in self.group.students}
            shown = [one for one in shown if one.user_id in members]
        if self.order == BY_NAME:
            return sorted(shown, key=by_name)
        if self.order:
            return sorted(shown, key=lambda one: (*self._lowest(one), by_name(one)))
        return shown

    def _lowest(self, student: Student) -> tuple[int, float]:
        """Return what sorts the lowest first, then what waits to be marked, then who was not asked."""
        number = int(self.order[1:])
        if self.by:
            standing = standing_with(self.report, student, number)
            if standing is None:
                return 2, 0.0
            return int(standing.mark is Mark.WAITING), standing.share
        item = self.report.items[number - 1]
        if not student.was_asked(item):
            return 2, 0.0
        waits = self.report.mark(student, item) is Mark.WAITING
        return int(waits), earned(student.fractions[item.slot])
