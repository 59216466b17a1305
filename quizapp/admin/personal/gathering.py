"""All rows that are a student's own, found by the references between tables, so that none is forgotten."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Table, select

from quizapp.accounts.audit import entries_about
from quizapp.accounts.models import User
from quizapp.admin.personal.decisions import DECISIONS, SECRET, Fate, theirs
from quizapp.db.base import Base
from quizapp.extensions import db

Rows = list[dict[str, Any]]


def gather(student: User) -> dict[str, Rows]:
    """Return the rows of each table that are the student's own, their row of `users` first, secrets too."""
    tables = Base.metadata.tables
    users = tables["users"]
    found: dict[str, Rows] = {"users": _select(users, users.c.id, [student.id])}
    for decision in theirs():
        table = tables[decision.table]
        column = table.c[decision.column]
        (key,) = column.foreign_keys
        owners = [row[key.column.name] for row in found[key.column.table.name]]
        rows = found.setdefault(table.name, [])
        # Two columns of a table may both refer to the student.
        rows += [row for row in _select(table, column, owners) if row not in rows]
    return found


AT_ONCE = 500
"""Values in one IN: databases take only so many."""


def _select(table: Table, column: Any, owners: Sequence[Any]) -> Rows:
    rows: Rows = []
    for first in range(0, len(owners), AT_ONCE):
        within = column.in_(owners[first : first + AT_ONCE])
        statement = select(table).where(within).order_by(*table.primary_key.columns)
        rows += [dict(row._mapping) for row in db.session.execute(statement)]
    return rows


def log_of(student: User) -> Rows:
    """Return the entries of the log about a student."""
    return [
        {"at": one.at, "act": one.act, "subject": one.subject, "detail": one.detail}
        for one in entries_about(student)
    ]


def as_json(value: Any) -> Any:
    """Return what JSON can hold: a moment by ISO 8601, in UTC."""
    return value.isoformat() if isinstance(value, datetime) else value


def without_secrets(table: str, row: dict[str, Any]) -> dict[str, Any]:
    """Return a row as it leaves the app."""
    return {name: as_json(value) for name, value in row.items() if (table, name) not in SECRET}


def counted(found: dict[str, Rows]) -> list[tuple[int, str]]:
    """Return how many of what there are, in words, in the order of the decisions."""
    counts: dict[str, tuple[int, str]] = {}
    for decision in DECISIONS:
        number = len(found.get(decision.table, ()))
        if decision.fate is Fate.THEIRS and number:
            counts.setdefault(decision.table, (number, decision.what[number > 1]))
    return list(counts.values())
