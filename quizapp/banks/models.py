"""Banks in the database: readings and their passages, questions and their revisions, flashcards."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from quizapp.accounts.models import User
from quizapp.core.cards.cloze import gaps_of
from quizapp.db.fulltext import keep_index
from quizapp.db.types import UtcDateTime
from quizapp.extensions import Model


class Bank(Model):
    """A unit. The JSON columns hold UnitMeta, GlossaryTerm and TimelineEntry of core.bank.model."""

    __tablename__ = "banks"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    meta: Mapped[dict[str, Any]] = mapped_column(JSON)
    glossary: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, server_default="[]")
    timeline: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, server_default="[]")
    owner_id: Mapped[int | None] = mapped_column(
        ForeignKey("users.id", ondelete="SET NULL")
    )  # whose own it is; None: the school's, for everyone to see
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    readings: Mapped[list["Reading"]] = relationship(back_populates="bank", order_by="Reading.position")
    questions: Mapped[list["Question"]] = relationship(back_populates="bank")


class Reading(Model):
    __tablename__ = "readings"

    id: Mapped[int] = mapped_column(primary_key=True)
    bank_id: Mapped[int] = mapped_column(ForeignKey("banks.id", ondelete="CASCADE"))
    slug: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(300))
    source: Mapped[str] = mapped_column(String(80))
    note: Mapped[str] = mapped_column(Text)
    position: Mapped[int]

    bank: Mapped[Bank] = relationship(back_populates="readings")
    passages: Mapped[list["Passage"]] = relationship(back_populates="reading", order_by="Passage.position")

    __table_args__ = (UniqueConstraint("bank_id", "slug"),)


class Passage(Model):
    """A numbered piece of a reading. `sources` are `document:line` places."""

    __tablename__ = "passages"

    id: Mapped[int] = mapped_column(primary_key=True)
    reading_id: Mapped[int] = mapped_column(ForeignKey("readings.id", ondelete="CASCADE"))
    slug: Mapped[str] = mapped_column(String(80))
    number: Mapped[str] = mapped_column(String(10))
    section: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    sources: Mapped[list[str]] = mapped_column(JSON)
    position: Mapped[int]
    removed_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime
    )  # gone from the file; old citations keep it

    reading: Mapped[Reading] = relationship(back_populates="passages")

    __table_args__ = (UniqueConstraint("reading_id", "slug"),)


class PassageVersion(Model):
    """What a passage said before it was changed: a citation may have been checked against it."""

    __tablename__ = "passage_versions"

    passage_id: Mapped[int] = mapped_column(ForeignKey("passages.id", ondelete="CASCADE"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    replaced_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Question(Model):
    """A question through all its revisions.

    `file_digest` and `file_status` are what was last loaded from a file: where the current
    revision or the status is another, it was changed in the app since.
    """

    __tablename__ = "questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    bank_id: Mapped[int] = mapped_column(ForeignKey("banks.id", ondelete="CASCADE"))
    slug: Mapped[str] = mapped_column(String(80))
    status: Mapped[str] = mapped_column(String(10))
    current_id: Mapped[int | None] = mapped_column(
        ForeignKey("question_revisions.id", use_alter=True, name="fk_questions_current_id")
    )
    file_digest: Mapped[str | None] = mapped_column(String(64))
    file_status: Mapped[str | None] = mapped_column(String(10))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)

    bank: Mapped[Bank] = relationship(back_populates="questions")
    current: Mapped["QuestionRevision"] = relationship(foreign_keys=[current_id], post_update=True)
    revisions: Mapped[list["QuestionRevision"]] = relationship(
        back_populates="question",
        foreign_keys="QuestionRevision.question_id",
        order_by="QuestionRevision.number",
    )

    __table_args__ = (
        UniqueConstraint("bank_id", "slug"),
        CheckConstraint("status IN ('draft', 'review', 'approved', 'retired')", name="status"),
    )


class QuestionRevision(Model):
    """What a question says, for ever. `record` is core.bank.model.Question.as_mapping().

    The other columns repeat parts of the record, to find and sort by.
    """

    __tablename__ = "question_revisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"))
    number: Mapped[int]
    type: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(120))
    prompt: Mapped[str] = mapped_column(Text)
    level: Mapped[str] = mapped_column(String(20))
    difficulty: Mapped[str] = mapped_column(String(20))
    claim_by: Mapped[str] = mapped_column(String(200))
    claim_status: Mapped[str] = mapped_column(String(20))
    record: Mapped[dict[str, Any]] = mapped_column(JSON)
    digest: Mapped[str] = mapped_column(String(64))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    question: Mapped[Question] = relationship(back_populates="revisions", foreign_keys=[question_id])
    author: Mapped[User | None] = relationship()
    cites: Mapped[list["RevisionCite"]] = relationship(order_by="RevisionCite.position")

    __table_args__ = (UniqueConstraint("question_id", "number"),)


class RevisionCite(Model):
    """A passage that a revision's answer comes from.

    `digest` is that of the wording in which somebody last saw the answer: where the passage has
    another, the citation is to be checked again.
    """

    __tablename__ = "revision_cites"

    revision_id: Mapped[int] = mapped_column(
        ForeignKey("question_revisions.id", ondelete="CASCADE"), primary_key=True
    )
    passage_id: Mapped[int] = mapped_column(ForeignKey("passages.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))

    passage: Mapped[Passage] = relationship()

    __table_args__ = (Index(None, "passage_id"),)


class QuestionEvent(Model):
    """What was done about a question besides writing it. A row is never changed but to be taken back.

    `kind`: a move between states, a comment, a tick that the key is supported by what is cited,
    or a changed passage (`text` is its number) confirmed to support it still. `revision` is the
    one it was about. Done by nobody (`actor` None): by loading files.
    """

    __tablename__ = "question_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"))
    revision_id: Mapped[int] = mapped_column(ForeignKey("question_revisions.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(10))
    before: Mapped[str] = mapped_column(String(10), default="")
    after: Mapped[str] = mapped_column(String(10), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    question: Mapped[Question] = relationship()
    revision: Mapped[QuestionRevision] = relationship()
    actor: Mapped[User | None] = relationship()

    __table_args__ = (
        Index(None, "question_id"),
        CheckConstraint("kind IN ('move', 'comment', 'tick', 'confirm')", name="kind"),
    )


class QuestionFlag(Model):
    """What figures say against a revision, until somebody has looked: it is not drawn at random meanwhile.

    `evidence` has `n`, `used`, `facility` (percent), `discrimination` and the `words` of what is poor.
    A row is never changed but by who looks, with a `reason`, and by who takes that back. One of the `sample`
    class shows what a flag is: it holds nothing back, and goes with the class.
    """

    __tablename__ = "question_flags"

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"))
    revision_id: Mapped[int] = mapped_column(ForeignKey("question_revisions.id", ondelete="CASCADE"))
    evidence: Mapped[dict[str, Any]] = mapped_column(JSON)
    sample: Mapped[bool] = mapped_column(default=False, server_default=false())
    flagged_at: Mapped[datetime] = mapped_column(UtcDateTime)
    looked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    looker_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    reason: Mapped[str] = mapped_column(Text, default="", server_default="")

    question: Mapped[Question] = relationship()
    revision: Mapped[QuestionRevision] = relationship()
    looker: Mapped[User | None] = relationship()

    __table_args__ = (
        Index(None, "question_id"),
        Index(
            "uq_question_flags_one_open",
            "revision_id",
            unique=True,
            sqlite_where=text("looked_at IS NULL"),
            postgresql_where=text("looked_at IS NULL"),
        ),
    )


class QuestionWords(Model):
    """The words of a question's current revision, for the full text index of db.fulltext."""

    __tablename__ = "question_words"

    question_id: Mapped[int] = mapped_column(
        ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    title: Mapped[str] = mapped_column(Text)
    prompt: Mapped[str] = mapped_column(Text)
    rest: Mapped[str] = mapped_column(Text)


keep_index(QuestionWords.__table__, "question_id")  # type: ignore[arg-type]


class BulkAct(Model):
    """What a person did to many questions at once, so that it can be told of and undone.

    `done` is [[question_id, before, after], ...], of states or of revisions' ids as `act` goes;
    `refused` is [[question_id, why], ...].
    """

    __tablename__ = "bulk_acts"

    id: Mapped[int] = mapped_column(primary_key=True)
    bank_id: Mapped[int] = mapped_column(ForeignKey("banks.id", ondelete="CASCADE"), index=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    act: Mapped[str] = mapped_column(String(20))
    tag: Mapped[str] = mapped_column(String(80))
    done: Mapped[list[list[Any]]] = mapped_column(JSON)
    refused: Mapped[list[list[Any]]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Flashcard(Model):
    """A card to learn from, as its file has it. `record` is core.bank.model.Flashcard.as_mapping().

    The other columns repeat parts of the record, to find and sort by.
    """

    __tablename__ = "flashcards"

    id: Mapped[int] = mapped_column(primary_key=True)
    bank_id: Mapped[int] = mapped_column(ForeignKey("banks.id", ondelete="CASCADE"))
    slug: Mapped[str] = mapped_column(String(80))
    status: Mapped[str] = mapped_column(String(10))
    front: Mapped[str] = mapped_column(Text)
    back: Mapped[str] = mapped_column(Text)
    reversed: Mapped[bool]
    record: Mapped[dict[str, Any]] = mapped_column(JSON)
    digest: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)

    bank: Mapped[Bank] = relationship()
    cites: Mapped[list["FlashcardCite"]] = relationship(
        order_by="FlashcardCite.position", cascade="all, delete-orphan"
    )

    @property
    def cloze(self) -> bool:
        """Whether the front is a text with gaps: see core.cards.cloze."""
        return bool(self.record.get("cloze"))

    @property
    def gaps(self) -> int:
        """Return how many gaps it asks for, one after the other."""
        return len(gaps_of(self.front)) if self.cloze else 0

    __table_args__ = (
        UniqueConstraint("bank_id", "slug"),
        CheckConstraint("status IN ('draft', 'review', 'approved', 'retired')", name="status"),
    )


class FlashcardCite(Model):
    """A passage that says what is on the back of a card; `digest` as for a question."""

    __tablename__ = "flashcard_cites"

    flashcard_id: Mapped[int] = mapped_column(
        ForeignKey("flashcards.id", ondelete="CASCADE"), primary_key=True
    )
    passage_id: Mapped[int] = mapped_column(ForeignKey("passages.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))

    passage: Mapped[Passage] = relationship()

    __table_args__ = (Index(None, "passage_id"),)
