"""One student's term as a value: what was given, what was made of it, what is known."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy import select

from quizapp.accounts.models import User
from quizapp.attempts.lists import OwnAttempt
from quizapp.attempts.models import Attempt
from quizapp.attempts.tasks import history_of
from quizapp.classes.models import Enrolment
from quizapp.core.attempts.combining import Counting, counting
from quizapp.core.attempts.policy import Shown
from quizapp.core.gradebook import Cell, Standing, trend
from quizapp.core.qtypes.base import Mark
from quizapp.extensions import db
from quizapp.progress.evidence import Evidence, Known, Sheet, evidence_of, sheets_of
from quizapp.progress.gradebook import Column, Gradebook, Line, read_gradebook
from quizapp.progress.taken import Taken


@dataclass(frozen=True)
class Result:
    """One assignment of a student, what became of it, and the attempts at it."""

    column: Column
    cell: Cell
    attempts: tuple[Taken, ...]
    counted: Counting[Taken] | None
    hidden: bool
    """Whether the student does not see the score now: not released, to be marked, or by the rules never."""

    @property
    def handed_in(self) -> tuple[Taken, ...]:
        return tuple(one for one in self.attempts if one.submitted_at)


@dataclass(frozen=True)
class Record:
    """A student in a class over the term. `for_student`: only what the student may see is in it."""

    line: Line
    book: Gradebook
    results: tuple[Result, ...]
    sheets: tuple[Sheet, ...]
    for_student: bool

    @property
    def scored(self) -> list[Result]:
        """Return the results with a score, in order of time; for the student those they see."""
        return [
            one
            for one in self.results
            if one.cell.standing is Standing.SCORED and not (self.for_student and one.hidden)
        ]

    @property
    def hidden(self) -> list[Result]:
        return [one for one in self.results if one.hidden and one.handed_in]

    @property
    def trend(self) -> float | None:
        return trend([one.cell.share for one in self.scored if one.cell.share is not None])

    @cached_property
    def passages(self) -> tuple[Known, ...]:
        return tuple(known for sheet in self.sheets for known in sheet.passages)

    @cached_property
    def objectives(self) -> tuple[Known, ...]:
        return tuple(known for sheet in self.sheets for known in sheet.objectives)


def shown_of(one: Taken, line: Line, released: bool, now: datetime) -> Shown:
    """Return what the student may see of an attempt; nothing of its score while a mark is awaited."""
    if one.submitted_at is None:
        return Shown()
    settled = not one.unmarked and (released or not one.by_hand)
    return line.policies[one.assignment_id].shown(now) if settled else Shown()


def record_of(row: Enrolment, *, now: datetime, for_student: bool = False) -> Record:
    """Return the term of a student in a class; the caller has seen to who may see it."""
    book = read_gradebook(row.class_, now=now, only=row)
    line = book.lines[0]
    results, whole, cited = [], [], []
    for column in book.columns:
        attempts = line.attempts[column.id]
        policy = line.policies[column.id]
        released = column.assignment.marks_released_at is not None
        done = [one for one in attempts if one.submitted_at]
        shown = {one.id: shown_of(one, line, released, now) for one in done}
        hidden = bool(done) and not all(one.score for one in shown.values())
        counted = counting(done, policy.combine)
        results.append(Result(column, line.cells[column.id], attempts, counted, hidden))
        whole += [number for number, one in shown.items() if one.correctness or not for_student]
        cited += [
            number for number, one in shown.items() if (one.correctness and one.passage) or not for_student
        ]
    return Record(line, book, tuple(results), tuple(_sheets(whole, cited)), for_student)


def _sheets(whole: Iterable[int], cited: Collection[int]) -> list[Sheet]:
    answers = evidence_of(list(whole))
    return sheets_of([one for one in answers if one.attempt_id in cited], answers)


def first_slots(attempt_ids: Iterable[int]) -> dict[int, int]:
    """Return the first slot that each attempt asks: where its answers are opened."""
    rows = db.session.execute(select(Attempt.id, Attempt.layout).where(Attempt.id.in_(list(attempt_ids))))
    return {number: min(slot for slot, _ in layout) for number, layout in rows if layout}


# ---- a student's own


@dataclass(frozen=True)
class ToPractise:
    """A quiz with questions to look at again: the newest attempt that shows which, and how many."""

    attempt: OwnAttempt
    count: int
    judged: bool
    """Whether a new answer is judged: the right ones are released."""


@dataclass(frozen=True)
class OwnProgress:
    """What a student sees of their own term: only what was released to them."""

    history: tuple[OwnAttempt, ...]
    scored: tuple[OwnAttempt, ...]
    to_practise: tuple[ToPractise, ...]
    sheets: tuple[Sheet, ...]

    @property
    def passages(self) -> tuple[Known, ...]:
        return tuple(known for sheet in self.sheets for known in sheet.passages)


def own_progress(user: User, *, now: datetime) -> OwnProgress:
    """Return the student's own progress over all their classes, as far as the review shows it to them."""
    done = [one for one in history_of(user) if one.submitted_at]
    shown = {one.id: one.policy.shown(now) if one.settled else Shown() for one in done}
    answers = evidence_of([number for number, one in shown.items() if one.correctness])
    cited = {number for number, one in shown.items() if one.correctness and one.passage}
    return OwnProgress(
        tuple(done),
        tuple(one for one in done if shown[one.id].score and one.max_score),
        tuple(_to_practise(done, shown, answers)),
        tuple(sheets_of([one for one in answers if one.attempt_id in cited], answers)),
    )


def _to_practise(
    done: Iterable[OwnAttempt], shown: dict[int, Shown], answers: Iterable[Evidence]
) -> list[ToPractise]:
    """Return the newest attempt at each assignment that has something to look at again, newest first."""
    missed: dict[int, int] = {}
    for one in answers:
        if one.mark is not Mark.RIGHT:
            missed[one.attempt_id] = missed.get(one.attempt_id, 0) + 1
    newest: dict[int, OwnAttempt] = {}
    for own in done:  # newest first
        if shown[own.id].correctness:
            newest.setdefault(own.assignment_id, own)
    return [ToPractise(own, missed[own.id], shown[own.id].key) for own in newest.values() if own.id in missed]
