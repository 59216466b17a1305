"""Every page and file of a report, of classes and quizzes at the edge."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quizapp.accounts.models import User
from quizapp.extensions import db
from quizapp.reports.analysis import Analysis
from quizapp.reports.service import report_for_viewing
from quizapp.reports.tables import TABLES
from quizapp.web import clock
from tests.cast import NOW, Cast
from tests.reports import strange
from tests.reports.conftest import Sit
from tests.reports.essays import ESSAY
from tests.reports.strange import STRANGE, Room
from tests.reports.test_views import Words

PAGES = (
    "report",
    "report/reading",
    "report/students",
    "report/students?by=passages",
    "report/students?group=1",
    "report/questions",
    "report/test",
    "report/claims",
    "report/answers?question=1",
    "report/sheet",
    "files",
    "marking",
)
LEFT_OVER = re.compile(r"\b(nan|None|inf|Undefined|NaN)\b|%%|-0\.0\b|-0%")
"""What a figure looks like that was never told."""


@pytest.fixture
def room(app: Flask, cast: Cast, sit: Sit, enrol: Callable[[str], int], monkeypatch) -> Room:
    monkeypatch.setattr(clock, "now", lambda: NOW.replace(hour=15))
    return Room(app, cast, sit, enrol)


@pytest.mark.parametrize("build", STRANGE, ids=lambda one: one.__name__)
def test_every_page_of_a_report_can_be_opened_and_shows_no_figure_that_is_none(
    room: Room, build: Callable[[Room], int], teacher: FlaskClient, cast: Cast
) -> None:
    base = f"/assignments/{build(room)}"
    class_pages = [f"/classes/{cast.class_}/{page}" for page in ("gradebook", "files")]
    for address in (*(f"{base}/{page}" for page in PAGES), *class_pages):
        answer = teacher.get(address)
        assert answer.status_code == 200, address
        import os

        name = strange.__name__ + "_" + re.sub(r"\W", "_", address.removeprefix(base))
        os.makedirs("/tmp/fig/pages", exist_ok=True)
        __import__("pathlib").Path("/tmp/fig/pages/" + name + ".txt").write_text(str(Words(answer.text)))
        left = LEFT_OVER.search(str(Words(answer.text)))
        assert not left, (address, str(Words(answer.text))[max(0, left.start() - 60) : left.end() + 20])
    for table in TABLES:
        text = teacher.get(f"{base}/report/{table}.csv").get_data(as_text=True)
        assert not LEFT_OVER.search(text), (table, text)
    assert teacher.get(f"{base}/report.xlsx").data.startswith(b"PK")


DROPPED = "Every question was dropped or gave everyone its points: no score says anything."
NO_FIGURES = "Nothing can be said of the passages"
SECURE = "is secure"


@pytest.mark.parametrize(
    ("build", "at", "said", "unsaid"),
    [
        (strange.essays_that_wait, "", f"{NO_FIGURES} yet: their answers wait to be marked.", SECURE),
        (strange.essays_that_wait, "/test", "No question counts as usual", "Nobody was asked"),
        (strange.essays_that_wait, "/questions", "6 to mark", "Nobody was asked"),
        (strange.all_questions_dropped, "", DROPPED, SECURE),
        (
            strange.all_questions_dropped,
            "",
            f"{NO_FIGURES}: no question about them counts as usual.",
            "of 0, n",
        ),
        (strange.all_questions_dropped, "/students?by=passages", "question dropped", "not asked"),
        (strange.full_marks_for_everyone, "", DROPPED, SECURE),
        (strange.full_marks_for_everyone, "/students?by=passages", "full marks for everyone", "not asked"),
        (
            strange.full_marks_for_everyone,
            "/answers?question=1",
            "At eight Right full marks for everyone",
            "dropped",
        ),
        (strange.a_question_dropped, "", "54% 4 questions, n 6", "5 questions"),
        (strange.everyone_perfect, "", "each passage has 90% of its points or more.", NO_FIGURES),
        (strange.everyone_perfect, "/test", "Everyone has the same score.", "different questions"),
        (strange.one_student, "/test", "One student has no spread:", "to give marks"),
        (
            strange.two_students,
            "/test",
            "With under 10 students it may lie nearly anywhere.",
            "to give marks",
        ),
        (strange.two_students, "/test", "80.0% (−144 to 100%)", "-144"),
        (strange.most_withdrawn, "", "3 of 3 have handed in", "n 6"),
        (strange.several_attempts, "", "The class got 75% of the points", "n 18"),
        (strange.a_question_revised_in_use, "/questions", "Opening time", "Another title"),
        (strange.different_draws, "/test", "Students were asked different questions.", "wait to be marked"),
        (strange.nobody_answered_anything, "", "The class got 0% of the points", SECURE),
    ],
)
def test_the_page_says_what_can_be_told_and_why_the_rest_cannot(
    room: Room, teacher: FlaskClient, build: Callable[[Room], int], at: str, said: str, unsaid: str
) -> None:
    text = str(Words(teacher.get(f"/assignments/{build(room)}/report{at}").text))
    assert said in text
    assert unsaid not in text


def test_an_essay_that_waits_takes_no_figure_from_the_other_questions(
    app: Flask, room: Room, teacher: FlaskClient, cast: Cast
) -> None:
    choices = [
        {"id": f"one-{place}", "type": "true_false", "prompt": f"Is it {place}?", "answer": True}
        for place in range(3)
    ]
    made = room.quiz_of(*choices, ESSAY)
    for place, person in enumerate(room.people(6)):
        given = {slot: ["true" if place >= slot else "false"] for slot in (1, 2, 3)}
        room.hand_in(made, person, {**given, 4: ["Nine suits us."]})
    with app.app_context():
        found = Analysis(report_for_viewing(db.session.get_one(User, cast.teacher), made))
        # Rights 5, 4 and 3 of 6; scores 0, 1, 2, 3, 3, 3 of 3: variances with n 5/36, 8/36, 9/36 and 4/3.
        assert found.test.kr20 == pytest.approx(100 * 3 / 2 * (1 - (5 + 8 + 9) / 36 / (4 / 3)))
        assert found.test.alpha_low is not None
        assert [one.result.item.number for one in found.by_place.values()] == [1, 2, 3]
        assert sum(one.figures.effective_weight or 0 for one in found.by_place.values()) == pytest.approx(100)


def test_where_some_essays_wait_the_reason_says_so(
    app: Flask, room: Room, teacher: FlaskClient, cast: Cast
) -> None:
    made = strange.an_essay_that_waits_beside_another_question(room)
    room.hand_in(made, room.enrol("Late Gull"), {1: ["true"]})
    with app.app_context():
        found = Analysis(report_for_viewing(db.session.get_one(User, cast.teacher), made))
        assert found.test.reasons["kr20"] == "Some answers wait to be marked."
        assert found.by_place[1].figures.n == 1
