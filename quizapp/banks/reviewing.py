"""What people say about a question: comments, and a second person's tick that its key is supported."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload
from werkzeug.exceptions import NotFound

from quizapp.accounts.models import User
from quizapp.banks.models import Bank, Question, QuestionEvent, QuestionRevision
from quizapp.banks.service import history_of, ticks_of
from quizapp.banks.sharing import may_edit
from quizapp.core.bank.changes import Change, changes
from quizapp.core.bank.model import META_FIELDS, Status
from quizapp.extensions import db

NOT_YOUR_OWN = "You wrote what is asked here, so somebody else has to check its key."
OVERTAKEN = "The question was changed since you looked. Look at what it says now, then tick again."


@dataclass(frozen=True)
class Entry:
    """A line of a question's history: a new revision, or an event."""

    at: datetime
    who: User | None
    revision: QuestionRevision
    event: QuestionEvent | None = None


def history(row: Question) -> list[Entry]:
    """Return all that was done about a question and not taken back, the newest first."""
    query = (
        select(QuestionEvent)
        .options(joinedload(QuestionEvent.actor), joinedload(QuestionEvent.revision))
        .where(QuestionEvent.question_id == row.id, QuestionEvent.taken_back_at.is_(None))
        .order_by(QuestionEvent.id.desc())
    )
    entries = [
        *(Entry(event.at, event.actor, event.revision, event) for event in db.session.scalars(query)),
        *(Entry(revision.created_at, revision.author, revision) for revision in history_of(row)),
    ]
    # Newest first already within each kind; done at one moment, what was written came before its move.
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def changes_in(row: Question, revision: QuestionRevision) -> list[Change]:
    """Return what a revision changed in the one before it."""
    before = next((one for one in row.revisions if one.number == revision.number - 1), None)
    return changes(before.record, revision.record) if before else []


def add_comment(row: Question, text: str, *, author: User, now: datetime) -> QuestionEvent:
    """Add a comment about the current revision."""
    return _add(row, "comment", text, actor=author, now=now)


def comment_for(user: User, row: Question, event_id: int) -> QuestionEvent:
    """Return a person's own comment on a question, or raise NotFound."""
    event = db.session.get(QuestionEvent, event_id)
    if event is None or (event.question_id, event.kind, event.actor_id) != (row.id, "comment", user.id):
        raise NotFound
    return event


def remove_comment(comment: QuestionEvent, *, now: datetime) -> None:
    comment.taken_back_at = now
    db.session.flush()


def restore_comment(comment: QuestionEvent) -> None:
    comment.taken_back_at = None
    db.session.flush()


def why_no_tick(row: Question, user: User, number: str) -> str:
    """Say why a person cannot tick the key of revision `number`, or ""."""
    if number != str(row.current.number):
        return OVERTAKEN
    return NOT_YOUR_OWN if wrote_key(row, user) else ""


def wrote_key(row: Question, user: User) -> bool:
    """Tell whether a person wrote what is checked: who only tagged or named it since is not its author."""
    key, author_id = _key_of(row.current), row.current.author_id
    for revision in reversed(row.revisions):
        if _key_of(revision) != key:
            break
        author_id = revision.author_id
    return author_id == user.id


def tick_key(row: Question, *, actor: User, now: datetime) -> bool:
    """Record that the key is supported by the cited passages; False if this person has said so."""
    if own_tick(row, actor) is not None:
        return False
    _add(row, "tick", "", actor=actor, now=now)
    return True


def untick_key(row: Question, *, actor: User, now: datetime) -> bool:
    """Take back a person's own tick of the current revision; False if there is none."""
    tick = own_tick(row, actor)
    if tick is None:
        return False
    tick.taken_back_at = now
    db.session.flush()
    return True


def own_tick(row: Question, user: User) -> QuestionEvent | None:
    """Return a person's tick of the current revision."""
    return next((tick for tick in ticks_of(row) if tick.actor_id == user.id), None)


def in_review(bank: Bank) -> int:
    """Count the questions that wait to be reviewed."""
    return db.session.scalar(select(func.count()).select_from(_waiting(bank).subquery())) or 0


def next_in_review(bank: Bank, after: Question, reader: User) -> Question | None:
    """Return the next other question that waits to be reviewed; past the last comes the first.

    To a reader who may not approve, what this person has ticked no longer waits.
    """
    done = set() if may_edit(reader, bank) else _ticked_by(reader)
    waiting: Sequence[Question] = [
        row for row in db.session.scalars(_waiting(bank)) if row.id != after.id and row.id not in done
    ]
    return next((row for row in waiting if row.id > after.id), waiting[0] if waiting else None)


def _ticked_by(user: User) -> set[int]:
    """Return the ids of the questions whose current revision a person has ticked."""
    query = (
        select(Question.id)
        .join(QuestionEvent, QuestionEvent.revision_id == Question.current_id)
        .where(
            QuestionEvent.kind == "tick",
            QuestionEvent.actor_id == user.id,
            QuestionEvent.taken_back_at.is_(None),
        )
    )
    return set(db.session.scalars(query))


def _key_of(revision: QuestionRevision) -> dict[str, Any]:
    """Return what a tick speaks of: all that is asked, and the passages cited for it."""
    named = ("type", "cites")
    return {
        name: value for name, value in revision.record.items() if name in named or name not in META_FIELDS
    }


def _waiting(bank: Bank) -> Select[Question]:
    return (
        select(Question)
        .where(Question.bank_id == bank.id, Question.status == Status.REVIEW.value)
        .order_by(Question.id)
    )


def _add(row: Question, kind: str, text: str, *, actor: User, now: datetime) -> QuestionEvent:
    event = QuestionEvent(
        question_id=row.id,
        revision_id=row.current_id,
        kind=kind,
        text=text,
        actor_id=actor.id,
        at=now,
    )
    db.session.add(event)
    db.session.flush()
    return event
