"""What is true of attempts whatever happened: each a small function that yields what breaks it.

`quizapp doctor` runs them. Whoever changes how an attempt is graded (marks by hand, a regrade) changes
`expected` with it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.engine import Connection

from quizapp.attempts.grading import as_rules, fractions, marks_of_assignment, standing_entries
from quizapp.attempts.questions import read_questions
from quizapp.attempts.store import STATE, answers, assignments, attempts, slots
from quizapp.core.attempts.regrading import Regrade, grade_again
from quizapp.core.attempts.scoring import Asked, Result
from quizapp.core.attempts.state import AttemptState, Saved, receipt
from quizapp.core.bank.model import Question
from quizapp.core.findings import Finding

EXACT = 1e-9
OVERDUE = timedelta(hours=1)
REPORT = "Restore a backup from before, or report this with the line above."
CHUNK = 500
"""Attempts read at once."""


@dataclass(frozen=True)
class Given:
    """An assignment: its slots as slot -> (revision, points), and its rules that are looked at."""

    id: int
    slots: Mapping[int, tuple[int, float]]
    grace: timedelta
    allowed: int | None
    regrades: Sequence[Regrade] = ()


@dataclass(frozen=True)
class Stored:
    """An attempt as it stands in the database, with the answers by slot and the questions by revision."""

    given: Given
    row: Any
    answers: Mapping[int, Any]
    questions: Mapping[int, Question]
    marks: Mapping[int, float]

    @property
    def layout(self) -> dict[int, int]:
        """Return slot -> revision."""
        return dict(self.row.layout)

    @property
    def responses(self) -> dict[int, str | None]:
        return {slot: answer.response for slot, answer in self.answers.items()}

    def fault(self, message: str, hint: str = "") -> Finding:
        place = f"attempt {self.row.id} (assignment {self.given.id}, student {self.row.user_id})"
        return Finding(
            "error", place, message, hint or "Restore a backup, or report this with the line above."
        )


def expected(one: Stored) -> Result:
    """Return what the stored answers earn by the revisions that the attempt pins, marks and regrades."""
    asked = [
        Asked(slot, one.questions[revision], one.given.slots[slot][1])
        for slot, revision in one.layout.items()
    ]
    _, result = grade_again(
        asked, one.responses, one.given.regrades, submitted_at=one.row.submitted_at, marks=one.marks
    )
    return result


# ---- of one attempt


def layout_is_of_the_assignment(one: Stored) -> Iterator[Finding]:
    """An attempt asks each question of its assignment once."""
    if len(one.layout) != len(one.row.layout):
        yield one.fault("It asks a question twice.")
    for slot, revision in one.layout.items():
        if slot not in one.given.slots:
            yield one.fault(f"It asks question {slot}, which its assignment does not have.")
        if revision not in one.questions:
            yield one.fault(f"Question {slot} is revision {revision}, which is not there or cannot be read.")


def answers_have_their_slots(one: Stored) -> Iterator[Finding]:
    """An answer belongs to a question that its attempt asks."""
    for slot in one.answers.keys() - one.layout.keys():
        yield one.fault(f"It has an answer to question {slot}, which it does not ask.")


def answers_are_counted_from_one(one: Stored) -> Iterator[Finding]:
    """An answer was given under a number of the browser's count, which begins at 1."""
    for slot, answer in one.answers.items():
        if answer.seq < 1:
            yield one.fault(f"The answer to question {slot} has the number {answer.seq}.")


def answers_can_be_read(one: Stored) -> Iterator[Finding]:
    """An answer is one that its question's type can read."""
    for slot, answer in one.answers.items():
        question = one.questions.get(one.layout.get(slot, 0))
        if question is None or answer.response is None:
            continue
        try:
            question.qtype.Response.model_validate_json(answer.response)
        except ValidationError:
            yield one.fault(f"The answer to question {slot} cannot be read.")


def score_is_the_sum(one: Stored) -> Iterator[Finding]:
    """A score is the sum of what the slots earned, and its maximum that of their points."""
    if one.row.submitted_at is None:
        return
    pinned = [one.given.slots[slot][1] for slot in sorted(one.layout) if slot in one.given.slots]
    readable = not any(True for check in _READABLE for _ in check(one))
    # A question that a regrade dropped is worth nothing.
    points = [slot.points * slot.counts for slot in expected(one).slots] if readable else pinned
    vector = one.row.vector
    if vector is None or len(vector) != len(points):
        yield one.fault(
            f"It was handed in with {len(points)} questions and has marks for {len(vector or ())}."
        )
        return
    total = sum((fraction or 0.0) * worth for fraction, worth in zip(vector, points, strict=True))
    if abs(total - one.row.score) > EXACT:
        yield one.fault(f"Its score is {one.row.score:g}, but its marks add up to {total:g}.")
    if one.row.max_score is None or abs(sum(points) - one.row.max_score) > EXACT:
        yield one.fault(
            f"Its highest score is {one.row.max_score}, but its points add up to {sum(points):g}."
        )


def marks_are_those_of_the_answers(one: Stored) -> Iterator[Finding]:
    """Marking the stored answers again gives the stored marks."""
    if one.row.submitted_at is None or any(True for check in _READABLE for _ in check(one)):
        return
    earned = list(expected(one).vector)
    if not _same(one.row.vector, earned):
        yield one.fault(f"Its marks are {one.row.vector}, but its answers earn {earned}.")


def receipt_is_that_of_the_answers(one: Stored) -> Iterator[Finding]:
    """The receipt that a student was given is that of the stored answers."""
    if one.row.submitted_at is None or one.row.receipt is None:
        return
    state = AttemptState(
        number=one.row.number,
        seed=one.row.seed,
        layout=tuple((slot, revision) for slot, revision in one.row.layout),
        started_at=one.row.started_at,
        answers={slot: Saved(answer.seq, answer.response) for slot, answer in one.answers.items()},
    )
    if (now := receipt(one.row.id, state)) != one.row.receipt:
        yield one.fault(f"Its receipt is {one.row.receipt}, but its answers have {now}.")


_READABLE = (layout_is_of_the_assignment, answers_can_be_read)


def _same(stored: list[float | None] | None, expected: list[float | None]) -> bool:
    if stored is None or len(stored) != len(expected):
        return False
    return all(
        one is other is None or (one is not None and other is not None and abs(one - other) <= EXACT)
        for one, other in zip(stored, expected, strict=True)
    )


OF_ONE: tuple[Callable[[Stored], Iterator[Finding]], ...] = (
    layout_is_of_the_assignment,
    answers_have_their_slots,
    answers_are_counted_from_one,
    answers_can_be_read,
    score_is_the_sum,
    marks_are_those_of_the_answers,
    receipt_is_that_of_the_answers,
)


# ---- of several


def one_is_open(given: Given, user: int, rows: list[Any]) -> Iterator[Finding]:
    """A student has at most one attempt at an assignment open."""
    count = sum(row.submitted_at is None for row in rows)
    if count > 1:
        yield _of_student(given, user, f"{count} attempts are open at once.")


def none_is_too_many(given: Given, user: int, rows: list[Any]) -> Iterator[Finding]:
    """A student has no more attempts than the assignment allows."""
    if given.allowed is not None and len(rows) > given.allowed:
        # A teacher may allow fewer after they were taken: told of, and nothing to mend.
        yield _of_student(
            given, user, f"There are {len(rows)} attempts where {given.allowed} are allowed now.",
            "Nothing is wrong if fewer were allowed after they were taken, or this student was given more.",
            "advice",
        )  # fmt: skip


def _of_student(given: Given, user: int, message: str, hint: str = "", level: Any = "error") -> Finding:
    place = f"assignment {given.id}, student {user}"
    return Finding(level, place, message, hint or REPORT)


def ended_in_time(given: Given, row: Any, now: datetime, *, serving: bool) -> Iterator[Finding]:
    """No attempt is open long after its end while the app runs to hand it in."""
    if row.submitted_at is not None or row.deadline_at is None:
        return
    if now < row.deadline_at + given.grace + OVERDUE:
        return
    yield Finding(
        "error" if serving else "advice",
        f"attempt {row.id} (assignment {given.id}, student {row.user_id})",
        f"Its time was over at {row.deadline_at:%Y-%m-%d %H:%M} UTC and it is still open.",
        "Look at what the app prints: it should have been handed in."
        if serving
        else "It is handed in as soon as the app runs.",
    )


# ---- all of them


def broken_invariants(connection: Connection, now: datetime, *, serving: bool) -> Iterator[Finding]:
    """Yield what breaks an invariant of any attempt, assignment by assignment."""
    rows = connection.execute(
        select(assignments.c.id, assignments.c.grace, assignments.c.attempts_allowed).order_by(
            assignments.c.id
        )
    ).all()
    for row in rows:
        asked = connection.execute(
            select(slots.c.slot, slots.c.revision_id, slots.c.points).where(slots.c.assignment_id == row.id)
        )
        pinned = {slot: (revision, points) for slot, revision, points in asked}
        regrades = as_rules(standing_entries(row.id))
        given = Given(row.id, pinned, timedelta(seconds=row.grace), row.attempts_allowed, regrades)
        yield from _of_assignment(connection, given, now, serving)


def _of_assignment(connection: Connection, given: Given, now: datetime, serving: bool) -> Iterator[Finding]:
    columns = (attempts.c.id, attempts.c.user_id, *STATE)
    scores = (attempts.c.score, attempts.c.max_score, attempts.c.vector, attempts.c.receipt)
    rows = connection.execute(
        select(*columns, *scores)
        .where(attempts.c.assignment_id == given.id)
        .order_by(attempts.c.user_id, attempts.c.number)
    ).all()
    by_user: dict[int, list[Any]] = {}
    for row in rows:
        by_user.setdefault(row.user_id, []).append(row)
        yield from ended_in_time(given, row, now, serving=serving)
    for user, own in by_user.items():
        yield from one_is_open(given, user, own)
        yield from none_is_too_many(given, user, own)
    marks_of = marks_of_assignment(connection, given.id)
    for first in range(0, len(rows), CHUNK):
        chunk = rows[first : first + CHUNK]
        questions = _readable({revision for row in chunk for _, revision in row.layout})
        kept: dict[int, dict[int, Any]] = {}
        for answer in connection.execute(
            select(answers).where(answers.c.attempt_id.in_([row.id for row in chunk]))
        ):
            kept.setdefault(answer.attempt_id, {})[answer.slot] = answer
        for row in chunk:
            one = Stored(given, row, kept.get(row.id, {}), questions, fractions(marks_of.get(row.id, {})))
            for check in OF_ONE:
                yield from check(one)


def _readable(revisions: set[int]) -> dict[int, Question]:
    """Return those questions that are there and can be read."""
    try:
        return dict(read_questions(revisions))
    except ValueError:
        found: dict[int, Question] = {}
        for revision in revisions:
            try:
                found.update(read_questions([revision]))
            except ValueError:
                continue  # told of as a revision that does not say what its digest says
        return found
