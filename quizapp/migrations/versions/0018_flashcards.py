"""Flashcards: students' cards and decks, the log of reviews, and what teachers send to cards."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

ONE_SOURCE = (
    "(CASE WHEN flashcard_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN revision_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN note_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN term IS NULL THEN 0 ELSE 1 END) = 1"
)
TABLES = (
    "card_settings",
    "card_decks",
    "card_notes",
    "card_sendings",
    "card_intakes",
    "card_sending_students",
    "cards",
    "card_reviews",
    "deck_cards",
)


def upgrade() -> None:
    op.create_table(
        "card_settings",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("new_a_day", sa.Integer(), nullable=False),
        sa.Column("four_buttons", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("typed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint("new_a_day BETWEEN 0 AND 100", name=op.f("ck_card_settings_new_a_day")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_card_settings_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_card_settings")),
    )
    op.create_table(
        "card_decks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("bank_id", sa.Integer(), nullable=True),
        sa.Column("about", sa.String(length=170), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('own', 'missed', 'sent', 'unit', 'passage', 'objective', 'glossary')",
            name=op.f("ck_card_decks_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["bank_id"], ["banks.id"], name=op.f("fk_card_decks_bank_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_card_decks_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_decks")),
        sa.UniqueConstraint("user_id", "kind", "about", name=op.f("uq_card_decks_user_id_kind_about")),
    )
    op.create_index(op.f("ix_card_decks_bank_id"), "card_decks", ["bank_id"])
    op.create_table(
        "card_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("front", sa.Text(), nullable=False),
        sa.Column("back", sa.Text(), nullable=False),
        sa.Column("passage_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('basic', 'reversed', 'cloze')", name=op.f("ck_card_notes_kind")),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["passages.id"], name=op.f("fk_card_notes_passage_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_card_notes_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_notes")),
    )
    op.create_index(op.f("ix_card_notes_passage_id"), "card_notes", ["passage_id"])
    op.create_index(op.f("ix_card_notes_user_id"), "card_notes", ["user_id"])
    op.create_table(
        "card_sendings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("sender_id", sa.Integer(), nullable=True),
        sa.Column("slots", sa.JSON(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignments.id"],
            name=op.f("fk_card_sendings_assignment_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["sender_id"], ["users.id"], name=op.f("fk_card_sendings_sender_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_sendings")),
    )
    op.create_index(op.f("ix_card_sendings_assignment_id"), "card_sendings", ["assignment_id"])
    op.create_table(
        "card_intakes",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempts.id"], name=op.f("fk_card_intakes_attempt_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("attempt_id", name=op.f("pk_card_intakes")),
    )
    op.create_table(
        "card_sending_students",
        sa.Column("sending_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["sending_id"],
            ["card_sendings.id"],
            name=op.f("fk_card_sending_students_sending_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_card_sending_students_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("sending_id", "user_id", name=op.f("pk_card_sending_students")),
    )
    op.create_index(op.f("ix_card_sending_students_user_id"), "card_sending_students", ["user_id"])
    op.create_table(
        "cards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(length=120), nullable=False),
        sa.Column("family", sa.String(length=110), nullable=False),
        sa.Column("side", sa.Integer(), nullable=False),
        sa.Column("bank_id", sa.Integer(), nullable=True),
        sa.Column("flashcard_id", sa.Integer(), nullable=True),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("revision_id", sa.Integer(), nullable=True),
        sa.Column("note_id", sa.Integer(), nullable=True),
        sa.Column("term", sa.String(length=80), nullable=True),
        sa.Column("assignment_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(length=400), server_default="", nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("away_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("phase", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=True),
        sa.Column("stability", sa.Double(), nullable=True),
        sa.Column("difficulty", sa.Double(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviews", sa.Integer(), nullable=False),
        sa.Column("lapses", sa.Integer(), nullable=False),
        sa.CheckConstraint(ONE_SOURCE, name=op.f("ck_cards_one_source")),
        sa.CheckConstraint("(phase = 0) = (due_at IS NULL)", name=op.f("ck_cards_due_once_seen")),
        sa.CheckConstraint("phase BETWEEN 0 AND 3", name=op.f("ck_cards_phase")),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignments.id"], name=op.f("fk_cards_assignment_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["bank_id"], ["banks.id"], name=op.f("fk_cards_bank_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["flashcard_id"], ["flashcards.id"], name=op.f("fk_cards_flashcard_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["note_id"], ["card_notes.id"], name=op.f("fk_cards_note_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_cards_question_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["question_revisions.id"], name=op.f("fk_cards_revision_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_cards_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cards")),
        sa.UniqueConstraint("user_id", "origin", name=op.f("uq_cards_user_id_origin")),
    )
    op.create_index(op.f("ix_cards_assignment_id"), "cards", ["assignment_id"])
    op.create_index(op.f("ix_cards_bank_id"), "cards", ["bank_id"])
    op.create_index(op.f("ix_cards_flashcard_id"), "cards", ["flashcard_id"])
    op.create_index(op.f("ix_cards_note_id"), "cards", ["note_id"])
    op.create_index(op.f("ix_cards_question_id"), "cards", ["question_id"])
    op.create_index(op.f("ix_cards_revision_id"), "cards", ["revision_id"])
    op.create_index(op.f("ix_cards_user_id_begun_at"), "cards", ["user_id", "begun_at"])
    op.create_index(op.f("ix_cards_user_id_family"), "cards", ["user_id", "family"])
    op.create_index(op.f("ix_cards_user_id_phase_due_at"), "cards", ["user_id", "phase", "due_at"])
    op.create_table(
        "card_reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("card_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("phase", sa.Integer(), nullable=False),
        sa.Column("retention", sa.Double(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("spread", sa.Integer(), nullable=False),
        sa.Column("undoes_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'undo') = (rating IS NULL)", name=op.f("ck_card_reviews_rated_unless_undo")
        ),
        sa.CheckConstraint(
            "(kind = 'undo') = (undoes_id IS NOT NULL)", name=op.f("ck_card_reviews_undo_names_what")
        ),
        sa.CheckConstraint("kind IN ('study', 'quiz', 'undo')", name=op.f("ck_card_reviews_kind")),
        sa.CheckConstraint("phase BETWEEN 0 AND 3", name=op.f("ck_card_reviews_phase")),
        sa.CheckConstraint("rating IS NULL OR rating BETWEEN 1 AND 4", name=op.f("ck_card_reviews_rating")),
        sa.ForeignKeyConstraint(
            ["card_id"], ["cards.id"], name=op.f("fk_card_reviews_card_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["undoes_id"], ["card_reviews.id"], name=op.f("fk_card_reviews_undoes_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_card_reviews_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_reviews")),
        sa.UniqueConstraint("undoes_id", name=op.f("uq_card_reviews_undoes_id")),
        sa.UniqueConstraint("user_id", "review_id", name=op.f("uq_card_reviews_user_id_review_id")),
    )
    op.create_index(op.f("ix_card_reviews_card_id"), "card_reviews", ["card_id"])
    op.create_index(op.f("ix_card_reviews_user_id_at"), "card_reviews", ["user_id", "at"])
    op.create_table(
        "deck_cards",
        sa.Column("deck_id", sa.Integer(), nullable=False),
        sa.Column("card_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["card_id"], ["cards.id"], name=op.f("fk_deck_cards_card_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["deck_id"], ["card_decks.id"], name=op.f("fk_deck_cards_deck_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("deck_id", "card_id", name=op.f("pk_deck_cards")),
    )
    op.create_index(op.f("ix_deck_cards_card_id"), "deck_cards", ["card_id"])


def downgrade() -> None:
    for name in reversed(TABLES):
        op.drop_table(name)
