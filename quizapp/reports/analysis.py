"""The analysis of one assignment: its questions and the test as a whole, from the attempts that count."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from quizapp.core.attempts.scoring import Treatment
from quizapp.core.qtypes.base import Strict
from quizapp.core.statistics.distractors import Taken, thirds
from quizapp.core.statistics.flags import STEADY, Flag, flags
from quizapp.core.statistics.item_analysis import ItemFigures, analyse_items
from quizapp.core.statistics.marks import Array, Marks
from quizapp.core.statistics.reliability import DRAWN, TestFigures, analyse_test
from quizapp.reports.report import Item, ItemResult, Report, Student

MOST = 8
"""Answers told by thirds: as many as a question can have choices."""
WAITING = "Some answers wait to be marked."


@dataclass(frozen=True)
class ItemAnalysis:
    """How one question went: its figures, what guessing earns (percent), its answers by thirds, its flags.

    `answers` are the choices where one thing is asked, and the parts got right where several are.
    """

    result: ItemResult
    figures: ItemFigures
    guessed: float
    answers: tuple[Taken, ...]
    flags: tuple[Flag, ...]

    @property
    def steady(self) -> bool:
        """Tell whether enough answered for figures of who was better to stand."""
        return self.figures.n >= STEADY


@dataclass(frozen=True)
class Analysis:
    """The figures of an assignment.

    A question that was dropped, gave everyone its points, or of which every answer waits to be marked, has
    none: so the others keep all of theirs.
    """

    report: Report

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Return the questions that are analysed: those that count as usual, of which something is known."""
        return tuple(
            one.item
            for one in self.report.results
            if one.item.treatment is Treatment.NORMAL and not (one.waiting and one.waiting == one.n)
        )

    @cached_property
    def marks(self) -> Marks:
        """Return the points of each student who handed in.

        A question that was not asked, and an answer that waits to be marked, is no mark.
        """
        rows = [[self._fraction(student, item) for item in self.items] for student in self.report.handed_in]
        values = np.array(rows, dtype=np.float64).reshape(len(rows), len(self.items))
        points = np.array([item.points for item in self.items], dtype=np.float64)
        return Marks(values * points, points)

    def _fraction(self, student: Student, item: Item) -> float:
        if not student.was_asked(item) or self.report.waits(student, item):
            return math.nan
        fraction = student.fractions[item.slot]
        return 0.0 if fraction is None else fraction

    @cached_property
    def test(self) -> TestFigures:
        found = analyse_test(self.marks)
        return replace(found, reasons=self._said(found.reasons))

    @cached_property
    def figures(self) -> dict[int, ItemFigures]:
        """Return the figures of each question that is analysed, by its place."""
        return {
            item.place: replace(one, reasons=self._said(one.reasons))
            for item, one in zip(self.items, analyse_items(self.marks), strict=True)
        }

    def _said(self, reasons: Mapping[str, str]) -> Mapping[str, str]:
        """Return why figures are missing, with what waits to be marked told from what was not asked."""
        if self.report.draws:
            return reasons
        return {name: WAITING if why == DRAWN else why for name, why in reasons.items()}

    @cached_property
    def by_place(self) -> dict[int, ItemAnalysis]:
        """Return the analysis of each question that is analysed, by its place."""
        return {
            item.place: self._analyse(column, self.report.results[item.place])
            for column, item in enumerate(self.items)
        }

    def _analyse(self, column: int, result: ItemResult) -> ItemAnalysis:
        item, figures = result.item, self.figures[result.item.place]
        guessed = 100 * item.judge.qtype.guessed(item.judge.content)
        every = self._answers(column, item)
        return ItemAnalysis(result, figures, guessed, _told(every), flags(figures, guessed, every))

    def _answers(self, column: int, item: Item) -> list[Taken]:
        """Return the answers by thirds of the class, by the scores in all other questions."""
        asked = self.marks.asked[:, column]
        rest: Array = self.marks.rest(column)
        there = np.flatnonzero(asked & ~np.isnan(rest))
        third = thirds(rest[there])
        groups: list[list[Student]] = [[], [], []]
        for place, number in zip(there.tolist(), third.tolist(), strict=True):
            groups[number].append(self.report.handed_in[place])
        sizes = (len(groups[0]), len(groups[1]), len(groups[2]))
        counted = [
            {tally.key: tally for tally in item.judge.qtype.summarise(item.judge.content, given).tallies}
            for given in ([self._response(student, item) for student in group] for group in groups)
        ]
        every = {key: tally for tallies in counted for key, tally in tallies.items()}
        return [
            Taken(
                tally.label,
                tally.correct,
                sum(sizes),
                sizes,
                tuple(tallies[key].count if key in tallies else 0 for tallies in counted),  # type: ignore[arg-type]
                tally.group,
            )
            for key, tally in every.items()
        ]

    def _response(self, student: Student, item: Item) -> Strict | None:
        assert student.counted
        return self.report.responses.get((student.counted.attempt_id, item.slot))


def _told(answers: list[Taken]) -> tuple[Taken, ...]:
    """Return the answers to show: all choices, the typed ones given most, of each part how many got it."""
    groups = list(dict.fromkeys(one.group for one in answers))
    if groups and groups != [""]:
        parts = []
        for group in groups:
            right = [one for one in answers if one.group == group and one.correct]
            counts = [sum(one.by_third[third] for one in right) for third in range(3)]
            first = next(one for one in answers if one.group == group)
            parts.append(Taken(group, True, first.n, first.sizes, (counts[0], counts[1], counts[2])))
        return tuple(parts[:MOST])
    if len(answers) > MOST:
        most = sorted(answers, key=lambda one: -one.count)[:MOST]
        return tuple(one for one in answers if one in most)
    return tuple(answers)
