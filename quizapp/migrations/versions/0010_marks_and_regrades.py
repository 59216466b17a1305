"""Marks given by hand, their release, and questions graded again by another rule"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# Essays that were handed in before: each answer waits for its mark.
COUNT_ESSAYS = """
UPDATE attempts SET {column} = (
    SELECT count(*) FROM answers
    JOIN assignment_slots ON assignment_slots.slot = answers.slot
    JOIN question_revisions ON question_revisions.id = assignment_slots.revision_id
    WHERE answers.attempt_id = attempts.id
      AND assignment_slots.assignment_id = attempts.assignment_id
      AND answers.response IS NOT NULL
      AND question_revisions.type = 'essay'
) WHERE state = 'submitted'
"""


def upgrade() -> None:
    op.add_column("assignments", sa.Column("marks_released_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("assignment_slots") as batch:
        batch.add_column(sa.Column("graded_by_revision_id", sa.Integer(), nullable=True))
        batch.add_column(
            sa.Column("treatment", sa.String(length=10), server_default="normal", nullable=False)
        )
        batch.create_foreign_key(
            "fk_assignment_slots_graded_by_revision_id",
            "question_revisions",
            ["graded_by_revision_id"],
            ["id"],
        )
        batch.create_check_constraint(
            op.f("ck_assignment_slots_treatment"), "treatment IN ('normal', 'dropped', 'full')"
        )
    for column in ("by_hand", "unmarked"):
        op.add_column("attempts", sa.Column(column, sa.Integer(), server_default="0", nullable=False))
        op.execute(COUNT_ESSAYS.format(column=column))
    op.create_table(
        "marks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("fraction", sa.Double(), nullable=True),
        sa.Column("judged", sa.JSON(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("marker_id", sa.Integer(), nullable=True),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "fraction IS NULL OR (fraction >= 0 AND fraction <= 1)", name=op.f("ck_marks_fraction")
        ),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempts.id"], name=op.f("fk_marks_attempt_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["marker_id"], ["users.id"], name=op.f("fk_marks_marker_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_marks")),
    )
    op.create_index(op.f("ix_marks_attempt_id_slot"), "marks", ["attempt_id", "slot"])
    op.create_table(
        "regrades",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("graded_by_revision_id", sa.Integer(), nullable=True),
        sa.Column("treatment", sa.String(length=10), nullable=False),
        sa.Column("never_lower", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("undoes_id", sa.Integer(), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('key', 'accept', 'drop', 'full', 'undo')", name=op.f("ck_regrades_kind")
        ),
        sa.CheckConstraint("treatment IN ('normal', 'dropped', 'full')", name=op.f("ck_regrades_treatment")),
        sa.CheckConstraint(
            "(kind = 'undo') = (undoes_id IS NOT NULL)", name=op.f("ck_regrades_undo_names_what")
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["users.id"], name=op.f("fk_regrades_actor_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignments.id"], name=op.f("fk_regrades_assignment_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["graded_by_revision_id"],
            ["question_revisions.id"],
            name=op.f("fk_regrades_graded_by_revision_id"),
        ),
        sa.ForeignKeyConstraint(
            ["undoes_id"], ["regrades.id"], name=op.f("fk_regrades_undoes_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regrades")),
        sa.UniqueConstraint("undoes_id", name=op.f("uq_regrades_undoes_id")),
    )
    op.create_index(op.f("ix_regrades_assignment_id"), "regrades", ["assignment_id"])
    op.create_table(
        "score_changes",
        sa.Column("regrade_id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("max_score", sa.Double(), nullable=False),
        sa.Column("new_score", sa.Double(), nullable=False),
        sa.Column("new_max_score", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempts.id"], name=op.f("fk_score_changes_attempt_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["regrade_id"], ["regrades.id"], name=op.f("fk_score_changes_regrade_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("regrade_id", "attempt_id", name=op.f("pk_score_changes")),
    )
    op.create_index(op.f("ix_score_changes_attempt_id"), "score_changes", ["attempt_id"])


def downgrade() -> None:
    op.drop_table("score_changes")
    op.drop_table("regrades")
    op.drop_table("marks")
    op.drop_column("attempts", "unmarked")
    op.drop_column("attempts", "by_hand")
    with op.batch_alter_table("assignment_slots") as batch:
        batch.drop_constraint(op.f("ck_assignment_slots_treatment"), type_="check")
        batch.drop_constraint("fk_assignment_slots_graded_by_revision_id", type_="foreignkey")
        batch.drop_column("treatment")
        batch.drop_column("graded_by_revision_id")
    op.drop_column("assignments", "marks_released_at")
