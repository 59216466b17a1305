"""What becomes of every row that refers to a student when they ask for their data, or to be deleted.

One line for each reference to a person, or to something that is a student's own. A test holds this list
against the tables: a table that is new has to be decided on here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ForeignKey

from quizapp.db.base import Base


class Fate(StrEnum):
    """What is done with the rows of a reference."""

    THEIRS = "theirs"
    """The student's own: exported, and deleted with them (by the foreign key's ON DELETE CASCADE)."""
    STAFF = "staff"
    """Names staff alone: no student ever stands there."""
    FORGETS = "forgets"
    """The log: exported; deleted is what names the student, and the act stays."""


@dataclass(frozen=True)
class Decision:
    """What becomes of the rows of a table that refer to a student by this column, and how they are called.

    `what` is said to people, one and many; of THEIRS alone.
    """

    table: str
    column: str
    fate: Fate
    what: tuple[str, str] = ("", "")


DECISIONS = (
    Decision("enrolments", "user_id", Fate.THEIRS, ("place in a class", "places in classes")),
    Decision("student_accommodations", "user_id", Fate.THEIRS, ("accommodation", "accommodations")),
    Decision(
        "assignment_accommodations",
        "user_id",
        Fate.THEIRS,
        ("accommodation for one quiz", "accommodations for one quiz"),
    ),
    Decision("attempts", "user_id", Fate.THEIRS, ("attempt at a quiz", "attempts at quizzes")),
    Decision("answers", "attempt_id", Fate.THEIRS, ("answer", "answers")),
    Decision("marks", "attempt_id", Fate.THEIRS, ("mark by hand", "marks by hand")),
    Decision("marks", "marker_id", Fate.STAFF),
    Decision(
        "score_changes",
        "attempt_id",
        Fate.THEIRS,
        ("score that was regraded", "scores that were regraded"),
    ),
    Decision("teacher_messages", "user_id", Fate.THEIRS, ("teacher’s message", "teachers’ messages")),
    Decision("teacher_messages", "sender_id", Fate.STAFF),
    Decision(
        "card_settings", "user_id", Fate.THEIRS, ("choice about flashcards", "choices about flashcards")
    ),
    Decision("card_decks", "user_id", Fate.THEIRS, ("deck of cards", "decks of cards")),
    Decision("card_notes", "user_id", Fate.THEIRS, ("card they wrote", "cards they wrote")),
    Decision("cards", "user_id", Fate.THEIRS, ("card they study", "cards they study")),
    Decision("cards", "note_id", Fate.THEIRS, ("card they study", "cards they study")),
    Decision("card_reviews", "user_id", Fate.THEIRS, ("review of a card", "reviews of cards")),
    Decision("card_reviews", "card_id", Fate.THEIRS, ("review of a card", "reviews of cards")),
    Decision("card_reviews", "undoes_id", Fate.THEIRS, ("review of a card", "reviews of cards")),
    Decision("deck_cards", "deck_id", Fate.THEIRS, ("place of a card in a deck", "places of cards in decks")),
    Decision("deck_cards", "card_id", Fate.THEIRS, ("place of a card in a deck", "places of cards in decks")),
    Decision(
        "card_intakes", "attempt_id", Fate.THEIRS, ("quiz looked at for cards", "quizzes looked at for cards")
    ),
    Decision(
        "card_sending_students", "user_id", Fate.THEIRS, ("card sent by a teacher", "cards sent by a teacher")
    ),
    Decision("card_sendings", "sender_id", Fate.STAFF),
    Decision("excusals", "user_id", Fate.THEIRS, ("excusal from a quiz", "excusals from quizzes")),
    Decision("excusals", "excused_by_id", Fate.STAFF),
    Decision("audit_entries", "about_id", Fate.FORGETS),
    Decision("audit_entries", "actor_id", Fate.STAFF),
    Decision("one_time_links", "user_id", Fate.STAFF),
    Decision("classes", "teacher_id", Fate.STAFF),
    Decision("banks", "owner_id", Fate.STAFF),
    Decision("question_revisions", "author_id", Fate.STAFF),
    Decision("question_events", "actor_id", Fate.STAFF),
    Decision("bulk_acts", "actor_id", Fate.STAFF),
    Decision("imports", "owner_id", Fate.STAFF),
    Decision("card_imports", "owner_id", Fate.STAFF),
    Decision("question_drafts", "user_id", Fate.STAFF),
    Decision("question_flags", "looker_id", Fate.STAFF),
    Decision("quizzes", "owner_id", Fate.STAFF),
    Decision("regrades", "actor_id", Fate.STAFF),
)

SECRET: Mapping[tuple[str, str], str] = {
    ("users", "password_hash"): "kept as a hash, which helps nobody but whoever would guess the password",
}
"""Columns that an export leaves out, and why."""

OWN = ("users", *dict.fromkeys(one.table for one in DECISIONS if one.fate is Fate.THEIRS))
"""The tables with rows that are a student's own."""


def references() -> Iterator[tuple[str, str, ForeignKey]]:
    """Yield each reference to what may be a student's own: table, column, foreign key."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            for key in column.foreign_keys:
                if key.column.table.name in OWN:
                    yield table.name, column.name, key


def theirs() -> list[Decision]:
    """Return what is the student's own, each after what it refers to."""
    order = [table.name for table in Base.metadata.sorted_tables]
    return sorted(
        (one for one in DECISIONS if one.fate is Fate.THEIRS), key=lambda one: order.index(one.table)
    )
