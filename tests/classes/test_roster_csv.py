"""Class lists from files and pasted lines: good rows come in, the others are told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.accounts.service import fold_name
from quizapp.classes.roster_csv import MOST_ROWS, Roster, name_problem, read_csv, read_lines


def told(roster: Roster) -> list[tuple[str, str]]:
    return [(finding.place, finding.message) for finding in roster.findings]


# ---- names


@pytest.mark.parametrize(
    ("kept", "typed"),
    [
        ("Ren\u00e9 Heron", "Rene\u0301 heron"),
        ("Bird O'Brien", "bird O\u2019Brien"),
        ("\uff28eron", "heron"),
    ],
)
def test_a_name_is_the_same_however_a_device_writes_it(kept: str, typed: str) -> None:
    # A list saved on a Mac may hold é as two signs; an iPad turns the apostrophe by itself.
    assert fold_name(kept) == fold_name(typed)


def test_a_name_that_grows_too_long_when_folded_is_refused() -> None:
    assert told(read_lines("ß" * 41, set())) == [("line 1", "This name is longer than 80 characters.")]


# ---- pasted lines


def test_each_line_is_a_name() -> None:
    assert read_lines("Blue Heron\r\n  Grey   Wren \n\nSea Eagle", set()) == Roster(
        ("Blue Heron", "Grey Wren", "Sea Eagle"), ()
    )


def test_lines_that_cannot_come_in_are_told_by_number() -> None:
    roster = read_lines("Blue Heron\nblue  HERON\n\nRed Kite\n<b>x\n" + "x" * 81, {"red kite"})
    assert roster.names == ("Blue Heron",)
    assert told(roster) == [
        ("line 2", "blue HERON stands here twice."),
        ("line 4", "Red Kite is in the class already."),
        ("line 5", "This name has signs in it that cannot be printed on a card."),
        ("line 6", "This name is longer than 80 characters."),
    ]


def test_too_many_names_at_once_are_cut_off_and_told() -> None:
    roster = read_lines("\n".join(f"Student {n}" for n in range(MOST_ROWS + 20)), set())
    assert len(roster.names) == 500
    assert told(roster) == [("line 501", "More than 500 names at once.")]


def test_a_list_of_nothing_but_mistakes_does_not_fill_the_page() -> None:
    assert len(read_lines("<\n" * 20_000, set()).findings) == 501


# ---- files


@pytest.mark.parametrize(
    "data",
    [
        b"Blue Heron\nGrey Wren\n",
        b"name\nBlue Heron\nGrey Wren\n",
        b"\xef\xbb\xbfName\nBlue Heron\nGrey Wren",
        b"name\rBlue Heron\rGrey Wren",
        b"\n\nName\n\nBlue Heron\n , \nGrey Wren\n",
    ],
)
def test_a_file_of_one_column_needs_no_head(data: bytes) -> None:
    assert read_csv(data, set()) == Roster(("Blue Heron", "Grey Wren"), ())


@pytest.mark.parametrize(
    ("data", "left_out"),
    [
        (b"\xef\xbb\xbfName;Year\nBlue Heron;10\nGrey Wren;10", "“Year”"),
        (b"id,Student Name\r\n1,Blue Heron\r\n2,Grey Wren\r\n", "“id”"),
        (b'Year\tPSEUDONYM\tMail\n10\t"Blue Heron"\tb@x\n10\tGrey Wren\tg@x\n', "“Year”, “Mail”"),
        (b"name,\nBlue Heron,x\nGrey Wren,y\n", "the other columns"),
    ],
)
def test_of_several_columns_the_one_with_names_is_read_and_the_rest_told(data: bytes, left_out: str) -> None:
    roster = read_csv(data, set())
    assert roster.names == ("Blue Heron", "Grey Wren")
    assert told(roster) == [("file", f"Only the names were read. Left out: {left_out}.")]
    assert roster.findings[0].level == "advice"


def test_first_and_last_names_are_put_together() -> None:
    assert read_csv(b"Surname,First name\nHeron,Blue\nWren,Grey\n", set()) == Roster(
        ("Blue Heron", "Grey Wren"), ()
    )


def test_several_columns_with_nothing_over_them_are_not_guessed_at() -> None:
    roster = read_csv(b"Heron,Blue\nWren,Grey\n", set())
    assert roster.names == ()
    assert told(roster) == [("file", "The file has several columns, and none is headed “name”.")]


def test_a_file_that_is_too_large_is_refused_unread() -> None:
    assert told(read_csv(b"Blue Heron\n" * 200_000, set())) == [("file", "This file is larger than 2 MB.")]


def test_somebody_who_was_taken_out_is_to_be_brought_back() -> None:
    (finding,) = read_lines("Red Kite", {"red kite"}).findings
    assert finding.hint == "If not, it was taken out: bring it back on the class list."


def test_rows_of_a_file_are_told_by_their_number_in_it() -> None:
    roster = read_csv(b"id,name\n1,Blue Heron\n2\n3,Red Kite\n4,Blue Heron\n", {"red kite"})
    assert roster.names == ("Blue Heron",)
    assert told(roster) == [
        ("row 3", "There is no name in this row."),
        ("row 4", "Red Kite is in the class already."),
        ("row 5", "Blue Heron stands here twice."),
        ("file", "Only the names were read. Left out: “id”."),
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("Bläu".encode("latin-1"), "This is not a UTF-8 text file."),
        (b"PK\x03\x04\x00\x00", "This is not a text file."),
        (b'name\n"Blue Heron\n', "The file cannot be read as CSV (unexpected end of data)."),
        (b"", "There are no names in this file."),
        (b"\n , \n", "There are no names in this file."),
        (b"name\n", "There are no names in this file."),
    ],
    ids=["latin-1", "a spreadsheet", "open quotation", "empty", "blank", "only a head"],
)
def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(data: bytes, message: str) -> None:
    roster = read_csv(data, set())
    assert roster.names == ()
    assert told(roster) == [("file", message)]
    assert roster.findings[0].hint


def test_a_formula_is_only_a_name() -> None:
    assert read_csv(b"=1+1\n", set()).names == ("=1+1",)


# ---- anything at all


def holds_together(roster: Roster, taken: set[str]) -> None:
    assert all(name_problem(name) is None for name in roster.names)
    folded = [name.casefold() for name in roster.names]
    assert len(set(folded)) == len(folded)
    assert not set(folded) & taken
    assert all(finding.message and finding.place for finding in roster.findings)


@given(st.binary() | st.text().map(str.encode))
def test_a_file_never_fails_whatever_is_in_it(data: bytes) -> None:
    roster = read_csv(data, {"blue heron"})
    holds_together(roster, {"blue heron"})
    assert roster.names or roster.findings


@given(st.text(alphabet='aB ,;\t\n\r"<name\x85\u2028'))
def test_a_file_like_a_class_list_never_fails(text: str) -> None:
    holds_together(read_csv(text.encode(), set()), set())


@given(st.lists(st.sampled_from(["Blue Heron", "blue heron", "Grey Wren", "<", "Red Kite", "x" * 81])))
def test_every_row_is_a_name_or_a_finding(rows: list[str]) -> None:
    for roster in (
        read_lines("\n".join(rows), {"red kite"}),
        read_csv("\n".join(["name", *rows]).encode(), {"red kite"}),
    ):
        found = len(roster.names) + len([f for f in roster.findings if f.place != "file"])
        assert found == len(rows)


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"])))
def test_every_pasted_line_is_a_name_or_a_finding(text: str) -> None:
    roster = read_lines(text, set())
    holds_together(roster, set())
    assert len(roster.names) + len(roster.findings) == sum(1 for line in text.splitlines() if line.strip())
