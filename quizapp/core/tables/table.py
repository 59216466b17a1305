"""A table on its way out of the app: named columns of one kind each, and rows."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import StrEnum


class Kind(StrEnum):
    """What the cells of a column are."""

    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"
    """A share from 0 to 1, written as a percentage."""
    TIME = "time"
    """A moment, written in the school's zone."""


Cell = str | int | float | datetime | None
"""None is an empty cell. Words may stand in a column of any kind, such as "not asked" among marks."""


@dataclass(frozen=True)
class Column:
    """A column: its name, which is the first row's, and what its cells are."""

    name: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True)
class Table:
    """A table with a title for its sheet; each row has a cell for each column."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"A row of {len(row)} cells in a table of {len(self.columns)} columns.")

    @classmethod
    def of(cls, title: str, columns: Iterable[Column], rows: Iterable[Sequence[Cell]]) -> "Table":
        """Make a table of any columns and rows."""
        return cls(title, tuple(columns), tuple(tuple(row) for row in rows))

    def marked_as_sample(self) -> "Table":
        """Return the table with a first column that says of each row that it is made up."""
        return Table.of(
            self.title,
            (Column("Data"), *self.columns),
            (("Sample, made up", *row) for row in self.rows),
        )


def local(value: datetime, zone: tzinfo) -> datetime:
    """Return a moment as clocks in a zone show it, to the minute."""
    return value.astimezone(zone).replace(second=0, microsecond=0, tzinfo=None)


def rounded(value: float) -> float | int:
    """Return a number to four decimals, whole numbers without any."""
    near = round(value, 4)
    return int(near) if near == int(near) else near


LONGEST_NAME = 120


def file_name(*words: str, on: date, ending: str) -> str:
    """Return the name to save a file under: the words that say what is in it, and the day."""
    text = unicodedata.normalize("NFC", " ".join(word for word in words if word))
    plain = re.sub(r"[^\w]+", "-", text).strip("-_").lower()[:LONGEST_NAME].rstrip("-_")
    return f"{plain or 'table'}-{on:%Y-%m-%d}.{ending}"
