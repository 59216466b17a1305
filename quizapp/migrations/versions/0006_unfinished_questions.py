"""What is typed into the editor of a question and not published"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "question_drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("bank_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("about", sa.String(length=40), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("begun_from", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("discarded_at", sa.DateTime(timezone=True), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [f"{what}_id"],
                [f"{what}s.id"],
                name=op.f(f"fk_question_drafts_{what}_id"),
                ondelete="CASCADE",
            )
            for what in ("user", "bank", "question")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_drafts")),
        sa.UniqueConstraint(
            "user_id", "bank_id", "about", name=op.f("uq_question_drafts_user_id_bank_id_about")
        ),
    )
    op.create_index(op.f("ix_question_drafts_bank_id"), "question_drafts", ["bank_id"])
    op.create_index(op.f("ix_question_drafts_question_id"), "question_drafts", ["question_id"])


def downgrade() -> None:
    op.drop_table("question_drafts")
