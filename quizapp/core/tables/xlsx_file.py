"""Tables as an XLSX workbook, a sheet each: numbers as numbers, moments as dates, words as words."""

import io
import re
import textwrap
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from typing import Any

from xlsxwriter import Workbook

from quizapp.core.tables.table import Cell, Kind, Table, local, rounded

OPTIONS = {
    "in_memory": True,
    # A name such as "=1+1" is a name: never a formula, a link or a number.
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
FORMATS: Mapping[Kind, dict[str, str]] = {
    Kind.PERCENT: {"num_format": "0%"},
    Kind.TIME: {"num_format": "yyyy-mm-dd hh:mm"},
}
LONGEST_CELL = 32_767
LONGEST_TITLE = 31
WIDEST, NARROWEST = 60, 8
LINE, HIGHEST = 15, 400
"""The height of a line and of the highest row, in points: programs that are not Excel make no row higher."""


def write_xlsx(tables: Sequence[Table], zone: tzinfo, *, made_at: datetime) -> bytes:
    """Return a workbook with a sheet for each table; moments in `zone`."""
    out = io.BytesIO()
    book = Workbook(out, OPTIONS)
    book.set_properties({"created": local(made_at, UTC)})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    formats = {kind: book.add_format({"valign": "top", **FORMATS.get(kind, {})}) for kind in Kind}
    words = book.add_format({"valign": "top", "text_wrap": True})
    # Words among numbers, such as "not asked", stand under them and not at the next column's.
    aside = book.add_format({"valign": "top", "align": "right"})
    taken: set[str] = set()
    for table in tables:
        sheet = book.add_worksheet(_title(table.title, taken))
        widths = [_width(table, place) for place in range(len(table.columns))]
        sheet.set_row(0, _height([column.name for column in table.columns], widths))
        for line, row in enumerate(table.rows, 1):
            if (height := _height(row, widths)) > LINE:
                sheet.set_row(line, height)
        for place, column in enumerate(table.columns):
            sheet.write_string(0, place, column.name[:LONGEST_CELL], head)
            sheet.set_column(place, place, widths[place])
            for line, row in enumerate(table.rows, 1):
                cell = row[place]
                if isinstance(cell, str):
                    sheet.write_string(
                        line, place, cell[:LONGEST_CELL], words if column.kind is Kind.TEXT else aside
                    )
                elif cell is not None:
                    _write(sheet, line, place, cell, column.kind, formats, zone)
        sheet.freeze_panes(1, 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    book.close()
    return out.getvalue()


def _write(
    sheet: Any,
    line: int,
    place: int,
    cell: float | datetime,
    kind: Kind,
    formats: Mapping[Kind, Any],
    zone: tzinfo,
) -> None:
    if isinstance(cell, datetime):
        sheet.write_datetime(line, place, local(cell, zone), formats[Kind.TIME])
    else:
        sheet.write_number(
            line, place, rounded(cell), formats[kind if kind is not Kind.TIME else Kind.NUMBER]
        )


def _title(title: str, taken: set[str]) -> str:
    """Return a name that a sheet may have and no other has."""
    plain = re.sub(r"[\[\]:*?/\\]", " ", title).strip(" '")[:LONGEST_TITLE].strip(" '") or "Table"
    if plain.casefold() == "history":  # which Excel keeps for itself
        plain = "History of"
    name, number = plain, 2
    while name.casefold() in taken:
        ending = f" {number}"
        name, number = plain[: LONGEST_TITLE - len(ending)] + ending, number + 1
    taken.add(name.casefold())
    return name


def _height(cells: Sequence[Cell], widths: Sequence[int]) -> int:
    """Return how high a row is in which nothing is cut off: no program but Excel finds that by itself."""
    lines = 1
    for cell, width in zip(cells, widths, strict=True):
        if isinstance(cell, str) and (len(cell) > width - 2 or "\n" in cell):
            parts = cell[: 60 * WIDEST].splitlines()
            lines = max(lines, sum(max(1, len(textwrap.wrap(part, width - 2))) for part in parts))
    return min(HIGHEST, LINE * lines)


def _width(table: Table, place: int) -> int:
    """Return how many letters wide a column is to be: as its cells, the head wraps."""
    if table.columns[place].kind is Kind.TIME:
        return 17
    longest = max((len(row[place]) for row in table.rows if isinstance(row[place], str)), default=0)  # type: ignore[arg-type]
    return min(WIDEST, max(NARROWEST, longest + 2, min(len(table.columns[place].name), 16) + 2))
