"""Who may see which quiz, and what is in it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.exceptions import NotFound

from quizapp.accounts.models import User
from quizapp.banks.models import Question
from quizapp.classes.models import Class, Enrolment
from quizapp.core.attempts.policy import ReviewPolicy
from quizapp.extensions import db
from quizapp.quizzes import service
from quizapp.quizzes.models import Assignment, Quiz
from tests.cast import NOW, Cast, make_assignment

HOURS, LOANS, DOOR, LIBRARIAN, COUNT = (
    "hours-opening",
    "loans-allowed",
    "hours-door",
    "loans-librarian",
    "loans-count",
)


@pytest.fixture
def room(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.fixture
def quiz(room: None, cast: Cast) -> Quiz:
    return db.session.get_one(Quiz, cast.quiz)


def person(user_id: int) -> User:
    return db.session.get_one(User, user_id)


def slugs(quiz: Quiz) -> list[str]:
    db.session.flush()
    db.session.expire(quiz)
    return [link.question.slug for link in quiz.questions]


def id_of(slug: str) -> int:
    return db.session.query(Question).filter_by(slug=slug).one().id


def test_owner_and_admin_may_change_a_quiz_and_an_outsider_does_not_know_of_it(
    quiz: Quiz, cast: Cast
) -> None:
    assert service.quiz_for_editing(person(cast.teacher), quiz.id) is quiz
    assert service.quiz_for_editing(person(cast.admin), quiz.id) is quiz
    for user in (cast.outsider_teacher, cast.heron):
        with pytest.raises(NotFound):
            service.quiz_for_viewing(person(user), quiz.id)


def test_a_ready_made_quiz_is_seen_by_all_staff_and_changed_by_nobody(quiz: Quiz, cast: Cast) -> None:
    quiz.owner, quiz.slug = None, "library-check"
    db.session.flush()
    for user in (cast.admin, cast.outsider_teacher):
        assert service.quiz_for_viewing(person(user), quiz.id) is quiz
        with pytest.raises(NotFound):
            service.quiz_for_editing(person(user), quiz.id)


def test_an_assignment_is_its_class_teachers_and_an_admins(room: None, cast: Cast) -> None:
    for user in (cast.teacher, cast.admin):
        assert service.assignment_for_managing(person(user), cast.assignment).id == cast.assignment
    for user in (cast.outsider_teacher, cast.heron):
        with pytest.raises(NotFound):
            service.assignment_for_viewing(person(user), cast.assignment)


def test_a_sample_classs_assignment_is_seen_by_all_staff_and_changed_by_nobody(
    room: None, cast: Cast
) -> None:
    class_ = db.session.get_one(Class, cast.class_)
    class_.sample, class_.teacher = True, None
    db.session.flush()
    for user in (cast.admin, cast.outsider_teacher):
        assert service.assignment_for_viewing(person(user), cast.assignment)
        with pytest.raises(NotFound):
            service.assignment_for_managing(person(user), cast.assignment)


def test_the_rules_of_the_casts_assignment_as_a_value(room: None, cast: Cast) -> None:
    row = db.session.get_one(Assignment, cast.assignment)
    row.time_limit, row.closes_at = 1200, NOW + timedelta(days=1)
    policy = service.policy_of(row)
    assert policy.time_limit == timedelta(minutes=20)
    assert policy.grace == timedelta(seconds=30)
    assert policy.attempts_allowed == 1
    assert policy.shuffle_choices is False
    assert policy.review == ReviewPolicy(key="submitted", feedback="submitted", passage="submitted")
    assert policy.is_open(NOW)
    assert policy.is_closed(NOW + timedelta(days=1))


def test_a_question_moves_up_and_down_and_stops_at_the_ends(quiz: Quiz) -> None:
    service.move_question(quiz, id_of(DOOR), -1)
    assert slugs(quiz) == [HOURS, DOOR, LOANS, LIBRARIAN, COUNT]
    service.move_question(quiz, id_of(HOURS), -1)
    service.move_question(quiz, id_of(COUNT), 1)
    assert slugs(quiz) == [HOURS, DOOR, LOANS, LIBRARIAN, COUNT]
    service.move_question(quiz, id_of(HOURS), 1)
    assert slugs(quiz) == [DOOR, HOURS, LOANS, LIBRARIAN, COUNT]


def test_a_question_taken_out_is_put_back_where_it_was(quiz: Quiz) -> None:
    question, position = service.remove_question(quiz, id_of(LOANS))
    assert position == 2
    assert slugs(quiz) == [HOURS, DOOR, LIBRARIAN, COUNT]
    service.add_questions(quiz, [question.id], position=position)
    assert slugs(quiz) == [HOURS, LOANS, DOOR, LIBRARIAN, COUNT]


def test_only_approved_questions_of_the_bank_that_are_not_in_yet_are_added(quiz: Quiz) -> None:
    service.remove_question(quiz, id_of(COUNT))
    added = service.add_questions(quiz, [id_of("hours-draft"), id_of(HOURS), id_of(COUNT), 999])
    assert [question.slug for question in added] == [COUNT]
    assert slugs(quiz) == [HOURS, LOANS, DOOR, LIBRARIAN, COUNT]


def test_a_retired_question_stays_in_the_quiz_but_is_not_asked(quiz: Quiz) -> None:
    db.session.get_one(Question, id_of(LOANS)).status = "retired"
    db.session.flush()
    assert [question.slug for question in service.askable(quiz)] == [HOURS, DOOR, LIBRARIAN, COUNT]
    assert len(quiz.questions) == 5


def test_a_copy_says_the_same_and_is_ones_own(quiz: Quiz, cast: Cast) -> None:
    copy = service.copy_quiz(quiz, owner=person(cast.outsider_teacher), now=NOW)
    assert (copy.title, copy.intro, copy.slug) == ("Library check (copy)", "Have the rules at hand.", None)
    assert slugs(copy) == slugs(quiz)


def test_a_student_has_what_their_classes_were_given_first_what_closes_first(quiz: Quiz, cast: Cast) -> None:
    class_ = db.session.get_one(Class, cast.class_)
    late = make_assignment(quiz, class_, closes_at=NOW + timedelta(days=2))
    soon = make_assignment(quiz, class_, closes_at=NOW + timedelta(days=1))
    over = make_assignment(quiz, class_, closes_at=NOW - timedelta(minutes=1))
    mine = [row.id for row, _ in service.assignments_for_student(person(cast.heron), NOW)]
    assert mine == [soon.id, late.id, cast.assignment, over.id]
    assert service.assignments_for_student(person(cast.outsider), NOW) == []


def test_a_student_taken_out_or_whose_class_is_archived_has_nothing(quiz: Quiz, cast: Cast) -> None:
    db.session.query(Enrolment).filter_by(user_id=cast.heron).one().removed_at = NOW
    db.session.flush()
    assert service.assignments_for_student(person(cast.heron), NOW) == []
    assert len(service.assignments_for_student(person(cast.wren), NOW)) == 1
    db.session.get_one(Class, cast.class_).archived_at = NOW
    db.session.flush()
    assert service.assignments_for_student(person(cast.wren), NOW) == []
