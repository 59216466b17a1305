"""People, the links that let them in once, the log of what they did, what is set for the school."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from quizapp.db.types import UtcDateTime
from quizapp.extensions import Model


class Role(StrEnum):
    STUDENT = "student"
    TEACHER = "teacher"
    ADMIN = "admin"


class Person:
    """What Flask-Login and the pages ask of somebody who is signed in."""

    id: Any
    role: Any
    active: Any
    session_epoch: Any
    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        return bool(self.active)

    def get_id(self) -> str:
        return f"{self.id}:{self.session_epoch}"

    @property
    def is_student(self) -> bool:
        return self.role == Role.STUDENT

    @property
    def is_staff(self) -> bool:
        return self.role in (Role.TEACHER, Role.ADMIN)

    @property
    def is_admin(self) -> bool:
        return self.role == Role.ADMIN


class User(Person, Model):
    """A person. Staff sign in with a user name; students with their class code and name.

    A student's one-time PIN is not stored: it follows from the secret key, the id and
    `pin_serial`, and is good until `pin_used_at` is set.
    """

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(80))
    username: Mapped[str | None] = mapped_column(String(80), unique=True)  # stored case-folded
    password_hash: Mapped[str | None] = mapped_column(String(200))
    pin_serial: Mapped[int] = mapped_column(default=1)
    pin_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    session_epoch: Mapped[int] = mapped_column(default=1)  # raised to end every session
    active: Mapped[bool] = mapped_column(default=True)
    sample: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        CheckConstraint("role IN ('student', 'teacher', 'admin')", name="role"),
        CheckConstraint("(role = 'student') = (username IS NULL)", name="staff_have_usernames"),
    )


@dataclass(frozen=True)
class Student(Person):
    """A student of a session, read without the ORM: to be looked at, not to be changed."""

    id: int
    role: str
    name: str
    username: None
    password_hash: str | None
    session_epoch: int
    active: bool
    sample: bool


class OneTimeLink(Model):
    """A link that works once: it makes the first admin (no user), or sets a user's password."""

    __tablename__ = "one_time_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AuditEntry(Model):
    """One privileged act, on the student `about_id` if on one. Only ever added.

    When a student is deleted, what names them in the entries about them goes: see accounts.audit.
    """

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    about_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    act: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(120))
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    __table_args__ = (Index(None, "at"), Index(None, "about_id"))


class SchoolSetting(Model):
    """A setting of the whole school that is not at its default."""

    __tablename__ = "school_settings"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
