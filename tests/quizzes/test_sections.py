"""The sections of a quiz, draws, and what an assignment pins of them."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from quizapp.extensions import db
from quizapp.quizzes import sections, service
from quizapp.quizzes.models import Assignment, Quiz
from quizapp.quizzes.service import policy_of
from tests.cast import NOW, Cast
from tests.quizzes.test_assigning import sent


@pytest.fixture(autouse=True)
def _on_that_monday() -> Iterator[None]:
    with time_machine.travel(NOW.replace(hour=12), tick=False):
        yield


def form(cast: Cast, **more: Any) -> dict[str, Any]:
    return {"title": "Library check", "intro": "", "time_limit": "", **more}


def layout(app: Flask, cast: Cast) -> list[int]:
    with app.app_context():
        return [link.section for link in db.session.get_one(Quiz, cast.quiz).questions]


def test_a_draw_is_said_once_and_pinned_with_the_assignment(
    app: Flask, teacher: FlaskClient, cast: Cast
) -> None:
    edit = f"/quizzes/{cast.quiz}/edit"
    assert teacher.post(edit, data=form(cast, **{"sections-0-ask": "3"})).status_code == 303
    assert "Each attempt draws 3 of these 5" in teacher.get(f"/quizzes/{cast.quiz}").text
    assert "<b>3</b> of 5 questions for each student" in teacher.get(f"/quizzes/{cast.quiz}/assign").text
    assert teacher.post(f"/quizzes/{cast.quiz}/assign", data=sent(cast)).status_code == 303
    teacher.post(edit, data=form(cast, **{"sections-0-ask": ""}))
    with app.app_context():
        row = db.session.query(Assignment).order_by(Assignment.id.desc()).first()
        assert row
        assert [one.ask for one in policy_of(row).sections] == [3]
        assert [slot.about for slot in row.slots][:2] == [
            [["rules/hours"], "remember"],
            [["rules/loans"], "remember"],
        ]
        assert db.session.get_one(Quiz, cast.quiz).sections == []


def test_sections_are_made_filled_and_taken_away(app: Flask, teacher: FlaskClient, cast: Cast) -> None:
    edit = f"/quizzes/{cast.quiz}/edit"
    teacher.post(edit, data=form(cast, **{"new-section": "1"}))
    assert layout(app, cast) == [1, 1, 1, 1, 1]
    with app.app_context():
        last = db.session.get_one(Quiz, cast.quiz).questions[-1].question_id
    titles = {"sections-0-title": "Hours", "sections-1-title": "Loans", "sections-1-intro": "Think."}
    teacher.post(edit, data=form(cast, down=str(last), **titles))
    assert layout(app, cast) == [1, 1, 1, 1, 2]
    page = teacher.get(f"/quizzes/{cast.quiz}").text
    assert page.index("Hours") < page.index("Loans")
    teacher.post(edit, data=form(cast, **titles, **{"drop-section": "2"}))
    assert layout(app, cast) == [1, 1, 1, 1, 1]


def test_a_question_goes_over_the_edge_of_its_section_first(app: Flask, cast: Cast) -> None:
    with app.app_context():
        quiz = db.session.get_one(Quiz, cast.quiz)
        sections.add_section(quiz)
        ids = [link.question_id for link in quiz.questions]
        service.move_question(quiz, ids[4], 1)
        service.move_question(quiz, ids[3], 1)
        assert [link.section for link in quiz.questions] == [1, 1, 1, 2, 2]
        service.move_question(quiz, ids[3], 1)
        assert [link.question_id for link in quiz.questions] == [*ids[:3], ids[4], ids[3]]
        service.move_question(quiz, ids[4], -1)
        assert [link.section for link in quiz.questions] == [1, 1, 1, 1, 2]


def test_a_copy_has_the_same_sections(app: Flask, teacher: FlaskClient, cast: Cast) -> None:
    teacher.post(f"/quizzes/{cast.quiz}/edit", data=form(cast, **{"sections-0-ask": "2"}))
    made = int(teacher.post(f"/quizzes/{cast.quiz}/copy").location.rsplit("/", 1)[1])
    with app.app_context():
        assert sections.count_asked(db.session.get_one(Quiz, made)) == 2


def test_a_quick_quiz_can_draw_for_each_student(app: Flask, teacher: FlaskClient, cast: Cast) -> None:
    page = teacher.get("/quizzes/quick").text
    ticked = [part.split('"')[0] for part in page.split('name="passages" id="passages-')[1:]]
    assert ticked == ["0", "1"]
    types = ["multiple_choice", "multiple_response", "true_false", "short_text", "numeric"]
    data = {"count": "2", "draw": "y", "types": types, "passages": ["1", "2"], "title": ""}
    response = teacher.post("/quizzes/quick", data=data)
    assert response.status_code == 303
    with app.app_context():
        quiz = db.session.query(Quiz).order_by(Quiz.id.desc()).first()
        assert quiz
        assert (len(quiz.questions), sections.count_asked(quiz)) == (5, 2)


# ---- kinds of quizzes, ways through, a code


@pytest.mark.parametrize(
    ("kind", "holds"),
    [
        ("homework", {"attempts_allowed": 2, "one_page": False}),
        ("test", {"attempts_allowed": 1, "time_limit": 1800, "shuffle_questions": True}),
        ("practice", {"attempts_allowed": None, "closes_at": None}),
        ("in-class", {"forward_only": True, "attempts_allowed": 1}),
    ],
)
def test_a_kind_fills_the_form_and_gives_nothing_yet(
    kind: str, holds: dict[str, Any], app: Flask, teacher: FlaskClient, cast: Cast
) -> None:
    before = count(app)
    path = f"/quizzes/{cast.quiz}/assign"
    filled = teacher.post(path, data={**sent(cast), "kind": kind})
    assert filled.status_code == 200
    assert f'value="{cast.class_}" checked' in filled.text
    assert count(app) == before
    assert teacher.post(path, data=fields_of(filled.text)).status_code == 303
    with app.app_context():
        row = db.session.query(Assignment).order_by(Assignment.id.desc()).first()
        assert {name: getattr(row, name) for name in holds} == holds
        assert bool(row.access_code) == (kind == "in-class")


def count(app: Flask) -> int:
    with app.app_context():
        return db.session.query(Assignment).count()


def fields_of(page: str) -> dict[str, Any]:
    """Return what a browser would send of the form, as it came."""
    found: dict[str, list[str]] = {}
    chosen: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            has = dict(attrs)
            if tag == "select":
                chosen.append(has["name"] or "")
            elif tag == "option" and "selected" in has:
                found.setdefault(chosen[-1], []).append(has["value"] or "")
            elif tag == "input" and (has.get("type") not in ("radio", "checkbox") or "checked" in has):
                found.setdefault(str(has["name"]), []).append(has.get("value") or "")

    Reader().feed(page)
    return found


def test_the_form_keeps_the_way_the_code_and_what_counts(
    app: Flask, teacher: FlaskClient, cast: Cast
) -> None:
    data = sent(cast, way="page", access_code=" QQZ-11K ", combine="average", attempts="3")
    assert teacher.post(f"/quizzes/{cast.quiz}/assign", data=data).status_code == 303
    with app.app_context():
        row = db.session.query(Assignment).order_by(Assignment.id.desc()).first()
        assert row
        assert (row.one_page, row.forward_only, row.access_code, row.combine) == (
            True,
            False,
            "QQZ-11K",
            "average",
        )
    assert "QQZ-11K" in teacher.get(f"/assignments/{row.id}/code").text


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"access_code": "ab"}, "Write a code of 4 to 20 letters and figures"),
        ({"access_code": "----- -----"}, "Write a code of 4 to 20 letters and figures"),
        ({"way": "page", "review": "check"}, "On one page nothing can be checked question by question"),
        ({"way": "up"}, "Choose one of the list."),
        ({"combine": "median"}, "Choose one of the list."),
    ],
)
def test_what_the_form_cannot_mean_is_said(
    change: dict[str, str], says: str, teacher: FlaskClient, cast: Cast
) -> None:
    response = teacher.post(f"/quizzes/{cast.quiz}/assign", data=sent(cast, **change))
    assert (response.status_code, says in response.text) == (422, True)


def test_the_preview_button_shows_these_rules_and_gives_nothing(
    app: Flask, teacher: FlaskClient, cast: Cast
) -> None:
    before = count(app)
    data = sent(cast, classes=[], preview="1", way="forward", review="score")
    response = teacher.post(f"/quizzes/{cast.quiz}/assign", data=data)
    assert response.status_code == 303
    assert response.location.startswith(f"/quizzes/{cast.quiz}/as-student?")
    assert "way=forward" in response.location
    assert "minutes=20" in response.location
    assert "shows=submitted.never.never.never.never" in response.location
    assert count(app) == before
