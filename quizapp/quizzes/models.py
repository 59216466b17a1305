"""Quizzes, and their assignment to classes under rules."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from quizapp.accounts.models import User
from quizapp.banks.models import Bank, Question, QuestionRevision
from quizapp.classes.models import Class
from quizapp.db.types import UtcDateTime
from quizapp.extensions import Model


class Quiz(Model):
    """Questions in an order. A ready-made one has a `slug`, no owner, and all staff may use it.

    `sections` are the JSON form of core.attempts.policy.Section; without any all is one section.
    """

    __tablename__ = "quizzes"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    bank_id: Mapped[int] = mapped_column(ForeignKey("banks.id"))
    slug: Mapped[str | None] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(200))
    intro: Mapped[str] = mapped_column(Text, default="")
    time_limit: Mapped[int | None]  # minutes, proposed when assigning
    sections: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, server_default="[]")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    owner: Mapped[User | None] = relationship()
    bank: Mapped[Bank] = relationship()
    questions: Mapped[list["QuizQuestion"]] = relationship(
        order_by="QuizQuestion.position", cascade="all, delete-orphan", passive_deletes=True
    )

    __table_args__ = (UniqueConstraint("bank_id", "slug"), Index(None, "owner_id"))


class QuizQuestion(Model):
    """A question in a quiz, in the quiz's `section` of that number, from 1."""

    __tablename__ = "quiz_questions"

    quiz_id: Mapped[int] = mapped_column(ForeignKey("quizzes.id", ondelete="CASCADE"), primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int]
    section: Mapped[int] = mapped_column(default=1, server_default="1")

    question: Mapped[Question] = relationship()

    __table_args__ = (CheckConstraint("section > 0", name="section"),)


class Assignment(Model):
    """A quiz given to a class. It pins the revisions of its questions (`slots`) when it is made.

    `time_limit` and `grace` are seconds; `review` is the JSON form of core.attempts.policy.ReviewPolicy,
    `sections` that of its Section: those of the quiz when it was assigned.
    Until `marks_released_at` no student sees what was marked by hand.
    """

    __tablename__ = "assignments"

    id: Mapped[int] = mapped_column(primary_key=True)
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quizzes.id"))
    class_id: Mapped[int] = mapped_column(ForeignKey("classes.id", ondelete="CASCADE"))
    opens_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    time_limit: Mapped[int | None]
    grace: Mapped[int] = mapped_column(default=30)
    # None: as many as wanted. Without `evaluates_none` a None would be stored as the default.
    attempts_allowed: Mapped[int | None] = mapped_column(Integer().evaluates_none(), default=1)
    shuffle_questions: Mapped[bool] = mapped_column(default=False)
    shuffle_choices: Mapped[bool] = mapped_column(default=True)
    one_page: Mapped[bool] = mapped_column(default=False, server_default=false())
    combine: Mapped[str] = mapped_column(String(10), default="highest", server_default="highest")
    forward_only: Mapped[bool] = mapped_column(default=False, server_default=false())
    access_code: Mapped[str] = mapped_column(String(20), default="", server_default="")
    sections: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, server_default="[]")
    review: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    marks_released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    quiz: Mapped[Quiz] = relationship()
    class_: Mapped[Class] = relationship()
    slots: Mapped[list["AssignmentSlot"]] = relationship(
        order_by="AssignmentSlot.slot", cascade="all, delete-orphan", passive_deletes=True
    )

    __table_args__ = (
        CheckConstraint("time_limit IS NULL OR time_limit > 0", name="time_limit"),
        CheckConstraint("grace >= 0", name="grace"),
        CheckConstraint("attempts_allowed IS NULL OR attempts_allowed > 0", name="attempts_allowed"),
        CheckConstraint(
            "opens_at IS NULL OR closes_at IS NULL OR opens_at < closes_at", name="opens_before_closes"
        ),
        CheckConstraint("combine IN ('highest', 'last', 'first', 'average')", name="combine"),
        Index(None, "class_id"),
        Index(None, "quiz_id"),
    )


class AssignmentSlot(Model):
    """One question of an assignment: `slot` counts from 1 in the quiz's own order.

    `revision` is what is asked. What is handed in from now on is graded by `graded_by_revision_id`
    (none: by the one asked) and in its `treatment`; the table of regrades tells how that came about.
    `section` is the assignment's of that number, from 1. Of a section that draws, an attempt asks some
    slots only; `about` has [passages, level], over which a draw is spread.
    """

    __tablename__ = "assignment_slots"

    assignment_id: Mapped[int] = mapped_column(
        ForeignKey("assignments.id", ondelete="CASCADE"), primary_key=True
    )
    slot: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("question_revisions.id"))
    points: Mapped[float]
    graded_by_revision_id: Mapped[int | None] = mapped_column(ForeignKey("question_revisions.id"))
    treatment: Mapped[str] = mapped_column(String(10), default="normal", server_default="normal")
    section: Mapped[int] = mapped_column(default=1, server_default="1")
    about: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))

    revision: Mapped[QuestionRevision] = relationship(foreign_keys=[revision_id])

    __table_args__ = (
        CheckConstraint("points > 0", name="points"),
        CheckConstraint("treatment IN ('normal', 'dropped', 'full')", name="treatment"),
        CheckConstraint("section > 0", name="section"),
    )


class AssignmentAccommodation(Model):
    """What is set for one student in one assignment. A null: as set on the student, or as for the class."""

    __tablename__ = "assignment_accommodations"

    assignment_id: Mapped[int] = mapped_column(
        ForeignKey("assignments.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    time_factor: Mapped[float | None]
    extra_attempts: Mapped[int | None]
    closes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        CheckConstraint("time_factor IS NULL OR time_factor BETWEEN 1 AND 4", name="time_factor"),
        CheckConstraint("extra_attempts IS NULL OR extra_attempts BETWEEN 0 AND 10", name="extra_attempts"),
        Index(None, "user_id"),
    )
