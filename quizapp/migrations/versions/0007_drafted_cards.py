"""Flashcards among the drafts, what a draft asks for, and what was decided about a document's parts"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("proposed_questions") as batch:
        batch.add_column(sa.Column("kind", sa.String(length=10), nullable=False, server_default="question"))
        batch.add_column(sa.Column("answer", sa.JSON(), nullable=False, server_default="[]"))
        batch.add_column(sa.Column("flashcard_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            "fk_proposed_questions_flashcard_id",
            "flashcards",
            ["flashcard_id"],
            ["id"],
            ondelete="SET NULL",
        )
        batch.create_check_constraint(op.f("ck_proposed_questions_kind"), "kind IN ('question', 'card')")
    with op.batch_alter_table("imports") as batch:
        batch.add_column(sa.Column("decided", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.execute("DELETE FROM proposed_questions WHERE kind = 'card'")
    with op.batch_alter_table("imports") as batch:
        batch.drop_column("decided")
    with op.batch_alter_table("proposed_questions") as batch:
        batch.drop_constraint(op.f("ck_proposed_questions_kind"), type_="check")
        batch.drop_constraint("fk_proposed_questions_flashcard_id", type_="foreignkey")
        batch.drop_column("flashcard_id")
        batch.drop_column("answer")
        batch.drop_column("kind")
