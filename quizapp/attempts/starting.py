"""How attempts begin, in SQL: one by itself, and many in three statements when a class presses Start."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, Table, bindparam, select
from sqlalchemy.engine import Connection

from quizapp.attempts.store import (
    RULES,
    STATE,
    assignments,
    attempts,
    classes,
    enrolments,
    for_student,
    policy_in,
    slots,
    state_in,
)
from quizapp.core.attempts import engine
from quizapp.core.attempts.drawing import Slot
from quizapp.core.attempts.policy import Policy
from quizapp.core.attempts.state import AttemptState
from quizapp.db.quick import Link, Quick, link_of
from quizapp.db.rows import as_parameter, given_rows


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
TO_ASK = Quick(
    select(slots.c.slot, slots.c.revision_id, slots.c.section, slots.c.about).where(
        slots.c.assignment_id == bindparam("assignment_id")
    )
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


def slot_in(slot: int, revision: int, section: int, about: list[Any] | None) -> Slot:
    """Return a slot of an assignment as a draw sees it."""
    passages, level = about or ((), "")
    return Slot(slot, revision, section, tuple(passages), level)


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


def _rules(dialect: str) -> Quick:
    rows, given = given_rows(dialect, "given", _KEY)
    found: Select[Any] = (
        select(assignments.c.id.label("assignment_id"), enrolments.c.user_id.label("user_id"), *RULES)
        .join_from(rows, assignments, assignments.c.id == given["assignment_id"])
        .join(classes, assignments.c.class_id == classes.c.id)
        .join(
            enrolments,
            (enrolments.c.class_id == classes.c.id) & (enrolments.c.user_id == given["user_id"]),
        )
    )
    return Quick(
        for_student(found, enrolments.c.user_id).where(
            enrolments.c.removed_at.is_(None), classes.c.archived_at.is_(None)
        )
    )


def _past(dialect: str) -> Quick:
    rows, given = given_rows(dialect, "given", _KEY)
    return Quick(
        select(attempts.c.assignment_id, attempts.c.user_id, *STATE)
        .join_from(
            rows,
            attempts,
            (attempts.c.assignment_id == given["assignment_id"]) & (attempts.c.user_id == given["user_id"]),
        )
        .order_by(attempts.c.number)
    )


def _begun(dialect: str) -> Quick:
    rows, given = given_rows(dialect, "given", {name: attempts.c[name].type for name in _NEW})
    begun = select(*(given[name] for name in _NEW)).select_from(rows)
    return Quick(
        attempts.insert()
        .from_select(list(_NEW), begun)
        .returning(attempts.c.id, attempts.c.assignment_id, attempts.c.user_id)
    )


GIVEN_ALL = {dialect: _rules(dialect) for dialect in ("sqlite", "postgresql")}
PAST_ALL = {dialect: _past(dialect) for dialect in GIVEN_ALL}
BEGUN_ALL = {dialect: _begun(dialect) for dialect in GIVEN_ALL}


def start_attempts(connection: Connection, asked: Sequence[Begin]) -> list[int | None]:
    """Begin attempts; return their ids, and None where there is more to it: service.start has to say.

    There is if the assignment is not the student's, if the rules let none begin or ask for a code,
    and if one is open already.
    """
    link = link_of(connection)
    dialect = link.dialect.name
    by_key: dict[Key, Begin] = {one[:2]: one for one in asked}
    keys = as_parameter(dialect, by_key)
    past: dict[Key, list[AttemptState]] = {}
    for row in PAST_ALL[dialect].rows(link, given=keys):
        past.setdefault((row.assignment_id, row.user_id), []).append(state_in(row))
    to_ask: dict[int, tuple[Slot, ...]] = {}
    new = []
    for row in GIVEN_ALL[dialect].rows(link, given=keys):
        one = by_key[row.assignment_id, row.user_id]
        if one.assignment_id not in to_ask:
            to_ask[one.assignment_id] = _slots(link, one.assignment_id)
        state, events = engine.start(
            policy_in(row),
            past.get(one[:2], ()),
            to_ask[one.assignment_id],
            seed=one.seed,
            now=one.now,
        )
        if state is not None and events:
            new.append((*one[:2], *_row(state)))
    if not new:
        return [None for _ in asked]
    ids = {
        (row.assignment_id, row.user_id): int(row.id)
        for row in BEGUN_ALL[dialect].rows(link, given=as_parameter(dialect, new))
    }
    return [ids.get(one[:2]) for one in asked]


def _slots(link: Link, assignment_id: int) -> tuple[Slot, ...]:
    return tuple(slot_in(*row) for row in TO_ASK.rows(link, assignment_id=assignment_id))


def _row(state: AttemptState) -> tuple[Any, ...]:
    layout = json.dumps([list(pair) for pair in state.layout])
    return state.number, "open", state.seed, layout, state.started_at, state.deadline_at, state.more_time
