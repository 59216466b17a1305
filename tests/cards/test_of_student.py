"""What a teacher and parents are told of how a student studies: figures with n, and no words of theirs."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quizapp.banks.models import Bank
from quizapp.cards.days import day_of
from quizapp.cards.of_student import OfStudent, of_student
from quizapp.cards.scope import of_class
from quizapp.classes.models import Class
from quizapp.core.cards.progress import Retention
from quizapp.extensions import db
from tests.cards.conftest import WRONG, Studier
from tests.cast import NOW, Cast


@pytest.fixture
def told(app: Flask, cast: Cast) -> Callable[[datetime], OfStudent]:
    """Return what Heron's teacher is told at a moment."""

    def read(now: datetime) -> OfStudent:
        with app.app_context():
            class_ = db.session.get_one(Class, cast.class_)
            return of_student(cast.heron, day_of(now), now, of_class(class_))

    return read


def test_the_figures_follow_from_the_log(
    studier: Studier, told: Callable[[datetime], OfStudent], at: Callable[[datetime], None]
) -> None:
    studier.take()
    studier.take("glossary")
    assert told(NOW) == OfStudent(5, 0, 0, 0, 5, 0, Retention(0, 0), None)
    first, second = studier.cards()[:2]
    studier.rate(first["id"], 4)  # known at once: it comes back in days
    studier.rate(second["id"], 3)
    later = NOW + timedelta(days=20)
    at(later)
    studier.rate(first["id"], 1)
    studier.rate(first["id"], 3)
    soon = later + timedelta(minutes=1)
    assert told(soon) == OfStudent(5, 1, 1, 1, 3, 2, Retention(0, 1), later)


def test_what_was_taken_back_counts_for_nothing(
    studier: Studier, told: Callable[[datetime], OfStudent]
) -> None:
    studier.take()
    studier.rate(studier.cards()[0]["id"], 4)
    studier.client.post("/cards/study/undo", data={"entry": "1"})
    assert told(NOW) == OfStudent(2, 0, 0, 0, 2, 0, Retention(0, 0), None)


def test_what_a_student_wrote_is_nobodys_to_count(
    studier: Studier, teacher: FlaskClient, cast: Cast, told: Callable[[datetime], OfStudent]
) -> None:
    note = {"kind": "basic", "front": "My secret", "back": "Mine"}
    studier.client.post("/cards/notes/new", data=note)
    studier.rate(studier.cards()[0]["id"])
    assert told(NOW).cards == told(NOW).reviews == 0
    student = f"/classes/{cast.class_}/students/{cast.heron}"
    for page in (student, f"{student}/print", f"/classes/{cast.class_}/cards", f"/classes/{cast.class_}"):
        text = teacher.get(page).text
        assert "My secret" not in text
        assert "<b>1</b> of 3 students studied" not in text


def test_another_teachers_own_unit_is_not_counted_nor_shown(
    app: Flask,
    studier: Studier,
    card: int,
    teacher: FlaskClient,
    admin: FlaskClient,
    cast: Cast,
    told: Callable[[datetime], OfStudent],
    at: Callable[[datetime], None],
) -> None:
    for minute, rating in enumerate((3, 1, 1, 1, 1, 1)):
        at(NOW + timedelta(minutes=minute))
        studier.rate(card, rating)
    page = f"/classes/{cast.class_}/cards"
    assert "How many books may a student borrow?" in teacher.get(page).text
    with app.app_context():
        db.session.query(Bank).filter_by(slug="library").one().owner_id = cast.outsider_teacher
        db.session.commit()
    assert told(NOW).cards == 0
    assert "How many books" not in teacher.get(page).text
    assert "How many books" not in admin.get(page).text  # it is not of this class


def test_a_question_missed_for_another_class_is_not_counted(
    app: Flask, studier: Studier, cast: Cast, told: Callable[[datetime], OfStudent]
) -> None:
    studier.quiz(WRONG, cast.assignment)
    studier.home()
    assert told(NOW).cards == len(studier.cards()) > 0
    with app.app_context():
        class_ = db.session.get_one(Class, cast.outsider_class)
        assert of_student(cast.heron, day_of(NOW), NOW, of_class(class_)).cards == 0


def test_the_pages_say_figures_with_n_and_what_to_do_without_any(
    studier: Studier, teacher: FlaskClient, cast: Cast, at: Callable[[datetime], None]
) -> None:
    student = f"/classes/{cast.class_}/students/{cast.heron}"
    assert "Blue Heron has no cards of this class yet." in teacher.get(student).text
    assert "Blue Heron has no flashcards yet." in teacher.get(f"{student}/print").text
    studier.take()
    assert "None were studied yet." in teacher.get(f"{student}/print").text
    card = studier.cards()[0]["id"]
    studier.rate(card, 4)
    at(NOW + timedelta(days=9))
    studier.rate(card, 3)
    page = teacher.get(student).text
    assert "1 of 2" in page
    assert "1 of 1, too few to say" in page
    assert "23 Sep" in page
    sheet = teacher.get(f"{student}/print").text
    assert "Blue Heron has 2 flashcards: 1 learned, 1 not begun; 0 due today." in sheet
    assert "1 review in the last seven days; studied last on 23 Sep" in sheet
    assert "Known when they came back, in the last thirty days: 1 of 1, too few to say." in sheet
    assert 'href="/cards"' in studier.client.get("/progress").text
