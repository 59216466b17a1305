"""The report of an assignment, read from the database for those who may see it."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.exceptions import NotFound

from quizapp.accounts.models import User
from quizapp.attempts.grading import NewestMark, marks_of_attempt
from quizapp.attempts.lists import AttemptSummary, read_summaries
from quizapp.attempts.marking import results_of
from quizapp.attempts.models import Answer, Attempt
from quizapp.attempts.questions import read_questions
from quizapp.attempts.receipts import code_for
from quizapp.banks.models import Passage, Reading, RevisionCite
from quizapp.classes.models import Enrolment
from quizapp.core.attempts.scoring import Asked, SlotResult, Treatment
from quizapp.core.qtypes.base import Strict
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment
from quizapp.quizzes.service import assignment_for_viewing, policy_of
from quizapp.reports.report import Item, Report, Student, by_name


def report_for_viewing(user: User, assignment_id: int) -> Report:
    """Return the report of an assignment that the user may see; NotFound otherwise.

    Call attempts.handing_in.settle_due first, so that what the deadline has handed in counts.
    """
    assignment = assignment_for_viewing(user, assignment_id)
    items = _items(assignment)
    attempts: dict[int, list[AttemptSummary]] = {}
    for one in read_summaries(db.session.connection(), assignment.id):
        attempts.setdefault(one.user_id, []).append(one)
    enrolled = db.session.execute(
        select(User.id, User.name)
        .join(Enrolment, Enrolment.user_id == User.id)
        .where(Enrolment.class_id == assignment.class_id, Enrolment.removed_at.is_(None))
    )
    policy = policy_of(assignment)
    students = [
        Student(number, name, tuple(attempts.get(number, ())), policy.combine) for number, name in enrolled
    ]
    return Report(
        assignment,
        policy,
        items,
        tuple(sorted(students, key=by_name)),
        _responses(assignment, items, students),
    )


def _items(assignment: Assignment) -> tuple[Item, ...]:
    revisions = [slot.revision_id for slot in assignment.slots]
    judges = [slot.graded_by_revision_id for slot in assignment.slots if slot.graded_by_revision_id]
    questions = read_questions(revisions + judges)
    cited: dict[int, list[Passage]] = {}
    rows = db.session.execute(
        select(RevisionCite.revision_id, Passage)
        .join(Passage, RevisionCite.passage_id == Passage.id)
        .where(RevisionCite.revision_id.in_(revisions))
        .options(joinedload(Passage.reading).joinedload(Reading.bank))
        .order_by(RevisionCite.position)
    )
    for revision_id, passage in rows:
        cited.setdefault(revision_id, []).append(passage)
    return tuple(
        Item(
            place,
            slot.slot,
            slot.revision_id,
            questions[slot.revision_id],
            slot.points,
            tuple(cited.get(slot.revision_id, ())),
            questions[slot.graded_by_revision_id] if slot.graded_by_revision_id else None,
            Treatment(slot.treatment),
        )
        for place, slot in enumerate(assignment.slots)
    )


def _responses(
    assignment: Assignment, items: tuple[Item, ...], students: list[Student]
) -> dict[tuple[int, int], Strict]:
    counted = {one.counted.attempt_id for one in students if one.counted}
    questions = {item.slot: item.question for item in items}
    rows = db.session.execute(
        select(Answer.attempt_id, Answer.slot, Answer.response)
        .join(Attempt, Answer.attempt_id == Attempt.id)
        .where(Attempt.assignment_id == assignment.id, Answer.response.is_not(None))
    )
    # Many give the same answer, and it is read once.
    read: dict[tuple[int, str | None], Strict] = {}
    given = {}
    for attempt_id, slot, response in rows:
        if attempt_id in counted and slot in questions:
            if (slot, response) not in read:
                read[slot, response] = questions[slot].qtype.Response.model_validate_json(response)
            given[attempt_id, slot] = read[slot, response]
    return given


# ---- one response


@dataclass(frozen=True)
class OneResponse:
    """What a student answered to a question, the rule it was graded by, what came of it, the mark by hand.

    `receipt` is the code that the student was given of the whole attempt.
    """

    student: Student
    attempt: AttemptSummary
    item: Item
    response: Strict | None
    seed: int
    asked: Asked
    result: SlotResult
    mark: NewestMark | None
    receipt: str


def response_in(report: Report, attempt_id: int, slot: int) -> OneResponse:
    """Return one answer of an attempt that was handed in; NotFound for any other."""
    item = next((one for one in report.items if one.slot == slot), None)
    for student in report.students:
        for attempt in student.submitted:
            if item and attempt.attempt_id == attempt_id and slot in attempt.slots:
                return _one(report.assignment, student, attempt, item)
    raise NotFound


def _one(assignment: Assignment, student: Student, attempt: AttemptSummary, item: Item) -> OneResponse:
    row = db.session.get_one(Attempt, attempt.attempt_id)
    asked, result = results_of(assignment, [row])[row.id]
    stored = db.session.get(Answer, (row.id, item.slot))
    text = stored.response if stored else None
    return OneResponse(
        student,
        attempt,
        item,
        item.question.qtype.Response.model_validate_json(text) if text else None,
        row.seed,
        next(one for one in asked if one.slot == item.slot),
        result.of(item.slot),
        marks_of_attempt(db.session.connection(), row.id).get(item.slot),
        code_for(row.id, row.user_id),
    )
