"""The quizzes that come with a bank."""

from collections.abc import Iterator

import pytest
from flask import Flask

from quizapp.banks.models import Bank
from quizapp.core.bank.model import ReadyQuiz, Unit, UnitMeta
from quizapp.extensions import db
from quizapp.quizzes.models import Quiz
from quizapp.quizzes.ready_made import load_ready_made
from tests.cast import NOW, Cast

CHECK = ReadyQuiz(id="check", title="A check", time_limit=20, questions=("loans-count", "hours-door"))


def unit(*quizzes: ReadyQuiz) -> Unit:
    return Unit(UnitMeta(id="library", title="The school library"), quizzes=quizzes)


@pytest.fixture
def bank(app: Flask, cast: Cast) -> Iterator[Bank]:
    with app.app_context():
        yield db.session.get_one(Bank, cast.bank)


def ready() -> list[tuple[str, list[str], bool]]:
    db.session.expire_all()
    return [
        (row.title, [link.question.slug for link in row.questions], row.archived_at is None)
        for row in db.session.query(Quiz).filter(Quiz.slug.is_not(None)).order_by(Quiz.id)
    ]


def test_loading_twice_makes_one(bank: Bank) -> None:
    load_ready_made(bank, unit(CHECK), NOW)
    load_ready_made(bank, unit(CHECK), NOW)
    assert ready() == [("A check", ["loans-count", "hours-door"], True)]


def test_a_changed_file_changes_the_quiz(bank: Bank) -> None:
    first = load_ready_made(bank, unit(CHECK), NOW)[0].id
    changed = CHECK.model_copy(update={"title": "Anew", "questions": ("hours-door", "hours-opening")})
    assert load_ready_made(bank, unit(changed), NOW)[0].id == first
    assert ready() == [("Anew", ["hours-door", "hours-opening"], True)]


def test_one_that_left_the_file_is_archived_and_comes_back_with_it(bank: Bank) -> None:
    load_ready_made(bank, unit(CHECK), NOW)
    load_ready_made(bank, unit(), NOW)
    assert [shown for _, _, shown in ready()] == [False]
    load_ready_made(bank, unit(CHECK), NOW)
    assert [shown for _, _, shown in ready()] == [True]


def test_a_question_that_is_not_in_the_bank_is_left_out(bank: Bank) -> None:
    load_ready_made(bank, unit(CHECK.model_copy(update={"questions": ("hours-door", "gone")})), NOW)
    assert ready() == [("A check", ["hours-door"], True)]


def test_a_teachers_own_quiz_is_left_alone(bank: Bank, cast: Cast) -> None:
    load_ready_made(bank, unit(), NOW)
    quiz = db.session.get_one(Quiz, cast.quiz)
    assert (quiz.title, quiz.archived_at) == ("Library check", None)
