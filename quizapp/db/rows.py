"""Many rows as one parameter of a statement, in JSON: each kind of database reads it in its own way."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, bindparam, cast, func, literal_column
from sqlalchemy.types import JSON, Text, TypeEngine

Cells = Mapping[str, ColumnElement[Any]]


def given_rows(
    dialect: str, parameter: str, columns: Mapping[str, TypeEngine[Any]]
) -> tuple[FromClause, Cells]:
    """Return the rows of a parameter made by `as_parameter` to select from, and their cells by name."""
    text = bindparam(parameter, type_=Text())
    if dialect == "sqlite":
        rows = func.json_each(text).table_valued("value", name="given")
        return rows, {
            name: func.json_extract(rows.c.value, literal_column(f"'$[{place}]'"), type_=kind)
            for place, (name, kind) in enumerate(columns.items())
        }
    rows = func.json_array_elements(cast(text, JSON())).table_valued("value", name="given")
    return rows, {
        name: cast(rows.c.value.op("->>")(literal_column(str(place))), kind)
        for place, (name, kind) in enumerate(columns.items())
    }


def as_parameter(dialect: str, rows: Iterable[Sequence[Any]]) -> str:
    """Write rows of plain values and moments as the parameter of such a statement."""
    return json.dumps(list(rows), default=_MOMENTS[dialect])


def in_one_row(dialect: str, *columns: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return these columns of all rows as one value, which `out_of_one_row` reads.

    The driver gives other threads their turn at each row: a statement of fifty has to queue fifty times.
    """
    if dialect == "sqlite":
        return func.json_group_array(func.json_array(*columns)).label("rows")
    return func.json_agg(func.json_build_array(*columns)).label("rows")


def out_of_one_row(value: Any) -> list[list[Any]]:
    """Return the rows of such a value: numbers and text as they are, moments as text."""
    found: list[list[Any]] = json.loads(value) if isinstance(value, str) else value or []
    return found


def _as_sqlite_keeps_it(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


_MOMENTS: dict[str, Callable[[datetime], str]] = {
    "sqlite": _as_sqlite_keeps_it,
    "postgresql": datetime.isoformat,
}
