"""Flashcards, and each bank's glossary and timeline"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Added in place, without batch mode: SQLite need not remake the table for a column with a default.
    op.add_column("banks", sa.Column("glossary", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("banks", sa.Column("timeline", sa.JSON(), server_default="[]", nullable=False))
    op.create_table(
        "flashcards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bank_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("front", sa.Text(), nullable=False),
        sa.Column("back", sa.Text(), nullable=False),
        sa.Column("reversed", sa.Boolean(), nullable=False),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status IN ('draft', 'review', 'approved', 'retired')", name=op.f("ck_flashcards_status")
        ),
        sa.ForeignKeyConstraint(
            ["bank_id"], ["banks.id"], name=op.f("fk_flashcards_bank_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flashcards")),
        sa.UniqueConstraint("bank_id", "slug", name=op.f("uq_flashcards_bank_id_slug")),
    )
    op.create_table(
        "flashcard_cites",
        sa.Column("flashcard_id", sa.Integer(), nullable=False),
        sa.Column("passage_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["flashcard_id"],
            ["flashcards.id"],
            name=op.f("fk_flashcard_cites_flashcard_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["passages.id"], name=op.f("fk_flashcard_cites_passage_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("flashcard_id", "passage_id", name=op.f("pk_flashcard_cites")),
    )
    op.create_index(op.f("ix_flashcard_cites_passage_id"), "flashcard_cites", ["passage_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_flashcard_cites_passage_id"), table_name="flashcard_cites")
    op.drop_table("flashcard_cites")
    op.drop_table("flashcards")
    op.drop_column("banks", "timeline")
    op.drop_column("banks", "glossary")
