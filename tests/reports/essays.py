"""A quiz with an essay, given to the cast's class, for the tests of marking."""

from typing import Any

from flask.testing import FlaskClient

from quizapp.banks.models import Bank
from quizapp.banks.service import add_question
from quizapp.core.bank.model import read_question
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment, Quiz, QuizQuestion
from tests.cast import COMMON, NOW, Cast, make_assignment

ESSAY: dict[str, Any] = {
    **COMMON,
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
    **COMMON,
    "id": "library-place",
    "type": "true_false",
    "prompt": "According to the rules, three books may be borrowed.",
    "answer": True,
    "cites": ["rules/loans"],
}


def make_essay_assignment(cast: Cast, **rules: Any) -> Assignment:
    """Give the class a true-or-false question (1 point) and an essay (6 points); the caller commits."""
    bank = db.session.get_one(Bank, cast.bank)
    old = db.session.get_one(Assignment, cast.assignment)
    quiz = Quiz(owner_id=cast.teacher, bank=bank, title="Your library", intro="", created_at=NOW)
    for position, mapping in enumerate((CHOICE, ESSAY), 1):
        question, findings = read_question(mapping)
        assert question, findings
        row = add_question(bank, question, author=None, now=NOW)
        quiz.questions.append(QuizQuestion(question=row, position=position))
    db.session.add(quiz)
    db.session.flush()
    made = make_assignment(quiz, old.class_, **rules)
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
