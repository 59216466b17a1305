"""What a spreadsheet would run: an apostrophe keeps it from that, and can be taken away again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.tables.formulas import guarded, unguarded


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        (' "=1+1', "' \"=1+1"),
        ("a;=1+1", "a;'=1+1"),
        ("\r=1+1", "\r'=1+1"),
        ("'=1+1", "''=1+1"),
        ("' =1+1", "'' =1+1"),
        ("a-b", "a-b"),
        ("'tis", "'tis"),
        ("", ""),
    ],
)
def test_a_formula_gets_an_apostrophe_more_than_it_has(text: str, written: str) -> None:
    assert guarded(text) == written
    assert unguarded(written) == text


@given(text=st.text(alphabet="=+-@'\"; \t\n\rab＝", max_size=12))
def test_what_is_guarded_begins_no_formula_and_comes_back_as_it_was(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).lstrip().startswith(("=", "+", "-", "@", "＝"))


@given(text=st.text(alphabet="=+-@'\"; \t\n\rab＝", max_size=12))
def test_nothing_behind_the_end_of_a_cell_begins_a_formula(text: str) -> None:
    for cell in guarded(text).replace("\t", ";").replace("\r", ";").replace("\n", ";").split(";"):
        assert not cell.lstrip(' "').startswith(("=", "+", "-", "@", "＝"))
