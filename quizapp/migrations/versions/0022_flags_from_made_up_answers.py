"""Flags that only the made-up answers of the sample class raise, and that hold nothing back"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("question_flags") as table:
        table.add_column(sa.Column("sample", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("question_flags") as table:
        table.drop_column("sample")
