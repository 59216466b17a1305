"""`quizapp stats`: any table of marks, analysed."""

import csv
import json
from fractions import Fraction

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.cli import main
from tests.core.statistics import by_definition

CLASS = """name,Q1,Q2,Q3
Ann,1,1,2
Ben,1,0,1.5
Cy,0,0,0
Dee,1,1,1
max,1,1,2
"""


@pytest.fixture
def stats(tmp_path):
    """Return what runs the command on a file of those contents: (exit code, output, errors)."""

    def run(contents, *options):
        file = tmp_path / "marks.csv"
        file.write_bytes(contents if isinstance(contents, bytes) else contents.encode())
        done = CliRunner().invoke(main, ["stats", str(file), *options])
        return done.exit_code, done.stdout, done.stderr.replace(str(file), "marks.csv")

    return run


@pytest.fixture
def told(stats):
    """Return what runs it with --json and reads that."""

    def run(contents, *options):
        code, out, err = stats(contents, "--json", *options)
        assert (code, err) == (0, "")
        return json.loads(out, parse_constant=pytest.fail)

    return run


def reason(found, key, item=None):
    return next(one["reason"] for one in found["reasons"] if (one["item"], one["key"]) == (item, key))


def test_the_keys_are_those_that_were_promised(told):
    found = told(CLASS)
    assert list(found["quiz"]) == [
        "n", "mean", "median", "sd", "skewness", "kurtosis", "alpha", "error_ratio", "sem",
    ]  # fmt: skip
    assert [one["item"] for one in found["items"]] == ["Q1", "Q2", "Q3"]
    assert list(found["items"][0]) == [
        "item", "n", "facility", "sd", "discrimination_index", "discriminative_efficiency",
        "effective_weight", "point_biserial", "alpha_if_deleted",
    ]  # fmt: skip


def test_the_row_of_maxima_is_no_student_and_percentages_are_of_it(told):
    found = told(CLASS)
    assert found["quiz"]["n"] == 4
    assert found["quiz"]["mean"] == pytest.approx(100 * 9.5 / 16)
    assert found["items"][2]["facility"] == pytest.approx(56.25)
    assert found["notes"] == []


def test_the_row_of_maxima_may_stand_anywhere(told):
    head, *rows = CLASS.splitlines()
    assert told("\n".join([head, rows[-1], *rows[:-1]])) == told(CLASS)


def test_without_maxima_the_highest_mark_of_a_column_is_the_most_it_gives(told):
    found = told(CLASS.replace("max,1,1,2\n", ""))
    assert found["items"][2]["facility"] == pytest.approx(56.25)
    assert found["notes"] == [
        "There is no row named “max”: the highest mark in a column counts as the most it gives."
    ]


def test_a_column_of_zeros_is_out_of_the_lowest_of_the_others_and_the_notes_say_so(told):
    found = told("name,Q1,Q2,Q3\nAnn,1,0,5\nBen,0,0,4\n")
    assert (found["items"][1]["facility"], found["items"][1]["sd"]) == (0, 0)
    assert found["quiz"]["mean"] == pytest.approx(100 * 5 / 7)
    assert found["notes"][0].endswith("Nobody has one in Q2: taken to be out of 1.")


@given(st.lists(st.tuples(*[st.sampled_from(["0", "0.5", "1"])] * 4), min_size=2, max_size=9))
@settings(deadline=None, max_examples=40)
def test_the_json_agrees_with_an_independent_computation(tmp_path_factory, rows):
    file = tmp_path_factory.mktemp("stats") / "marks.csv"
    with file.open("w", newline="") as out:
        table = csv.writer(out)
        table.writerow(["name", "a", "b", "c", "d"])
        table.writerows([f"S{number}", *row] for number, row in enumerate(rows))
        table.writerow(["max", 1, 1, 1, 1])
    done = CliRunner().invoke(main, ["stats", str(file), "--json"])
    found = json.loads(done.stdout)
    marks, maxima = [[Fraction(mark) for mark in row] for row in rows], [Fraction(1)] * 4
    agree(found["quiz"], by_definition.quiz(marks, maxima))
    for one, expected in zip(found["items"], by_definition.items(marks, maxima), strict=True):
        agree(one, expected)


def agree(found, expected):
    for key, value in expected.items():
        assert found[key] == (value if value is None else pytest.approx(float(value), abs=1e-6)), key


def test_an_empty_cell_earned_nothing_and_na_was_not_asked(told):
    found = told("name,Q1,Q2\nAnn,1,\nBen,1,-\nCy,0,NA\nDee,1,1\nmax,1,1\n")
    assert (found["items"][1]["n"], found["items"][1]["facility"]) == (3, pytest.approx(100 / 3))
    assert found["notes"][0].startswith("2 marks left blank: counted as 0.")
    assert found["beside"]["items"][1]["not_reached"] == 2


def test_an_empty_cell_may_be_said_to_be_a_question_not_put(told):
    found = told("name,Q1,Q2\nAnn,1,\nBen,1,0\nCy,0,1\nmax,1,1\n", "--blank", "not-asked")
    assert (found["items"][1]["n"], found["items"][1]["facility"]) == (2, 50)
    assert found["quiz"]["n"] == 3


def test_who_has_no_mark_at_all_was_away(told):
    found = told("name,Q1,Q2\nAnn,1,1\nBen,,\nCy,0,1\nmax,1,1\n")
    assert found["quiz"]["n"] == 2
    assert found["notes"] == ["1 student without a single mark left out, as if away. Write 0 to count one."]


def test_one_student_and_one_question_give_null_and_a_reason(told):
    found = told("name,Q1\nAnn,1\nmax,2\n")
    assert (found["quiz"]["n"], found["quiz"]["mean"]) == (1, 50)
    assert found["quiz"]["sd"] is None
    assert reason(found, "sd") == "One student has no spread: this needs two or more."
    assert reason(found, "discrimination_index", "Q1") == "There is no other question to hold it against."


def test_where_all_are_alike_the_reason_is_told(told):
    found = told("name,Q1,Q2\nAnn,1,0\nBen,1,1\nCy,1,0\n")
    assert found["items"][0]["discrimination_index"] is None
    assert reason(found, "discrimination_index", "Q1") == "Everyone has the same mark."
    assert reason(found, "discrimination_index", "Q2") == "Everyone has the same score in the rest."


@pytest.mark.parametrize(
    "contents",
    [
        b"\xef\xbb\xbf" + CLASS.encode(),
        CLASS.replace(",", ";").replace(".", ","),
        CLASS.replace(",", "\t"),
        CLASS.replace("1.5", '"1,5"'),
        CLASS.replace("\n", "\r\n"),
        "sep=;\n" + CLASS.replace(",", ";"),
        CLASS.encode("utf-16"),
        CLASS.replace("\n", ",,\n"),
        CLASS.replace("Ben", "\n,,,\nBen"),
    ],
    ids=["mark", "semicolons", "tabs", "comma", "windows", "sep", "utf-16", "wide", "empty rows"],
)
def test_files_as_spreadsheets_write_them_say_the_same(told, contents):
    assert told(contents) == told(CLASS)


@pytest.mark.parametrize(
    ("contents", "said"),
    [
        ("", "marks.csv: The file is empty. Give it one row a student."),
        (" \n,,\n", "marks.csv: The file is empty. Give it one row a student."),
        ("name,Q1\n", "marks.csv: There are no students in this file. Give each one a row."),
        (
            "name,Q1\nmax,1\n",
            "marks.csv: There are no students with marks in this file. Give each one row.",
        ),
        (
            "name\nAnn\n",
            "marks.csv: row 1: There are no questions in this table. "
            "The first row names the questions, the first column the students.",
        ),
        (
            "name,Q1,Q2\nAnn,1,1\nBen,1\n",
            "marks.csv: row 3: This row has 2 cells, and the first row 3. Leave the cell of a missing mark "
            "empty, and put a mark with a comma in quotation marks.",
        ),
        ("name,Q1,Q2\nAnn,1,1,1\n", "marks.csv: row 2: This row has 4 cells, and the first row 3."),
        ("name,Q1\nAnn,good\n", "marks.csv: row 2: Ann, “Q1”: “good” is not a mark. Write a number."),
        (
            "name,Q1\nAnn,50%\n",
            "marks.csv: row 2: Ann, “Q1”: “50%” is not a mark. Write it without the percent sign.",
        ),
        ("name,Q1\nAnn,1_0\n", "marks.csv: row 2: Ann, “Q1”: “1_0” is not a mark. Write a number."),
        ("name,Q1\nAnn,nan\n", "marks.csv: row 2: Ann, “Q1”: “nan” is not a mark. Write a number."),
        ("name,Q1\nAnn,1e999\n", "marks.csv: row 2: Ann, “Q1”: “1e999” is not a mark. Write a number."),
        ("name,Q1\nAnn,-1\n", "marks.csv: row 2: Ann, “Q1”: -1 is below 0. Where wrong answers cost marks"),
        (
            "name,Q1\nAnn,3\nmax,2\n",
            "marks.csv: row 2: Ann has 3 in “Q1”, and the most is 2. Mend the mark, or the row named “max”.",
        ),
        ("name,Q1\nAnn,0\nmax,0\n", "marks.csv: row 3: The most for “Q1” must be a number above 0."),
        ("name,Q1,Q2\nAnn,0,1\nmax,1,\n", "marks.csv: row 3: The most for “Q2” must be a number above 0."),
        ("name,Q1\nAnn,0\nmax,1\nmax,2\n", "marks.csv: row 4: There is a second row named “max”."),
        ("name,Q1,Q1\nAnn,0,1\n", "marks.csv: row 1: 2 columns are named “Q1”."),
        ('name,Q1\nAnn,"1\n', "marks.csv: The file cannot be read as CSV (unexpected end of data)."),
        (b"PK\x03\x04\x00\x00", "marks.csv: This is not a text file. Save the table as CSV."),
    ],
)
def test_what_makes_a_file_unusable_is_said_with_exit_code_2(stats, contents, said):
    code, out, err = stats(contents, "--json")
    assert (code, out) == (2, "")
    assert err.startswith(said)


def test_all_that_is_wrong_is_said_at_once(stats):
    code, _, err = stats("name,Q1,Q2\nAnn,x,1\nBen,1,-2\nCy,1\n")
    assert (code, len(err.splitlines())) == (2, 3)


def test_of_very_much_that_is_wrong_the_first_is_said(stats):
    _, _, err = stats("name,Q1\n" + "".join(f"S{number},x\n" for number in range(50)))
    assert (len(err.splitlines()), err.splitlines()[-1]) == (21, "... and 30 more.")


@pytest.mark.parametrize(("name", "said"), [("none.csv", "There is no file"), (".", "is a folder")])
def test_a_file_that_is_not_there_is_said_with_exit_code_2(tmp_path, name, said):
    done = CliRunner().invoke(main, ["stats", str(tmp_path / name)])
    assert done.exit_code == 2
    assert said in done.stderr


def test_students_of_one_name_both_count_and_the_notes_say_so(told):
    found = told("name,Q1,Q2\nAnn,1,0\nAnn,0,1\nBo,1,1\nmax,1,1\n")
    assert found["quiz"]["n"] == 3
    assert found["notes"] == [
        "Several rows have the same name (Ann): each counts as a student. Take out a row that is there twice."
    ]


def test_a_student_called_max_is_a_student(told):
    found = told("name,Q1,Q2\nMax,1,0\nAnn,0,1\n")
    assert found["quiz"]["n"] == 2
    assert found["notes"][0].startswith("Max is counted as a student.")


@pytest.mark.parametrize("name", ["Mean", "AVERAGE", "Total:"])
def test_a_row_that_a_spreadsheet_worked_out_is_warned_of(told, name):
    found = told(f"name,Q1,Q2\nAnn,1,0\nBen,0,1\n{name},0.5,0.5\nmax,1,1\n")
    assert found["quiz"]["n"] == 3
    assert found["notes"] == [f"“{name}” is counted as a student. Take the row out if it is not one."]


def test_a_column_of_totals_is_warned_of(told):
    found = told("name,Q1,Q2,Total\nAnn,1,0,1\nBen,1,1,2\nmax,1,1,2\n")
    assert found["notes"] == ["“Total” is the sum of all other columns. Take a column of totals out."]


def test_names_are_kept_from_moving_a_terminals_cursor(stats):
    _, _, err = stats("name,Q1\n\x1b[2J,x\n")
    assert "\x1b" not in err


def test_the_analysis_is_printed_to_be_read(stats):
    code, out, _ = stats(CLASS)
    assert code == 0
    lines = out.splitlines()
    assert lines[0] == "The test as a whole"
    assert any(line.split() == ["mean", "59.38", "%"] for line in lines)
    assert any(line.split()[:3] == ["Q1", "4", "75.00"] for line in lines)
    assert "  KR-20: The questions do not all give the same points." in lines


def test_the_table_may_come_from_standard_input():
    done = CliRunner().invoke(main, ["stats", "-", "--json"], input=CLASS)
    assert json.loads(done.stdout)["quiz"]["n"] == 4


def test_what_nobody_asked_for_is_not_told_as_missing(tmp_path):
    file = tmp_path / "one.csv"
    file.write_text("name,Q1,Q2\nAnn,1,0\nmax,1,1\n", encoding="utf-8")
    printed = CliRunner().invoke(main, ["stats", str(file)]).stdout
    assert "Cronbach's alpha (internal consistency): One student has no spread" in printed
    assert "alpha low" not in printed
