"""How a class's gradebook is made, and who is excused from what."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from quizapp.accounts.models import User
from quizapp.db.types import UtcDateTime
from quizapp.extensions import Model


class GradebookRules(Model):
    """What a teacher decided for the gradebook of a class. No row: what is missing does not count."""

    __tablename__ = "gradebook_rules"

    class_id: Mapped[int] = mapped_column(ForeignKey("classes.id", ondelete="CASCADE"), primary_key=True)
    missed_is_zero: Mapped[bool]


class GradeCategory(Model):
    """A category of a class's gradebook, in its `position` from 1."""

    __tablename__ = "grade_categories"

    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("classes.id", ondelete="CASCADE"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(60))
    weight: Mapped[float]
    drop_lowest: Mapped[int]

    __table_args__ = (
        CheckConstraint("weight >= 0", name="weight"),
        CheckConstraint("drop_lowest >= 0", name="drop_lowest"),
        UniqueConstraint("class_id", "position"),
    )


class GradebookPlace(Model):
    """Where an assignment counts: in a category, or (`left_out`) nowhere. No row: nobody has said yet."""

    __tablename__ = "gradebook_places"

    assignment_id: Mapped[int] = mapped_column(
        ForeignKey("assignments.id", ondelete="CASCADE"), primary_key=True
    )
    category_id: Mapped[int | None] = mapped_column(ForeignKey("grade_categories.id", ondelete="CASCADE"))
    left_out: Mapped[bool]

    __table_args__ = (
        CheckConstraint("left_out = (category_id IS NULL)", name="somewhere_or_left_out"),
        Index(None, "category_id"),
    )


class Excusal(Model):
    """A student excused from an assignment, by whom, when and why."""

    __tablename__ = "excusals"

    assignment_id: Mapped[int] = mapped_column(
        ForeignKey("assignments.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    reason: Mapped[str] = mapped_column(String(200))
    excused_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    excused_at: Mapped[datetime] = mapped_column(UtcDateTime)

    excused_by: Mapped[User | None] = relationship(foreign_keys=[excused_by_id])

    __table_args__ = (Index(None, "user_id"),)
