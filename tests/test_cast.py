"""The cast itself: what every other test stands on."""

from flask import Flask

from quizapp.attempts.models import Attempt
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment
from tests.cast import Cast


def test_the_quiz_of_the_cast_asks_one_question_of_each_first_type(app: Flask, cast: Cast) -> None:
    with app.app_context():
        slots = db.session.get(Assignment, cast.assignment).slots
        assert [slot.revision.type for slot in slots] == [
            "multiple_choice",
            "multiple_response",
            "true_false",
            "short_text",
            "numeric",
        ]


def test_nobody_of_the_cast_has_begun(app: Flask) -> None:
    with app.app_context():
        assert db.session.query(Attempt).count() == 0
