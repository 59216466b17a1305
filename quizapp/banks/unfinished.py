"""What is typed into the editor of a question and not published: kept for the one who types it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import NotFound

from quizapp.accounts.models import User
from quizapp.banks.models import Bank, Question
from quizapp.banks.unfinished_models import QuestionDraft
from quizapp.core.qtypes.registry import QUESTION_TYPES
from quizapp.extensions import db

Fields = Sequence[tuple[str, str]]

LARGEST = 200_000
"""Characters that a draft may have, names of fields and all: more than any question may have."""
NOT_KEPT = ("csrf_token", "act", "type")


def keep(
    user: User, bank: Bank, qtype: str, row: Question | None, *, fields: Fields, now: datetime
) -> QuestionDraft:
    """Keep what the form holds, in place of what was kept of it before."""
    draft = _kept(user, bank, qtype, row)
    if draft is None:
        draft = QuestionDraft(user_id=user.id, bank=bank, question=row, about=_about(qtype, row))
        db.session.add(draft)
    draft.type, draft.saved_at, draft.discarded_at = qtype, now, None
    draft.fields = [[_clean(name), _clean(value)] for name, value in fields if name not in NOT_KEPT]
    number = dict(fields).get("revision", "")
    draft.begun_from = int(number) if number.isascii() and number.isdecimal() and len(number) < 9 else 0
    db.session.flush()
    return draft


def draft_of(user: User, bank: Bank, qtype: str, row: Question | None) -> QuestionDraft | None:
    """Return the person's own draft for a question, or for a new one of that type, if there is one."""
    draft = _kept(user, bank, qtype, row)
    return draft if draft and draft.discarded_at is None and draft.type == qtype else None


def form_of(draft: QuestionDraft) -> MultiDict[str, str]:
    """Return a draft as the editor's form data."""
    return MultiDict((name, value) for name, value in draft.fields)


def unfinished_drafts(user: User, bank: Bank) -> list[QuestionDraft]:
    """Return the person's own drafts in a bank, the newest first."""
    rows = db.session.scalars(
        select(QuestionDraft)
        .where(
            QuestionDraft.user_id == user.id,
            QuestionDraft.bank_id == bank.id,
            QuestionDraft.discarded_at.is_(None),
        )
        .order_by(QuestionDraft.saved_at.desc(), QuestionDraft.id.desc())
    )
    return [row for row in rows if row.type == (row.question.current.type if row.question else row.type)]


def draft_for(user: User, draft_id: int) -> QuestionDraft:
    """Return a person's own draft, discarded or not; raise NotFound for any other."""
    draft = db.session.get(QuestionDraft, draft_id)
    if draft is None or draft.user_id != user.id or draft.type not in QUESTION_TYPES:
        raise NotFound
    return draft


def discard(draft: QuestionDraft, *, now: datetime) -> None:
    """Put a draft away; it can be taken back until another is."""
    others = delete(QuestionDraft).where(
        QuestionDraft.user_id == draft.user_id,
        QuestionDraft.discarded_at.is_not(None),
        QuestionDraft.id != draft.id,
    )
    db.session.execute(others)
    draft.discarded_at = now
    db.session.flush()


def restore(draft: QuestionDraft) -> None:
    """Take a discarded draft back."""
    draft.discarded_at = None
    db.session.flush()


def end(user: User, bank: Bank, qtype: str, row: Question | None) -> None:
    """Forget the draft of what is published now."""
    draft = _kept(user, bank, qtype, row)
    if draft is not None:
        db.session.delete(draft)
        db.session.flush()


def _about(qtype: str, row: Question | None) -> str:
    return str(row.id) if row else qtype


def _kept(user: User, bank: Bank, qtype: str, row: Question | None) -> QuestionDraft | None:
    return db.session.scalar(
        select(QuestionDraft).where(
            QuestionDraft.user_id == user.id,
            QuestionDraft.bank_id == bank.id,
            QuestionDraft.about == _about(qtype, row),
        )
    )


def _clean(text: str) -> str:
    """Return text without what a database or a page cannot hold: NUL, and halves of characters."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()
