"""A term of the sample class: which quizzes it was given when, and what its made-up students did."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert

from quizapp.admin.sample_essays import PHRASES
from quizapp.attempts.models import Answer, Attempt, GivenMark
from quizapp.banks.service import content_of
from quizapp.classes.models import Class
from quizapp.core.attempts.marking import Pick, fraction_of, judge
from quizapp.core.attempts.policy import ReviewPolicy
from quizapp.core.attempts.scoring import Asked, grade_attempt
from quizapp.core.made_up.answering import Twist, make_item
from quizapp.core.made_up.pace import words_to_read
from quizapp.core.made_up.possible import single_choice
from quizapp.core.made_up.sitting import MadeUpSlot, Person, Sitting, sit
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment, AssignmentSlot, Quiz
from quizapp.quizzes.service import askable

TIME_LIMIT = 20
"""Minutes, where a quiz proposes none."""
LESSON = timedelta(minutes=50)
AWAY = 2
SHARE_MARKED = 0.6
"""Of the texts that a person marks, so many are."""
COMMENT = "Made-up mark, as an example."


@dataclass(frozen=True)
class Occasion:
    """When the class was given a quiz: so many days ago, and how often each may try.

    Running: it is open still, without a time limit, and some are at it or have not begun.
    """

    days_ago: int
    attempts: int = 1
    twisted: bool = False
    running: bool = False


TERM = (
    Occasion(64, twisted=True),
    Occasion(50, attempts=2),
    Occasion(36),
    Occasion(22),
    Occasion(0, running=True),
    Occasion(1),
)
"""One for each ready-made quiz, in the order of the bank: the last is the unit test."""
LEARNT = 0.006
"""By how much ability grows in a day of the term."""
GAIN = 0.9
"""By how much it has grown at a second attempt."""
RUNS_FOR = timedelta(days=14)


@dataclass(frozen=True)
class Given:
    """An assignment as the made-up students meet it."""

    assignment: Assignment
    asked: Sequence[Asked]
    slots: Sequence[MadeUpSlot]
    occasion: Occasion

    @property
    def layout(self) -> list[list[int]]:
        return [[slot.slot, slot.revision_id] for slot in self.assignment.slots]


def give(
    quiz: Quiz, class_: Class, students: dict[int, Person], occasion: Occasion, now: datetime, rng: Random
) -> None:
    """Give the quiz to the class, and let its students take it."""
    given = _given(quiz, class_, occasion, now, rng)
    away = set(rng.sample(list(students), AWAY))
    taken: list[tuple[Attempt, Sitting]] = []
    for user_id, person in students.items():
        if user_id in away:
            continue
        grown = replace(person, ability=person.ability + LEARNT * (TERM[0].days_ago - occasion.days_ago))
        taken += (
            _running(given, user_id, grown, now, rng)
            if occasion.running
            else _closed(given, user_id, grown, rng)
        )
    _store(given, taken, rng)


def _given(quiz: Quiz, class_: Class, occasion: Occasion, now: datetime, rng: Random) -> Given:
    rows = askable(quiz)
    asked = [
        Asked(slot, content_of(one.current), content_of(one.current).meta.points)
        for slot, one in enumerate(rows, 1)
    ]
    opened = now - timedelta(days=occasion.days_ago, minutes=95)
    closed = now + RUNS_FOR if occasion.running else opened + LESSON * occasion.attempts
    assignment = Assignment(
        quiz=quiz,
        class_=class_,
        opens_at=opened,
        closes_at=closed,
        time_limit=None if occasion.running else (quiz.time_limit or TIME_LIMIT) * 60,
        attempts_allowed=occasion.attempts,
        review=ReviewPolicy().model_dump(mode="json"),
        created_at=opened - timedelta(days=1),
        slots=[
            AssignmentSlot(slot=one.slot, revision_id=row.current_id, points=one.points)
            for one, row in zip(asked, rows, strict=True)
        ],
    )
    db.session.add(assignment)
    db.session.flush()
    questions = [one.question for one in asked]
    twists = twists_of(asked) if occasion.twisted else {}
    slots = [
        MadeUpSlot(
            one.slot,
            make_item(one.question, questions, twists.get(one.slot), rng, PHRASES),
            words_to_read(one.question.qtype.prompt(one.question.content)),
        )
        for one in asked
    ]
    return Given(assignment, asked, slots, occasion)


def twists_of(asked: Sequence[Asked]) -> dict[int, Twist]:
    """Choose a passage nobody understood, a key that looks wrong, a question nobody missed."""
    asked = [one for one in asked if not one.question.qtype.by_hand]
    about: dict[str, list[int]] = {}
    for one in asked[1:]:
        for name in one.question.meta.cites:
            about.setdefault(name, []).append(one.slot)
    # The passage with the most questions, of several the one in the middle of the quiz.
    most = [slots for slots in about.values() if len(slots) == max(map(len, about.values()))]
    hard = most[len(most) // 2] if most else []
    twists = dict.fromkeys(hard, Twist.NOT_UNDERSTOOD)
    free = [one for one in asked if one.slot not in twists]
    choices = [one.slot for one in free if single_choice(one.question)]
    if choices:
        twists[choices[-1]] = Twist.KEY_LOOKS_WRONG
    easy = [one.slot for one in free if one.slot not in twists]
    if easy:
        twists[easy[0]] = Twist.NOBODY_MISSES
    return twists


def _closed(given: Given, user_id: int, person: Person, rng: Random) -> list[tuple[Attempt, Sitting]]:
    """Let a student take what is closed by now; who did badly tries again where that is allowed."""
    opened, limit = given.assignment.opens_at, given.assignment.time_limit
    assert opened
    begun = opened + timedelta(seconds=rng.randrange(20, 400))
    sitting = sit(given.slots, person, limit, rng)
    first = _attempt(given, user_id, 1, begun, sitting, rng)
    if given.occasion.attempts == 1 or (first.score or 0) > 0.75 * (first.max_score or 1):
        return [(first, sitting)]
    again = opened + LESSON + timedelta(seconds=rng.randrange(20, 400))
    second = sit(given.slots, replace(person, ability=person.ability + GAIN), limit, rng)
    return [(first, sitting), (_attempt(given, user_id, 2, again, second, rng), second)]


def _running(
    given: Given, user_id: int, person: Person, now: datetime, rng: Random
) -> list[tuple[Attempt, Sitting]]:
    """Let a student take what is open: a third has done so, a third is at it, a third comes later."""
    far = rng.random()
    opened = given.assignment.opens_at
    assert opened
    if far > 0.67:
        return []
    sitting = sit(given.slots, person, None, rng)
    if far < 0.33:
        begun = opened + timedelta(seconds=rng.randrange(20, 400))
        return [(_attempt(given, user_id, 1, begun, sitting, rng), sitting)]
    gone = rng.uniform(0.3, 0.8) * sitting.seconds
    so_far = replace(sitting, answers=tuple(one for one in sitting.answers if one.at < gone))
    open_one = Attempt(
        assignment_id=given.assignment.id,
        user_id=user_id,
        number=1,
        state="open",
        seed=_seed(rng),
        layout=given.layout,
        started_at=now - timedelta(seconds=gone),
        deadline_at=given.assignment.closes_at,
    )
    return [(open_one, so_far)]


def _seed(rng: Random) -> int:
    return 1 + rng.randrange(2**31 - 1)


def _attempt(
    given: Given, user_id: int, number: int, begun: datetime, sitting: Sitting, rng: Random
) -> Attempt:
    """Return an attempt that was handed in."""
    closes, limit = given.assignment.closes_at, given.assignment.time_limit
    assert closes
    result = grade_attempt(
        given.asked, {one.slot: one.answer.response.model_dump_json() for one in sitting.answers}
    )
    return Attempt(
        assignment_id=given.assignment.id,
        user_id=user_id,
        number=number,
        state="submitted",
        seed=_seed(rng),
        layout=given.layout,
        started_at=begun,
        deadline_at=min(closes, begun + timedelta(seconds=limit)) if limit else closes,
        submitted_at=begun + timedelta(seconds=sitting.seconds),
        submitted_by="deadline" if sitting.ran_out else "student",
        score=result.total,
        max_score=result.maximum,
        vector=list(result.vector),
        by_hand=result.by_hand,
        unmarked=result.waiting,
    )


def _store(given: Given, taken: Sequence[tuple[Attempt, Sitting]], rng: Random) -> None:
    """Store attempts with their answers and the marks that were given by hand."""
    db.session.add_all([attempt for attempt, _ in taken])
    db.session.flush()
    answers: list[dict[str, Any]] = []
    for attempt, sitting in taken:
        answers += [
            {
                "attempt_id": attempt.id,
                "slot": one.slot,
                "seq": max(1, int(one.at * 10)),
                "response": one.answer.response.model_dump_json(),
                "flagged": one.flagged,
                "saved_at": attempt.started_at + timedelta(seconds=one.at),
                "seconds": round(one.seconds),
            }
            for one in sitting.answers
        ]
    if answers:
        db.session.execute(insert(Answer), answers)
    for attempt, sitting in taken:
        if attempt.unmarked and rng.random() < SHARE_MARKED:
            _mark(given, attempt, sitting)
    db.session.flush()


def _mark(given: Given, attempt: Attempt, sitting: Sitting) -> None:
    """Mark by hand what waits in an attempt, as the levels say that it was written."""
    assert attempt.submitted_at
    marks = {}
    by_slot = {one.slot: one for one in given.asked}
    for one in sitting.answers:
        question = by_slot[one.slot].question
        rubric = question.qtype.rubric(question.content)
        if question.qtype.by_hand and rubric:
            judged = judge(rubric, [Pick(level) for level in one.answer.levels])
            marks[one.slot] = fraction_of(judged)
            mark = GivenMark(
                attempt_id=attempt.id,
                slot=one.slot,
                fraction=marks[one.slot],
                judged=[line.as_mapping() for line in judged],
                comment=COMMENT,
                marked_at=attempt.submitted_at + timedelta(minutes=30),
            )
            db.session.add(mark)
    responses = {one.slot: one.answer.response.model_dump_json() for one in sitting.answers}
    result = grade_attempt(given.asked, responses, marks)
    attempt.score, attempt.vector, attempt.unmarked = result.total, list(result.vector), result.waiting
