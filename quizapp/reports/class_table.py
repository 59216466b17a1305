"""What a class did in all its quizzes, as a table that leaves the app: a row a student, a column a quiz."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from quizapp.attempts.models import Attempt
from quizapp.classes.models import Class
from quizapp.classes.service import enrolled
from quizapp.core.attempts.combining import counting
from quizapp.core.attempts.policy import Combine
from quizapp.core.tables.table import Cell, Column, Kind, Table
from quizapp.extensions import db
from quizapp.progress.gradebook import read_gradebook
from quizapp.progress.gradebook_table import as_table
from quizapp.quizzes.assigning import assignments_of_class
from quizapp.quizzes.models import Assignment


def class_results(class_: Class) -> Table:
    """Return the share of points that each student has in each quiz, the oldest quiz first.

    Where there is no share the cell is empty or says why: answering, or not all marked. Call
    attempts.handing_in.settle_due first.
    """
    given = sorted(assignments_of_class(class_), key=lambda row: (row.created_at, row.id))
    tries = _attempts([row.id for row in given])
    rows: list[list[Cell]] = []
    for place in enrolled(class_):
        cells = [_cell(row, tries.get((row.id, place.user_id), [])) for row in given]
        done = sum(not isinstance(cell, str) and cell is not None for cell in cells)
        rows.append([place.user.name, place.created_at, done, *cells])
    columns = [
        Column("Name"),
        Column("In the class since", Kind.TIME),
        Column("Quizzes with a result", Kind.NUMBER),
        *(Column(row.quiz.title, Kind.PERCENT) for row in given),
    ]
    table = Table.of("Results", columns, rows)
    return table.marked_as_sample() if class_.sample else table


def gradebook_table(class_: Class, *, now: datetime) -> Table:
    """Return the whole gradebook: figure, trend, categories and every quiz. Call settle_due first."""
    plain = as_table(read_gradebook(class_, now=now))
    name, figure, _, *others = plain.columns
    columns = [
        Column(name),
        Column(figure.removesuffix(", percent"), Kind.PERCENT),
        Column("Trend, percentage points", Kind.NUMBER),
        *(Column(words.replace(", percent", ""), Kind.PERCENT) for words in others),
    ]
    rows = [
        [value / 100 if isinstance(value, float) and place != 2 else value for place, value in enumerate(row)]
        for row in plain.rows
    ]
    table = Table.of("Gradebook", columns, rows)
    return table.marked_as_sample() if class_.sample else table


def _attempts(assignment_ids: list[int]) -> dict[tuple[int, int], list[Any]]:
    columns = ("assignment_id", "user_id", "number", "submitted_at", "score", "max_score", "unmarked")
    rows = db.session.execute(
        select(*(getattr(Attempt, name) for name in columns)).where(Attempt.assignment_id.in_(assignment_ids))
    )
    found: dict[tuple[int, int], list[Any]] = {}
    for row in rows:
        found.setdefault((row.assignment_id, row.user_id), []).append(row)
    return found


def _cell(assignment: Assignment, tries: list[Any]) -> Cell:
    counted = counting([one for one in tries if one.submitted_at], Combine(assignment.combine))
    if counted is None:
        return "answering" if tries else None
    if counted.attempt.unmarked:
        return "to mark"
    return counted.score / counted.out_of if counted.out_of else None
