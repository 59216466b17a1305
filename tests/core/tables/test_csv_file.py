"""CSV that opens in a spreadsheet as what it is, whatever was typed into it."""

import csv
import io
import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.tables.csv_file import harmless, write_csv
from quizapp.core.tables.table import Column, Kind, Table

BERLIN = ZoneInfo("Europe/Berlin")


def test_each_kind_is_written_its_own_way() -> None:
    table = Table.of(
        "Marks",
        [
            Column("Name"),
            Column("Score", Kind.NUMBER),
            Column("Percent", Kind.PERCENT),
            Column("At", Kind.TIME),
        ],
        [
            ("Zoë", 2.0, 0.625, datetime(2026, 9, 14, 9, 1, 59, tzinfo=UTC)),
            ("Ann", 1 / 3, None, None),
            ("Bo", "not asked", 1, None),
        ],
    )
    assert (
        write_csv(table, BERLIN)
        == (
            "\ufeffName,Score,Percent,At\r\n"
            "Zoë,2,62.5,2026-09-14 11:01\r\n"
            "Ann,0.3333,,\r\n"
            "Bo,not asked,100,\r\n"
        ).encode()
    )


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1+1", "'-1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1+1", "'＝1+1"),
        (" =1+1", "' =1+1"),
        ('"=1+1', "'\"=1+1"),
        ("\t=1+1", "'\t'=1+1"),
        ("\ttext", "'\ttext"),
        ("a;=1+1", "a;'=1+1"),
        ('a";"=1+1', 'a";\'"=1+1'),
        ("first\n=1+1", "first\n'=1+1"),
        ("first\r=1+1", "first\r'=1+1"),
    ],
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str, written: str) -> None:
    assert harmless(text) == written


@pytest.mark.parametrize("text", ["-5", "-3.5", "Blue Heron", "a-b", "1+1=2", "mail@example.org", ""])
def test_what_is_no_formula_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


@given(st.lists(st.text(max_size=12), min_size=1, max_size=3))
def test_no_cell_begins_a_formula_however_the_line_is_cut(cells: list[str]) -> None:
    table = Table.of("T", [Column(f"c{n}") for n in range(len(cells))], [cells])
    text = write_csv(table, UTC).decode("utf-8-sig")  # type: ignore[arg-type]
    in_commas = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    # A spreadsheet that is set to semicolons, and one that knows no quotes inside a line.
    in_semicolons = re.split(r"[;\t\r\n]", text)
    for cell in in_commas + in_semicolons:
        assert not re.match(r"[=+@\uff1d\uff0b\uff0d\uff20]", cell.strip(' "'))
        assert re.fullmatch(r"-\d+(\.\d+)?", cell) or not cell.strip(' "').startswith("-") or "," in cell


def test_a_row_that_does_not_fit_its_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="A row of 2 cells in a table of 1 columns"):
        Table.of("T", [Column("a")], [(1, 2)])
