"""Students' cards, the decks they lie in, the log of their reviews, and what teachers send to cards."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from quizapp.accounts.models import User
from quizapp.attempts.models import Attempt  # noqa: F401  a foreign key leads there
from quizapp.banks.models import Bank, Flashcard, Passage, QuestionRevision
from quizapp.db.types import UtcDateTime
from quizapp.extensions import Model
from quizapp.quizzes.models import Assignment


class CardSettings(Model):
    """How a student studies, where it is not as for everyone."""

    __tablename__ = "card_settings"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    new_a_day: Mapped[int] = mapped_column(default=10)
    four_buttons: Mapped[bool] = mapped_column(default=False, server_default=false())
    typed: Mapped[bool] = mapped_column(default=False, server_default=false())

    __table_args__ = (CheckConstraint("new_a_day BETWEEN 0 AND 100", name="new_a_day"),)


class Deck(Model):
    """Cards that a student studies together. `about` says of what: see cards.decks.

    `kind`: "own", "missed" (in quizzes; `about` is "slow" for what was right but came slowly), "sent"
    (by a teacher: `about` is the sending), or a part of a unit: "unit", "passage", "objective", "glossary".
    """

    __tablename__ = "card_decks"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(10))
    bank_id: Mapped[int | None] = mapped_column(ForeignKey("banks.id", ondelete="CASCADE"), index=True)
    about: Mapped[str] = mapped_column(String(170), default="")
    title: Mapped[str] = mapped_column(String(300))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    bank: Mapped[Bank | None] = relationship()

    __table_args__ = (
        UniqueConstraint("user_id", "kind", "about"),
        CheckConstraint(
            "kind IN ('own', 'missed', 'sent', 'unit', 'passage', 'objective', 'glossary')", name="kind"
        ),
    )


class CardNote(Model):
    """What a student wrote: one card, one and its reverse, or one for each gap of a text."""

    __tablename__ = "card_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    front: Mapped[str] = mapped_column(Text)
    back: Mapped[str] = mapped_column(Text)
    passage_id: Mapped[int | None] = mapped_column(ForeignKey("passages.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    passage: Mapped[Passage | None] = relationship()

    __table_args__ = (CheckConstraint("kind IN ('basic', 'reversed', 'cloze')", name="kind"),)


class Card(Model):
    """One side of something that one student learns, and what is remembered of it.

    What it shows comes from a flashcard of a bank, a question (the `revision` whose key counted), a
    term of a bank's glossary, or the student's own note. `origin` names that and the side, once a
    student; `family` is the same without the side. `side` is 0, 1 for the reverse, or the number of a gap.

    From `phase` on it repeats what the log leaves (see core.cards.log), to find and sort by.
    """

    __tablename__ = "cards"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    origin: Mapped[str] = mapped_column(String(120))
    family: Mapped[str] = mapped_column(String(110))
    side: Mapped[int] = mapped_column(default=0)
    bank_id: Mapped[int | None] = mapped_column(ForeignKey("banks.id", ondelete="CASCADE"), index=True)
    flashcard_id: Mapped[int | None] = mapped_column(
        ForeignKey("flashcards.id", ondelete="CASCADE"), index=True
    )
    question_id: Mapped[int | None] = mapped_column(
        ForeignKey("questions.id", ondelete="CASCADE"), index=True
    )
    revision_id: Mapped[int | None] = mapped_column(
        ForeignKey("question_revisions.id", ondelete="CASCADE"), index=True
    )
    note_id: Mapped[int | None] = mapped_column(ForeignKey("card_notes.id", ondelete="CASCADE"), index=True)
    term: Mapped[str | None] = mapped_column(String(80))
    assignment_id: Mapped[int | None] = mapped_column(
        ForeignKey("assignments.id", ondelete="SET NULL"), index=True
    )  # whose review policy says what of a question may be shown
    why: Mapped[str] = mapped_column(String(400), default="", server_default="")
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    away_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # in no deck any more

    phase: Mapped[int] = mapped_column(default=0)
    step: Mapped[int | None]
    stability: Mapped[float | None]
    difficulty: Mapped[float | None]
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    begun_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reviews: Mapped[int] = mapped_column(default=0)
    lapses: Mapped[int] = mapped_column(default=0)

    user: Mapped[User] = relationship()
    flashcard: Mapped[Flashcard | None] = relationship()
    revision: Mapped[QuestionRevision | None] = relationship()
    assignment: Mapped[Assignment | None] = relationship()
    note: Mapped[CardNote | None] = relationship()
    bank: Mapped[Bank | None] = relationship()

    __table_args__ = (
        UniqueConstraint("user_id", "origin"),
        CheckConstraint("phase BETWEEN 0 AND 3", name="phase"),
        CheckConstraint("(phase = 0) = (due_at IS NULL)", name="due_once_seen"),
        CheckConstraint(
            "(CASE WHEN flashcard_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN revision_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN note_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN term IS NULL THEN 0 ELSE 1 END) = 1",
            name="one_source",
        ),
        Index(None, "user_id", "phase", "due_at"),
        Index(None, "user_id", "family"),
        Index(None, "user_id", "begun_at"),
    )


class DeckCard(Model):
    """That a card lies in a deck."""

    __tablename__ = "deck_cards"

    deck_id: Mapped[int] = mapped_column(ForeignKey("card_decks.id", ondelete="CASCADE"), primary_key=True)
    card_id: Mapped[int] = mapped_column(ForeignKey("cards.id", ondelete="CASCADE"), primary_key=True)

    __table_args__ = (Index(None, "card_id"),)


class CardReview(Model):
    """One line of the log: a review, or that one is taken back. Only ever added.

    `review_id` is made by whoever reviews, so that the same one sent twice is there once. `phase` is
    the card's before it. Of `retention`, `until` and `spread` see core.cards.scheduling.Review.
    """

    __tablename__ = "card_reviews"

    id: Mapped[int] = mapped_column(primary_key=True)
    card_id: Mapped[int] = mapped_column(ForeignKey("cards.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    review_id: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    rating: Mapped[int | None]
    phase: Mapped[int]
    retention: Mapped[float]
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    spread: Mapped[int]
    undoes_id: Mapped[int | None] = mapped_column(
        ForeignKey("card_reviews.id", ondelete="CASCADE"), unique=True
    )

    __table_args__ = (
        UniqueConstraint("user_id", "review_id"),
        CheckConstraint("kind IN ('study', 'quiz', 'undo')", name="kind"),
        CheckConstraint("rating IS NULL OR rating BETWEEN 1 AND 4", name="rating"),
        CheckConstraint("(kind = 'undo') = (undoes_id IS NOT NULL)", name="undo_names_what"),
        CheckConstraint("(kind = 'undo') = (rating IS NULL)", name="rated_unless_undo"),
        CheckConstraint("phase BETWEEN 0 AND 3", name="phase"),
        Index(None, "card_id"),
        Index(None, "user_id", "at"),
    )


class CardIntake(Model):
    """That the missed questions of an attempt were made cards, so that it is done once."""

    __tablename__ = "card_intakes"

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id", ondelete="CASCADE"), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class CardSending(Model):
    """Questions of an assignment that a teacher sends to students' cards."""

    __tablename__ = "card_sendings"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id", ondelete="CASCADE"), index=True)
    sender_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    slots: Mapped[list[int]] = mapped_column(JSON)
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    assignment: Mapped[Assignment] = relationship()
    sender: Mapped[User | None] = relationship()
    students: Mapped[list["SentTo"]] = relationship(passive_deletes=True)


class SentTo(Model):
    """Whom a sending is for, and when its cards came to be: not before the keys may be seen."""

    __tablename__ = "card_sending_students"

    sending_id: Mapped[int] = mapped_column(
        ForeignKey("card_sendings.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    arrived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (Index(None, "user_id"),)
