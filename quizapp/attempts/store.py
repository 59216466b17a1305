"""Attempts in SQL: the short statements of start, page, save and submit, without the ORM.

Who may touch a row is part of the statement. Each function takes the connection it runs on:
the request's own to read, the writer's to write. Rows to be changed are locked where the
database locks rows; SQLite's one writer needs no such thing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, NamedTuple, cast

from sqlalchemy import ColumnElement, Select, Table, bindparam, literal_column, select
from werkzeug.exceptions import NotFound

from quizapp.accounts.models import User
from quizapp.attempts.models import Answer, Attempt
from quizapp.banks.models import Bank, QuestionFlag
from quizapp.classes.models import Class, Enrolment, StudentAccommodation
from quizapp.core.attempts.accommodations import NONE, Accommodation, Override, resolve
from quizapp.core.attempts.policy import Clock, Policy
from quizapp.core.attempts.scoring import Treatment
from quizapp.core.attempts.state import AttemptState, Saved
from quizapp.db.quick import Link, Quick
from quizapp.db.rows import in_one_row
from quizapp.quizzes.models import Assignment, AssignmentAccommodation, AssignmentSlot, Quiz
from quizapp.quizzes.service import policy_of

attempts = cast(Table, Attempt.__table__)
answers = cast(Table, Answer.__table__)
assignments = cast(Table, Assignment.__table__)
slots = cast(Table, AssignmentSlot.__table__)
quizzes = cast(Table, Quiz.__table__)
classes = cast(Table, Class.__table__)
users = cast(Table, User.__table__)
enrolments = cast(Table, Enrolment.__table__)
banks = cast(Table, Bank.__table__)
flags = cast(Table, QuestionFlag.__table__)
on_student = cast(Table, StudentAccommodation.__table__)
in_assignment = cast(Table, AssignmentAccommodation.__table__)

# Written out: where a partial index tells the states apart, SQLite plans a statement with a parameter
# for the state anew each time, which takes longer than to run it.
IS_OPEN = attempts.c.state == literal_column("'open'")

RULES_OF_CLASS = tuple(
    assignments.c[name]
    for name in (
        "opens_at",
        "closes_at",
        "time_limit",
        "grace",
        "attempts_allowed",
        "shuffle_questions",
        "shuffle_choices",
        "one_page",
        "combine",
        "forward_only",
        "access_code",
        "sections",
        "review",
    )
)
_ACCOMMODATIONS = (
    *(
        on_student.c[name]
        for name in ("time_factor", "extra_attempts", "break_minutes", "clock", "larger_text")
    ),
    in_assignment.c.assignment_id.label("overridden"),
    *(in_assignment.c[name].label(f"here_{name}") for name in ("time_factor", "extra_attempts", "closes_at")),
)
RULES = (*RULES_OF_CLASS, *_ACCOMMODATIONS)
"""An assignment's rules, and what is set for one student: for statements that go `for_student`."""


def for_student(statement: Select[Any], user_id: ColumnElement[int]) -> Select[Any]:
    """Add what is set for a student, if anything is, to a statement on assignments."""
    here = (in_assignment.c.assignment_id == assignments.c.id) & (in_assignment.c.user_id == user_id)
    return statement.outerjoin(on_student, on_student.c.user_id == user_id).outerjoin(in_assignment, here)


STATE = tuple(
    attempts.c[name]
    for name in (
        "number",
        "seed",
        "layout",
        "started_at",
        "deadline_at",
        "submitted_at",
        "submitted_by",
        "reached",
        "break_started_at",
        "break_ends_at",
        "break_used",
        "more_time",
    )
)


@dataclass(frozen=True)
class Sitting:
    """An attempt, whose it is, and the rules it runs under."""

    attempt_id: int
    user_id: int
    assignment_id: int
    title: str
    class_name: str
    bank_slug: str
    state: AttemptState
    policy: Policy
    score: float | None = None
    max_score: float | None = None
    by_hand: int = 0
    unmarked: int = 0
    released: bool = False

    @property
    def marks_shown(self) -> bool:
        """Tell whether the student may see marks given by hand: released, or nothing was to be released."""
        return self.released or not self.by_hand

    @property
    def settled(self) -> bool:
        """Tell whether the score is final for the student: all is marked, and released."""
        return self.marks_shown and not self.unmarked

    def revision(self, slot: int) -> int:
        """Return the revision id that the slot asks."""
        return dict(self.state.layout)[slot]


def policy_in(row: Any) -> Policy:
    """Return a student's rules in a row that holds RULES."""
    policy = policy_of(cast(Assignment, row))  # the row has the assignment's names for its rules
    if row.time_factor is None and row.overridden is None:
        return policy
    set_ = NONE
    if row.time_factor is not None:
        set_ = Accommodation(
            row.time_factor, row.extra_attempts, row.break_minutes, Clock(row.clock), row.larger_text
        )
    return resolve(policy, set_, Override(row.here_time_factor, row.here_extra_attempts, row.here_closes_at))


def state_in(row: Any) -> AttemptState:
    return AttemptState(
        number=row.number,
        seed=row.seed,
        layout=tuple((slot, revision) for slot, revision in row.layout),
        started_at=row.started_at,
        deadline_at=row.deadline_at,
        submitted_at=row.submitted_at,
        submitted_by=row.submitted_by,
        reached=row.reached,
        break_started_at=row.break_started_at,
        break_ends_at=row.break_ends_at,
        break_used=timedelta(seconds=row.break_used),
        more_time=row.more_time,
    )


# The statements of every page and save, made once: making one costs as much as running it.
_SITTING = for_student(
    select(
        attempts.c.assignment_id,
        attempts.c.score,
        attempts.c.max_score,
        attempts.c.by_hand,
        attempts.c.unmarked,
        assignments.c.marks_released_at,
        *STATE,
        *RULES,
        quizzes.c.title,
        classes.c.name,
        banks.c.slug,
    )
    .join_from(attempts, assignments, attempts.c.assignment_id == assignments.c.id)
    .join(quizzes, assignments.c.quiz_id == quizzes.c.id)
    .join(classes, assignments.c.class_id == classes.c.id)
    .join(banks, quizzes.c.bank_id == banks.c.id),
    attempts.c.user_id,
).where(attempts.c.id == bindparam("attempt_id"), attempts.c.user_id == bindparam("user_id"))
SITTING = Quick(_SITTING)
SITTING_TO_CHANGE = Quick(_SITTING.with_for_update(of=attempts))
ANSWERS = Quick(
    select(
        *(answers.c[name] for name in ("slot", "seq", "response", "flagged", "saved_at", "checked"))
    ).where(answers.c.attempt_id == bindparam("attempt_id"))
)
SLOT_RULES = Quick(
    select(
        *(slots.c[name] for name in ("slot", "points", "graded_by_revision_id", "treatment", "section"))
    ).where(slots.c.assignment_id == bindparam("assignment_id"))
)


def read_sitting(link: Link, attempt_id: int, user_id: int, *, lock: bool = False) -> Sitting | None:
    """Return the user's own attempt without its answers, or None."""
    statement = SITTING_TO_CHANGE if lock else SITTING
    row = statement.one(link, attempt_id=attempt_id, user_id=user_id)
    if row is None:
        return None
    return Sitting(
        attempt_id=attempt_id,
        user_id=user_id,
        assignment_id=row.assignment_id,
        title=row.title,
        class_name=row.name,
        bank_slug=row.slug,
        state=state_in(row),
        policy=policy_in(row),
        score=row.score,
        max_score=row.max_score,
        by_hand=row.by_hand,
        unmarked=row.unmarked,
        released=row.marks_released_at is not None,
    )


_TO_SAVE = (
    select(
        *STATE,
        assignments.c.grace,
        assignments.c.forward_only,
        assignments.c.one_page,
        answers.c.seq,
        answers.c.response,
        answers.c.flagged,
        answers.c.saved_at,
        answers.c.checked,
    )
    .join_from(attempts, assignments, attempts.c.assignment_id == assignments.c.id)
    .outerjoin(answers, (answers.c.attempt_id == attempts.c.id) & (answers.c.slot == bindparam("slot")))
    .where(attempts.c.id == bindparam("attempt_id"), attempts.c.user_id == bindparam("user_id"))
)
TO_SAVE = Quick(_TO_SAVE.with_for_update(of=attempts))


class ToSave(NamedTuple):
    """What a save looks at: the attempt with the answer of one slot."""

    state: AttemptState
    grace: timedelta
    one_way: bool


def read_to_save(link: Link, attempt_id: int, user_id: int, slot: int) -> ToSave | None:
    """Return the user's own attempt as a save of that slot needs it, or None."""
    row = TO_SAVE.one(link, attempt_id=attempt_id, user_id=user_id, slot=slot)
    if row is None:
        return None
    state = state_in(row)
    if row.seq is not None:
        saved = Saved(row.seq, row.response, row.flagged, row.saved_at, row.checked)
        state = replace(state, answers=MappingProxyType({slot: saved}))
    one_way = row.forward_only and not row.one_page
    return ToSave(state, timedelta(seconds=row.grace), one_way)


class Beat(NamedTuple):
    """What an open page asks again and again."""

    assignment_id: int
    user_id: int
    open: bool
    started_at: datetime
    deadline_at: datetime | None


BEAT = Quick(
    select(
        attempts.c.assignment_id, attempts.c.user_id, attempts.c.state,
        attempts.c.started_at, attempts.c.deadline_at,
    ).where(attempts.c.id == bindparam("attempt_id"), attempts.c.user_id == bindparam("user_id"))
)  # fmt: skip


def read_beat(link: Link, attempt_id: int, user_id: int) -> Beat | None:
    """Return how the user's own attempt stands, or None."""
    row = BEAT.one(link, attempt_id=attempt_id, user_id=user_id)
    return row and Beat(row.assignment_id, row.user_id, row.state == "open", row.started_at, row.deadline_at)


def with_answers(link: Link, sitting: Sitting) -> Sitting:
    """Return the sitting with its answers."""
    rows = ANSWERS.rows(link, attempt_id=sitting.attempt_id)
    saved = {row[0]: Saved(*row[1:]) for row in rows}
    return replace(sitting, state=replace(sitting.state, answers=MappingProxyType(saved)))


def read_to_change(link: Link, attempt_id: int, user_id: int) -> Sitting:
    """Return the user's own attempt with its answers, held for changing; NotFound otherwise."""
    sitting = read_sitting(link, attempt_id, user_id, lock=True)
    if sitting is None:
        raise NotFound
    return with_answers(link, sitting)


_OF_SLOT = tuple(
    slots.c[name] for name in ("slot", "points", "graded_by_revision_id", "treatment", "section")
)
_RULES_AS_TEXT = {
    dialect: Quick(
        select(in_one_row(dialect, *_OF_SLOT)).where(slots.c.assignment_id == bindparam("assignment_id"))
    )
    for dialect in ("sqlite", "postgresql")
}


def slot_rules_mark(link: Link, assignment_id: int) -> Any:
    """Return a value that is another whenever the rule of a slot is."""
    return _RULES_AS_TEXT[link.dialect.name].one(link, assignment_id=assignment_id).rows


class SlotRule(NamedTuple):
    """What a slot is worth now, and by which revision it is graded (None: by the one asked)."""

    points: float = 1.0
    graded_by: int | None = None
    treatment: Treatment = Treatment.NORMAL
    section: int = 1


def read_slot_rules(link: Link, assignment_id: int) -> Mapping[int, SlotRule]:
    """Return the rule of each slot."""
    rows = SLOT_RULES.rows(link, assignment_id=assignment_id)
    return {row[0]: SlotRule(row[1], row[2], Treatment(row[3]), row[4]) for row in rows}


DUE = Quick(
    select(attempts.c.id, attempts.c.user_id, attempts.c.deadline_at, assignments.c.grace)
    .join_from(attempts, assignments, attempts.c.assignment_id == assignments.c.id)
    .where(IS_OPEN, attempts.c.deadline_at <= bindparam("now"))
)
_OPEN = (
    for_student(
        select(attempts.c.id, *STATE, attempts.c.extra_time, *RULES).join_from(
            attempts, assignments, attempts.c.assignment_id == assignments.c.id
        ),
        attempts.c.user_id,
    )
    .where(IS_OPEN)
    .with_for_update(of=attempts)
)
OPEN_OF_ASSIGNMENT = Quick(_OPEN.where(attempts.c.assignment_id == bindparam("assignment_id")))
OPEN_OF_STUDENT = Quick(_OPEN.where(attempts.c.user_id == bindparam("user_id")))


def find_due(link: Link, now: datetime) -> list[tuple[int, int]]:
    """Return (attempt, user) of the open attempts whose deadline and grace are over."""
    rows = DUE.rows(link, now=now)
    return [(row.id, row.user_id) for row in rows if (now - row.deadline_at).total_seconds() >= row.grace]


ENDS_BETWEEN = Quick(
    select(attempts.c.id)
    .where(
        IS_OPEN,
        attempts.c.deadline_at.between(bindparam("first"), bindparam("last")),
    )
    .limit(1)
)


def ends_between(link: Link, first: datetime, last: datetime) -> bool:
    """Tell whether an open attempt has its deadline between two moments."""
    return ENDS_BETWEEN.one(link, first=first, last=last) is not None


class Open(NamedTuple):
    """An attempt under way without its answers, its rules now, and the time that it alone was given."""

    attempt_id: int
    state: AttemptState
    policy: Policy
    extra: timedelta


def open_attempts(link: Link, *, assignment_id: int | None = None, user_id: int | None = None) -> list[Open]:
    """Return the open attempts of an assignment, or of a student."""
    if user_id is not None:
        rows = OPEN_OF_STUDENT.rows(link, user_id=user_id)
    else:
        rows = OPEN_OF_ASSIGNMENT.rows(link, assignment_id=assignment_id)
    return [Open(row.id, state_in(row), policy_in(row), timedelta(seconds=row.extra_time)) for row in rows]
