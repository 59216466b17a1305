"""Links that let a person in once: only their hash is kept, so that the database gives nobody away."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from quizapp.accounts.models import OneTimeLink, Role, User
from quizapp.extensions import db

LIFE = timedelta(days=1)


def admin_exists() -> bool:
    """Tell whether anybody can sign in as admin."""
    admins = select(User.id).where(
        User.role == Role.ADMIN, User.active.is_(True), User.password_hash.is_not(None)
    )
    return db.session.scalar(admins.limit(1)) is not None


def staff_named(username: str) -> User | None:
    """Return the teacher or admin of that user name."""
    return db.session.scalar(select(User).where(User.username == username.casefold()))


def make_link(user: User | None, *, now: datetime) -> str:
    """Make a link that sets this user's password, or makes the first admin; return its token.

    What was made before for the same purpose and not used stops working.
    """
    same = OneTimeLink.user_id.is_(None) if user is None else OneTimeLink.user_id == user.id
    db.session.execute(delete(OneTimeLink).where(same, OneTimeLink.used_at.is_(None)))
    token = secrets.token_urlsafe(24)
    db.session.add(
        OneTimeLink(
            token_hash=token_hash(token),
            user_id=user.id if user else None,
            created_at=now,
            expires_at=now + LIFE,
        )
    )
    db.session.flush()
    return token


def token_hash(token: str) -> str:
    """Return what is kept of a token: it is random, so a plain hash cannot be guessed back."""
    return hashlib.sha256(token.encode()).hexdigest()
