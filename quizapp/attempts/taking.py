"""Many answers in one statement: what the short lane hands to the writer.

A statement for each answer costs the writer's thread more than the database takes for all of them.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Table, false, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from quizapp.attempts.store import answers, assignments, attempts, users
from quizapp.attempts.writing import longer
from quizapp.db.quick import Link, Quick
from quizapp.db.rows import as_parameter, given_rows


class Plain(NamedTuple):
    """An answer with nothing to be decided about it, if the database agrees."""

    user_id: int
    epoch: int
    attempt_id: int
    slot: int
    seq: int
    response: str | None
    now: datetime
    seconds: int | None = None


def _take(dialect: str, insert: Callable[[Table], Any]) -> Quick:
    rows, given = given_rows(
        dialect,
        "given",
        {
            "user_id": users.c.id.type,
            "epoch": users.c.session_epoch.type,
            "attempt_id": answers.c.attempt_id.type,
            "slot": answers.c.slot.type,
            "seq": answers.c.seq.type,
            "response": answers.c.response.type,
            "now": answers.c.saved_at.type,
            "seconds": answers.c.seconds.type,
        },
    )
    columns = ("attempt_id", "slot", "seq", "response", "flagged", "saved_at", "seconds")
    plain = (
        select(
            attempts.c.id,
            given["slot"],
            given["seq"],
            given["response"],
            false(),
            given["now"],
            given["seconds"],
        )
        .join_from(rows, attempts, attempts.c.id == given["attempt_id"])
        .join(users, users.c.id == attempts.c.user_id)
        .join(assignments, assignments.c.id == attempts.c.assignment_id)
        .where(
            attempts.c.state == "open",
            or_(assignments.c.forward_only.is_(False), assignments.c.one_page.is_(True)),
            or_(attempts.c.deadline_at.is_(None), attempts.c.deadline_at > given["now"]),
            or_(attempts.c.break_ends_at.is_(None), attempts.c.break_ends_at <= given["now"]),
            users.c.id == given["user_id"],
            users.c.session_epoch == given["epoch"],
            users.c.active,
        )
    )
    statement = insert(answers).from_select(columns, plain)
    return Quick(
        statement.on_conflict_do_update(
            index_elements=[answers.c.attempt_id, answers.c.slot],
            set_={
                **{name: statement.excluded[name] for name in ("seq", "response", "saved_at")},
                "seconds": longer(statement.excluded.seconds),
            },
            where=(statement.excluded.seq > answers.c.seq) & answers.c.checked.is_(False),
        )
    )


TAKE = {"sqlite": _take("sqlite", sqlite.insert), "postgresql": _take("postgresql", postgresql.insert)}


def take_answers(link: Link, given: Sequence[Plain]) -> list[bool] | None:
    """Store answers if all are plain; None: undo it, one at least is not, and engine.save has to say.

    Plain: the session counts, the attempt is the user's own, open and before its end, there is a way
    back in it, nobody rests, and the answer is the newest and was not checked. Each is a part of what
    engine.save lets through, and none is more.
    """
    dialect = link.dialect.name
    written = TAKE[dialect].count(link, given=as_parameter(dialect, given))
    return [True] * written if written == len(given) else None
