"""Workbooks: types kept, formulas never, names of sheets that Excel takes."""

import io
import re
import zipfile
from datetime import UTC, datetime

import pytest

from quizapp.core.tables.table import Column, Kind, Table
from quizapp.core.tables.xlsx_file import write_xlsx

AT = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)


def parts(*tables: Table) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(write_xlsx(tables, UTC, made_at=AT))) as book:
        return {name: book.read(name).decode() for name in book.namelist()}


def one(title: str = "Marks") -> Table:
    return Table.of(
        title,
        [Column("Name"), Column("Share", Kind.PERCENT), Column("At", Kind.TIME), Column("n", Kind.NUMBER)],
        [("=1+1", 0.5, AT, 3), ("<b>&", "to mark", None, None)],
    )


def test_numbers_are_numbers_and_moments_are_dates() -> None:
    found = parts(one())
    sheet = found["xl/worksheets/sheet1.xml"]
    assert [f"<v>{value}</v>" in sheet for value in (0.5, 46279.375, 3)] == [True, True, True]
    assert 'formatCode="yyyy-mm-dd hh:mm"' in found["xl/styles.xml"]
    assert "<f>" not in sheet
    assert "=1+1" in found["xl/sharedStrings.xml"]
    assert "&lt;b&gt;&amp;" in found["xl/sharedStrings.xml"]


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("Marks [a/b]: c?", "Marks  a b   c"),
        ("", "Table"),
        ("History", "History of"),
        ("'quoted'", "quoted"),
        ("x" * 40, "x" * 31),
    ],
)
def test_any_title_makes_a_sheet(title: str, named: str) -> None:
    assert f'<sheet name="{named}"' in parts(one(title))["xl/workbook.xml"]


def test_two_tables_of_one_title_are_two_sheets() -> None:
    book = parts(one("x" * 40), one("X" * 40))["xl/workbook.xml"]
    assert f'"{"x" * 31}"' in book
    assert f'"{"X" * 29} 2"' in book


def test_the_same_table_makes_the_same_file() -> None:
    assert parts(one()) == parts(one())


def test_a_cell_longer_than_excel_takes_is_cut() -> None:
    long = Table.of("T", [Column("Essay")], [("x" * 40_000,)])
    assert f">{'x' * 32_767}<" in parts(long)["xl/sharedStrings.xml"]


def test_a_row_is_as_high_as_its_words_need() -> None:
    words = "The library opens at nine on school days. " * 6  # 252 letters: five lines of under 60
    table = Table.of(
        "T",
        [Column("Text"), Column("A name of some length, longer than its column is", Kind.NUMBER)],
        [(words, 1), ("Short", 2)],
    )
    sheet = parts(table)["xl/worksheets/sheet1.xml"]
    heights = re.findall(r'<row r="(\d)"[^>]*? ht="(\d+)"', sheet)
    assert heights == [("1", "60"), ("2", "75")]


def test_words_among_numbers_stand_to_the_right_as_numbers_do() -> None:
    found = parts(one())
    assert 'horizontal="right"' in found["xl/styles.xml"]
    cell = re.search(r'<c r="B3" s="(\d+)" t="s"', found["xl/worksheets/sheet1.xml"])
    formats = re.findall(r"<xf .*?(?:/>|</xf>)", found["xl/styles.xml"].split("<cellXfs")[1])
    assert 'horizontal="right"' in formats[int(cell[1])]
