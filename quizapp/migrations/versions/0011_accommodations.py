"""What is set on a student, and for one in an assignment; breaks that stop the clock of an attempt"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "student_accommodations",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("time_factor", sa.Double(), nullable=False),
        sa.Column("extra_attempts", sa.Integer(), nullable=False),
        sa.Column("break_minutes", sa.Integer(), nullable=False),
        sa.Column("clock", sa.String(length=10), nullable=False),
        sa.Column("larger_text", sa.Boolean(), nullable=False),
        sa.CheckConstraint("time_factor BETWEEN 1 AND 4", name=op.f("ck_student_accommodations_time_factor")),
        sa.CheckConstraint(
            "extra_attempts BETWEEN 0 AND 10", name=op.f("ck_student_accommodations_extra_attempts")
        ),
        sa.CheckConstraint(
            "break_minutes BETWEEN 0 AND 240", name=op.f("ck_student_accommodations_break_minutes")
        ),
        sa.CheckConstraint(
            "clock IN ('shown', 'warned', 'hidden')", name=op.f("ck_student_accommodations_clock")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_student_accommodations_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_student_accommodations")),
    )
    op.create_table(
        "assignment_accommodations",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("time_factor", sa.Double(), nullable=True),
        sa.Column("extra_attempts", sa.Integer(), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "time_factor IS NULL OR time_factor BETWEEN 1 AND 4",
            name=op.f("ck_assignment_accommodations_time_factor"),
        ),
        sa.CheckConstraint(
            "extra_attempts IS NULL OR extra_attempts BETWEEN 0 AND 10",
            name=op.f("ck_assignment_accommodations_extra_attempts"),
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignments.id"],
            name=op.f("fk_assignment_accommodations_assignment_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_assignment_accommodations_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("assignment_id", "user_id", name=op.f("pk_assignment_accommodations")),
    )
    op.create_index(op.f("ix_assignment_accommodations_user_id"), "assignment_accommodations", ["user_id"])
    with op.batch_alter_table("attempts") as table:
        table.add_column(sa.Column("break_started_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("break_ends_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("break_used", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("more_time", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.create_check_constraint(
            op.f("ck_attempts_break_has_an_end"), "(break_started_at IS NULL) = (break_ends_at IS NULL)"
        )
        table.create_check_constraint(op.f("ck_attempts_break_used"), "break_used >= 0")


def downgrade() -> None:
    with op.batch_alter_table("attempts") as table:
        table.drop_constraint(op.f("ck_attempts_break_used"), type_="check")
        table.drop_constraint(op.f("ck_attempts_break_has_an_end"), type_="check")
        for name in ("more_time", "break_used", "break_ends_at", "break_started_at"):
            table.drop_column(name)
    op.drop_table("assignment_accommodations")
    op.drop_table("student_accommodations")
