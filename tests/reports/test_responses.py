"""The file with one row an answer: read back as statistics programs read it, with names and without."""

import csv
import io
import re
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select

from quizapp.accounts.models import AuditEntry, User
from quizapp.attempts.models import Answer, Attempt
from quizapp.classes.models import Class, Enrolment, StudentAccommodation
from quizapp.core.tables.pseudonyms import pseudonym
from quizapp.extensions import db
from quizapp.quizzes.models import AssignmentSlot
from quizapp.reports.codebook import VARIABLES, variables
from quizapp.reports.responses import Naming, rows_of
from quizapp.reports.responses_zip import write_zip
from tests.cast import NOW, Cast
from tests.reports.conftest import ALL_RIGHT, ALL_WRONG, HALF_RIGHT, Sit
from tests.reports.essays import hand_in, make_essay_assignment

Rows = list[dict[str, str]]
NAMES = {"names": "shown"}
HIDDEN = {"names": "hidden", "key": "study 1"}


@pytest.fixture(autouse=True)
def on_monday(monkeypatch: pytest.MonkeyPatch) -> None:
    """The files are made two hours after the cast."""
    monkeypatch.setattr("quizapp.web.clock.now", lambda: NOW + timedelta(hours=2))


def parts(body: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def rows(body: bytes) -> Rows:
    return list(csv.DictReader(io.StringIO(parts(body)["responses.csv"], newline="")))


def take_out(client: FlaskClient, path: str, data: dict[str, str] = NAMES) -> Rows:
    answer = client.post(path, data=data)
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    return rows(answer.data)


@pytest.fixture
def url(cast: Cast) -> str:
    return f"/assignments/{cast.assignment}/responses.zip"


def test_a_row_says_all_there_is_to_know_of_one_answer(
    teacher: FlaskClient, sit: Sit, cast: Cast, url: str
) -> None:
    attempt = sit(cast.heron, HALF_RIGHT)
    found = take_out(teacher, url)
    assert len(found) == 5
    assert found[1] == {
        "student": str(cast.heron),
        "student_name": "Blue Heron",
        "class": str(cast.class_),
        "class_name": "History 10B",
        "assignment": str(cast.assignment),
        "quiz": "Library check",
        "attempt": str(attempt),
        "attempt_number": "1",
        "slot": "2",
        "question": "library/loans-allowed",
        "revision": "1",
        "type": "multiple_response",
        "claim_status": "documented",
        "claim_by": "the timetable",
        "passages": "rules/loans",
        "objectives": "rules",
        "level": "remember",
        "response": "Two books for a week",
        "response_code": found[1]["response_code"],
        "mark": "partly",
        "score": "0.5",
        "max": "1",
        "seconds": "0",
        "seconds_source": "estimated",
        "submitted_at": "2026-09-14T09:10:00Z",
        "treatment": "normal",
    }
    assert found[1]["response_code"].startswith('{"')


def test_a_question_that_was_left_out_has_a_row_with_nothing_in_it(
    teacher: FlaskClient, sit: Sit, cast: Cast, url: str
) -> None:
    sit(cast.heron, HALF_RIGHT)
    row = take_out(teacher, url)[3]
    names = ("slot", "response", "response_code", "mark", "score", "seconds", "seconds_source")
    assert [row[name] for name in names] == ["4", "", "", "blank", "0", "", ""]


def test_seconds_run_from_the_answer_before(
    app: Flask, teacher: FlaskClient, sit: Sit, cast: Cast, url: str
) -> None:
    attempt = sit(cast.heron, ALL_RIGHT)  # begun at 09:01
    with app.app_context():
        for answer in db.session.scalars(select(Answer).where(Answer.attempt_id == attempt)):
            answer.saved_at = NOW + timedelta(seconds=60 + 12.5 * answer.slot)
        db.session.commit()
    assert [row["seconds"] for row in take_out(teacher, url)] == ["12.5"] * 5
    assert {row["seconds_source"] for row in take_out(teacher, url)} == {"estimated"}


def test_seconds_that_the_page_measured_go_before_and_say_so(
    app: Flask, teacher: FlaskClient, sit: Sit, cast: Cast, url: str
) -> None:
    attempt = sit(cast.heron, HALF_RIGHT)  # nine minutes long
    with app.app_context():
        for answer in db.session.scalars(select(Answer).where(Answer.attempt_id == attempt)):
            answer.seconds = {1: 41, 2: 86_400}.get(answer.slot)
        db.session.commit()
    rows = take_out(teacher, url)
    assert [(row["seconds"], row["seconds_source"]) for row in rows] == [
        ("41", "measured"), ("540", "measured"), ("0", "estimated"), ("", ""), ("0", "estimated"),
    ]  # fmt: skip


def test_attempts_under_way_and_students_taken_out_are_not_in_it(
    app: Flask, teacher: FlaskClient, sit: Sit, cast: Cast, url: str
) -> None:
    sit(cast.heron, ALL_RIGHT, submitted=False)
    sit(cast.wren, ALL_RIGHT)
    with app.app_context():
        place = db.session.scalars(select(Enrolment).where(Enrolment.user_id == cast.wren)).one()
        place.removed_at = NOW
        db.session.commit()
    assert take_out(teacher, url) == []


def test_the_columns_are_those_of_the_codebook(teacher: FlaskClient, sit: Sit, cast: Cast, url: str) -> None:
    sit(cast.heron, ALL_RIGHT)
    for data in (NAMES, HIDDEN):
        found = parts(teacher.post(url, data=data).data)
        assert sorted(found) == ["README.txt", "codebook.csv", "responses.csv"]
        book = list(csv.DictReader(io.StringIO(found["codebook.csv"], newline="")))
        columns = found["responses.csv"].partition("\n")[0].split(",")
        assert [line["column"] for line in book] == columns
        assert all(line["type"] and line["meaning"] and line["missing"] for line in book)


def test_every_cell_is_what_the_codebook_says(
    app: Flask, teacher: FlaskClient, sit: Sit, cast: Cast, url: str
) -> None:
    sit(cast.heron, ALL_RIGHT)
    sit(cast.wren, ALL_WRONG)
    sit(cast.eagle, {})
    found = take_out(teacher, url)
    assert len(found) == 15
    for variable in VARIABLES:
        for cell in (row[variable.name] for row in found):
            if not cell:
                assert variable.missing.startswith("empty"), variable.name
            elif variable.type == "factor":
                assert cell in variable.levels.split(" | ")
            elif variable.type == "integer":
                assert cell.isdigit()
            elif variable.type == "number":
                assert float(cell) >= 0


def test_it_is_plain_utf8_without_a_mark_before_the_first_column(
    app: Flask, teacher: FlaskClient, sit: Sit, cast: Cast, url: str
) -> None:
    sit(cast.heron, {4: ["Zoë"]})
    found = parts(teacher.post(url, data=NAMES).data)
    assert found["responses.csv"].startswith("student,student_name,class,")
    assert ",Zoë," in found["responses.csv"]
    assert found["codebook.csv"].startswith("column,type,unit,meaning,levels,missing\n")


# ---- pseudonyms


def test_with_pseudonyms_no_name_and_no_number_is_in_it(
    app: Flask, teacher: FlaskClient, sit: Sit, cast: Cast, url: str
) -> None:
    sit(cast.heron, ALL_RIGHT)
    sit(cast.wren, ALL_WRONG)
    answer = teacher.post(url, data=HIDDEN)
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=library-check-answers-pseudonyms-2026-09-14.zip"
    )
    text = "".join(parts(answer.data).values())
    for name in ("Blue Heron", "Grey Wren", "Sea Eagle", "History 10B", "09:10"):
        assert name not in text
    found = rows(answer.data)
    assert set(found[0]) == {one.name for one in variables(named=False)}
    secret = app.config["SECRET_KEY"]
    assert {row["student"] for row in found} == {
        pseudonym(secret, "study 1", "student", user_id) for user_id in (cast.heron, cast.wren)
    }
    for column, letter in (("student", "s"), ("class", "c"), ("assignment", "q"), ("attempt", "a")):
        assert all(re.fullmatch(f"{letter}-[0-9a-f]{{12}}", row[column]) for row in found)
    assert {row["submitted_at"] for row in found} == {"2026-09-14"}


def test_the_same_key_gives_the_same_pseudonyms_and_another_gives_others(
    teacher: FlaskClient, sit: Sit, cast: Cast, url: str
) -> None:
    sit(cast.heron, ALL_RIGHT)
    first, again, other = (
        take_out(teacher, url, {"names": "hidden", "key": key})[0]["student"] for key in ("a", "a", "b")
    )
    assert first == again
    assert first != other


def test_without_a_key_a_new_one_is_made_and_told(
    teacher: FlaskClient, sit: Sit, cast: Cast, url: str
) -> None:
    sit(cast.heron, ALL_RIGHT)
    bodies = [teacher.post(url, data={"names": "hidden"}).data for _ in range(2)]
    keys = [re.search(r"key\n    ([0-9a-f]{16})\n", parts(body)["README.txt"])[1] for body in bodies]  # type: ignore[index]
    assert keys[0] != keys[1]
    assert rows(bodies[0])[0]["student"] != rows(bodies[1])[0]["student"]
    assert (
        take_out(teacher, url, {"names": "hidden", "key": keys[0]})[0]["student"]
        == rows(bodies[0])[0]["student"]
    )


def test_the_order_of_the_rows_does_not_tell_who_began_first(
    teacher: FlaskClient, sit: Sit, cast: Cast, enrol: Callable[[str], int], url: str
) -> None:
    for name in ("Little Tern", "Quiet Owl", "Tall Egret"):
        sit(enrol(name), ALL_RIGHT)
    called = [row["student"] for row in take_out(teacher, url, HIDDEN)]
    assert called == sorted(called)


def test_accommodations_are_nowhere_in_it(
    app: Flask, teacher: FlaskClient, sit: Sit, cast: Cast, url: str
) -> None:
    with app.app_context():
        db.session.add(StudentAccommodation(user_id=cast.heron, time_factor=1.75))
        db.session.commit()
    sit(cast.heron, ALL_RIGHT)
    found = parts(teacher.post(url, data=NAMES).data)
    assert "1.75" not in found["responses.csv"]
    assert "What it does not hold: accommodations." in found["README.txt"]


# ---- regrades and marks


def test_how_a_question_counts_is_said(
    app: Flask, teacher: FlaskClient, sit: Sit, cast: Cast, url: str
) -> None:
    sit(cast.heron, ALL_RIGHT)
    sit(cast.wren, ALL_WRONG)
    base = f"/assignments/{cast.assignment}/regrade"
    assert teacher.post(f"{base}/1", data={"do": "full", "never_lower": "1"}).status_code == 303
    assert teacher.post(f"{base}/3", data={"do": "drop", "never_lower": "1"}).status_code == 303
    found = {(row["student_name"], row["slot"]): row for row in take_out(teacher, url)}
    told = ("treatment", "mark", "score", "max")
    assert [found["Grey Wren", "1"][name] for name in told] == ["full", "right", "1", "1"]
    assert [found["Grey Wren", "3"][name] for name in told] == ["dropped", "wrong", "0", "1"]
    # Dropping it would have lowered Blue Heron’s share not at all: all else is right.
    assert [found["Blue Heron", "3"][name] for name in told] == ["dropped", "right", "1", "1"]
    assert found["Blue Heron", "2"]["treatment"] == "normal"


def test_an_accepted_answer_counts_by_another_key(
    app: Flask, teacher: FlaskClient, sit: Sit, cast: Cast, url: str
) -> None:
    sit(cast.wren, ALL_WRONG)
    with app.app_context():
        owner = db.session.get(AssignmentSlot, (cast.assignment, 4)).revision.question.bank
        owner.owner_id = cast.teacher
        db.session.commit()
    data = {"do": "accept", "answer": "msokafor", "never_lower": "1"}
    assert teacher.post(f"/assignments/{cast.assignment}/regrade/4", data=data).status_code == 303
    row = take_out(teacher, url)[3]
    assert [row[name] for name in ("treatment", "mark", "score")] == ["regraded", "right", "1"]


def test_an_answer_that_waits_to_be_marked_has_no_score(
    app: Flask, teacher: FlaskClient, heron: FlaskClient, cast: Cast
) -> None:
    with app.app_context():
        number = make_essay_assignment(cast).id
        db.session.commit()
    hand_in(heron, number, "They do: it opens at nine.")
    waiting = [
        row for row in take_out(teacher, f"/assignments/{number}/responses.zip") if row["mark"] == "waiting"
    ]
    assert waiting
    assert {(row["type"], row["score"]) for row in waiting} == {("essay", "")}


# ---- hostile words, scope, forms


def test_an_answer_that_is_a_formula_arrives_as_words(
    app: Flask, teacher: FlaskClient, sit: Sit, cast: Cast, url: str
) -> None:
    sit(cast.heron, {4: ['=HYPERLINK("http://evil.example")']})
    with app.app_context():
        db.session.get(User, cast.heron).name = "@SUM(A1)"
        db.session.commit()
    row = take_out(teacher, url)[3]
    assert row["student_name"] == "'@SUM(A1)"
    assert row["response"].startswith("'=HYPERLINK")


def test_a_teacher_gets_own_classes_and_an_admin_the_school(
    app: Flask, teacher: FlaskClient, outsider_teacher: FlaskClient, admin: FlaskClient, sit: Sit, cast: Cast
) -> None:
    sit(cast.heron, ALL_RIGHT)
    assert {row["student_name"] for row in take_out(teacher, "/responses.zip")} == {"Blue Heron"}
    assert take_out(outsider_teacher, "/responses.zip") == []
    assert {row["class_name"] for row in take_out(admin, "/responses.zip")} == {"History 10B"}
    assert len(take_out(teacher, f"/classes/{cast.class_}/responses.zip")) == 5
    assert outsider_teacher.post(f"/classes/{cast.class_}/responses.zip", data=NAMES).status_code == 404


def test_made_up_answers_come_only_when_they_are_asked_for(
    app: Flask, teacher: FlaskClient, admin: FlaskClient, sit: Sit, cast: Cast, url: str
) -> None:
    sit(cast.heron, ALL_RIGHT)
    with app.app_context():
        db.session.get(Class, cast.class_).sample = True
        db.session.commit()
    assert take_out(admin, "/responses.zip") == []
    answer = teacher.post(url, data=NAMES)
    assert "filename=sample-data-history-10b-library-check-answers" in answer.headers["Content-Disposition"]
    assert "Sample data: made-up answers" in parts(answer.data)["README.txt"]
    assert len(rows(answer.data)) == 5


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"names": "both"}, "Not a valid choice"),
        ({"names": "hidden", "key": "x" * 81}, "Shorten the key to 80 letters or fewer."),
    ],
)
def test_a_form_that_cannot_be_read_is_shown_again(
    teacher: FlaskClient, url: str, data: dict[str, str], said: str
) -> None:
    answer = teacher.post(url, data=data)
    assert answer.status_code == 422
    assert said in answer.text


def test_that_answers_were_taken_out_is_in_the_log(
    app: Flask, teacher: FlaskClient, cast: Cast, url: str
) -> None:
    teacher.post(url, data=HIDDEN)
    with app.app_context():
        entry = db.session.scalars(select(AuditEntry)).one()
        assert (entry.actor_id, entry.act, entry.subject, entry.detail) == (
            cast.teacher,
            "answers.taken_out",
            "History 10B: Library check",
            {"with": "pseudonyms"},
        )


def test_more_attempts_take_memory_for_their_numbers_alone(app: Flask, sit: Sit, cast: Cast) -> None:
    first = sit(cast.heron, ALL_RIGHT)
    with app.app_context():
        row = db.session.get(Attempt, first)
        like = {column.name: getattr(row, column.name) for column in Attempt.__table__.columns}
        answers = list(db.session.scalars(select(Answer).where(Answer.attempt_id == first)))

        def grow(to: int, start: int) -> None:
            more: list[dict[str, Any]] = [like | {"id": first + n, "number": n + 1} for n in range(start, to)]
            db.session.execute(insert(Attempt), more)
            db.session.execute(
                insert(Answer),
                [
                    {"attempt_id": one["id"], "slot": a.slot, "seq": 1, "response": a.response,
                     "flagged": False, "saved_at": NOW}
                    for one in more
                    for a in answers
                ],
            )  # fmt: skip

        def peak() -> int:
            tracemalloc.start()
            naming = Naming()
            file = write_zip(
                rows_of([cast.assignment], naming), naming, title="", scope="", sample=False, now=NOW
            )
            used = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            file.close()
            return used

        grow(400, 1)
        peak()  # what is read once and kept
        small = peak()
        grow(1600, 400)
        # Of each attempt its number is known beforehand, to put them in order: not its rows of some 10 kB.
        assert peak() - small < 1200 * 2_000
