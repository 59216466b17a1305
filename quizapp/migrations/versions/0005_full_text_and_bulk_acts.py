"""The full text of questions, and what was done to many of them at once"""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

from quizapp.core.bank.seeking import words_of
from quizapp.db.fulltext import statements

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    words = op.create_table(
        "question_words",
        sa.Column("question_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("prompt", sa.Text(), nullable=False),
        sa.Column("rest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_question_words_question_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_question_words")),
    )
    for statement in statements("question_words", "question_id", op.get_context().dialect.name):
        op.execute(statement)
    if not op.get_context().as_sql:
        rows = op.get_bind().execute(
            sa.text(
                "SELECT q.id, slug, record FROM questions q JOIN question_revisions r ON r.id = current_id"
            )
        )
        indexed = [(row.id, words_of(row.slug, _read(row.record))) for row in rows]
        op.bulk_insert(words, [{"question_id": number, **vars(one)} for number, one in indexed])
    op.create_table(
        "bulk_acts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bank_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("tag", sa.String(length=80), nullable=False),
        sa.Column("done", sa.JSON(), nullable=False),
        sa.Column("refused", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["bank_id"], ["banks.id"], name=op.f("fk_bulk_acts_bank_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["users.id"], name=op.f("fk_bulk_acts_actor_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_acts")),
    )
    op.create_index(op.f("ix_bulk_acts_bank_id"), "bulk_acts", ["bank_id"])


def _read(record: Any) -> Any:
    """Return a record: psycopg has read the JSON already, sqlite3 has not."""
    return json.loads(record) if isinstance(record, str) else record


def downgrade() -> None:
    op.drop_table("bulk_acts")
    if op.get_context().dialect.name == "sqlite":
        op.drop_table("question_words_fts")
    op.drop_table("question_words")
