"""A quiz with an essay, given to the cast's class, for the tests of marking."""

from typing import Any

from flask.testing import FlaskClient

from quizapp.extensions import db
from quizapp.quizzes.models import Assignment
from tests.cast import Cast, make_quiz

ESSAY: dict[str, Any] = {
    "id": "library-essay",
    "type": "essay",
    "title": "Does it suit you?",
    "prompt": "Do the hours of the library suit your class? Quote them.",
    "points": 6,
    "rubric": [
        {"name": "Quotes", "levels": ["2: Quotes an hour exactly", "1: Names a day", "0: Neither"]},
        {"name": "Reason", "levels": ["1: Gives a reason", "0: Gives none"]},
    ],
    "cites": ["rules/hours"],
}
CHOICE = {
    "id": "library-place",
    "type": "true_false",
    "prompt": "According to the rules, three books may be borrowed.",
    "answer": True,
    "cites": ["rules/loans"],
}


def make_essay_assignment(cast: Cast, **rules: Any) -> Assignment:
    """Give the class a true-or-false question (1 point) and an essay (6 points); the caller commits."""
    made = make_quiz(cast, "Your library", CHOICE, ESSAY, **rules)
    made.slots[1].points = 6.0
    db.session.flush()
    return made


def hand_in(client: FlaskClient, assignment: int, essay: str | None) -> int:
    """Answer the true-or-false question rightly and the essay so (None: not at all); return the attempt."""
    attempt = int(client.post(f"/take/{assignment}").location.rpartition("/")[2])
    client.put(f"/attempts/{attempt}/answers/1", json={"seq": 1, "answer": {"answer": ["true"]}})
    if essay:
        client.put(f"/attempts/{attempt}/answers/2", json={"seq": 1, "answer": {"answer": [essay]}})
    assert client.post(f"/attempts/{attempt}/submit").status_code == 303
    return attempt
