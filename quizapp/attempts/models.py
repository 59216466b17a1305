"""Attempts, the answers in them, marks and changed scores, and what a teacher tells those at it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from quizapp.accounts.models import User
from quizapp.db.types import UtcDateTime
from quizapp.extensions import Model
from quizapp.quizzes.models import Assignment


class Attempt(Model):
    """One sitting of an assignment by a student.

    `layout` is [[slot, revision_id], ...] in the order shown; `seed` shuffled it and the
    choices, so that every page of the attempt can be drawn again. At submission `score`,
    `max_score` and `vector` (a fraction for each slot in slot order, null where there was
    no answer) are stored, with how many answers are `by_hand` (for a person to mark) and how
    many of them are `unmarked` still, and the `receipt`. A mark or a regrade stores scores anew.

    `extra_time` are the seconds that a teacher gave to this attempt alone. An attempt that was
    opened again has in `earlier` each handing in before, oldest first, as attempts.acts keeps it.

    Of breaks see core.attempts.state.AttemptState; `break_used` is seconds. `more_time`: it may
    go on, or went on, for longer than the class's.
    """

    __tablename__ = "attempts"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(10))
    seed: Mapped[int]
    layout: Mapped[list[list[int]]] = mapped_column(JSON)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    deadline_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    submitted_by: Mapped[str | None] = mapped_column(String(10))
    score: Mapped[float | None]
    max_score: Mapped[float | None]
    vector: Mapped[list[float | None] | None] = mapped_column(JSON)
    reached: Mapped[int] = mapped_column(default=1, server_default="1")
    break_started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    break_ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    break_used: Mapped[int] = mapped_column(default=0, server_default="0")
    more_time: Mapped[bool] = mapped_column(default=False, server_default=false())
    by_hand: Mapped[int] = mapped_column(default=0, server_default="0")
    unmarked: Mapped[int] = mapped_column(default=0, server_default="0")
    receipt: Mapped[str | None] = mapped_column(String(9))
    extra_time: Mapped[int] = mapped_column(server_default="0")
    earlier: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))

    assignment: Mapped[Assignment] = relationship()
    user: Mapped[User] = relationship()
    answers: Mapped[list["Answer"]] = relationship(order_by="Answer.slot", passive_deletes=True)

    __table_args__ = (
        CheckConstraint("state IN ('open', 'submitted')", name="state"),
        CheckConstraint(
            "submitted_by IS NULL OR submitted_by IN ('student', 'deadline', 'teacher')", name="submitted_by"
        ),
        CheckConstraint("(state = 'submitted') = (submitted_at IS NOT NULL)", name="submitted_when_so"),
        CheckConstraint("(state = 'submitted') = (score IS NOT NULL)", name="scored_when_submitted"),
        CheckConstraint("(break_started_at IS NULL) = (break_ends_at IS NULL)", name="break_has_an_end"),
        CheckConstraint("break_used >= 0", name="break_used"),
        UniqueConstraint("assignment_id", "user_id", "number"),
        # A double click must not open two.
        Index(
            "uq_attempts_one_open",
            "assignment_id",
            "user_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index(None, "user_id"),
        Index(
            "ix_attempts_due",
            "deadline_at",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )


class Answer(Model):
    """The newest answer to one slot. `seq` is the browser's own count: the highest wins.

    `checked`: the student was told how it is while the attempt goes on, and it stands since. `seconds`:
    how long the question was on the screen, as the page counts it; it only grows, and may be missing.
    """

    __tablename__ = "answers"

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id", ondelete="CASCADE"), primary_key=True)
    slot: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int]
    response: Mapped[str | None] = mapped_column(Text)  # JSON of the type's Response; null: emptied
    flagged: Mapped[bool] = mapped_column(default=False)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    checked: Mapped[bool] = mapped_column(default=False, server_default=false())
    seconds: Mapped[int | None]

    __table_args__ = {"sqlite_with_rowid": False}


class GivenMark(Model):
    """A mark that a person gave to one answer. Only ever added: of a slot's marks the newest counts.

    `fraction` is of the slot's points; None takes the marks before it back. `judged` has the
    JSON of core.attempts.marking.Judged for each criterion, if it was marked by a rubric.
    """

    __tablename__ = "marks"

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id", ondelete="CASCADE"))
    slot: Mapped[int]
    fraction: Mapped[float | None]
    judged: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    comment: Mapped[str] = mapped_column(Text)
    marker_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    marked_at: Mapped[datetime] = mapped_column(UtcDateTime)

    marker: Mapped[User | None] = relationship()

    __table_args__ = (
        CheckConstraint("fraction IS NULL OR (fraction >= 0 AND fraction <= 1)", name="fraction"),
        Index(None, "attempt_id", "slot"),
    )


class RegradeEntry(Model):
    """How a question of an assignment counts from a moment on, who decided so, and why. Only ever added.

    `undoes_id` names the entry that this one takes back; `answer` is what it accepts, if it does.
    """

    __tablename__ = "regrades"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id", ondelete="CASCADE"))
    slot: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    graded_by_revision_id: Mapped[int | None] = mapped_column(ForeignKey("question_revisions.id"))
    treatment: Mapped[str] = mapped_column(String(10))
    never_lower: Mapped[bool]
    answer: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("regrades.id", ondelete="CASCADE"), unique=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    actor: Mapped[User | None] = relationship()

    __table_args__ = (
        CheckConstraint("kind IN ('key', 'accept', 'drop', 'full', 'undo')", name="kind"),
        CheckConstraint("treatment IN ('normal', 'dropped', 'full')", name="treatment"),
        CheckConstraint("(kind = 'undo') = (undoes_id IS NOT NULL)", name="undo_names_what"),
        Index(None, "assignment_id"),
    )


class ScoreChange(Model):
    """What a regrade did to the score of one attempt: the old one is kept here."""

    __tablename__ = "score_changes"

    regrade_id: Mapped[int] = mapped_column(ForeignKey("regrades.id", ondelete="CASCADE"), primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id", ondelete="CASCADE"), primary_key=True)
    score: Mapped[float]
    max_score: Mapped[float]
    new_score: Mapped[float]
    new_max_score: Mapped[float]

    regrade: Mapped[RegradeEntry] = relationship()

    __table_args__ = (Index(None, "attempt_id"),)


class TeacherMessage(Model):
    """What a teacher tells one student, or (no `user_id`) everyone, at an assignment.

    What is `about` "time" or "again" tells only those whose attempt it was sent to; the teacher's own
    "words" tell also who starts later.
    """

    __tablename__ = "teacher_messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id", ondelete="CASCADE"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    about: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(String(500))
    minutes: Mapped[int | None]  # given, if it is about time
    sender_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        CheckConstraint("about IN ('words', 'time', 'again')", name="about"),
        Index(None, "assignment_id"),
        Index(None, "user_id"),
    )
