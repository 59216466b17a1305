"""What is on its way into a bank: cards from files, documents, drafts by rules and by people."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from quizapp.banks.models import Bank, Flashcard, Passage, Question
from quizapp.db.types import UtcDateTime
from quizapp.extensions import Model


class CardImport(Model):
    """Flashcards from a file on their way into a bank. `rows` are core.formats.cards.CardRow as JSON.

    Once taken in, `rows` is empty and `done` has for each card that came or changed: its slug, its record
    and state before (None for a new one), its digest and state after.
    """

    __tablename__ = "card_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    bank_id: Mapped[int] = mapped_column(ForeignKey("banks.id", ondelete="CASCADE"), index=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    notes: Mapped[list[str]] = mapped_column(JSON)
    done: Mapped[list[list[Any]]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    applied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Import(Model):
    """A document on its way to become a reading: its blocks with what is proposed for each.

    `text` is what a person has decided to keep, to be edited, and `decided` the places of the blocks
    under "remove" and "edit"; None before.
    """

    __tablename__ = "imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    blocks: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    text: Mapped[str | None] = mapped_column(Text)
    decided: Mapped[dict[str, list[int]] | None] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ProposedQuestion(Model):
    """A question or a flashcard drafted by rules, until somebody has judged it.

    `record` is its flat form, `answer` the words of the sentence that it asks for. No student ever
    sees one: what is approved becomes a Question or a Flashcard.
    """

    __tablename__ = "proposed_questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    bank_id: Mapped[int] = mapped_column(ForeignKey("banks.id", ondelete="CASCADE"), index=True)
    passage_id: Mapped[int] = mapped_column(ForeignKey("passages.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(10), default="question", server_default="question")
    record: Mapped[dict[str, Any]] = mapped_column(JSON)
    answer: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    sentence: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10))
    question_id: Mapped[int | None] = mapped_column(ForeignKey("questions.id", ondelete="SET NULL"))
    flashcard_id: Mapped[int | None] = mapped_column(ForeignKey("flashcards.id", ondelete="SET NULL"))

    passage: Mapped[Passage] = relationship()
    question: Mapped[Question | None] = relationship()
    flashcard: Mapped[Flashcard | None] = relationship()

    __table_args__ = (
        CheckConstraint("kind IN ('question', 'card')", name="kind"),
        CheckConstraint("state IN ('waiting', 'approved', 'edited', 'discarded')", name="state"),
    )


class QuestionDraft(Model):
    """What one person has typed into the editor of a question and not published; nobody else sees it.

    `about` is the id of the question, or the type of a new one. `fields` are the names and values of the
    form; `begun_from` is the number of the revision that it was opened on, 0 for a new question.
    """

    __tablename__ = "question_drafts"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    bank_id: Mapped[int] = mapped_column(ForeignKey("banks.id", ondelete="CASCADE"), index=True)
    question_id: Mapped[int | None] = mapped_column(
        ForeignKey("questions.id", ondelete="CASCADE"), index=True
    )
    about: Mapped[str] = mapped_column(String(40))
    type: Mapped[str] = mapped_column(String(40))
    fields: Mapped[list[list[str]]] = mapped_column(JSON)
    begun_from: Mapped[int]
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    discarded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # kept for a while, to be undone

    bank: Mapped[Bank] = relationship()
    question: Mapped[Question | None] = relationship()

    __table_args__ = (UniqueConstraint("user_id", "bank_id", "about"),)
