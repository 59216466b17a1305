"""People: who they are, how they are let in, what they may change about themselves."""

import secrets
import unicodedata
from dataclasses import fields
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from flask import current_app
from sqlalchemy import bindparam, func, select, update
from werkzeug.exceptions import NotFound

from quizapp.accounts import passwords, pins
from quizapp.accounts.models import OneTimeLink, Role, Student, User
from quizapp.db.quick import Quick
from quizapp.extensions import db, login_manager
from quizapp.web.limits import LARGEST_ID
from quizapp.web.transaction import read_link, write_now

ADMIN_LINK_LIFE = timedelta(days=7)
PASSWORD_LINK_LIFE = timedelta(days=1)
FIRST_COUNTS = 2**30
"""Below this a student's counts of sessions and PINs begin; half of what their columns hold."""


def load_user(identity: str) -> User | None:
    """Return the person of a session, or None if it was ended since."""
    row = _row_of(identity)
    return db.session.get(User, row.id) if row else None


@login_manager.user_loader
def person_of(identity: str) -> User | Student | None:
    """Return who is signed in: for a student not the row, which costs as much as a whole save."""
    row = _row_of(identity)
    if row is None:
        return None
    return Student(*row) if row.role == Role.STUDENT else db.session.get(User, row.id)


_COLUMNS = (User.__table__.c[field.name] for field in fields(Student))
BY_ID = Quick(select(*_COLUMNS).where(User.id == bindparam("user_id")))


def _row_of(identity: str) -> Any:
    """Return the columns of Student of the person that a session names, if it still counts."""
    number, _, epoch = identity.partition(":")
    if not (identity.isascii() and number.isdigit() and epoch.isdigit() and len(number) < 18):
        return None
    if int(number) > LARGEST_ID:
        return None
    row = BY_ID.one(read_link(), user_id=int(number))
    return row if row and row.active and row.session_epoch == int(epoch) else None


def fold_name(name: str) -> str:
    """Return what makes two names the same: case, spacing, and how a device writes é or ' do not."""
    plain = unicodedata.normalize("NFKC", name).replace("’", "'")
    return unicodedata.normalize("NFKC", " ".join(plain.split()).casefold())


# ---- staff


def staff_by_username(username: str) -> User | None:
    return db.session.scalar(select(User).where(User.username == fold_name(username)))


def staff_for_managing(user_id: int) -> User:
    """Load a teacher or an admin; NotFound for anyone else."""
    user = db.session.get(User, user_id)
    if user is None or not user.is_staff:
        raise NotFound
    return user


def admin_exists() -> bool:
    """Tell whether anyone can run the school."""
    return db.session.scalar(select(User.id).where(User.role == Role.ADMIN, User.active).limit(1)) is not None


def add_staff(name: str, username: str, role: Role, *, now: datetime) -> User:
    """Add a teacher or an admin, who sets a password by a one-time link."""
    user = User(role=role.value, name=name, username=fold_name(username), created_at=now)
    db.session.add(user)
    db.session.flush()
    return user


def is_last_admin(user: User) -> bool:
    """Tell whether the school would be without an admin without this one."""
    others = select(func.count()).where(User.role == Role.ADMIN, User.active, User.id != user.id)
    return user.is_admin and user.active and not db.session.scalar(others)


def end_sessions(user: User) -> None:
    """End every session of a person: their role, their password or their right to be here changed."""
    user.session_epoch += 1
    db.session.flush()


# ---- one-time links


def make_admin_link(*, now: datetime) -> str:
    """Make the link for the first admin; any made before stops working. Return its token."""
    db.session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.user_id.is_(None), OneTimeLink.used_at.is_(None))
        .values(used_at=now)
    )
    return _make_link(None, now, now + ADMIN_LINK_LIFE)


def make_password_link(user: User, *, now: datetime) -> str:
    """Make a link by which a person sets a password; any made before stops working. Return its token."""
    db.session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.user_id == user.id, OneTimeLink.used_at.is_(None))
        .values(used_at=now)
    )
    return _make_link(user.id, now, now + PASSWORD_LINK_LIFE)


def _make_link(user_id: int | None, now: datetime, expires_at: datetime) -> str:
    token = secrets.token_urlsafe(24)
    db.session.add(
        OneTimeLink(token_hash=_hash(token), user_id=user_id, created_at=now, expires_at=expires_at)
    )
    db.session.flush()
    return token


def link_for_using(token: str, *, now: datetime) -> OneTimeLink | None:
    """Return the link of a token if it still works: unused, in time, and still needed."""
    link = db.session.scalar(select(OneTimeLink).where(OneTimeLink.token_hash == _hash(token)))
    if link is None or link.used_at is not None or link.expires_at <= now:
        return None
    if link.user_id is None:  # once there is an admin, a link that would make another one is void
        return None if admin_exists() else link
    user = db.session.get(User, link.user_id)
    return link if user and user.active else None


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


# ---- passwords and PINs


def pin_of(user: User) -> str | None:
    """Return a student's one-time PIN while it is good, else None."""
    if not user.is_student or user.pin_used_at is not None or user.password_hash or user.sample:
        return None
    return pins.one_time_pin(current_app.config["SECRET_KEY"], user.id, user.pin_serial)


def is_one_time_pin(user: User, typed: str) -> bool:
    """Tell whether a student gave the PIN of the card, and it is still good."""
    pin = pin_of(user)
    return pin is not None and pins.is_pin(typed, pin)


def is_password(user: User | None, typed: str) -> bool:
    """Tell whether it is the person's password; takes as long where there is no such person."""
    return passwords.check_password(user.password_hash if user else None, typed)


def set_password(user: User, password: str, *, now: datetime) -> User | None:
    """Store a new password durably, end the person's sessions, and return the person for a new one.

    None if their sessions were ended meanwhile, as by a teacher who gives a new PIN: then nothing
    changes. For requests that only read: the hash takes longer than all the rest, and is made
    before the database is held.
    """
    user_id, epoch, stored = user.id, user.session_epoch, passwords.hash_password(password)
    changed = write_now(
        lambda connection: (
            connection.execute(
                update(User)
                .where(User.id == user_id, User.session_epoch == epoch)
                .values(
                    password_hash=stored,
                    session_epoch=epoch + 1,
                    pin_used_at=func.coalesce(User.pin_used_at, now),
                )
            ).rowcount
        )
    )
    return load_user(f"{user_id}:{epoch + 1}") if changed else None


def refresh_hash(user: User, password: str) -> None:
    """Keep a password with today's parameters if it was kept with older ones."""
    if user.password_hash and passwords.needs_rehash(user.password_hash):
        user_id, before, stored = user.id, user.password_hash, passwords.hash_password(password)
        write_now(
            lambda connection: connection.execute(
                # A password taken away while this one was hashed stays away.
                update(User)
                .where(User.id == user_id, User.password_hash == before)
                .values(password_hash=stored)
            )
        )


def reset_sign_in(user: User) -> None:
    """Give a student a new one-time PIN: the old one, their password and their sessions end."""
    user.pin_serial += 1
    user.pin_used_at = None
    user.password_hash = None
    end_sessions(user)


def add_student(name: str, *, now: datetime) -> User:
    """Add a student, who signs in with a one-time PIN first."""
    # SQLite gives the number of a deleted student anew. Were these counted from 1, their session and the
    # PIN on their card would be good for whoever has it next.
    user = User(
        role=Role.STUDENT.value,
        name=name,
        created_at=now,
        session_epoch=1 + secrets.randbelow(FIRST_COUNTS),
        pin_serial=1 + secrets.randbelow(FIRST_COUNTS),
    )
    db.session.add(user)
    db.session.flush()
    return user
