"""Sections and draws, one way through, access codes, what counts of several attempts, checked answers."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

IN_SECTION = "section > 0"
COMBINE = "combine IN ('highest', 'last', 'first', 'average')"


def upgrade() -> None:
    op.add_column("quizzes", sa.Column("sections", sa.JSON(), server_default="[]", nullable=False))
    with op.batch_alter_table("quiz_questions") as table:
        table.add_column(sa.Column("section", sa.Integer(), server_default="1", nullable=False))
        table.create_check_constraint(op.f("ck_quiz_questions_section"), IN_SECTION)
    with op.batch_alter_table("assignments") as table:
        table.add_column(sa.Column("combine", sa.String(10), server_default="highest", nullable=False))
        table.add_column(sa.Column("forward_only", sa.Boolean, server_default=sa.false(), nullable=False))
        table.add_column(sa.Column("access_code", sa.String(20), server_default="", nullable=False))
        table.add_column(sa.Column("sections", sa.JSON(), server_default="[]", nullable=False))
        table.create_check_constraint(op.f("ck_assignments_combine"), COMBINE)
    with op.batch_alter_table("assignment_slots") as table:
        table.add_column(sa.Column("section", sa.Integer(), server_default="1", nullable=False))
        table.add_column(sa.Column("about", sa.JSON(), nullable=True))
        table.create_check_constraint(op.f("ck_assignment_slots_section"), IN_SECTION)
    op.add_column("attempts", sa.Column("reached", sa.Integer(), server_default="1", nullable=False))
    op.add_column("answers", sa.Column("checked", sa.Boolean, server_default=sa.false(), nullable=False))


def downgrade() -> None:
    op.drop_column("answers", "checked")
    op.drop_column("attempts", "reached")
    with op.batch_alter_table("assignment_slots") as table:
        table.drop_constraint(op.f("ck_assignment_slots_section"), type_="check")
        table.drop_column("about")
        table.drop_column("section")
    with op.batch_alter_table("assignments") as table:
        table.drop_constraint(op.f("ck_assignments_combine"), type_="check")
        for name in ("sections", "access_code", "forward_only", "combine"):
            table.drop_column(name)
    with op.batch_alter_table("quiz_questions") as table:
        table.drop_constraint(op.f("ck_quiz_questions_section"), type_="check")
        table.drop_column("section")
    op.drop_column("quizzes", "sections")
