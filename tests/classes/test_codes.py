"""Class codes are easy to read out and to type."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.classes.codes import new_code, read_code


def test_a_code_is_three_letters_two_figures_and_a_letter() -> None:
    assert new_code(Random(1)) == "DWT-45V"


def test_a_code_spells_no_word_and_has_nothing_that_looks_like_something_else() -> None:
    signs = set("".join(new_code(Random(seed)) for seed in range(500)))
    assert signs & set("AEIOUL01S5Z2") <= {"2", "5"}


@pytest.mark.parametrize(
    "typed", ["HRN-47K", "hrn-47k", "hrn47k", " hrn 47k ", "HRN–47K", "h r n 4 7 k", "hrn—47k", "HRN\t47K"]
)
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert read_code(typed) == "HRN-47K"


@pytest.mark.parametrize(
    ("typed", "code"),
    [("BQG-5ZS", "BQG-52S"), ("8QG-528", "BQG-52B"), ("HRN-B7K", "HRN-87K"), ("0RN-O7K", "ORN-07K")],
)
def test_a_look_alike_counts_as_what_can_stand_in_its_place(typed: str, code: str) -> None:
    assert read_code(typed) == code


@pytest.mark.parametrize(
    "typed", ["", "HRN-47", "HRN-47KK", "HRN_47K", "ÄRN-47K", "HRN-4７K", "'; --", "\x00" * 6]
)
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert read_code(typed) is None


@given(st.integers())
def test_every_code_made_is_read_as_itself(seed: int) -> None:
    code = new_code(Random(seed))
    assert read_code(code.lower().replace("-", " ")) == code


@given(st.text())
def test_reading_never_fails_and_gives_a_code_or_none(typed: str) -> None:
    code = read_code(typed)
    assert code is None or (len(code) == 7 and code[3] == "-" and code == code.upper())
