"""The review of questions: what was done about each, citations to check again, the school's settings"""

import hashlib
import json

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

CITES = ("revision_cites", "flashcard_cites")


def upgrade() -> None:
    _digests_of_wording()
    for table in CITES:
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("digest", sa.String(length=64), nullable=True))
        op.execute(
            f"UPDATE {table} SET digest = "  # noqa: S608  a name from above
            f"(SELECT passages.digest FROM passages WHERE passages.id = {table}.passage_id)"
        )
        with op.batch_alter_table(table) as batch:
            batch.alter_column("digest", existing_type=sa.String(length=64), nullable=False)
    op.create_table(
        "passage_versions",
        sa.Column("passage_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["passage_id"],
            ["passages.id"],
            name=op.f("fk_passage_versions_passage_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("passage_id", "digest", name=op.f("pk_passage_versions")),
    )
    op.create_table(
        "question_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("before", sa.String(length=10), nullable=False),
        sa.Column("after", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('move', 'comment', 'tick', 'confirm')", name=op.f("ck_question_events_kind")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["questions.id"],
            name=op.f("fk_question_events_question_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["question_revisions.id"],
            name=op.f("fk_question_events_revision_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["users.id"], name=op.f("fk_question_events_actor_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_events")),
    )
    op.create_index(op.f("ix_question_events_question_id"), "question_events", ["question_id"])
    op.create_table(
        "school_settings",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_school_settings")),
    )


def downgrade() -> None:
    op.drop_table("school_settings")
    op.drop_table("question_events")
    op.drop_table("passage_versions")
    for table in CITES:
        with op.batch_alter_table(table) as batch:
            batch.drop_column("digest")


def _digests_of_wording() -> None:
    """Make the digests those of the words alone, or every passage of several lines would seem changed."""
    passages = sa.table("passages", sa.column("id"), sa.column("text"), sa.column("digest"))
    connection = op.get_bind()
    for row in connection.execute(sa.select(passages.c.id, passages.c.text)).all():
        wording = json.dumps(" ".join(row.text.split()), ensure_ascii=False)
        digest = hashlib.sha256(wording.encode()).hexdigest()
        connection.execute(passages.update().where(passages.c.id == row.id).values(digest=digest))
