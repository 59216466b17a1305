"""The chart of answers by thirds of the class: a line an answer, from the lowest to the highest third."""

from collections.abc import Sequence
from dataclasses import dataclass

from quizapp.core.statistics.distractors import Taken

LEFT, STEP, TOP, HIGH = 40.0, 100.0, 8.0, 120.0
LINE = 13.0
"""The least distance of two letters at the right end."""
LETTERS = "ABCDEFGH"


@dataclass(frozen=True)
class Line:
    """One answer as a line of the chart: its letter, its points "x,y x,y", where its letter stands."""

    letter: str
    answer: Taken
    points: str
    dots: tuple[tuple[float, float], ...]
    letter_y: float

    @property
    def right(self) -> bool:
        return bool(self.answer.correct)


def lines(answers: Sequence[Taken]) -> list[Line]:
    """Return the lines of a chart, a third without students left out of each; letters never overlap."""
    drawn = []
    for letter, answer in zip(LETTERS, answers, strict=False):
        dots = tuple(
            (LEFT + STEP * third, round(TOP + HIGH * (1 - share), 1))
            for third, share in enumerate(answer.shares)
            if share is not None
        )
        if dots:
            drawn.append((letter, answer, dots))
    ends = _apart([dots[-1][1] for _, _, dots in drawn])
    return [
        Line(letter, answer, " ".join(f"{x:g},{y:g}" for x, y in dots), dots, round(end + 4, 1))
        for (letter, answer, dots), end in zip(drawn, ends, strict=True)
    ]


def _apart(places: Sequence[float]) -> list[float]:
    """Move places down the page so that each is a line's height from the next, none off its lower end."""
    order = sorted(range(len(places)), key=lambda one: places[one])
    moved = list(places)
    lowest = TOP + HIGH
    for before, one in zip([None, *order], order, strict=False):
        if before is not None:
            moved[one] = max(moved[one], moved[before] + LINE)
    for after, one in zip([None, *reversed(order)], reversed(order), strict=False):
        moved[one] = min(moved[one], lowest if after is None else moved[after] - LINE)
    return moved
