"""Claims: what is taken for what, the sentences picked as evidence, and the answers behind each figure."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quizapp.core.qtypes.choices import choice_key
from quizapp.extensions import db
from quizapp.quizzes.models import AssignmentSlot
from tests.cast import Cast
from tests.reports.conftest import EIGHT
from tests.reports.sorting import DOOR, NINE, RIGHT, TAKEN_IN, make_sorting_assignment, sort_and_pick
from tests.reports.test_views import words


@pytest.fixture
def base(app: Flask, cast: Cast, enrol: Callable[[str], int]) -> str:
    """Return the report's address: of six, two took the allegation for documented, one left it out."""
    people = [cast.heron, cast.wren, cast.eagle, *map(enrol, ("Little Tern", "Quiet Owl", "Tall Egret"))]
    with app.app_context():
        assignment = make_sorting_assignment(cast)
        heron, wren, eagle, tern, owl, egret = people
        sort_and_pick(assignment, heron, RIGHT, NINE)
        sort_and_pick(assignment, wren, RIGHT, NINE, DOOR)
        sort_and_pick(assignment, eagle, RIGHT, DOOR)
        sort_and_pick(assignment, tern, TAKEN_IN, NINE)
        sort_and_pick(assignment, owl, TAKEN_IN, NINE)
        sort_and_pick(assignment, egret, {"clock": "documented"})
        db.session.commit()
        return f"/assignments/{assignment.id}/report"


def test_it_says_how_often_what_is_alleged_is_taken_for_documented(base: str, teacher: FlaskClient) -> None:
    page = words(teacher, f"{base}/claims")
    assert "2 of 5 answers about what is alleged took it for documented (40%)." in page
    text = teacher.get(f"{base}/claims").text
    assert 'aria-label="Alleged taken for documented: 2, 40%"' in text
    assert 'aria-label="Documented taken for documented: 6, 100%, right"' in text


def test_a_cell_of_the_table_opens_who_answered_so(base: str, teacher: FlaskClient) -> None:
    page = words(teacher, f"{base}/answers?is=alleged&said=documented")
    assert "Alleged taken for documented" in page
    assert "Little Tern" in page
    assert "Quiet Owl" in page
    assert "Blue Heron" not in page
    assert "2 answers." in page


def test_the_class_is_shown_by_kind_of_claim_and_by_who_says_it(base: str, teacher: FlaskClient) -> None:
    page = words(teacher, f"{base}/claims")
    # Alleged is question 1: three got all, two 2 of 3, one 1 of 3. Documented is question 2: 3 of 6 points.
    assert "Alleged 1 78% Mostly · n 6" in page.replace("178%", "1 78%")
    assert "Documented 2 50% Shaky · n 6" in page.replace("250%", "2 50%")
    assert "a reader alleged 1" in page
    assert "the timetable documented 2" in page
    assert "6 answers" in words(teacher, f"{base}/answers?claim=alleged")
    assert "Answers about what a reader says" in words(teacher, f"{base}/answers?by=a+reader")


def test_a_dropped_question_tells_nothing_of_claims(app: Flask, base: str, teacher: FlaskClient) -> None:
    number = int(base.split("/")[2])
    with app.app_context():
        db.session.get_one(AssignmentSlot, (number, 1)).treatment = "dropped"
        db.session.commit()
    page = words(teacher, f"{base}/claims")
    assert "No question of this quiz asks to sort claims" in page
    assert "Question dropped" in page


def test_a_quiz_without_claims_to_sort_says_so(
    five: dict[str, int], cast: Cast, teacher: FlaskClient
) -> None:
    page = words(teacher, f"/assignments/{cast.assignment}/report/claims")
    assert "No question of this quiz asks to sort claims, so it cannot tell." in page
    assert "Documented 1, 2, 3, 4 and 5 70% Mixed · n 5" in page.replace("570%", "5 70%")


def test_before_anyone_handed_in_the_page_says_what_will_be_there(cast: Cast, teacher: FlaskClient) -> None:
    assert "No answers yet" in words(teacher, f"/assignments/{cast.assignment}/report/claims")


# ---- evidence


def test_the_reading_shows_which_sentences_were_picked_and_how_often(base: str, teacher: FlaskClient) -> None:
    text = teacher.get(f"{base}/reading").text
    assert "Picked as evidence in" in text
    assert f'aria-label="4: who answered {NINE}"' in text
    assert f'aria-label="2: who answered {DOOR}"' in text
    assert 'aria-label="1: who answered no answer"' in text


def test_a_sentence_opens_who_picked_it(base: str, teacher: FlaskClient) -> None:
    page = words(teacher, f"{base}/answers?question=2&answer={choice_key(DOOR)}")
    assert "2 answers." in page
    assert "Grey Wren" in page
    assert "Sea Eagle" in page
    assert "Tall Egret no answer" in words(teacher, f"{base}/answers?question=2&answer=none")


# ---- addresses that lead nowhere


@pytest.mark.parametrize(
    "query",
    [
        "question=99",
        "question=x",
        "question=²",
        "question=1&answer=00000000",
        "passage=99999",
        "passage=x",
        "claim=rumoured",
        "claim=predicted",
        "by=nobody",
        "is=alleged",
        "is=alleged&said=x",
        "student=99999",
        "is=alleged&said=documented",
    ],
)
def test_answers_that_the_report_does_not_have_are_not_found(
    query: str, five: dict[str, int], cast: Cast, teacher: FlaskClient
) -> None:
    assert teacher.get(f"/assignments/{cast.assignment}/report/answers?{query}").status_code == 404


def test_a_wrong_answer_opens_who_gave_it(five: dict[str, int], cast: Cast, teacher: FlaskClient) -> None:
    page = words(teacher, f"/assignments/{cast.assignment}/report/answers?question=1&answer={EIGHT}")
    assert "Only those who answered “At eight”. 3 answers." in page
    assert "Right answer: At nine" in page


def test_each_bar_of_the_questions_opens_who_gave_that_answer(
    five: dict[str, int], cast: Cast, teacher: FlaskClient
) -> None:
    base = f"/assignments/{cast.assignment}/report"
    page = teacher.get(f"{base}/questions").text
    assert (
        f'href="{base}/answers?question=1&amp;answer={EIGHT}" aria-label="3: who answered At eight"' in page
    )
    assert f'href="{base}/answers?question=4&amp;answer=none" aria-label="3: who answered no answer"' in page
