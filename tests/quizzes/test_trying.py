"""Trying a quiz as a student would."""

import json

from flask import Flask
from flask.testing import FlaskClient

from quizapp.attempts.models import Answer, Attempt
from quizapp.banks.models import Question
from quizapp.banks.service import content_of
from quizapp.core.qtypes.choices import choice_key
from quizapp.extensions import db
from tests.cast import Cast

RIGHT = {
    "s1-answer": choice_key("At nine"),
    "s2-answer": [choice_key("Two books for a week"), choice_key("Three books for two weeks")],
    "s3-answer": "true",
    "s4-answer": "amsel",
    "s5-answer": "3",
}


def test_the_preview_asks_everything_and_holds_no_key(app: Flask, teacher: FlaskClient, cast: Cast) -> None:
    page = teacher.get(f"/quizzes/{cast.quiz}/preview").text
    assert "Preview: nothing is saved" in page
    with app.app_context():
        for question in db.session.query(Question).filter_by(status="approved"):
            known = content_of(question.current)
            assert known.content.prompt in page
            for secret in known.qtype.secrets(known.content):
                assert secret not in page, (question.slug, secret)


def test_right_answers_earn_every_point_and_nothing_is_stored(
    app: Flask, teacher: FlaskClient, cast: Cast
) -> None:
    response = teacher.post(f"/quizzes/{cast.quiz}/preview", data=RIGHT)
    assert response.status_code == 200
    assert "5 of 5" in response.text
    assert "The first sentence says so." in response.text
    assert "The library opens at nine on school days." in response.text
    with app.app_context():
        assert db.session.query(Attempt).count() == db.session.query(Answer).count() == 0


def test_an_empty_preview_is_all_blank(teacher: FlaskClient, cast: Cast) -> None:
    page = teacher.post(f"/quizzes/{cast.quiz}/preview", data={}).text
    assert "0 of 5" in page
    assert page.count("No answer") >= 5


def test_an_answer_that_cannot_be_read_is_to_be_mended_and_nothing_is_told(
    app: Flask, teacher: FlaskClient, cast: Cast
) -> None:
    response = teacher.post(f"/quizzes/{cast.quiz}/preview", data={**RIGHT, "s5-answer": "three and a bit"})
    assert response.status_code == 422
    assert "Some answers could not be read" in response.text
    assert "three and a bit" in response.text
    with app.app_context():
        for question in db.session.query(Question).filter_by(status="approved"):
            known = content_of(question.current)
            typed = json.dumps(RIGHT)
            for secret in known.qtype.secrets(known.content):
                assert secret not in response.text or secret.casefold() in typed, secret


def test_a_quiz_without_questions_says_so(app: Flask, teacher: FlaskClient, cast: Cast) -> None:
    with app.app_context():
        db.session.query(Question).update({"status": "draft"})
        db.session.commit()
    assert "Nothing to try yet" in teacher.get(f"/quizzes/{cast.quiz}/preview").text
    assert "0 of 0" in teacher.post(f"/quizzes/{cast.quiz}/preview").text
