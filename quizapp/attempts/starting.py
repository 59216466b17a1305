"""How attempts begin, in SQL: one by itself, and many in a few statements when a class presses Start."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Table, bindparam, exists, select

from quizapp.attempts.store import (
    RULES,
    RULES_OF_CLASS,
    STATE,
    assignments,
    attempts,
    classes,
    enrolments,
    flags,
    for_student,
    in_assignment,
    on_student,
    policy_in,
    slots,
    state_in,
)
from quizapp.core.attempts import engine
from quizapp.core.attempts.drawing import Slot
from quizapp.core.attempts.policy import Policy
from quizapp.core.attempts.state import AttemptState
from quizapp.db.quick import Link, Quick
from quizapp.db.rows import as_parameter, given_rows, in_one_row, out_of_one_row
from quizapp.quizzes.service import policy_of


class Given(NamedTuple):
    """What an attempt at an assignment starts from."""

    policy: Policy
    slots: tuple[Slot, ...]
    past: Mapping[int, AttemptState]


GIVEN = Quick(
    for_student(
        select(*RULES)
        .join_from(assignments, classes, assignments.c.class_id == classes.c.id)
        .join(enrolments, enrolments.c.class_id == classes.c.id),
        enrolments.c.user_id,
    ).where(
        assignments.c.id == bindparam("assignment_id"),
        enrolments.c.user_id == bindparam("user_id"),
        enrolments.c.removed_at.is_(None),
        classes.c.archived_at.is_(None),
    )
)
_FLAGGED = (
    (flags.c.revision_id == slots.c.revision_id) & flags.c.looked_at.is_(None) & flags.c.sample.is_(False)
)
TO_ASK = Quick(
    select(slots.c.slot, slots.c.revision_id, slots.c.section, slots.c.about, flags.c.id.is_not(None))
    .outerjoin_from(slots, flags, _FLAGGED)
    .where(slots.c.assignment_id == bindparam("assignment_id"))
)
PAST = Quick(
    select(attempts.c.id, *STATE)
    .where(attempts.c.assignment_id == bindparam("assignment_id"), attempts.c.user_id == bindparam("user_id"))
    .order_by(attempts.c.number)
)


def read_given(link: Link, assignment_id: int, user_id: int) -> Given | None:
    """Return rules, slots and the user's attempts by id; None if it was not given to the user."""
    row = GIVEN.one(link, assignment_id=assignment_id, user_id=user_id)
    if row is None:
        return None
    asked = TO_ASK.rows(link, assignment_id=assignment_id)
    past = PAST.rows(link, assignment_id=assignment_id, user_id=user_id)
    return Given(
        policy_in(row),
        tuple(slot_in(*one) for one in asked),
        {one.id: state_in(one) for one in past},
    )


def slot_in(slot: int, revision: int, section: int, about: list[Any] | None, flagged: bool) -> Slot:
    """Return a slot of an assignment as a draw sees it."""
    passages, level = about or ((), "")
    return Slot(slot, revision, section, tuple(passages), level, bool(flagged))


def _insert(table: Table, *names: str) -> Any:
    return table.insert().values({name: bindparam(name, type_=table.c[name].type) for name in names})


BEGUN = Quick(
    _insert(
        attempts,
        "assignment_id",
        "user_id",
        "number",
        "state",
        "seed",
        "layout",
        "started_at",
        "deadline_at",
        "break_used",
        "more_time",
    ).returning(attempts.c.id)
)


def insert_attempt(link: Link, assignment_id: int, user_id: int, state: AttemptState) -> int:
    """Store an attempt that began; return its id."""
    row = BEGUN.one(
        link,
        assignment_id=assignment_id,
        user_id=user_id,
        number=state.number,
        state="open",
        seed=state.seed,
        layout=[list(pair) for pair in state.layout],
        started_at=state.started_at,
        deadline_at=state.deadline_at,
        break_used=0,
        more_time=state.more_time,
    )
    return int(row.id)


# ---- many at once: what the short lane hands to the writer


class Begin(NamedTuple):
    """A student who presses Start."""

    assignment_id: int
    user_id: int
    seed: int
    now: datetime


Key = tuple[int, int]
"""(assignment, user)."""

_KEY = {"assignment_id": attempts.c.assignment_id.type, "user_id": attempts.c.user_id.type}
_NEW = (
    "assignment_id", "user_id", "number", "state", "seed", "layout", "started_at", "deadline_at", "more_time",
)  # fmt: skip


def _usual(dialect: str) -> Quick:
    """Return the statement that finds who may begin for the first time, by the rules of all."""
    rows, given = given_rows(dialect, "given", _KEY)
    here = (in_assignment.c.assignment_id == assignments.c.id) & (
        in_assignment.c.user_id == enrolments.c.user_id
    )
    before = (attempts.c.assignment_id == assignments.c.id) & (attempts.c.user_id == enrolments.c.user_id)
    return Quick(
        select(in_one_row(dialect, assignments.c.id, enrolments.c.user_id))
        .join_from(rows, assignments, assignments.c.id == given["assignment_id"])
        .join(classes, assignments.c.class_id == classes.c.id)
        .join(
            enrolments,
            (enrolments.c.class_id == classes.c.id) & (enrolments.c.user_id == given["user_id"]),
        )
        .where(
            enrolments.c.removed_at.is_(None),
            classes.c.archived_at.is_(None),
            ~exists().where(on_student.c.user_id == enrolments.c.user_id),
            ~exists().where(here),
            ~exists().where(before),
        )
    )


def _begin(dialect: str) -> Quick:
    rows, given = given_rows(dialect, "given", {name: attempts.c[name].type for name in _NEW})
    begun = select(*(given[name] for name in _NEW)).select_from(rows)
    return Quick(attempts.insert().from_select(list(_NEW), begun))


def _begun(dialect: str) -> Quick:
    rows, given = given_rows(dialect, "given", _KEY)
    same = (attempts.c.assignment_id == given["assignment_id"]) & (attempts.c.user_id == given["user_id"])
    columns = (attempts.c.assignment_id, attempts.c.user_id, attempts.c.id)
    return Quick(
        select(in_one_row(dialect, *columns))
        .join_from(rows, attempts, same)
        .where(attempts.c.state == "open")
    )


_DIALECTS = ("sqlite", "postgresql")
USUAL = {dialect: _usual(dialect) for dialect in _DIALECTS}
BEGIN_ALL = {dialect: _begin(dialect) for dialect in _DIALECTS}
BEGUN_ALL = {dialect: _begun(dialect) for dialect in _DIALECTS}
RULES_OF_ALL = Quick(select(*RULES_OF_CLASS).where(assignments.c.id == bindparam("assignment_id")))


def start_attempts(link: Link, asked: Sequence[Begin]) -> list[int | None]:
    """Begin attempts; return their ids, and None where there is more to it: service.start has to say.

    There is if the assignment is not the student's, if the rules let none begin or ask for a code, if
    the student has rules of their own, and if there was an attempt before.
    """
    dialect = link.dialect.name
    by_key: dict[Key, Begin] = {one[:2]: one for one in asked}
    usual = USUAL[dialect].one(link, given=as_parameter(dialect, by_key)).rows
    ruled: dict[int, tuple[Policy, tuple[Slot, ...]]] = {}
    new = []
    for assignment_id, user_id in out_of_one_row(usual):
        one = by_key[assignment_id, user_id]
        if assignment_id not in ruled:
            row = RULES_OF_ALL.one(link, assignment_id=assignment_id)
            ruled[assignment_id] = policy_of(row), _slots(link, assignment_id)
        policy, slots = ruled[assignment_id]
        state, _ = engine.start(policy, (), slots, seed=one.seed, now=one.now)
        if state is not None:
            new.append((assignment_id, user_id, *_row(state)))
    if not new:
        return [None for _ in asked]
    BEGIN_ALL[dialect].run(link, given=as_parameter(dialect, new))
    begun = BEGUN_ALL[dialect].one(link, given=as_parameter(dialect, (row[:2] for row in new))).rows
    ids = {(assignment_id, user_id): number for assignment_id, user_id, number in out_of_one_row(begun)}
    return [ids.get(one[:2]) for one in asked]


def _slots(link: Link, assignment_id: int) -> tuple[Slot, ...]:
    return tuple(slot_in(*row) for row in TO_ASK.rows(link, assignment_id=assignment_id))


def _row(state: AttemptState) -> tuple[Any, ...]:
    layout = json.dumps([list(pair) for pair in state.layout])
    return state.number, "open", state.seed, layout, state.started_at, state.deadline_at, state.more_time
