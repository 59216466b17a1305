"""A term of the cast: quizzes given, sat and scored, made in a blink and graded as real ones are."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from quizapp.attempts.models import Answer, Attempt
from quizapp.banks.service import content_of
from quizapp.classes.models import Class, Enrolment
from quizapp.core.attempts.scoring import Asked, grade_attempt
from quizapp.core.qtypes.choices import choice_key
from quizapp.extensions import db
from quizapp.progress.gradebook import read_gradebook
from quizapp.quizzes.models import Assignment, Quiz
from quizapp.web import clock
from quizapp.web.filters import percent
from tests.cast import NOW, Cast, make_assignment

NINE, EIGHT = choice_key("At nine"), choice_key("At eight")
TWO_BOOKS, THREE_BOOKS = choice_key("Two books for a week"), choice_key("Three books for two weeks")

# What each slot of "Library check" is answered with. Questions 1 and 3 are about ¶ 1.1, the others ¶ 1.2.
ALL_RIGHT = {1: [NINE], 2: [TWO_BOOKS, THREE_BOOKS], 3: ["true"], 4: ["Amsel"], 5: ["3"]}
FOUR_RIGHT = {**ALL_RIGHT, 1: [EIGHT]}
TWO_RIGHT = {1: [EIGHT], 3: ["true"], 5: ["3"]}
ALL_WRONG = {1: [EIGHT], 2: [choice_key("Four books for a week")], 3: ["false"], 4: ["Ms Okafor"], 5: ["7"]}

DAY = timedelta(days=1)
Give = Callable[..., int]
Sit = Callable[..., int]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Return what sets the clock. It stands at NOW."""

    def set_clock(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    set_clock(NOW)
    return set_clock


@pytest.fixture
def since_september(app: Flask, cast: Cast) -> None:
    """Let the class have been there for a month: who joins later has missed nothing."""
    with app.app_context():
        for row in db.session.query(Enrolment):
            row.created_at = NOW - 30 * DAY
        db.session.commit()


@pytest.fixture
def give(app: Flask, cast: Cast, since_september: None) -> Give:
    """Return what gives the quiz of the cast again: give(days ago, **rules), open for a day."""

    def make(days_ago: int, **rules: Any) -> int:
        with app.app_context():
            quiz, class_ = db.session.get_one(Quiz, cast.quiz), db.session.get_one(Class, cast.class_)
            opened = NOW - days_ago * DAY
            rules = {"opens_at": opened, "closes_at": opened + DAY, **rules}
            made = make_assignment(quiz, class_, **rules).id
            db.session.commit()
            return made

    return make


@pytest.fixture
def only_given(app: Flask, cast: Cast) -> None:
    """Take the assignment of the cast away, so that a term holds what a test gives alone."""
    with app.app_context():
        db.session.delete(db.session.get_one(Assignment, cast.assignment))
        db.session.commit()


@pytest.fixture
def sit(app: Flask, cast: Cast) -> Sit:
    """Return what stores an attempt: sit(assignment, user, answers), handed in ten minutes after opening."""

    def make(
        assignment_id: int,
        user_id: int,
        answers: dict[int, list[str]],
        *,
        number: int = 1,
        submitted: bool = True,
        **columns: Any,
    ) -> int:
        with app.app_context():
            assignment = db.session.get_one(Assignment, assignment_id)
            asked = [Asked(row.slot, content_of(row.revision), row.points) for row in assignment.slots]
            stored = {}
            for one in asked:
                if one.slot in answers:
                    raw = {"answer": answers[one.slot]}
                    response = one.question.qtype.parse(one.question.content, raw)
                    stored[one.slot] = response.model_dump_json()
            result = grade_attempt(asked, stored)
            began = assignment.opens_at + timedelta(minutes=10 * number)
            graded: dict[str, Any] = {
                "state": "submitted",
                "submitted_at": began + timedelta(minutes=9),
                "submitted_by": "student",
                "score": result.total,
                "max_score": result.maximum,
                "vector": list(result.vector),
            }
            attempt = Attempt(
                assignment_id=assignment_id,
                user_id=user_id,
                number=number,
                seed=0,
                layout=[[row.slot, row.revision_id] for row in assignment.slots],
                started_at=began,
                **{**(graded if submitted else {"state": "open"}), **columns},
            )
            attempt.answers = [
                Answer(slot=slot, seq=1, response=response, saved_at=began)
                for slot, response in stored.items()
            ]
            db.session.add(attempt)
            db.session.commit()
            return attempt.id

    return make


@pytest.fixture
def figures(app: Flask, cast: Cast) -> Callable[[], dict[str, str]]:
    """Return what reads the figures of the class now, by name, in whole percent."""

    def read() -> dict[str, str]:
        with app.app_context():
            book = read_gradebook(db.session.get_one(Class, cast.class_), now=clock.now())
            return {line.name: percent(line.grade.share) for line in book.lines}

    return read
