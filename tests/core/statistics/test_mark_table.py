"""A table of marks from a file: what each cell stands for, and what cannot be read."""

import numpy as np
import pytest

from quizapp.core.statistics.mark_rows import UnusableTableError
from quizapp.core.statistics.mark_table import read_table


def wrong_with(contents):
    with pytest.raises(UnusableTableError) as refused:
        read_table(contents.encode())
    return [f"{one.place}: {one.message}" for one in refused.value.findings]


def test_with_a_row_of_maxima_a_mark_may_be_below_0_as_far_as_it_is_above():
    table = read_table(b"name,Q1,Q2\nmax,1,2\nAnn,1,-0.5\nBen,-1,2\n")
    assert table.marks.values.tolist() == [[1, -0.5], [-1, 2]]
    assert [note.message for note in table.notes] == ["2 marks below 0: taken off the score."]
    assert wrong_with("name,Q1\nmax,1\nAnn,-2\n") == ["row 3: Ann has -2 in “Q1”, and the least can be -1."]


def test_a_minus_sign_as_it_is_printed_is_one():
    assert read_table("name,Q1\nmax,1\nAnn,−0.25\n".encode()).marks.values.tolist() == [[-0.25]]


def test_a_question_with_a_maximum_that_nobody_reached_earned_everyone_nothing():
    table = read_table(b"name,Q1,Q2\nmax,1,3\nAnn,1,\nBen,0,\n")
    assert table.items == ("Q1", "Q2")
    assert table.marks.values.tolist() == [[1, 0], [0, 0]]
    assert table.unreached == (0, 2)


def test_an_empty_column_without_a_maximum_is_no_question():
    table = read_table(b"name,Q1,Remarks\nAnn,1,\nBen,0,\n")
    assert table.items == ("Q1",)
    assert table.notes[0].message == "Nobody has a mark in “Remarks”: left out."


def test_a_question_that_nobody_was_asked_is_left_out():
    assert read_table(b"name,Q1,Q2\nmax,1,3\nAnn,1,NA\nBen,0,NA\n").items == ("Q1",)


@pytest.mark.parametrize("parted", [",", "\t"])
@pytest.mark.parametrize("cell", ["1,000", "12,500", "1,000,000", "1,234.5"])
def test_a_comma_that_may_part_thousands_is_asked_about(cell, parted):
    said = f"row 2: Ann, “Q1”: “{cell}” may be in thousands or have a decimal comma."
    assert wrong_with(f'name{parted}Q1\nAnn{parted}"{cell}"\n') == [said]


@pytest.mark.parametrize(
    ("parted", "cell", "mark"),
    [(",", '"0,667"', 0.667), (",", '"1,5"', 1.5), (";", "1,000", 1.0), ("\t", "12,50", 12.5)],
)
def test_a_comma_that_can_only_be_a_decimal_comma_is_one(parted, cell, mark):
    assert read_table(f"name{parted}Q1\nAnn{parted}{cell}\n".encode()).marks.values.tolist() == [[mark]]


@pytest.mark.parametrize("name", ["MAX", "Max", "Maximum"])
def test_a_row_that_may_be_a_student_or_the_maxima_is_asked_about(name):
    assert wrong_with(f"name,Q1,Q2\n{name},2,5\nAnn,1,5\nBen,2,3\n") == [
        f"row 2: “{name}” may be a student, or the most that each question gives: nobody has more."
    ]


@pytest.mark.parametrize("rows", ["Max,2,4\nAnn,1,5\n", "Max,2,0\nAnn,1,0\n", "Max,2,5\nAnn,1,5\nmax,2,5\n"])
def test_a_student_called_max_whom_somebody_beats_or_beside_whom_the_maxima_stand_is_one(rows):
    assert read_table(f"name,Q1,Q2\n{rows}".encode()).names == ("Max", "Ann")


@pytest.mark.parametrize("mark", ["1e200", "-1e10", "1000000001"])
def test_a_mark_whose_square_would_overflow_is_none(mark):
    assert wrong_with(f"name,Q1\nAnn,{mark}\n") == [f"row 2: Ann, “Q1”: “{mark}” is not a mark."]


def test_a_maximum_whose_square_would_vanish_is_none():
    assert wrong_with("name,Q1\nmax,1e-200\nAnn,0\n") == [
        "row 2: The most for “Q1” must be a number above 0."
    ]


def test_what_is_wrong_in_the_row_of_maxima_is_said_once():
    assert wrong_with("name,Q1,Q2\nmax,x,1\nAnn,0,1\n") == ["row 2: max, “Q1”: “x” is not a mark."]


def test_a_hair_of_a_mark_is_0():
    assert read_table(b"name,Q1\nmax,1\nAnn,1e-17\nBen,1\n").marks.values.tolist() == [[0], [1]]


def test_a_cell_too_long_to_read_is_said():
    said = "file: The file cannot be read as CSV (field larger than field limit (131072))."
    assert wrong_with("name," + "q" * 200_000 + "\nAnn,1\n") == [said]


def test_a_quotation_mark_parts_no_cells():
    assert wrong_with('sep="\nname,Q1\nAnn,1\n')[0] == "row 1: There are no questions in this table."


def test_the_marks_of_many_students_are_read_as_of_few():
    rows = "".join(f"S{number},{number % 7 / 8}, {number % 3} ,NA\n" for number in range(2000))
    table = read_table(f"name,Q1,Q2,Q3\nmax,1,2,1\nAnn,1,2,1\n{rows}".encode())
    assert table.marks.n == 2001
    assert np.nansum(table.marks.values, axis=0).tolist() == [
        1 + sum(n % 7 / 8 for n in range(2000)),
        2001.0,
        1,
    ]
