"""Classes and quizzes at the edge, for the tests of reports: each makes one and returns its assignment."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask

from quizapp.attempts.models import Answer, Attempt
from quizapp.banks.models import Question
from quizapp.banks.service import add_revision, content_of
from quizapp.classes.models import Enrolment
from quizapp.core.attempts.scoring import Asked, Treatment, grade_attempt
from quizapp.core.bank.model import read_question
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment
from tests.cast import NOW, Cast, make_quiz
from tests.reports.conftest import ALL_RIGHT, ALL_WRONG, HALF_RIGHT, Sit
from tests.reports.essays import ESSAY, make_essay_assignment

Answers = dict[int, list[str]]


class Room:
    """The cast's school, and what it takes to fill a class of it."""

    def __init__(self, app: Flask, cast: Cast, sit: Sit, enrol: Callable[[str], int]) -> None:
        self.app, self.cast, self._sit, self.enrol = app, cast, sit, enrol

    def people(self, number: int) -> list[int]:
        """Return that many students, those of the cast first."""
        known = [self.cast.heron, self.cast.wren, self.cast.eagle]
        return (known + [self.enrol(f"Tern {place}") for place in range(number - 3)])[:number]

    def all_answer(self, *answers: Answers) -> int:
        """Let students hand in "Library check", one with each of the answers."""
        for person, given in zip(self.people(len(answers)), answers, strict=True):
            self._sit(person, given)
        return self.cast.assignment

    def again(self, person: int, answers: Answers, number: int) -> None:
        self._sit(person, answers, number=number)

    def treat(self, treatment: str, *slots: int) -> None:
        """Drop questions, or give everyone their points, and grade the attempts anew."""
        with self.app.app_context():
            assignment = db.session.get_one(Assignment, self.cast.assignment)
            for row in assignment.slots:
                if row.slot in slots:
                    row.treatment = treatment
            for attempt in db.session.query(Attempt).filter_by(assignment_id=assignment.id):
                self.grade(assignment, attempt)
            db.session.commit()

    def grade(self, assignment: Assignment, attempt: Attempt) -> None:
        """Store what the answers of an attempt earn."""
        asked = [
            Asked(row.slot, content_of(row.revision), row.points, treatment=Treatment(row.treatment))
            for row in assignment.slots
        ]
        graded = grade_attempt(asked, {one.slot: one.response for one in attempt.answers if one.response})
        attempt.score, attempt.max_score = graded.total, graded.maximum
        attempt.vector, attempt.by_hand, attempt.unmarked = (
            list(graded.vector),
            graded.by_hand,
            graded.waiting,
        )

    def hand_in(self, number: int, person: int, answers: Answers) -> None:
        """Let a student hand in any assignment."""
        with self.app.app_context():
            assignment = db.session.get_one(Assignment, number)
            attempt = Attempt(
                assignment_id=number,
                user_id=person,
                number=1,
                seed=0,
                layout=[[row.slot, row.revision_id] for row in assignment.slots],
                started_at=NOW,
                state="submitted",
                submitted_at=NOW + timedelta(minutes=5),
                submitted_by="student",
            )
            for row in assignment.slots:
                if row.slot in answers:
                    question = content_of(row.revision)
                    response = question.qtype.parse(question.content, {"answer": answers[row.slot]})
                    text = response.model_dump_json()
                    attempt.answers.append(Answer(slot=row.slot, seq=1, response=text, saved_at=NOW))
            self.grade(assignment, attempt)
            db.session.add(attempt)
            db.session.commit()

    def quiz_of(self, *mappings: dict[str, Any], **rules: Any) -> int:
        """Give the class a quiz of new questions."""
        with self.app.app_context():
            made = make_quiz(self.cast, "Another", *mappings, **rules).id
            db.session.commit()
            return made

    def take_out(self, *people: int) -> None:
        """Take students out of the class."""
        with self.app.app_context():
            for row in db.session.query(Enrolment).filter(Enrolment.user_id.in_(people)):
                row.removed_at = NOW
            db.session.commit()


def nobody_in_the_class(room: Room) -> int:
    room.take_out(*room.people(3))
    return room.cast.assignment


def nobody_has_handed_in(room: Room) -> int:
    return room.cast.assignment


def one_student(room: Room) -> int:
    return room.all_answer(HALF_RIGHT)


def two_students(room: Room) -> int:
    return room.all_answer(ALL_RIGHT, HALF_RIGHT)


def everyone_perfect(room: Room) -> int:
    return room.all_answer(*[ALL_RIGHT] * 6)


def nobody_answered_anything(room: Room) -> int:
    return room.all_answer(*[{}] * 6)


def everything_wrong(room: Room) -> int:
    return room.all_answer(*[ALL_WRONG] * 6)


def one_question(room: Room) -> int:
    made = room.quiz_of({"id": "one", "type": "true_false", "prompt": "One?", "answer": True})
    for place, person in enumerate(room.people(6)):
        room.hand_in(made, person, {1: ["true" if place % 2 else "false"]})
    return made


def essays_that_wait(room: Room) -> int:
    made = room.quiz_of(ESSAY, {**ESSAY, "id": "second-essay"})
    for person in room.people(6):
        room.hand_in(made, person, {1: ["Nine suits us."], 2: ["It does not."]})
    return made


def an_essay_that_waits_beside_another_question(room: Room) -> int:
    with room.app.app_context():
        made = make_essay_assignment(room.cast).id
        db.session.commit()
    for place, person in enumerate(room.people(6)):
        room.hand_in(made, person, {1: ["true" if place else "false"], 2: ["Nine suits us."]})
    return made


def a_question_dropped(room: Room) -> int:
    made = room.all_answer(ALL_RIGHT, ALL_RIGHT, HALF_RIGHT, HALF_RIGHT, ALL_WRONG, {})
    room.treat("dropped", 1)
    return made


def all_questions_dropped(room: Room) -> int:
    made = room.all_answer(ALL_RIGHT, ALL_RIGHT, HALF_RIGHT, HALF_RIGHT, ALL_WRONG, {})
    room.treat("dropped", 1, 2, 3, 4, 5)
    return made


def full_marks_for_everyone(room: Room) -> int:
    made = room.all_answer(ALL_RIGHT, ALL_RIGHT, HALF_RIGHT, HALF_RIGHT, ALL_WRONG, {})
    room.treat("full", 1, 2, 3, 4, 5)
    return made


def most_withdrawn(room: Room) -> int:
    made = room.all_answer(*[ALL_RIGHT, HALF_RIGHT] * 3)
    room.take_out(*room.people(3))
    return made


def several_attempts(room: Room) -> int:
    made = room.all_answer(*[HALF_RIGHT] * 6)
    for person in room.people(3):
        room.again(person, ALL_RIGHT, 2)
        room.again(person, ALL_WRONG, 3)
    with room.app.app_context():
        db.session.get_one(Assignment, made).attempts_allowed = 3
        db.session.commit()
    return made


def a_question_revised_in_use(room: Room) -> int:
    made = room.all_answer(*[ALL_RIGHT, HALF_RIGHT] * 3)
    with room.app.app_context():
        row = db.session.query(Question).filter_by(slug="hours-opening").one()
        mapping = content_of(row.current).as_mapping() | {"id": row.slug, "status": "approved"}
        question, findings = read_question(
            mapping | {"title": "Another title", "prompt": "When does it open?"}
        )
        assert question, findings
        add_revision(row, question, author=None, now=NOW)
        db.session.commit()
    return made


def different_draws(room: Room) -> int:
    made = room.all_answer(*[ALL_RIGHT, HALF_RIGHT] * 3)
    with room.app.app_context():
        assignment = db.session.get_one(Assignment, made)
        assignment.sections = [{"ask": 2}]
        for place, attempt in enumerate(db.session.query(Attempt).filter_by(assignment_id=made)):
            left = [place % 4, place % 4 + 1]
            attempt.layout = [attempt.layout[at] for at in left]
            attempt.vector = [attempt.vector[at] for at in left]  # type: ignore[index]
            attempt.score, attempt.max_score = sum(one or 0.0 for one in attempt.vector), 2.0
        db.session.commit()
    return made


STRANGE: tuple[Callable[[Room], int], ...] = (
    nobody_in_the_class,
    nobody_has_handed_in,
    one_student,
    two_students,
    everyone_perfect,
    nobody_answered_anything,
    everything_wrong,
    one_question,
    essays_that_wait,
    an_essay_that_waits_beside_another_question,
    a_question_dropped,
    all_questions_dropped,
    full_marks_for_everyone,
    most_withdrawn,
    several_attempts,
    a_question_revised_in_use,
    different_draws,
)
