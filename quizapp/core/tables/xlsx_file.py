"""Tables as an XLSX workbook, a sheet each: numbers as numbers, moments as dates, words as words."""

import io
import re
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


def write_xlsx(tables: Sequence[Table], zone: tzinfo, *, made_at: datetime) -> bytes:
    """Return a workbook with a sheet for each table; moments in `zone`."""
    out = io.BytesIO()
    book = Workbook(out, OPTIONS)
    book.set_properties({"created": local(made_at, UTC)})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    formats = {kind: book.add_format(how) for kind, how in FORMATS.items()}
    taken: set[str] = set()
    for table in tables:
        sheet = book.add_worksheet(_title(table.title, taken))
        for place, column in enumerate(table.columns):
            sheet.write_string(0, place, column.name[:LONGEST_CELL], head)
            sheet.set_column(place, place, _width(table, place, zone))
            for line, row in enumerate(table.rows, 1):
                _write(sheet, line, place, row[place], column.kind, formats, zone)
        sheet.freeze_panes(1, 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    book.close()
    return out.getvalue()


def _write(
    sheet: Any, line: int, place: int, cell: Cell, kind: Kind, formats: Mapping[Kind, Any], zone: tzinfo
) -> None:
    if cell is None:
        return
    if isinstance(cell, str):
        sheet.write_string(line, place, cell[:LONGEST_CELL])
    elif isinstance(cell, datetime):
        sheet.write_datetime(line, place, local(cell, zone), formats[Kind.TIME])
    else:
        sheet.write_number(line, place, rounded(cell), formats.get(kind) if kind is not Kind.TIME else None)


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


def _width(table: Table, place: int, zone: tzinfo) -> int:
    """Return how many letters wide a column is to be: as its cells, the head wraps."""
    if table.columns[place].kind is Kind.TIME:
        return 17
    longest = max((len(row[place]) for row in table.rows if isinstance(row[place], str)), default=0)  # type: ignore[arg-type]
    return min(WIDEST, max(NARROWEST, longest + 2, min(len(table.columns[place].name), 16) + 2))
