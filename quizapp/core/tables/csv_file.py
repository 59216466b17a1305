"""A table as CSV, for a spreadsheet or any other program. No cell of it is ever run as a formula."""

import csv
import io
import re
from collections.abc import Sequence
from datetime import datetime, tzinfo
from functools import lru_cache

from quizapp.core.tables.formulas import guarded
from quizapp.core.tables.table import Cell, Kind, Table, local, rounded

_LEADING = re.compile(r"^(?=[\t\r\n])")
_BELOW_NOUGHT = re.compile(r"-\d+(\.\d+)?")


def write_csv(table: Table, zone: tzinfo) -> bytes:
    """Return a table as UTF-8 with a BOM, without which Excel takes é for two letters.

    Percentages are written as 62.5, moments as 2026-09-14 09:01 in `zone`.
    """
    out = io.StringIO(newline="")
    rows = csv.writer(out)
    rows.writerow([harmless(column.name) for column in table.columns])
    kinds = [column.kind for column in table.columns]
    rows.writerows(_row(row, kinds, zone) for row in table.rows)
    return out.getvalue().encode("utf-8-sig")


def _row(row: Sequence[Cell], kinds: Sequence[Kind], zone: tzinfo) -> list[Cell]:
    return [_cell(cell, kind, zone) for cell, kind in zip(row, kinds, strict=True)]


def _cell(cell: Cell, kind: Kind, zone: tzinfo) -> Cell:
    if cell is None or isinstance(cell, str):
        return cell and harmless(cell)
    if isinstance(cell, datetime):
        return f"{local(cell, zone):%Y-%m-%d %H:%M}"
    return rounded(cell * 100 if kind is Kind.PERCENT else cell)


@lru_cache(maxsize=1024)  # a file with a row an answer says most of its words again and again
def harmless(text: str) -> str:
    """Return words with an apostrophe before whatever a spreadsheet would run; a number below 0 stays."""
    if _BELOW_NOUGHT.fullmatch(text):
        return text
    return _LEADING.sub("'", guarded(text))
