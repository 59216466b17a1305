"""Regrades: what one would do to every score, doing it, and taking it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from quizapp.accounts.audit import record
from quizapp.accounts.models import User
from quizapp.attempts import grading, marking
from quizapp.attempts.models import Attempt, RegradeEntry, ScoreChange
from quizapp.banks.models import QuestionRevision
from quizapp.banks.service import add_revision, content_of
from quizapp.banks.sharing import may_edit
from quizapp.core.attempts.regrading import Difference, Regrade, shown_the_same
from quizapp.core.attempts.scoring import Asked, Result, Treatment
from quizapp.core.bank.model import Question
from quizapp.core.qtypes.base import Tally
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment


class RegradeRefusedError(Exception):
    """It cannot be done as things stand; the message says why."""


@dataclass(frozen=True)
class Proposal:
    """A regrade that nobody has decided on yet.

    `graded_by` with no `revision_id` is a question that will be made a revision when it is applied.
    `undoes` is the entry that an undoing takes back.
    """

    kind: str
    asked: Asked
    graded_by: Question | None = None
    revision_id: int | None = None
    treatment: Treatment = Treatment.NORMAL
    answer: str = ""
    undoes: RegradeEntry | None = None


@dataclass(frozen=True)
class Line:
    """What a proposal does to one attempt of a student."""

    name: str
    number: int
    difference: Difference


@dataclass(frozen=True)
class Preview:
    """What a proposal does to every attempt that was handed in."""

    lines: tuple[Line, ...]

    def count(self, direction: int) -> int:
        """Count the attempts whose share goes up (1), stays (0) or goes down (-1)."""
        return sum(line.difference.direction == direction for line in self.lines)

    @property
    def changed(self) -> int:
        return sum(line.difference.changes for line in self.lines)


# ---- what can be done


@dataclass(frozen=True)
class Version:
    """A revision that could be graded by: `fits` if the answers given make sense under it."""

    revision: QuestionRevision
    question: Question
    fits: bool


def versions_of(assignment: Assignment, asked: Asked) -> list[Version]:
    """Return the revisions after the one asked, newest first, and that one itself; not the one in force."""
    slot = next(one for one in assignment.slots if one.slot == asked.slot)
    in_force = slot.graded_by_revision_id or slot.revision_id
    return [
        Version(revision, question, shown_the_same(asked.question, question))
        for revision in reversed(slot.revision.question.revisions)
        if revision.number >= slot.revision.number and revision.id != in_force
        for question in (content_of(revision),)
    ]


def given_answers(assignment: Assignment, asked: Asked) -> list[tuple[Tally, Question]]:
    """Return the wrong answers given that can be accepted, each with the question that would do so."""
    judge = asked.judge
    qtype = judge.qtype
    stored = grading.responses_of(db.session.connection(), assignment.id)
    responses = [
        qtype.Response.model_validate_json(text) if (text := one.get(asked.slot)) else None
        for one in stored.values()
    ]
    found = []
    for tally in qtype.summarise(judge.content, responses).tallies:
        if tally.correct is False and (wider := qtype.accepting(judge.content, tally)) is not None:
            found.append((tally, Question(judge.meta, wider)))
    return sorted(found, key=lambda one: -one[0].count)


def propose(
    assignment: Assignment,
    asked: Asked,
    kind: str,
    *,
    revision_id: int = 0,
    answer: str = "",
    undoes: int = 0,
) -> Proposal:
    """Return the proposal that the words of a form mean, or refuse it."""
    if kind == "key":
        version = next(
            (one for one in versions_of(assignment, asked) if one.revision.id == revision_id), None
        )
        if version is None:
            raise RegradeRefusedError("Choose a version of the question that is not in force already.")
        if not version.fits:
            raise RegradeRefusedError(
                "What students could choose from is not the same in that version, "
                "so their answers cannot be graded by it. Drop the question or give full marks instead."
            )
        return Proposal(kind, asked, version.question, version.revision.id)
    if kind == "accept":
        for tally, question in given_answers(assignment, asked):
            if tally.key == answer:
                return Proposal(kind, asked, question, answer=tally.words)
        raise RegradeRefusedError("Choose one of the answers given that is not accepted yet.")
    slot = next(one for one in assignment.slots if one.slot == asked.slot)
    if kind == "drop":
        if asked.treatment is Treatment.DROPPED:
            raise RegradeRefusedError("This question is dropped already.")
        left = {
            one.slot
            for one in assignment.slots
            if one.treatment != Treatment.DROPPED and one.slot != asked.slot
        }
        # Each attempt by itself: a draw may have asked some of nothing else that counts.
        if not left or any(left.isdisjoint(slot for slot, _ in row.layout) for row in _submitted(assignment)):
            raise RegradeRefusedError("One question has to count: give everyone full marks for it instead.")
        return Proposal(kind, asked, asked.graded_by, slot.graded_by_revision_id, Treatment.DROPPED)
    if kind == "full":
        if asked.treatment is Treatment.FULL:
            raise RegradeRefusedError("Everyone has full marks for this question already.")
        return Proposal(kind, asked, asked.graded_by, slot.graded_by_revision_id, Treatment.FULL)
    if kind == "undo":
        for entry in grading.standing_entries(assignment.id):
            if entry.id == undoes and entry.slot == asked.slot:
                return _undoing(assignment, asked, entry)
        raise RegradeRefusedError("That was taken back already.")
    raise RegradeRefusedError("Choose what should be done.")


def _undoing(assignment: Assignment, asked: Asked, entry: RegradeEntry) -> Proposal:
    """Return the rule that is in force without that entry."""
    rest = [
        one for one in grading.standing_entries(assignment.id) if one.slot == asked.slot and one is not entry
    ]
    if not rest:
        return Proposal("undo", asked, undoes=entry)
    last = rest[-1]
    treatment = Treatment(last.treatment)
    (rule,) = grading.as_rules([last])
    return Proposal("undo", asked, rule.graded_by, last.graded_by_revision_id, treatment, undoes=entry)


# ---- what it would do, and doing it


def preview(assignment: Assignment, proposal: Proposal, *, never_lower: bool, now: datetime) -> Preview:
    """Return what a proposal does to everyone; nothing is changed."""
    rows = _submitted(assignment)
    results = marking.results_of(assignment, rows, _rules(assignment, proposal, never_lower, now))
    lines = [Line(row.user.name, row.number, _difference(row, results[row.id].result)) for row in rows]
    lines.sort(key=lambda line: (line.name.casefold(), line.number))
    return Preview(tuple(lines))


def apply(
    assignment: Assignment,
    proposal: Proposal,
    *,
    never_lower: bool,
    reason: str = "",
    actor: User,
    now: datetime,
) -> Preview:
    """Put a proposal in force: for what was handed in, with the old scores kept, and for what will be."""
    # A hand-in under way holds its row: where rows can be locked, it is waited for, and then counted.
    mine = select(Attempt.id).where(Attempt.assignment_id == assignment.id)
    db.session.execute(mine.order_by(Attempt.id).with_for_update())
    found = preview(assignment, proposal, never_lower=never_lower, now=now)
    rules = _rules(assignment, proposal, never_lower, now)
    slot = next(one for one in assignment.slots if one.slot == proposal.asked.slot)
    revision_id = proposal.revision_id
    if proposal.kind == "accept":
        revision_id = _revision_with(slot.graded_by_revision_id or slot.revision_id, proposal, actor, now)
    entry = RegradeEntry(
        assignment_id=assignment.id,
        slot=slot.slot,
        kind=proposal.kind,
        graded_by_revision_id=revision_id,
        treatment=proposal.treatment.value,
        never_lower=never_lower,
        answer=proposal.answer,
        reason=reason,
        undoes_id=proposal.undoes.id if proposal.undoes else None,
        actor_id=actor.id,
        at=now,
    )
    db.session.add(entry)
    slot.graded_by_revision_id, slot.treatment = revision_id, proposal.treatment.value
    db.session.flush()
    for line in found.lines:
        change = line.difference
        if change.changes:
            db.session.add(
                ScoreChange(
                    regrade_id=entry.id,
                    attempt_id=change.attempt_id,
                    score=change.score,
                    max_score=change.maximum,
                    new_score=change.new_score,
                    new_max_score=change.new_maximum,
                )
            )
    # By the rules at hand: a revision made here may yet be rolled back, and must not be kept in memory.
    marking.score_again(assignment, rules=rules)
    record(
        actor, "assignment.regraded", f"assignment {assignment.id}", now=now,
        quiz=assignment.quiz.title, class_=assignment.class_.name, question=slot.slot, what=proposal.kind,
        up=found.count(1), down=found.count(-1), reason=reason or None,
    )  # fmt: skip
    db.session.flush()
    return found


def _revision_with(base_id: int, proposal: Proposal, actor: User, now: datetime) -> int:
    """Make the revision that accepts the answer. It becomes the bank's own only if it may and adds to it."""
    base = db.session.get_one(QuestionRevision, base_id)
    row = base.question
    assert proposal.graded_by
    current = row.current_id == base_id and may_edit(actor, row.bank)
    revision = add_revision(row, proposal.graded_by, author=actor, now=now, current=current)
    return revision.id


def _rules(assignment: Assignment, proposal: Proposal, never_lower: bool, now: datetime) -> list[Regrade]:
    entries = grading.standing_entries(assignment.id)
    if proposal.undoes is not None:
        return grading.as_rules(entry for entry in entries if entry is not proposal.undoes)
    new = Regrade(proposal.asked.slot, now, proposal.graded_by, proposal.treatment, never_lower)
    return [*grading.as_rules(entries), new]


def _submitted(assignment: Assignment) -> Sequence[Attempt]:
    return db.session.scalars(
        select(Attempt)
        .where(Attempt.assignment_id == assignment.id, Attempt.state == "submitted")
        .options(joinedload(Attempt.user))
        .order_by(Attempt.id)
    ).all()


def _difference(row: Attempt, result: Result) -> Difference:
    return Difference(row.id, row.score or 0.0, row.max_score or 0.0, result.total, result.maximum)


# ---- what was done


@dataclass(frozen=True)
class Done:
    """An entry of the log: what, by whom, how many scores it changed, and whether it still stands."""

    entry: RegradeEntry
    changed: int
    standing: bool


def log_of(assignment: Assignment, slot: int | None = None) -> list[Done]:
    """Return the regrades of an assignment, or of one question, the newest first."""
    statement = (
        select(RegradeEntry)
        .where(RegradeEntry.assignment_id == assignment.id)
        .options(joinedload(RegradeEntry.actor))
        .order_by(RegradeEntry.id.desc())
    )
    if slot is not None:
        statement = statement.where(RegradeEntry.slot == slot)
    entries = db.session.scalars(statement).all()
    standing = {entry.id for entry in grading.standing_entries(assignment.id)}
    counts: dict[int, int] = {}
    for regrade_id in db.session.scalars(
        select(ScoreChange.regrade_id).where(ScoreChange.regrade_id.in_([entry.id for entry in entries]))
    ):
        counts[regrade_id] = counts.get(regrade_id, 0) + 1
    return [Done(entry, counts.get(entry.id, 0), entry.id in standing) for entry in entries]
