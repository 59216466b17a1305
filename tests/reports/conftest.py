"""Attempts that were handed in, for the tests of reports: made in a blink, graded as real ones are."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from quizapp.accounts.models import User
from quizapp.attempts.models import Answer, Attempt
from quizapp.banks.models import Passage, Reading
from quizapp.banks.service import content_of
from quizapp.classes.models import Enrolment
from quizapp.core.attempts.scoring import Asked, grade_attempt
from quizapp.core.qtypes.choices import choice_key
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment
from tests.cast import NOW, Cast

NINE, EIGHT = choice_key("At nine"), choice_key("At eight")
TWO_BOOKS, THREE_BOOKS = choice_key("Two books for a week"), choice_key("Three books for two weeks")

# What each slot of "Library check" is answered with; a slot left out is a blank.
ALL_RIGHT = {1: [NINE], 2: [TWO_BOOKS, THREE_BOOKS], 3: ["true"], 4: ["Amsel"], 5: ["3"]}
HALF_RIGHT = {1: [EIGHT], 2: [TWO_BOOKS], 3: ["true"], 5: ["3"]}  # 2.5 of 5
ALL_WRONG = {1: [EIGHT], 2: [choice_key("Four books for a week")], 3: ["false"], 4: ["Ms Okafor"], 5: ["7"]}

HOURS_LOST = ALL_RIGHT | {1: [EIGHT], 3: ["false"]}  # 3 of 5: nothing of ¶ 1.1, all of ¶ 1.2

Sit = Callable[..., int]


@pytest.fixture
def sit(app: Flask, cast: Cast) -> Sit:
    """Return what stores an attempt: sit(user id, answers), handed in unless submitted=False."""

    def make(user_id: int, answers: dict[int, list[str]], *, number: int = 1, submitted: bool = True) -> int:
        with app.app_context():
            assignment = db.session.get(Assignment, cast.assignment)
            asked = [Asked(row.slot, content_of(row.revision), row.points) for row in assignment.slots]
            stored = {
                one.slot: one.question.qtype.parse(
                    one.question.content, {"answer": answers[one.slot]}
                ).model_dump_json()
                for one in asked
                if one.slot in answers
            }
            result = grade_attempt(asked, stored)
            graded: dict[str, Any] = {
                "state": "submitted",
                "submitted_at": NOW + timedelta(minutes=10 * number),
                "submitted_by": "student",
                "score": result.total,
                "max_score": result.maximum,
                "vector": list(result.vector),
            }
            attempt = Attempt(
                assignment_id=cast.assignment,
                user_id=user_id,
                number=number,
                seed=0,
                layout=[[row.slot, row.revision_id] for row in assignment.slots],
                started_at=NOW + timedelta(minutes=10 * number - 9),
                **(graded if submitted else {"state": "open"}),
            )
            attempt.answers = [
                Answer(slot=slot, seq=1, response=response, saved_at=NOW) for slot, response in stored.items()
            ]
            db.session.add(attempt)
            db.session.commit()
            return attempt.id

    return make


@pytest.fixture
def enrol(app: Flask, cast: Cast) -> Callable[[str], int]:
    """Return what adds a student to Ms Okafor's class."""

    def make(name: str) -> int:
        with app.app_context():
            user = User(role="student", name=name, created_at=NOW)
            db.session.add(
                Enrolment(class_id=cast.class_, user=user, name_key=name.casefold(), created_at=NOW)
            )
            db.session.commit()
            return user.id

    return make


@pytest.fixture
def five(cast: Cast, sit: Sit, enrol: Callable[[str], int]) -> dict[str, int]:
    """Blue Heron and Grey Wren got everything, three others half; Sea Eagle has not begun.

    Returns the attempts by name. Mean 3.5, median 2.5 of 5.
    """
    return {
        "Blue Heron": sit(cast.heron, ALL_RIGHT),
        "Grey Wren": sit(cast.wren, ALL_RIGHT),
        **{name: sit(enrol(name), HALF_RIGHT) for name in ("Little Tern", "Quiet Owl", "Tall Egret")},
    }


@pytest.fixture
def lost(cast: Cast, sit: Sit, enrol: Callable[[str], int]) -> dict[str, int]:
    """Blue Heron and Grey Wren got everything; three others missed ¶ 1.1, which the class knows by 40%."""
    return {
        "Blue Heron": sit(cast.heron, ALL_RIGHT),
        "Grey Wren": sit(cast.wren, ALL_RIGHT),
        **{name: sit(enrol(name), HOURS_LOST) for name in ("Little Tern", "Quiet Owl", "Tall Egret")},
    }


@pytest.fixture
def passages(app: Flask, cast: Cast) -> dict[str, int]:
    """Return the ids of the passages by their slugs."""
    with app.app_context():
        return {one.slug: one.id for one in db.session.query(Passage).join(Reading).filter_by(slug="rules")}
