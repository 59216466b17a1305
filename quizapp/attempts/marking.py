"""Marks given by hand, one question across all students, and their release."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from quizapp.accounts.audit import record
from quizapp.accounts.models import User
from quizapp.attempts import grading
from quizapp.attempts.grading import NewestMark
from quizapp.attempts.models import Attempt, GivenMark
from quizapp.attempts.questions import read_questions
from quizapp.attempts.store import read_slot_rules
from quizapp.classes.models import Enrolment
from quizapp.core.attempts.marking import Judged, pseudonyms
from quizapp.core.attempts.regrading import grade_again
from quizapp.core.attempts.scoring import Asked, Result, Treatment
from quizapp.db.quick import link_of
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment


@dataclass(frozen=True)
class Script:
    """One student's answer to one question, in an attempt that was handed in.

    `pseudonym` numbers the student in an order that tells nothing of them.
    """

    attempt_id: int
    user_id: int
    name: str
    pseudonym: int
    number: int
    submitted_at: datetime
    response: str | None
    mark: NewestMark | None

    @property
    def label(self) -> str:
        """Name the script without its author."""
        again = f", attempt {self.number}" if self.number > 1 else ""
        return f"Answer {self.pseudonym}{again}"


class Graded(NamedTuple):
    """How an attempt was graded: its questions, each under the rule that holds for it, and the result."""

    asked: tuple[Asked, ...]
    result: Result


@dataclass(frozen=True)
class Progress:
    """How much of what is to be marked in one slot is marked."""

    slot: int
    marked: int
    total: int

    @property
    def left(self) -> int:
        return self.total - self.marked


def asked_in(assignment: Assignment) -> dict[int, Asked]:
    """Return the questions of an assignment by slot, with the rules they are graded by now."""
    connection = db.session.connection()
    rules = read_slot_rules(link_of(connection), assignment.id)
    pinned = {slot.slot: slot.revision_id for slot in assignment.slots}
    judges = {rule.graded_by for rule in rules.values() if rule.graded_by}
    questions = read_questions(judges | set(pinned.values()))
    return {
        slot: Asked(
            slot,
            questions[revision],
            rules[slot].points,
            questions[judge] if (judge := rules[slot].graded_by) else None,
            rules[slot].treatment,
        )
        for slot, revision in pinned.items()
    }


def to_be_marked(asked: Asked) -> bool:
    """Tell whether a person marks the answers to a question, as it counts now."""
    return asked.judge.qtype.by_hand and asked.treatment is Treatment.NORMAL


def scripts_of(assignment: Assignment, slot: int, *, hidden: bool = False) -> list[Script]:
    """Return every attempt of the class handed in that was asked it, by name, `hidden` by pseudonym."""
    connection = db.session.connection()
    responses = grading.responses_of(connection, assignment.id)
    marks = grading.marks_of_assignment(connection, assignment.id)
    everyone = db.session.scalars(select(Enrolment.user_id).where(Enrolment.class_id == assignment.class_id))
    numbers = pseudonyms(everyone, f"{assignment.id}:{slot}")
    rows = db.session.execute(
        select(Attempt.id, Attempt.user_id, Attempt.number, Attempt.submitted_at, Attempt.layout, User.name)
        .join(User, Attempt.user_id == User.id)
        .join(Enrolment, (Enrolment.user_id == User.id) & (Enrolment.class_id == assignment.class_id))
        .where(
            Attempt.assignment_id == assignment.id,
            Attempt.state == "submitted",
            Enrolment.removed_at.is_(None),
        )
    )
    scripts = [
        Script(
            row.id,
            row.user_id,
            row.name,
            numbers[row.user_id],
            row.number,
            row.submitted_at,
            responses.get(row.id, {}).get(slot),
            marks.get(row.id, {}).get(slot),
        )
        for row in rows
        if any(number == slot for number, _ in row.layout)  # a draw may have left it out
    ]
    if hidden:
        return sorted(scripts, key=lambda one: (one.pseudonym, one.number))
    return sorted(scripts, key=lambda one: (one.name.casefold(), one.user_id, one.number))


def progress_of(assignment: Assignment) -> list[Progress]:
    """Return how far the marking is, for each question that a person marks."""
    asked = asked_in(assignment)
    found = []
    for slot, one in asked.items():
        if to_be_marked(one):
            given = [script for script in scripts_of(assignment, slot) if script.response is not None]
            found.append(Progress(slot, sum(script.mark is not None for script in given), len(given)))
    return found


def history_of(attempt_id: int, slot: int) -> list[GivenMark]:
    """Return every mark that an answer was given, the newest first."""
    return list(
        db.session.scalars(
            select(GivenMark)
            .where(GivenMark.attempt_id == attempt_id, GivenMark.slot == slot)
            .order_by(GivenMark.id.desc())
        )
    )


# ---- writing


def give_mark(
    assignment: Assignment,
    script: Script,
    asked: Asked,
    fraction: float | None,
    *,
    judged: Sequence[Judged] = (),
    comment: str = "",
    marker: User,
    now: datetime,
) -> None:
    """Give an answer this fraction of its points (None: take the mark back), and score its attempt anew."""
    db.session.add(
        GivenMark(
            attempt_id=script.attempt_id,
            slot=asked.slot,
            fraction=fraction,
            judged=[one.as_mapping() for one in judged],
            comment=comment,
            marker_id=marker.id,
            marked_at=now,
        )
    )
    db.session.flush()
    if not asked.judge.qtype.by_hand:  # the app had an opinion: the log says who overruled it
        record(
            marker, "answer.marked" if fraction is not None else "answer.unmarked",
            f"assignment {assignment.id}", now=now, quiz=assignment.quiz.title,
            class_=assignment.class_.name, question=asked.slot, student=script.name, about_id=script.user_id,
            points=None if fraction is None else round(fraction * asked.points, 2),
        )  # fmt: skip
    score_again(assignment, [script.attempt_id])


def score_again(
    assignment: Assignment,
    attempt_ids: Sequence[int] | None = None,
    rules: Sequence[grading.Regrade] | None = None,
) -> None:
    """Store the score of attempts handed in (None: of all) as answers, marks and regrades now make it."""
    statement = select(Attempt).where(Attempt.assignment_id == assignment.id, Attempt.state == "submitted")
    if attempt_ids is not None:
        statement = statement.where(Attempt.id.in_(attempt_ids))
    rows = list(db.session.scalars(statement.order_by(Attempt.id).with_for_update()))
    results = results_of(assignment, rows, rules)
    for row in rows:
        result = results[row.id].result
        row.score, row.max_score, row.vector = result.total, result.maximum, list(result.vector)
        row.by_hand, row.unmarked = result.by_hand, result.waiting
    db.session.flush()


def results_of(
    assignment: Assignment, rows: Sequence[Attempt], rules: Sequence[grading.Regrade] | None = None
) -> dict[int, Graded]:
    """Work out attempts that were handed in, under these regrades (None: those that stand)."""
    connection = db.session.connection()
    if rules is None:
        rules = grading.as_rules(grading.standing_entries(assignment.id))
    responses = grading.responses_of(connection, assignment.id)
    marks = grading.marks_of_assignment(connection, assignment.id)
    points = {slot: rule.points for slot, rule in read_slot_rules(link_of(connection), assignment.id).items()}
    questions = read_questions({revision for row in rows for _, revision in row.layout})
    results = {}
    for row in rows:
        assert row.submitted_at
        asked = [Asked(slot, questions[revision], points.get(slot, 1.0)) for slot, revision in row.layout]
        given: Mapping[int, str] = responses.get(row.id, {})
        fractions = grading.fractions(marks.get(row.id, {}))
        results[row.id] = Graded(
            *grade_again(asked, given, rules, submitted_at=row.submitted_at, marks=fractions)
        )
    return results


def release(assignment: Assignment, *, actor: User, now: datetime) -> None:
    """Let the students see what was marked by hand, and their whole score."""
    if assignment.marks_released_at is None:
        assignment.marks_released_at = now
        _log(assignment, "marks.released", actor, now)


def withhold(assignment: Assignment, *, actor: User, now: datetime) -> None:
    """Hide the marks from the students again."""
    if assignment.marks_released_at is not None:
        assignment.marks_released_at = None
        _log(assignment, "marks.withheld", actor, now)


def _log(assignment: Assignment, act: str, actor: User, now: datetime) -> None:
    db.session.flush()
    record(
        actor, act, f"assignment {assignment.id}", now=now,
        quiz=assignment.quiz.title, class_=assignment.class_.name,
    )  # fmt: skip
