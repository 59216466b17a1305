import csv
import io

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quizapp.accounts.models import User
from quizapp.banks.models import QuestionRevision
from quizapp.classes.models import Class
from quizapp.extensions import db
from quizapp.quizzes.models import Quiz
from tests.cast import Cast
from tests.reports.conftest import ALL_RIGHT, HALF_RIGHT, Sit


def rows_of(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))


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
        "attachment; filename=library-check-history-10b-scores.csv"
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
    "name",
    ['=HYPERLINK("http://evil.example","Click")', "+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1"],
)
def test_a_name_that_is_a_formula_arrives_as_words(
    app: Flask, teacher: FlaskClient, cast: Cast, url: str, name: str
) -> None:
    with app.app_context():
        db.session.get(User, cast.eagle).name = name
        db.session.commit()
    names = [row[0] for row in rows_of(teacher.get(url).data)]
    assert f"'{name}" in names
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
        "filename=sample-data-library-check-history-10b-scores.csv"
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
    assert "filename*=UTF-8''etc-x-set-cookie-%C3%A9-history-10b-scores.csv" in header
