"""What changes an attempt, in SQL: on the writer's own link, without the ORM."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, bindparam, case, or_
from sqlalchemy.dialects import postgresql, sqlite

from quizapp.attempts.store import IS_OPEN, answers, attempts
from quizapp.core.attempts.scoring import Result
from quizapp.core.attempts.state import AttemptState, Saved, receipt
from quizapp.db.quick import Link, Quick
from quizapp.db.rows import as_parameter, given_rows


def longer(counted: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return the time on a question that stays: what the page counts now, or, if more, what it had."""
    had = answers.c.seconds
    return case((and_(had.is_not(None), or_(counted.is_(None), counted <= had)), had), else_=counted)


def _put(insert: Callable[[Table], Any]) -> Quick:
    columns = ("attempt_id", "slot", "seq", "response", "flagged", "saved_at", "seconds")
    statement = insert(answers).values(
        {name: bindparam(name, type_=answers.c[name].type) for name in columns}
    )
    return Quick(
        statement.on_conflict_do_update(
            index_elements=[answers.c.attempt_id, answers.c.slot],
            set_={
                **{name: statement.excluded[name] for name in columns[2:-1]},
                "seconds": longer(statement.excluded.seconds),
            },
            where=statement.excluded.seq > answers.c.seq,
        )
    )


PUT_ANSWER = {"sqlite": _put(sqlite.insert), "postgresql": _put(postgresql.insert)}


def put_answer(link: Link, attempt_id: int, slot: int, saved: Saved, seconds: int | None = None) -> None:
    """Store an answer unless the slot holds one as new or newer: the highest seq wins.

    `seconds`: how long the question was on the screen by then, if the page said so.
    """
    PUT_ANSWER[link.dialect.name].run(
        link,
        attempt_id=attempt_id,
        slot=slot,
        seq=saved.seq,
        response=saved.response,
        flagged=saved.flagged,
        saved_at=saved.saved_at,
        seconds=seconds,
    )


def _put_times(dialect: str) -> Quick:
    _, given = given_rows(dialect, "times", {"slot": answers.c.slot.type, "seconds": answers.c.seconds.type})
    return Quick(
        answers.update()
        .where(
            answers.c.attempt_id == bindparam("of_attempt"),
            answers.c.slot == given["slot"],
            answers.c.checked.is_(False),
        )
        .values(seconds=longer(given["seconds"]))
    )


PUT_TIMES = {dialect: _put_times(dialect) for dialect in ("sqlite", "postgresql")}


def put_times(link: Link, attempt_id: int, times: Mapping[int, int]) -> None:
    """Store how long the questions that were answered were on the screen: slot -> seconds.

    One whose answer was checked keeps what it has: what came after was reading how it is.
    """
    dialect = link.dialect.name
    PUT_TIMES[dialect].run(link, of_attempt=attempt_id, times=as_parameter(dialect, times.items()))


CHECK = Quick(
    answers.update()
    .where(answers.c.attempt_id == bindparam("of_attempt"), answers.c.slot == bindparam("of_slot"))
    .values(checked=bindparam("new_checked", type_=answers.c.checked.type))
)


def put_checked(link: Link, attempt_id: int, slot: int) -> None:
    """Store that an answer stands from now on."""
    CHECK.run(link, of_attempt=attempt_id, of_slot=slot, new_checked=True)


def _change(*names: str) -> Quick:
    """Return the statement that changes these columns of an open attempt."""
    return Quick(
        attempts.update()
        .where(attempts.c.id == bindparam("attempt_id"), IS_OPEN)
        .values({name: bindparam(f"new_{name}", type_=attempts.c[name].type) for name in names})
    )


HAND_IN = _change(
    "state", "submitted_at", "submitted_by", "score", "max_score", "vector", "by_hand", "unmarked", "receipt"
)
MOVE_END = _change("deadline_at")
GO_ON = _change("reached")
SET_CLOCK = _change("deadline_at", "break_started_at", "break_ends_at", "break_used", "more_time")


def put_submission(link: Link, attempt_id: int, state: AttemptState, result: Result) -> None:
    """Store that an open attempt was handed in, and how it was graded."""
    HAND_IN.run(
        link,
        attempt_id=attempt_id,
        new_state="submitted",
        new_submitted_at=state.submitted_at,
        new_submitted_by=state.submitted_by,
        new_score=result.total,
        new_max_score=result.maximum,
        new_vector=list(result.vector),
        new_by_hand=result.by_hand,
        new_unmarked=result.waiting,
        new_receipt=receipt(attempt_id, state),
    )


def put_reached(link: Link, attempt_id: int, reached: int) -> None:
    """Store the number of the question that an open attempt is at."""
    GO_ON.run(link, attempt_id=attempt_id, new_reached=reached)


def put_deadline(link: Link, attempt_id: int, deadline_at: datetime | None) -> None:
    """Store another end for an open attempt."""
    MOVE_END.run(link, attempt_id=attempt_id, new_deadline_at=deadline_at)


def put_clock(link: Link, attempt_id: int, state: AttemptState) -> None:
    """Store the end and the breaks of an open attempt."""
    SET_CLOCK.run(
        link,
        attempt_id=attempt_id,
        new_deadline_at=state.deadline_at,
        new_break_started_at=state.break_started_at,
        new_break_ends_at=state.break_ends_at,
        new_break_used=int(state.break_used.total_seconds()),
        new_more_time=state.more_time,
    )
