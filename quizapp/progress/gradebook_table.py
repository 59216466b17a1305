"""The gradebook as a plain table, for whatever writes files."""

from typing import NamedTuple

from quizapp.core.gradebook import Standing
from quizapp.progress.gradebook import Gradebook, Line
from quizapp.web.filters import short_day

Value = str | float | None


class PlainTable(NamedTuple):
    """Names of columns, and a row of as many values for each student; percentages are from 0 to 100."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def as_table(book: Gradebook) -> PlainTable:
    """Return a row for each student by name: figure, trend, categories, then the quizzes in order of time.

    A quiz holds the percentage that was got, or in words why there is none; what is dropped or does not
    count is there all the same.
    """
    named = book.rules.categories
    return PlainTable(
        (
            "Name",
            "Figure, percent",
            "Trend, points",
            *(f"{one.name}, percent (weight {one.weight:g})" for one in named),
            *(f"{column.title}, {short_day(column.at)}, percent" for column in book.columns),
        ),
        tuple(_row(book, line) for line in book.lines),
    )


def _row(book: Gradebook, line: Line) -> tuple[Value, ...]:
    parts = line.grade.parts if book.rules.categories else ()
    return (
        line.name,
        _percent(line.grade.share),
        _percent(line.trend),
        *(_percent(part.share) for part in parts),
        *(
            _percent(cell.share) if cell.standing is Standing.SCORED else str(cell.standing)
            for cell in line.cells.values()
        ),
    )


def _percent(share: float | None) -> float | None:
    return None if share is None else round(share * 100, 2)
