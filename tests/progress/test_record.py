"""One student's term: mastery and what it rests on, and what of it the student may see."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from quizapp.accounts.models import User
from quizapp.attempts.models import Attempt
from quizapp.classes.models import Enrolment
from quizapp.extensions import db
from quizapp.progress.evidence import Known
from quizapp.progress.record import OwnProgress, Record, own_progress, record_of
from quizapp.quizzes.models import Assignment, AssignmentSlot
from tests.cast import NOW, Cast
from tests.progress.conftest import ALL_RIGHT, ALL_WRONG, FOUR_RIGHT, TWO_RIGHT, Give, Sit

pytestmark = pytest.mark.usefixtures("only_given", "at")

NEVER = dict.fromkeys(("score", "correctness", "key", "feedback", "passage"), "never")
AT_ONCE = dict.fromkeys(NEVER, "submitted")
Read = Callable[..., Record]
Own = Callable[..., OwnProgress]


@pytest.fixture
def read(app: Flask, cast: Cast) -> Read:
    """Return what reads the term of Blue Heron, within an app's context."""

    def read(**how: Any) -> Record:
        row = db.session.query(Enrolment).filter_by(class_id=cast.class_, user_id=cast.heron).one()
        return record_of(row, now=NOW, **how)

    return read


@pytest.fixture
def own(app: Flask, cast: Cast) -> Own:
    """Return what reads what a student sees of their own, Blue Heron if nobody is named."""

    def read(user_id: int = cast.heron, now: datetime = NOW) -> OwnProgress:
        return own_progress(db.session.get_one(User, user_id), now=now)

    return read


def told(known: tuple[Known, ...]) -> dict[str, tuple[float, int]]:
    """Return share and n by the number of a passage or the words of an objective."""
    return {
        one.subject if isinstance(one.subject, str) else one.subject.number: (
            round(one.mastery.share, 3),
            one.mastery.n,
        )
        for one in known
        if one.mastery
    }


def test_mastery_is_of_the_questions_that_cite_a_passage(
    app: Flask, give: Give, sit: Sit, cast: Cast, read: Read
) -> None:
    sit(give(2), cast.heron, FOUR_RIGHT)
    with app.app_context():
        record = read()
        # 1 of the two questions about the hours, all three about the loans; all five have the objective.
        assert told(record.passages) == {"1.1": (0.5, 2), "1.2": (1.0, 3)}
        assert told(record.objectives) == {"Know the rules of the library.": (0.8, 5)}
        assert [one.mastery.enough for one in record.passages if one.mastery] == [False, True]


def test_the_newest_answer_to_a_question_counts(
    app: Flask, give: Give, sit: Sit, cast: Cast, read: Read
) -> None:
    sit(give(9), cast.heron, ALL_WRONG)
    newest = sit(give(2), cast.heron, ALL_RIGHT)
    with app.app_context():
        hours, loans = read().passages
        assert told((hours, loans)) == {"1.1": (1.0, 2), "1.2": (1.0, 3)}
        assert hours.mastery
        rests_on = [(one.attempt_id, one.slot, one.title, one.at) for one in hours.mastery.rests_on]
        handed_in = NOW - timedelta(days=2) + timedelta(minutes=19)
        assert rests_on == [
            (newest, 1, "Opening time", handed_in),
            (newest, 3, "Where the hours stand", handed_in),
        ]


def test_a_question_that_was_dropped_tells_nothing(
    app: Flask, give: Give, sit: Sit, cast: Cast, read: Read
) -> None:
    given = give(2)
    sit(given, cast.heron, FOUR_RIGHT)
    with app.app_context():
        db.session.get_one(AssignmentSlot, (given, 1)).treatment = "dropped"
        db.session.get_one(AssignmentSlot, (given, 5)).treatment = "full"
        db.session.commit()
        assert told(read().passages) == {"1.1": (1.0, 1), "1.2": (1.0, 2)}


def test_what_waits_for_a_mark_tells_nothing_and_a_blank_does(
    app: Flask, give: Give, sit: Sit, cast: Cast, read: Read
) -> None:
    vector = [None, None, 1.0, 1.0, 1.0]  # the first is answered and waits, the second is blank
    answers = {slot: ALL_RIGHT[slot] for slot in (1, 3, 4, 5)}
    sit(give(2), cast.heron, answers, vector=vector, unmarked=1, by_hand=1)
    with app.app_context():
        assert told(read().passages) == {"1.1": (1.0, 1), "1.2": (0.667, 3)}


def test_nothing_of_another_student_or_of_another_class_is_in_it(
    app: Flask, give: Give, sit: Sit, cast: Cast, read: Read
) -> None:
    sit(give(2), cast.wren, ALL_RIGHT)
    elsewhere = give(3)
    sit(elsewhere, cast.heron, ALL_RIGHT)
    with app.app_context():
        db.session.get_one(Assignment, elsewhere).class_id = cast.outsider_class
        db.session.commit()
        record = read()
        assert record.passages == ()
        assert [line.name for line in record.book.lines] == ["Blue Heron"]


# ---- what the student may see


@pytest.mark.parametrize(
    ("review", "passages", "objectives"),
    [
        (NEVER, False, False),
        ({**NEVER, "score": "submitted"}, False, False),
        ({**NEVER, "correctness": "submitted"}, False, True),
        ({**NEVER, "passage": "submitted"}, False, False),
        ({**NEVER, "correctness": "submitted", "passage": "submitted"}, True, True),
        (dict.fromkeys(NEVER, "closed"), False, False),
    ],
)
def test_a_student_sees_mastery_as_far_as_the_review_shows_it(
    app: Flask,
    give: Give,
    sit: Sit,
    cast: Cast,
    own: Own,
    read: Read,
    review: dict[str, str],
    passages: bool,
    objectives: bool,
) -> None:
    sit(give(2, closes_at=NOW + timedelta(days=1), review=review), cast.heron, FOUR_RIGHT)
    with app.app_context():
        for seen in (own().sheets, read(for_student=True).sheets):
            assert any(sheet.passages for sheet in seen) == passages
            assert any(sheet.objectives for sheet in seen) == objectives
        assert len(read().passages) == 2  # the teacher's page has them all


def test_what_waits_for_the_closing_is_there_after_it(
    app: Flask, give: Give, sit: Sit, cast: Cast, own: Own
) -> None:
    review = dict.fromkeys(NEVER, "closed")
    sit(give(2, closes_at=NOW + timedelta(days=1), review=review), cast.heron, FOUR_RIGHT)
    with app.app_context():
        before, after = own(), own(now=NOW + timedelta(days=2))
    assert (before.scored, before.to_practise, before.sheets) == ((), (), ())
    assert [one.score for one in after.scored] == [4]
    assert [(one.count, one.judged) for one in after.to_practise] == [(1, True)]


def test_marks_that_are_not_released_are_not_told_to_the_student_in_any_way(
    app: Flask, give: Give, sit: Sit, cast: Cast, own: Own, read: Read
) -> None:
    given = give(2, review=AT_ONCE)
    sit(given, cast.heron, FOUR_RIGHT, by_hand=1)
    with app.app_context():
        hidden = own()
        assert (hidden.scored, hidden.to_practise, hidden.sheets) == ((), (), ())
        record = read(for_student=True)
        assert (record.scored, record.sheets, len(record.hidden)) == ([], (), 1)
        db.session.get_one(Assignment, given).marks_released_at = NOW
        db.session.commit()
        assert len(own().scored) == len(own().to_practise) == 1
        assert read(for_student=True).hidden == []


def test_a_student_practises_on_the_newest_attempt_that_shows_what_was_missed(
    app: Flask, give: Give, sit: Sit, cast: Cast, own: Own
) -> None:
    again, fine, hidden = (
        give(9, review=AT_ONCE, attempts_allowed=None), give(5, review=AT_ONCE), give(2, review=NEVER)
    )  # fmt: skip
    sit(again, cast.heron, ALL_WRONG, number=1)
    newest = sit(again, cast.heron, TWO_RIGHT, number=2)
    sit(fine, cast.heron, ALL_RIGHT)
    sit(hidden, cast.heron, ALL_WRONG)
    with app.app_context():
        assert [(one.attempt.id, one.count) for one in own().to_practise] == [(newest, 3)]


def test_each_student_sees_their_own_alone(app: Flask, give: Give, sit: Sit, cast: Cast, own: Own) -> None:
    given = give(2, review=AT_ONCE)
    sit(given, cast.heron, ALL_RIGHT)
    theirs = sit(given, cast.wren, TWO_RIGHT)
    with app.app_context():
        assert {one.attempt_id for sheet in own(cast.wren).sheets for one in _answers(sheet)} == {theirs}
        assert own(cast.eagle).history == ()
        assert db.session.query(Attempt).count() == 2


def _answers(sheet: Any) -> list[Any]:
    known = (*sheet.passages, *sheet.objectives)
    return [answer for one in known for answer in one.mastery.rests_on]
