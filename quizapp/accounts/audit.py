"""The log of privileged acts. Entries are only ever added."""

from datetime import datetime
from typing import Any

from quizapp.accounts.models import AuditEntry, User
from quizapp.extensions import db


def record(actor: User | None, act: str, subject: str, *, now: datetime, **detail: Any) -> None:
    """Add an entry: who did what to what, and what else is worth knowing."""
    db.session.add(
        AuditEntry(
            at=now, actor_id=actor.id if actor else None, act=act, subject=subject[:120], detail=detail
        )
    )
