"""A quiz looked at as a student, under the rules of the form; nothing is stored."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quizapp.attempts.models import Answer, Attempt
from quizapp.extensions import db
from quizapp.quizzes.models import Quiz
from tests.attempts.conftest import EIGHT, NINE
from tests.attempts.test_leaks import secrets
from tests.cast import Cast

USUAL = "submitted.submitted.closed.closed.closed"


def look(client: FlaskClient, cast: Cast, query: str = "", **form: Any) -> str:
    path = f"/quizzes/{cast.quiz}/as-student?{query}"
    response = client.post(path, data=form) if form else client.get(path)
    assert response.status_code == 200, response.location
    return re.sub(r"\s+", " ", response.text)


def test_the_cover_says_the_rules(teacher: FlaskClient, cast: Cast) -> None:
    page = look(teacher, cast, "minutes=20&attempts=2&counts=average&way=forward&code=asked")
    assert "Preview: nothing is saved." in page
    assert "20 minutes. The clock starts with you" in page
    assert "2 of 2 left. The average of all scores counts." in page
    assert "you cannot go back" in page
    assert "Here a student types the access code first." in page


def test_answers_travel_through_the_pages_and_are_judged_at_the_end(
    app: Flask, teacher: FlaskClient, cast: Cast
) -> None:
    page = look(teacher, cast, f"shows={USUAL}", go="2", number="1", **{"s1-answer": NINE})
    assert "Question 2 of 5" in page
    assert f'<input type="hidden" name="s1-answer" value="{NINE}">' in page
    answers = {"s1-answer": NINE, "s3-answer": "false"}
    assert "2 of 5 questions answered." in look(teacher, cast, f"shows={USUAL}", go="check", **answers)
    submitted = look(teacher, cast, f"shows={USUAL}", go="submitted", **answers)
    assert "1 of 5. Four to look at again." in submitted
    assert "Right answer" not in submitted
    assert "Right answer" in look(teacher, cast, f"shows={USUAL}", go="closed", **answers)
    with app.app_context():
        assert db.session.query(Attempt).count() == db.session.query(Answer).count() == 0


def test_what_cannot_be_read_comes_back_to_be_mended(teacher: FlaskClient, cast: Cast) -> None:
    page = look(teacher, cast, go="check", number="5", **{"s5-answer": "three"})
    assert "Question 5 of 5" in page
    assert 'value="three"' in page


@pytest.mark.parametrize("shows", ["never.never.never.never.never", "closed.closed.closed.closed.closed"])
def test_the_preview_hides_what_the_rules_hide(
    shows: str, app: Flask, teacher: FlaskClient, cast: Cast
) -> None:
    hidden = secrets(app)
    for go in ("cover", "1", "2", "3", "4", "5", "check", "tell", "submitted"):
        page = look(teacher, cast, f"shows={shows}", go=go, number="1", **{"s1-answer": EIGHT})
        assert not [secret for secret in hidden if secret in page], go


def test_check_shows_and_holds_the_answer(teacher: FlaskClient, cast: Cast) -> None:
    query = "shows=submitted.during.during.during.during"
    page = look(teacher, cast, query, go="tell", number="1", **{"s1-answer": EIGHT})
    assert "Eight is when the school opens." in page
    assert '<input type="hidden" name="checked" value="1">' in page
    again = look(teacher, cast, query, go="1", number="2", checked="1", **{"s1-answer": EIGHT})
    assert "You have checked this answer, so it stands." in again


def test_one_way_goes_on_one_step_at_a_time(teacher: FlaskClient, cast: Cast) -> None:
    assert "Question 2 of 5" in look(teacher, cast, "way=forward", go="2", number="1", reached="1")
    assert "Question 2 of 5" in look(teacher, cast, "way=forward", go="5", number="2", reached="2")
    assert "Question 2 of 5" in look(teacher, cast, "way=forward", go="1", number="2", reached="2")


def test_one_page_shows_all_and_sections_their_words(app: Flask, teacher: FlaskClient, cast: Cast) -> None:
    with app.app_context():
        quiz = db.session.get_one(Quiz, cast.quiz)
        quiz.sections = [{"title": "Part A", "ask": 2}, {"title": "Part B", "intro": "Think twice."}]
        for link in quiz.questions:
            link.section = 1 if link.position < 4 else 2
        db.session.commit()
    page = look(teacher, cast, "way=page", go="1")
    assert "Question 4 of 4" in page
    assert page.index("Part A") < page.index("Part B") < page.index("Think twice.")
    assert "The draw is one of many." in page


def test_rules_that_no_form_makes_are_not_there(teacher: FlaskClient, cast: Cast) -> None:
    assert teacher.get(f"/quizzes/{cast.quiz}/as-student?way=up").status_code == 404
