"""What a teacher does to attempts under way: time given, handing in, opening again, messages; receipts."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

BY = "submitted_by IS NULL OR submitted_by IN ({})"
NAME = "ck_attempts_submitted_by"


def upgrade() -> None:
    with op.batch_alter_table("attempts") as table:
        table.add_column(sa.Column("receipt", sa.String(length=9), nullable=True))
        table.add_column(sa.Column("extra_time", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("earlier", sa.JSON(), nullable=True))
        table.drop_constraint(op.f(NAME), type_="check")
        table.create_check_constraint(op.f(NAME), BY.format("'student', 'deadline', 'teacher'"))
    op.create_table(
        "teacher_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("about", sa.String(length=10), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("sender_id", sa.Integer(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("about IN ('words', 'time', 'again')", name=op.f("ck_teacher_messages_about")),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignments.id"],
            name=op.f("fk_teacher_messages_assignment_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_teacher_messages_user_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["sender_id"], ["users.id"], name=op.f("fk_teacher_messages_sender_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teacher_messages")),
    )
    op.create_index(op.f("ix_teacher_messages_assignment_id"), "teacher_messages", ["assignment_id"])
    op.create_index(op.f("ix_teacher_messages_user_id"), "teacher_messages", ["user_id"])


def downgrade() -> None:
    op.drop_table("teacher_messages")
    op.execute("UPDATE attempts SET submitted_by = 'student' WHERE submitted_by = 'teacher'")
    with op.batch_alter_table("attempts") as table:
        table.drop_constraint(op.f(NAME), type_="check")
        table.create_check_constraint(op.f(NAME), BY.format("'student', 'deadline'"))
        for name in ("earlier", "extra_time", "receipt"):
            table.drop_column(name)
