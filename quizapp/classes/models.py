"""Classes and who is enrolled in them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from quizapp.accounts.models import User
from quizapp.db.types import UtcDateTime
from quizapp.extensions import Model


class Class(Model):
    """A group that a teacher teaches. A sample class has no teacher and is shown to all staff."""

    __tablename__ = "classes"

    id: Mapped[int] = mapped_column(primary_key=True)
    teacher_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    name: Mapped[str] = mapped_column(String(80))
    code: Mapped[str] = mapped_column(String(7), unique=True)  # "HRN-47K"
    self_join: Mapped[bool] = mapped_column(default=False)
    sample: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    teacher: Mapped[User | None] = relationship()
    enrolments: Mapped[list["Enrolment"]] = relationship(
        back_populates="class_", cascade="all, delete-orphan", passive_deletes=True
    )

    __table_args__ = (Index(None, "teacher_id"),)


class Enrolment(Model):
    """A student's place in a class. `name_key` is the folded name: unique in the class."""

    __tablename__ = "enrolments"

    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("classes.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    name_key: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    class_: Mapped[Class] = relationship(back_populates="enrolments")
    user: Mapped[User] = relationship()

    __table_args__ = (
        UniqueConstraint("class_id", "name_key"),
        UniqueConstraint("class_id", "user_id"),
        Index(None, "user_id"),
    )


class StudentAccommodation(Model):
    """What is set on a student, for every quiz in every class. No row: nothing is."""

    __tablename__ = "student_accommodations"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    time_factor: Mapped[float] = mapped_column(default=1.0)
    extra_attempts: Mapped[int] = mapped_column(default=0)
    break_minutes: Mapped[int] = mapped_column(default=0)
    clock: Mapped[str] = mapped_column(String(10), default="shown")
    larger_text: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        CheckConstraint("time_factor BETWEEN 1 AND 4", name="time_factor"),
        CheckConstraint("extra_attempts BETWEEN 0 AND 10", name="extra_attempts"),
        CheckConstraint("break_minutes BETWEEN 0 AND 240", name="break_minutes"),
        CheckConstraint("clock IN ('shown', 'warned', 'hidden')", name="clock"),
    )
