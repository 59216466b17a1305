"""A table of marks from a CSV file: all that is wrong with it is collected, and told cell by cell."""

import math
import re
from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from quizapp.core.findings import Finding, has_errors
from quizapp.core.statistics.mark_rows import UnusableTableError, count, error, read_rows, width_of
from quizapp.core.statistics.marks import Array, Marks, left_out

MAX_ROW = "max"
LIKE_MAX = {"max", "max.", "maximum", "maxima", "max mark", "max marks", "maximum mark", "maximum marks"}
NOT_ASKED = {"na", "n/a", "#n/a"}
ROWS_OF_FIGURES = {"average", "avg", "mean", "median", "total", "totals", "sum", "sd", "std", "stdev"}
BLANK = {"", "-", "–", "—"}
"""A dash is what Moodle prints where there was no answer."""
NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?")
THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?")
LEAST, MOST = 1e-6, 1e9
"""What a question can give. Beyond, squares of marks would overflow or vanish."""
LEFT_OUT = math.inf
"""Stands for a blank while a file is read: no mark can be infinite."""

Student = tuple[int, str, Array]
"""Line, name and marks: NaN what was not asked, LEFT_OUT what was left out."""


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


def read_table(data: bytes, *, blank_is_not_asked: bool = False) -> MarkTable:
    """Read a table of marks; UnusableTableError says all that must be mended first.

    The first row names the questions, the first column the students; a row named `max` has the most that
    each question gives, else that is the highest mark in its column, and no mark may be below 0. Commas,
    semicolons or tabs part the cells; a mark may have a decimal comma. A blank (or a dash) earned 0; NA
    was not asked. A student without a single mark was away, and is left out.
    """
    rows, delimiter = read_rows(data)
    head, body = rows[0], rows[1:]
    width, found = width_of(head, body)
    items = [cell.strip() or f"Item {place}" for place, cell in enumerate(head[1][1:width], 1)]
    found += _twice(head[0], items)
    known = _Known(blank_is_not_asked, comma_may_part_thousands=delimiter != ";")
    students: list[Student] = []
    maxima: Array | None = None
    for line, row in body:
        name = row[0].strip()
        cells, wrong = _cells(line, name, row[1:width], items, known)
        found += wrong
        if name != MAX_ROW:
            students.append((line, name, cells))
        elif maxima is None:
            maxima = cells
            found += [] if wrong else _bad_maxima(line, cells, items)
        else:
            found.append(error(line, "There is a second row named “max”.", "Keep one of them."))
    if maxima is None:
        found += _below(students, items)
    notes = _named_max(students)
    here = [one for one in students if np.isfinite(one[2]).any()]
    notes += _rows_of_figures(students)
    notes += _away(len(students) - len(here))
    if not here and not has_errors(found):
        found.append(error(None, "There are no students with marks in this file.", "Give each one row."))
    if has_errors(found):
        raise UnusableTableError(found)
    notes += _level_names(here)
    return _put_together(here, items, maxima, notes)


def _put_together(
    here: list[Student], items: list[str], maxima: Array | None, notes: list[Finding]
) -> MarkTable:
    values = np.array([marks for _, _, marks in here])
    blank = np.isinf(values)
    values[blank] = 0.0
    # With a maximum, a column of blanks is a question that nobody reached; without, it may be anything.
    kept = ~(np.isnan(values) if maxima is not None else blank | np.isnan(values)).all(axis=0)
    if not kept.all():
        gone = ", ".join(f"“{item}”" for item, keep in zip(items, kept, strict=True) if not keep)
        notes.append(Finding("advice", "file", f"Nobody has a mark in {gone}: left out."))
    items = [item for item, keep in zip(items, kept, strict=True) if keep]
    values, blank = values[:, kept], blank[:, kept]
    if maxima is None:
        wrong = _may_be_maxima(here)
        most, note = _observed(values, items)
        notes.append(note)
    else:
        most = maxima[kept]
        wrong = _out_of_range(here, values, items, most)
    if wrong:
        raise UnusableTableError(wrong)
    if (values < 0).any():
        told = f"{count(int((values < 0).sum()), 'mark')} below 0: taken off the score."
        notes.append(Finding("advice", "file", told))
    if blank.any():
        notes.append(
            Finding(
                "advice",
                "file",
                f"{count(int(blank.sum()), 'mark')} left blank: counted as 0.",
                hint="Write NA where a student was not asked a question.",
            )
        )
    notes += _sum_of_others(values, items)
    omitted, unreached = left_out(blank)
    return MarkTable(
        tuple(name for _, name, _ in here),
        tuple(items),
        Marks(values, most),
        tuple(int(number) for number in omitted),
        tuple(int(number) for number in unreached),
        tuple(notes),
    )


class _NotAMarkError(ValueError):
    """What a cell holds that is no mark: what is wrong with it, and what to write."""


class _Known(dict[str, float]):
    """What the texts of cells stand for, each read once: in a large table the same few return."""

    def __init__(self, blank_is_not_asked: bool, comma_may_part_thousands: bool) -> None:
        self.blank = math.nan if blank_is_not_asked else LEFT_OUT
        self.unsure = comma_may_part_thousands

    def __missing__(self, cell: str) -> float:
        if len(self) > 100_000:
            self.clear()
        self[cell] = mark = self._read(cell.strip().replace("\N{MINUS SIGN}", "-"))
        return mark

    def _read(self, text: str) -> float:
        if text in BLANK:
            return self.blank
        if text.lower() in NOT_ASKED:
            return math.nan
        if THOUSANDS.fullmatch(text) and (self.unsure or text.count(",") > 1 or "." in text):
            raise _NotAMarkError("may be in thousands or have a decimal comma.", "Write it without a comma.")
        mark = float(text.replace(",", ".")) if NUMBER.fullmatch(text) else math.nan
        if not abs(mark) <= MOST:
            hint = "Write a number. Leave the cell empty for 0; write NA if it was not asked."
            if text.endswith("%"):
                hint = "Write it without the percent sign."
            raise _NotAMarkError("is not a mark.", hint)
        return 0.0 if abs(mark) < LEAST * LEAST else mark


def _cells(
    line: int, name: str, row: list[str], items: list[str], known: _Known
) -> tuple[Array, list[Finding]]:
    """Return the marks of a row, and what cannot be one."""
    try:
        return np.array([known[cell] for cell in row]), []
    except _NotAMarkError:
        pass
    marks = np.zeros(len(row))
    found = []
    for place, (item, cell) in enumerate(zip(items, row, strict=False)):
        try:
            marks[place] = known[cell]
        except _NotAMarkError as wrong:
            said, hint = wrong.args
            found.append(error(line, f"{_who(name)}, “{item}”: “{cell.strip()[:40]}” {said}", hint))
    return marks, found


def _out_of_range(
    here: list[Student], values: NDArray[np.float64], items: list[str], most: Array
) -> list[Finding]:
    """Return the marks above the most that a question gives, and those that take more off than that."""
    with np.errstate(invalid="ignore"):
        places = np.argwhere(np.abs(values) > most * (1 + 1e-9))
    return [
        error(
            here[row][0],
            f"{_who(here[row][1])} has {values[row, item]:g} in “{items[item]}”, and the "
            + (f"most is {most[item]:g}." if values[row, item] > 0 else f"least can be {-most[item]:g}."),
            "Mend the mark, or the row named “max”.",
        )
        for row, item in places.tolist()
    ]


def _below(students: list[Student], items: list[str]) -> list[Finding]:
    """Return the marks below 0: without a row of maxima nothing says that they are no slip."""
    return [
        error(
            line,
            f"{_who(name)}, “{items[place]}”: {marks[place]:g} is below 0.",
            "Where wrong answers cost marks, add a row named “max” with the most that each question gives.",
        )
        for line, name, marks in students
        for place in np.flatnonzero(marks < 0).tolist()
    ]


def _bad_maxima(line: int, cells: Array, items: list[str]) -> list[Finding]:
    hint = "Mend the row named “max”."
    return [
        error(line, f"The most for “{item}” must be a number above 0.", hint)
        for item, most in zip(items, cells.tolist(), strict=False)
        if not LEAST <= most < LEFT_OUT
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
        error(
            line,
            f"{count(number, 'column')} are named “{item}”.",
            "Give each question its own name in the first row.",
        )
        for item, number in Counter(items).items()
        if number > 1
    ]


def _named_max(students: list[Student]) -> list[Finding]:
    """Say that a student called Max is one: only the small word is the row of maxima."""
    return [
        Finding(
            "advice",
            f"row {line}",
            f"{name} is counted as a student.",
            hint="The row of maximum marks is named “max”, in small letters.",
        )
        for line, name, _ in students
        if name.lower() in LIKE_MAX
    ]


def _rows_of_figures(students: list[Student]) -> list[Finding]:
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


def _may_be_maxima(here: list[Student]) -> list[Finding]:
    """Return a row named Max that nobody is above in anything: it may be a student, or the maxima."""
    rows = [one for one in here if one[1].lower() in LIKE_MAX]
    if len(rows) != 1 or len(here) < 2:
        return []
    line, name, most = rows[0]
    others = np.array([np.where(np.isfinite(marks), marks, 0.0) for at, _, marks in here if at != line])
    if not (np.isfinite(most) & (most > 0) & (others <= most)).all():
        return []
    told = f"“{name}” may be a student, or the most that each question gives: nobody has more."
    return [error(line, told, "Name the row of maxima “max”, in small letters; give a student a surname.")]


def _away(number: int) -> list[Finding]:
    if not number:
        return []
    told = f"{count(number, 'student')} without a single mark left out, as if away."
    return [Finding("advice", "file", told, hint="Write 0 to count one.")]


def _level_names(here: list[Student]) -> list[Finding]:
    level = [name for name, number in Counter(name for _, name, _ in here).items() if number > 1]
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
