"""The tables of a report and of a class as files: what is in them, and what they never run."""

import csv
import io
import re
import zipfile
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quizapp.accounts.models import User
from quizapp.banks.models import QuestionRevision
from quizapp.classes.models import Class
from quizapp.extensions import db
from quizapp.quizzes.models import Quiz
from tests.cast import NOW, Cast
from tests.reports.conftest import ALL_RIGHT, ALL_WRONG, HALF_RIGHT, Sit


def rows_of(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))


@pytest.fixture(autouse=True)
def on_monday(monkeypatch: pytest.MonkeyPatch) -> None:
    """The files are made two hours after the cast."""
    monkeypatch.setattr("quizapp.web.clock.now", lambda: NOW + timedelta(hours=2))


@pytest.fixture
def url(cast: Cast) -> str:
    return f"/assignments/{cast.assignment}/report.csv"


def test_the_file_has_a_row_a_student_and_a_column_a_question(
    teacher: FlaskClient, sit: Sit, cast: Cast, url: str
) -> None:
    sit(cast.heron, HALF_RIGHT)
    sit(cast.wren, ALL_RIGHT, submitted=False)
    response = teacher.get(url)
    assert response.status_code == 200
    assert response.mimetype == "text/csv"
    assert response.headers["Content-Disposition"] == (
        "attachment; filename=history-10b-library-check-students-2026-09-14.csv"
    )
    assert response.data.startswith(b"\xef\xbb\xbfName,")
    assert rows_of(response.data) == [
        ["Name", "State", "Started", "Handed in", "Score", "Out of", "Percent", "1. Opening time",
         "2. What may be borrowed", "3. Where the hours stand", "4. The librarian's name",
         "5. How many books"],
        ["Blue Heron", "handed in", "2026-09-14 09:01", "2026-09-14 09:10", "2.5", "5", "50",
         "0", "0.5", "1", "", "1"],
        ["Grey Wren", "answering", "2026-09-14 09:01", *[""] * 9],
        ["Sea Eagle", "not begun", *[""] * 10],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ('=HYPERLINK("http://evil.example","Click")', '\'=HYPERLINK("http://evil.example","Click")'),
        ("+1", "'+1"),
        ("-1+1", "'-1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1+1", "'\t'=1+1"),
        ("\r=1+1", "'\r'=1+1"),
    ],
)
def test_a_name_that_is_a_formula_arrives_as_words(
    app: Flask, teacher: FlaskClient, cast: Cast, url: str, name: str, written: str
) -> None:
    with app.app_context():
        db.session.get(User, cast.eagle).name = name
        db.session.commit()
    names = [row[0] for row in rows_of(teacher.get(url).data)]
    assert written in names
    assert name not in names


def test_a_question_title_that_is_a_formula_is_behind_its_number(
    app: Flask, teacher: FlaskClient, cast: Cast, url: str
) -> None:
    with app.app_context():
        revision = db.session.query(QuestionRevision).filter_by(title="Opening time").one()
        revision.record = {**revision.record, "title": "=1+1"}
        db.session.commit()
    assert rows_of(teacher.get(url).data)[0][7] == "1. =1+1"


def test_sample_data_say_so_in_the_name_and_the_first_column(
    app: Flask, teacher: FlaskClient, cast: Cast, url: str
) -> None:
    with app.app_context():
        db.session.get(Class, cast.class_).sample = True
        db.session.commit()
    response = teacher.get(url)
    assert (
        "filename=sample-data-history-10b-library-check-students-2026-09-14.csv"
        in (response.headers["Content-Disposition"])
    )
    assert [row[0] for row in rows_of(response.data)] == ["Data", *["Sample, made up"] * 3]


def test_the_file_name_is_safe_whatever_the_title(
    app: Flask, teacher: FlaskClient, cast: Cast, url: str
) -> None:
    with app.app_context():
        db.session.get(Quiz, cast.quiz).title = '../../etc "x"\r\nSet-Cookie: é'
        db.session.commit()
    header = teacher.get(url).headers["Content-Disposition"]
    assert "filename*=UTF-8''history-10b-etc-x-set-cookie-%C3%A9-students-2026-09-14.csv" in header


def table(teacher: FlaskClient, cast: Cast, name: str) -> list[list[str]]:
    return rows_of(teacher.get(f"/assignments/{cast.assignment}/report/{name}.csv").data)


def test_the_questions_have_a_row_each_with_what_was_chosen_instead(
    teacher: FlaskClient, sit: Sit, cast: Cast
) -> None:
    sit(cast.heron, ALL_RIGHT)
    sit(cast.wren, ALL_WRONG)
    head, first, *_, last = table(teacher, cast, "questions")
    assert head == [
        "Number", "Question", "Type", "Passages", "Points", "Asked and handed in", "Still to be marked",
        "Share of points", "Left out", "Right answer", "Most chosen instead", "Chosen by", "Counts",
    ]  # fmt: skip
    assert first == [
        "1", "Opening time", "Multiple choice", "¶ 1.1", "1", "2", "0",
        "50", "0", "At nine", "At eight", "1", "by its key",
    ]  # fmt: skip
    assert last[:2] == ["5", "How many books"]


def test_the_passages_have_a_row_each_with_who_missed_them(
    teacher: FlaskClient, sit: Sit, cast: Cast
) -> None:
    sit(cast.heron, ALL_RIGHT)
    sit(cast.wren, ALL_WRONG)
    assert table(teacher, cast, "passages") == [
        ["Passage", "Reading", "Section", "Questions", "Asked and handed in", "Share of points", "Missed by",
         "Who missed it", "Text"],
        ["¶ 1.1", "The rules of the library", "Rules", "1, 3", "2", "50", "1", "Grey Wren",
         "The library opens at nine on school days. The timetable on the door says so."],
        ["¶ 1.2", "The rules of the library", "Rules", "2, 4, 5", "2", "50", "1", "Grey Wren",
         "A student may borrow three books at a time, for two weeks. The librarian is Ms Amsel."],
    ]  # fmt: skip


def test_before_anybody_handed_in_the_tables_have_their_heads(teacher: FlaskClient, cast: Cast) -> None:
    assert table(teacher, cast, "questions")[1][5:8] == ["0", "0", ""]
    assert table(teacher, cast, "passages")[1][4:8] == ["0", "", "", ""]


def test_a_class_has_a_row_a_student_and_a_column_a_quiz(teacher: FlaskClient, sit: Sit, cast: Cast) -> None:
    sit(cast.heron, HALF_RIGHT)
    sit(cast.wren, ALL_RIGHT, submitted=False)
    response = teacher.get(f"/classes/{cast.class_}/results.csv")
    assert "filename=history-10b-results-2026-09-14.csv" in response.headers["Content-Disposition"]
    assert rows_of(response.data) == [
        ["Name", "In the class since", "Quizzes with a result", "Library check"],
        ["Blue Heron", "2026-09-14 09:00", "1", "50"],
        ["Grey Wren", "2026-09-14 09:00", "0", "answering"],
        ["Sea Eagle", "2026-09-14 09:00", "0", ""],
    ]


def test_the_statistics_have_a_row_each_and_say_why_a_figure_is_missing(
    teacher: FlaskClient, five: dict[str, int], cast: Cast
) -> None:
    head, opening, _, door, *_ = table(teacher, cast, "statistics")
    assert head == [
        "Number", "Question", "n", "Share of points (facility)", "Facility from, 95 in 100",
        "Facility to, 95 in 100", "Standard deviation", "Discrimination index", "Discriminative efficiency",
        "Best 27% less weakest 27%", "Intended weight", "Effective weight", "Alpha without it",
        "Corrected point-biserial", "By guessing", "Seconds taken, median", "How the time was come by",
        "What to look at", "Why a figure is missing",
    ]  # fmt: skip
    # Two of five right, and they are the two who got all of the rest.
    assert opening[:9] == [
        "1", "Opening time", "5", "40", "11.7621", "76.9276", "54.7723", "100", "100",
    ]  # fmt: skip
    assert (opening[13], opening[18]) == ("1", "")
    assert (door[3], door[7], door[18]) == ("100", "", "Everyone has the same mark.")


def test_the_test_has_a_row_for_each_figure_and_why_it_is_missing(
    teacher: FlaskClient, five: dict[str, int], cast: Cast
) -> None:
    rows = table(teacher, cast, "test")
    assert rows[:4] == [
        ["Figure", "Value", "Unit", "Why it is missing"],
        ["Students", "5", "", ""],
        ["Mean", "70", "percent", ""],
        ["Median", "50", "percent", ""],
    ]
    assert ["KR-20", "", "percent", "Some marks are neither 0 nor full."] in rows


def test_claims_have_a_row_for_each_kind_and_for_each_who_makes_them(
    teacher: FlaskClient, five: dict[str, int], cast: Cast
) -> None:
    assert table(teacher, cast, "claims") == [
        ["Claims by", "Claim", "Questions", "Asked and handed in", "Share of points"],
        ["kind", "Documented", "1, 2, 3, 4, 5", "5", "70"],
        ["who says it", "the timetable", "1, 2, 3, 4, 5", "5", "70"],
    ]
    assert table(teacher, cast, "sorted-claims") == [["It is", "Taken for", "Answers"]]


def sheets(body: bytes) -> list[str]:
    """Return the XML of each sheet of a workbook."""
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        names = sorted(name for name in book.namelist() if name.startswith("xl/worksheets/sheet"))
        return [book.read(name).decode() for name in names]


def test_the_workbook_has_a_sheet_for_each_table_with_numbers_and_dates(
    teacher: FlaskClient, sit: Sit, cast: Cast
) -> None:
    sit(cast.heron, HALF_RIGHT)
    response = teacher.get(f"/assignments/{cast.assignment}/report.xlsx")
    assert response.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert (
        "filename=history-10b-library-check-report-2026-09-14.xlsx" in response.headers["Content-Disposition"]
    )
    with zipfile.ZipFile(io.BytesIO(response.data)) as book:
        listed = book.read("xl/workbook.xml").decode()
        assert "2026-09-14T11:00:00Z" in book.read("docProps/core.xml").decode()
    names = ["Students", "Questions", "Passages", "Statistics", "Test", "Claims"]
    assert re.findall(r'<sheet name="([^"]*)"', listed) == names
    students = sheets(response.data)[0]
    assert "<v>2.5</v>" in students
    assert "<v>46279.38194" in students  # 14 September 2026, 09:10
    assert len(sheets(response.data)) == 6


@pytest.mark.parametrize(
    "name", ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1+1", "http://a.example", "{=1}", "1e5"]
)
def test_no_workbook_holds_a_formula_or_a_link(
    app: Flask, teacher: FlaskClient, cast: Cast, name: str
) -> None:
    with app.app_context():
        db.session.get(User, cast.eagle).name = name
        db.session.get(Quiz, cast.quiz).title = name
        db.session.commit()
    for address in (f"/assignments/{cast.assignment}/report.xlsx", f"/classes/{cast.class_}/results.xlsx"):
        response = teacher.get(address)
        assert not any("<f>" in sheet or "<hyperlink" in sheet for sheet in sheets(response.data))
        with zipfile.ZipFile(io.BytesIO(response.data)) as book:
            assert name.strip() in book.read("xl/sharedStrings.xml").decode()


def test_a_class_without_quizzes_and_students_makes_a_table_with_a_head(
    teacher: FlaskClient, app: Flask, cast: Cast
) -> None:
    with app.app_context():
        empty = Class(teacher_id=cast.teacher, name="Latin", code="LAT-11N", created_at=NOW)
        db.session.add(empty)
        db.session.commit()
        number = empty.id
    assert rows_of(teacher.get(f"/classes/{number}/results.csv").data) == [
        ["Name", "In the class since", "Quizzes with a result"]
    ]
    assert teacher.get(f"/classes/{number}/results.xlsx").status_code == 200


def test_the_page_of_a_report_names_each_file(teacher: FlaskClient, cast: Cast) -> None:
    page = teacher.get(f"/assignments/{cast.assignment}/files").text
    for ending in (
        "report/students.csv",
        "report/students.xlsx",
        "report/questions.csv",
        "report/passages.xlsx",
        "report.xlsx",
        "responses.zip",
    ):
        assert f'"/assignments/{cast.assignment}/{ending}"' in page
    assert (
        f'"/assignments/{cast.assignment}/files"'
        in teacher.get(f"/assignments/{cast.assignment}/report").text
    )


def test_a_table_that_is_not_there_is_not_found(teacher: FlaskClient, cast: Cast) -> None:
    assert teacher.get(f"/assignments/{cast.assignment}/report/secrets.csv").status_code == 404
    assert teacher.get(f"/assignments/{cast.assignment}/report/students.pdf").status_code == 404


def test_the_whole_gradebook_goes_out_with_figures_as_percentages(
    teacher: FlaskClient, sit: Sit, cast: Cast
) -> None:
    sit(cast.heron, HALF_RIGHT)
    assert f'href="/classes/{cast.class_}/files"' in teacher.get(f"/classes/{cast.class_}/gradebook").text
    response = teacher.get(f"/classes/{cast.class_}/gradebook.csv")
    assert "filename=history-10b-gradebook-2026-09-14.csv" in response.headers["Content-Disposition"]
    head, heron, wren, _ = rows_of(response.data)
    assert head[:3] == ["Name", "Figure", "Trend, percentage points"]
    assert head[3].startswith("Library check, ")
    assert heron == ["Blue Heron", "50", "", "50"]
    assert wren == ["Grey Wren", "", "", "not handed in yet"]
    book = teacher.get(f"/classes/{cast.class_}/gradebook.xlsx")
    assert "<v>0.5</v>" in sheets(book.data)[0]
    assert teacher.get(f"/classes/{cast.class_}/gradebook.pdf").status_code == 404
