"""One act on many questions: done to each as it would be done to one, told of by name, undone together."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from werkzeug.exceptions import NotFound

from quizapp.accounts.models import User
from quizapp.banks import service
from quizapp.banks.models import Bank, BulkAct, Question, QuestionRevision
from quizapp.core.bank.model import Status, read_question
from quizapp.extensions import db

MOVES = {
    "approve": Status.APPROVED,
    "review": Status.REVIEW,
    "retire": Status.RETIRED,
    "draft": Status.DRAFT,
}
TAGS = ("tag", "untag")
UNREADABLE = "It no longer reads as a question of its type. Open it and mend it."

Step = tuple[Any, Any] | str
"""What was before and what is now; or why nothing was done."""


def act_on(
    bank: Bank, rows: Iterable[Question], act: str, tag: str = "", *, actor: User, now: datetime
) -> BulkAct:
    """Do an act of MOVES or TAGS to each question that allows it, and keep what was done and what not."""
    done, refused = [], []
    for row in rows:
        if act in MOVES:
            step = _move(row, MOVES[act], actor=actor, now=now)
        else:
            step = _retag(row, tag, act == "tag", actor=actor, now=now)
        if isinstance(step, str):
            refused.append([row.id, step])
        else:
            done.append([row.id, *step])
    kept = BulkAct(
        bank_id=bank.id, actor_id=actor.id, act=act, tag=tag, done=done, refused=refused, created_at=now
    )
    db.session.add(kept)
    db.session.flush()
    return kept


def _move(row: Question, status: Status, *, actor: User, now: datetime) -> Step:
    before = row.status
    if before == status.value:
        return "It is in this state already."
    if why := service.why_not_moved(row, status):
        return why
    service.set_status(row, status, actor=actor, now=now)
    return before, row.status


def _retag(row: Question, tag: str, add: bool, *, actor: User, now: datetime) -> Step:
    tags = list(row.current.record.get("tags", ()))
    if (tag in tags) is add:
        return "It has this tag already." if add else "It does not have this tag."
    changed = [*tags, tag] if add else [one for one in tags if one != tag]
    return _revise(row, {**row.current.record, "tags": changed}, actor=actor, now=now)


def _revise(row: Question, record: dict[str, Any], *, actor: User, now: datetime) -> Step:
    before = row.current
    question, _ = read_question({**record, "id": row.slug, "status": row.status})
    if question is None:
        return UNREADABLE
    service.save_question(row, question, author=actor, now=now)
    service.keep_checks(row, before)
    return before.id, row.current_id


def act_for(user: User, bank: Bank, number: int) -> BulkAct:
    """Return what this person did in this bank, or raise NotFound."""
    found = db.session.scalar(
        select(BulkAct).where(BulkAct.id == number, BulkAct.bank_id == bank.id, BulkAct.actor_id == user.id)
    )
    if found is None:
        raise NotFound
    return found


def undo(kept: BulkAct, *, actor: User, now: datetime) -> tuple[int, list[Question]]:
    """Put back what an act changed; return how many, and those that were changed since and stay."""
    if kept.undone_at is not None:
        return 0, []
    back, left = 0, []
    rows = questions_by_id(number for number, _, _ in kept.done)
    undo_one: Callable[..., bool] = _move_back if kept.act in MOVES else _write_back
    for number, before, after in kept.done:
        if undo_one(rows[number], before, after, actor=actor, now=now):
            back += 1
        else:
            left.append(rows[number])
    kept.undone_at = now
    db.session.flush()
    return back, left


def _move_back(row: Question, before: str, after: str, *, actor: User, now: datetime) -> bool:
    moved = service.last_move(row)
    return (
        row.status == after
        and moved is not None
        and service.take_back_move(row, moved.id, actor=actor, now=now)
    )


def _write_back(row: Question, before: int, after: int, *, actor: User, now: datetime) -> bool:
    revision = db.session.get(QuestionRevision, before)
    if row.current_id != after or revision is None:
        return False
    return not isinstance(_revise(row, revision.record, actor=actor, now=now), str)


def questions_by_id(numbers: Iterable[int]) -> dict[int, Question]:
    """Return questions by their ids."""
    query = select(Question).where(Question.id.in_(list(numbers)))
    return {row.id: row for row in db.session.scalars(query)}
