"""The scores of a class as a file that opens in a spreadsheet."""

import csv
import io
import re
from datetime import datetime, tzinfo

from quizapp.core.attempts.policy import Combine
from quizapp.core.attempts.scoring import Treatment
from quizapp.reports.report import Report, Student

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What makes a spreadsheet take a cell for a formula, or for the next cell, instead of words."""

TREATED = {Treatment.DROPPED: " (dropped, does not count)", Treatment.FULL: " (full marks for everyone)"}

NOT_ASKED = "not asked"
COUNTS = {
    Combine.HIGHEST: "highest of the attempts",
    Combine.LAST: "last attempt",
    Combine.FIRST: "first attempt",
    Combine.AVERAGE: "average of the attempts",
}

Cell = str | int | float | None


def file_name(report: Report) -> str:
    """Return the name to save it under: quiz, class, and that it is sample data if it is."""
    class_ = report.assignment.class_
    words = f"{'sample data ' if class_.sample else ''}{report.assignment.quiz.title} {class_.name} scores"
    plain = re.sub(r"[^\w]+", "-", words).strip("-").lower()
    return f"{plain[:120]}.csv"


def write(report: Report, zone: tzinfo) -> bytes:
    """Return a row for each student by name, the marks of one attempt beside them; UTF-8 with its BOM.

    Times are in `zone`. A question's column holds the share of its points, empty where it was left out,
    and in words where the student was not asked.
    """
    out = io.StringIO(newline="")
    rows = csv.writer(out)
    rows.writerows([_harmless(cell) for cell in row] for row in _rows(report, zone))
    return out.getvalue().encode("utf-8-sig")


def _rows(report: Report, zone: tzinfo) -> list[list[Cell]]:
    sample = report.assignment.class_.sample
    score = f"Score, {COUNTS[report.policy.combine]}" if report.several_attempts else "Score"
    head: list[Cell] = ["Name", "State", "Started", "Handed in", score, "Out of", "Percent"]
    if report.by_hand:
        head.append("Still to be marked")
    head += [f"{item.number}. {item.title}{TREATED.get(item.treatment, '')}" for item in report.items]
    rows = [head, *(_row(report, student, zone) for student in report.students)]
    return [["Data" if row is head else "Sample, made up", *row] for row in rows] if sample else rows


def _row(report: Report, student: Student, zone: tzinfo) -> list[Cell]:
    one = student.counted
    if one is None:
        begun = student.open_attempt
        started = _time(begun.started_at, zone) if begun else None
        return [
            student.name,
            student.standing,
            started,
            *[None] * (4 + len(report.items) + bool(report.by_hand)),
        ]
    share = student.score / student.maximum if student.maximum else None
    return [
        student.name,
        student.standing,
        _time(one.started_at, zone),
        _time(one.submitted_at, zone),
        _number(student.score),
        _number(student.maximum),
        _number(share * 100) if share is not None else None,
        *([one.unmarked] if report.by_hand else []),
        *(
            _number(student.fractions[item.slot]) if student.was_asked(item) else NOT_ASKED
            for item in report.items
        ),
    ]


def _time(value: datetime | None, zone: tzinfo) -> str | None:
    return f"{value.astimezone(zone):%Y-%m-%d %H:%M}" if value else None


def _number(value: float | None) -> float | int | None:
    if value is None:
        return None
    rounded = round(value, 4)
    return int(rounded) if rounded == int(rounded) else rounded


def _harmless(cell: Cell) -> Cell:
    """Return words so that no spreadsheet runs them; numbers stay numbers."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
