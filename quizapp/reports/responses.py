"""One row for every answer, of one quiz or of all classes that a person may see, a few attempts at a time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from quizapp.accounts.models import User
from quizapp.attempts import grading
from quizapp.attempts.models import Answer, Attempt
from quizapp.attempts.questions import read_questions
from quizapp.banks.models import Bank, QuestionRevision
from quizapp.banks.models import Question as QuestionRow
from quizapp.classes.models import Class, Enrolment
from quizapp.core.attempts.regrading import grade_again
from quizapp.core.attempts.scoring import Asked, Treatment
from quizapp.core.attempts.timing import times_taken
from quizapp.core.bank.model import Question
from quizapp.core.qtypes.base import Grade, Mark
from quizapp.core.tables.pseudonyms import pseudonym
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment, AssignmentSlot, Quiz

AT_ONCE = 200
"""Attempts held in memory together."""

Cell = str | int | float | None
Row = dict[str, Cell]


@dataclass(frozen=True)
class Naming:
    """How people and what they did are called in a file: by the app's own numbers, or under a key."""

    secret: str = ""
    key: str | None = None

    @property
    def named(self) -> bool:
        return self.key is None

    def of(self, kind: str, number: int) -> str:
        return str(number) if self.key is None else pseudonym(self.secret, self.key, kind, number)


def assignments_to_take_out(
    user: User, *, class_: Class | None = None, assignment: Assignment | None = None
) -> list[int]:
    """Return what a file for this person holds: an assignment's, a class's, or of all classes of theirs.

    All are an admin's; made-up classes only when they are asked for. The caller has loaded the class or
    the assignment as one that the person may see.
    """
    query = select(Assignment.id).join(Class, Class.id == Assignment.class_id)
    if assignment is not None:
        query = query.where(Assignment.id == assignment.id)
    elif class_ is not None:
        query = query.where(Class.id == class_.id)
    else:
        query = query.where(Class.sample.is_(False))
        if not user.is_admin:
            query = query.where(Class.teacher_id == user.id)
    return list(db.session.scalars(query.order_by(Class.id, Assignment.id)))


def rows_of(assignment_ids: Sequence[int], naming: Naming) -> Iterator[Row]:
    """Yield a row for each question asked in each attempt handed in by who is in the class, by student.

    Call attempts.handing_in.settle_due first.
    """
    for number in assignment_ids:
        yield from _Given(number, naming).rows()


@dataclass(frozen=True)
class _Asked:
    """A question of the assignment, and what its columns say of it."""

    question: Question
    columns: Row


class _Given:
    """One assignment, with what all of its rows share."""

    def __init__(self, assignment_id: int, naming: Naming) -> None:
        self.id, self.naming = assignment_id, naming
        self.shared = self._shared()
        of_slots = select(AssignmentSlot.slot, AssignmentSlot.points)
        self.points: dict[int, float] = {
            row.slot: row.points
            for row in db.session.execute(of_slots.where(AssignmentSlot.assignment_id == assignment_id))
        }
        # Where anything was graded again, an attempt may be spared what the others were not.
        self.rules = grading.as_rules(grading.standing_entries(assignment_id))
        self.marks = grading.marks_of_assignment(db.session.connection(), assignment_id) if self.rules else {}
        self.asked: dict[int, _Asked] = {}

    def _shared(self) -> Row:
        row = db.session.execute(
            select(Class.id, Class.name, Quiz.title)
            .select_from(Assignment)
            .join(Class, Class.id == Assignment.class_id)
            .join(Quiz, Quiz.id == Assignment.quiz_id)
            .where(Assignment.id == self.id)
        ).one()
        return {
            "class": self.naming.of("class", row.id),
            "class_name": row.name,
            "assignment": self.naming.of("quiz", self.id),
            "quiz": row.title,
        }

    def rows(self) -> Iterator[Row]:
        handed_in = db.session.execute(
            select(Attempt.id, Attempt.user_id, Attempt.number)
            .join(Assignment, Assignment.id == Attempt.assignment_id)
            .join(
                Enrolment,
                (Enrolment.class_id == Assignment.class_id) & (Enrolment.user_id == Attempt.user_id),
            )
            .where(
                Attempt.assignment_id == self.id,
                Attempt.state == "submitted",
                Enrolment.removed_at.is_(None),
            )
        ).all()
        # By what they are called: the order in which they began would tell who is who.
        in_order = sorted((self.naming.of("student", row.user_id), row.number, row.id) for row in handed_in)
        for first in range(0, len(in_order), AT_ONCE):
            yield from self._some([number for *_, number in in_order[first : first + AT_ONCE]])

    def _some(self, attempt_ids: list[int]) -> Iterator[Row]:
        columns = ("id", "user_id", "number", "layout", "vector", "started_at", "submitted_at")
        attempts = {
            row.id: row
            for row in db.session.execute(
                select(*(getattr(Attempt, name) for name in columns), User.name)
                .join(User, User.id == Attempt.user_id)
                .where(Attempt.id.in_(attempt_ids))
            )
        }
        answers: dict[int, dict[int, Any]] = {}
        for row in db.session.execute(
            select(Answer.attempt_id, Answer.slot, Answer.response, Answer.saved_at, Answer.seconds).where(
                Answer.attempt_id.in_(attempt_ids), Answer.response.is_not(None)
            )
        ):
            answers.setdefault(row.attempt_id, {})[row.slot] = row
        self._know({revision for row in attempts.values() for _, revision in row.layout})
        for number in attempt_ids:
            yield from self._attempt(attempts[number], answers.get(number, {}))

    def _know(self, revisions: set[int]) -> None:
        missing = revisions - self.asked.keys()
        questions = read_questions(missing) if missing else {}
        rows = db.session.execute(
            select(QuestionRevision.id, QuestionRevision.number, QuestionRow.slug, Bank.slug.label("bank"))
            .join(QuestionRow, QuestionRow.id == QuestionRevision.question_id)
            .join(Bank, Bank.id == QuestionRow.bank_id)
            .where(QuestionRevision.id.in_(missing))
        )
        for row in rows:
            question = questions[row.id]
            self.asked[row.id] = _Asked(question, _about(question, f"{row.bank}/{row.slug}", row.number))

    def _attempt(self, attempt: Any, answers: Mapping[int, Any]) -> Iterator[Row]:
        by_slot = dict(sorted((slot, self.asked[revision]) for slot, revision in attempt.layout))
        graded = self._graded(attempt, by_slot, answers)
        submitted = attempt.submitted_at
        counted = {slot: (row.saved_at, row.seconds) for slot, row in answers.items()}
        times = times_taken(attempt.started_at, submitted, counted)
        whose: Row = {
            **self.shared,
            "student": self.naming.of("student", attempt.user_id),
            "student_name": attempt.name,
            "attempt": self.naming.of("attempt", attempt.id),
            "attempt_number": attempt.number,
            "submitted_at": (
                f"{submitted:%Y-%m-%dT%H:%M:%SZ}" if self.naming.named else f"{submitted:%Y-%m-%d}"
            ),
        }
        for slot, asked in by_slot.items():
            fraction, mark, treatment = graded[slot]
            stored = answers[slot].response if slot in answers else None
            points = self.points.get(slot, 1.0)
            taken = times.get(slot)
            yield {
                **whose,
                **asked.columns,
                "slot": slot,
                "response": _said(asked.question, stored),
                "response_code": stored,
                "mark": mark.value,
                "score": None if mark is Mark.WAITING else round(fraction * points, 6),
                "max": points,
                "seconds": None if taken is None else round(taken.seconds, 1),
                "seconds_source": None if taken is None else "measured" if taken.measured else "estimated",
                "treatment": treatment,
            }

    def _graded(
        self, attempt: Any, by_slot: Mapping[int, _Asked], answers: Mapping[int, Any]
    ) -> dict[int, tuple[float, Mark, str]]:
        """Return fraction, mark and treatment of each slot of an attempt."""
        if not self.rules:
            return {
                slot: (fraction or 0.0, _mark(fraction, slot in answers), Treatment.NORMAL.value)
                for slot, fraction in zip(by_slot, attempt.vector, strict=True)
            }
        rules, result = grade_again(
            [Asked(slot, one.question, self.points.get(slot, 1.0)) for slot, one in by_slot.items()],
            {slot: row.response for slot, row in answers.items()},
            self.rules,
            submitted_at=attempt.submitted_at,
            marks=grading.fractions(self.marks.get(attempt.id, {})),
        )
        held = {one.slot: _treated(one.treatment, one.graded_by is not None) for one in rules}
        return {one.slot: (one.grade.fraction, one.grade.mark, held[one.slot]) for one in result.slots}


def _about(question: Question, name: str, number: int) -> Row:
    meta = question.meta
    return {
        "question": name,
        "revision": number,
        "type": meta.type,
        "claim_status": meta.claim.status.value if meta.claim else None,
        "claim_by": meta.claim.by if meta.claim else None,
        "passages": " ".join(meta.cites) or None,
        "objectives": " ".join(meta.objectives) or None,
        "level": meta.level.value,
    }


def _said(question: Question, stored: str | None) -> str | None:
    if stored is None:
        return None
    return question.qtype.say(question.content, question.qtype.Response.model_validate_json(stored))


def _mark(fraction: float | None, answered: bool) -> Mark:
    if fraction is None:
        return Mark.WAITING if answered else Mark.BLANK
    return Grade.of(fraction).mark


def _treated(treatment: Treatment, other_key: bool) -> str:
    if treatment is not Treatment.NORMAL:
        return treatment.value
    return "regraded" if other_key else "normal"
