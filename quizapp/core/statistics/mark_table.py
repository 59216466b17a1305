"""A table of marks from a CSV file: all that is wrong with it is collected, and told cell by cell."""

import csv
import io
import math
import re
from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from quizapp.core.findings import Finding, has_errors
from quizapp.core.statistics.marks import Marks, left_out

MAX_ROW = "max"
NOT_ASKED = {"na", "n/a", "#n/a"}
ROWS_OF_FIGURES = {"average", "avg", "mean", "median", "total", "totals", "sum", "sd", "std", "stdev"}
BLANK = {"", "-", "–", "—"}
"""A dash is what Moodle prints where there was no answer."""
NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?")

Row = tuple[int, list[str]]


@dataclass(frozen=True, eq=False)
class MarkTable:
    """The marks of a file: who (n), which questions (k), and what the reader should know of them.

    `omitted` and `unreached` (k) count the blanks of each question, in the order of the columns.
    """

    names: tuple[str, ...]
    items: tuple[str, ...]
    marks: Marks
    omitted: tuple[int, ...]
    unreached: tuple[int, ...]
    notes: tuple[Finding, ...]


class UnusableTableError(ValueError):
    """What makes a file unusable, as findings."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(findings[0].message)
        self.findings = findings


def read_table(data: bytes, *, blank_is_not_asked: bool = False) -> MarkTable:
    """Read a table of marks; UnusableTableError says all that must be mended first.

    The first row names the questions, the first column the students; a row named `max` has the most that
    each question gives, else that is the highest mark in its column. Commas, semicolons or tabs part the
    cells; a mark may have a decimal comma. A blank (or a dash) earned 0; NA was not asked. A student
    without a single mark was away, and is left out.
    """
    rows = _rows(_text(data))
    head, body = rows[0], rows[1:]
    width, found = _width(head, body)
    items = [cell.strip() or f"Item {place}" for place, cell in enumerate(head[1][1:width], 1)]
    found += _twice(head[0], items)
    students: list[tuple[int, str, list[float | None]]] = []
    maxima: list[float | None] | None = None
    for line, row in body:
        name = row[0].strip()
        cells, wrong = _cells(line, name, row[1:width], items, blank_is_not_asked)
        found += wrong
        if name != MAX_ROW:
            students.append((line, name, cells))
        elif maxima is None:
            maxima = cells
            found += _bad_maxima(line, cells, items)
        else:
            found.append(_error(line, "There is a second row named “max”.", "Keep one of them."))
    notes = _named_max(students)
    here = [one for one in students if any(mark is not None and not math.isnan(mark) for mark in one[2])]
    notes += _rows_of_figures(students)
    notes += _away(len(students) - len(here))
    if not here and not has_errors(found):
        found.append(_error(None, "There are no students with marks in this file.", "Give each one row."))
    if has_errors(found):
        raise UnusableTableError(found)
    notes += _level_names(here)
    return _put_together(here, items, maxima, notes)


def _put_together(
    here: list[tuple[int, str, list[float | None]]],
    items: list[str],
    maxima: list[float | None] | None,
    notes: list[Finding],
) -> MarkTable:
    blank = np.array([[mark is None for mark in marks] for _, _, marks in here])
    values = np.array([[0.0 if mark is None else mark for mark in marks] for _, _, marks in here])
    kept = ~(blank | np.isnan(values)).all(axis=0)
    if not kept.all():
        gone = ", ".join(f"“{item}”" for item, keep in zip(items, kept, strict=True) if not keep)
        notes.append(Finding("advice", "file", f"Nobody has a mark in {gone}: left out."))
    items = [item for item, keep in zip(items, kept, strict=True) if keep]
    values, blank = values[:, kept], blank[:, kept]
    if maxima is None:
        most, note = _observed(values, items)
        notes.append(note)
    else:
        most = np.array([mark or 0.0 for mark in maxima])[kept]
        over = [
            _error(
                line,
                f"{_who(name)} has {marks[place]:g} in “{item}”, and the most is {most[place]:g}.",
                "Mend the mark, or the row named “max”.",
            )
            for (line, name, _), marks in zip(here, values, strict=True)
            for place, item in enumerate(items)
            if marks[place] > most[place] * (1 + 1e-9)
        ]
        if over:
            raise UnusableTableError(over)
    if blank.any():
        notes.append(
            Finding(
                "advice",
                "file",
                f"{_count(int(blank.sum()), 'mark')} left blank: counted as 0.",
                hint="Write NA where a student was not asked a question.",
            )
        )
    notes += _sum_of_others(values, items)
    omitted, unreached = left_out(blank)
    return MarkTable(
        tuple(name for _, name, _ in here),
        tuple(items),
        Marks(values, most),
        tuple(int(count) for count in omitted),
        tuple(int(count) for count in unreached),
        tuple(notes),
    )


def _text(data: bytes) -> str:
    """Return the text of a file: UTF-8, with or without a mark, UTF-16 as Excel writes it, or Latin."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data.decode("utf-16", errors="replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise UnusableTableError([_error(None, "This is not a text file.", "Save the table as CSV.")])
    return text


def _rows(text: str) -> list[Row]:
    """Return the rows that hold something, with their line."""
    lines = text.splitlines()
    skipped = 0
    if lines and (said := re.fullmatch(r'"?sep=(.)"?', lines[0].strip(), re.IGNORECASE)):
        delimiter, skipped = said[1], 1
    else:
        first = next((line for line in lines if line.strip()), "")
        delimiter = max(",;\t", key=lambda sign: len(next(csv.reader([first], delimiter=sign), [])))
    body = "\n".join(lines[skipped:])
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True)
    try:
        rows = [(reader.line_num + skipped, row) for row in reader]
    except csv.Error as error:
        raise UnusableTableError(
            [_error(None, f"The file cannot be read as CSV ({error}).", "Look for a stray quotation mark.")]
        ) from error
    rows = [(line, row) for line, row in rows if any(cell.strip() for cell in row)]
    if not rows:
        raise UnusableTableError([_error(None, "The file is empty.", "Give it one row a student.")])
    return rows


def _width(head: Row, body: list[Row]) -> tuple[int, list[Finding]]:
    """Return how many columns there are, and the rows that have others."""

    def length(row: list[str]) -> int:
        return max((place for place, cell in enumerate(row, 1) if cell.strip()), default=0)

    # A spreadsheet may write empty columns after the last; a question without a name has marks under it.
    width = max(length(row[: len(head[1])]) for _, row in (head, *body))
    found = []
    if width < 2:
        hint = "The first row names the questions, the first column the students."
        found.append(_error(head[0], "There are no questions in this table.", hint))
    if not body:
        found.append(_error(None, "There are no students in this file.", "Give each one a row."))
    for line, row in body:
        if len(row) < width or length(row) > width:
            have = f"This row has {_count(len(row), 'cell')}, and the first row {width}."
            hint = "Leave the cell of a missing mark empty, and put a mark with a comma in quotation marks."
            found.append(_error(line, have, hint))
    return width, found


def _cells(
    line: int, name: str, row: list[str], items: list[str], blank_is_not_asked: bool
) -> tuple[list[float | None], list[Finding]]:
    """Return the marks of a row (None: blank, NaN: not asked), and what cannot be one."""
    marks: list[float | None] = []
    found = []
    for item, cell in zip(items, row, strict=False):
        text = cell.strip()
        if text in BLANK:
            marks.append(math.nan if blank_is_not_asked else None)
            continue
        if text.lower() in NOT_ASKED:
            marks.append(math.nan)
            continue
        mark = float(text.replace(",", ".")) if NUMBER.fullmatch(text) else math.nan
        if not math.isfinite(mark):
            hint = "Write it without the percent sign." if text.endswith("%") else "Write a number."
            found.append(_error(line, f"{_who(name)}, “{item}”: “{text[:40]}” is not a mark.", hint))
        elif mark < 0:
            found.append(_error(line, f"{_who(name)}, “{item}”: {text} is below 0.", "No mark can be."))
        marks.append(mark if math.isfinite(mark) else 0.0)
    return marks, found


def _bad_maxima(line: int, cells: list[float | None], items: list[str]) -> list[Finding]:
    return [
        _error(line, f"The most for “{item}” must be a number above 0.", "Mend the row named “max”.")
        for item, most in zip(items, cells, strict=False)
        if most is None or not most > 0
    ]


def _observed(values: NDArray[np.float64], items: list[str]) -> tuple[NDArray[np.float64], Finding]:
    """Return the highest mark of each column; where all are 0, the lowest of the other columns'."""
    most = np.nanmax(values, axis=0)
    given = most[most > 0]
    most[most <= 0] = given.min() if given.size else 1.0
    told = "There is no row named “max”: the highest mark in a column counts as the most it gives."
    guessed = [item for item, column in zip(items, values.T, strict=True) if not np.nanmax(column) > 0]
    hint = f"Nobody has one in {', '.join(guessed)}: taken to be out of {most.min():g}." if guessed else ""
    return most, Finding("advice", "file", told, hint=hint)


def _twice(line: int, items: list[str]) -> list[Finding]:
    return [
        _error(
            line,
            f"{_count(count, 'column')} are named “{item}”.",
            "Give each question its own name in the first row.",
        )
        for item, count in Counter(items).items()
        if count > 1
    ]


def _named_max(students: list[tuple[int, str, list[float | None]]]) -> list[Finding]:
    """Say that a student called Max is one: only the small word is the row of maxima."""
    return [
        Finding(
            "advice",
            f"row {line}",
            f"{name} is counted as a student.",
            hint="The row of maximum marks is named “max”, in small letters.",
        )
        for line, name, _ in students
        if name.lower() == MAX_ROW
    ]


def _rows_of_figures(students: list[tuple[int, str, list[float | None]]]) -> list[Finding]:
    """Warn of a row under the table that a spreadsheet worked out: it would count as one more student."""
    return [
        Finding(
            "warning",
            f"row {line}",
            f"“{name}” is counted as a student.",
            hint="Take the row out if it is not one.",
        )
        for line, name, _ in students
        if name.rstrip(":").lower() in ROWS_OF_FIGURES
    ]


def _away(count: int) -> list[Finding]:
    if not count:
        return []
    told = f"{_count(count, 'student')} without a single mark left out, as if away."
    return [Finding("advice", "file", told, hint="Write 0 to count one.")]


def _level_names(here: list[tuple[int, str, list[float | None]]]) -> list[Finding]:
    level = [name for name, count in Counter(name for _, name, _ in here).items() if count > 1]
    if not level:
        return []
    named = ", ".join(name or "none" for name in level[:5])
    told = f"Several rows have the same name ({named}): each counts as a student."
    return [Finding("warning", "file", told, hint="Take out a row that is there twice.")]


def _sum_of_others(values: NDArray[np.float64], items: list[str]) -> list[Finding]:
    """Warn of a column of totals: it would count every mark twice."""
    if len(items) < 3 or len(values) < 2:
        return []
    sums = np.nansum(values, axis=1)
    return [
        Finding(
            "warning",
            "file",
            f"“{item}” is the sum of all other columns.",
            hint="Take a column of totals out.",
        )
        for item, column in zip(items, values.T, strict=True)
        if column.any() and np.allclose(sums - column, column, atol=1e-9)
    ]


def _who(name: str) -> str:
    return name or "A student without a name"


def _count(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _error(line: int | None, message: str, hint: str) -> Finding:
    return Finding("error", f"row {line}" if line else "file", message, hint=hint)
