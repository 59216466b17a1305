"""An entry of the log says by id whom it is about, so that it can lose the name when they are deleted."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("audit_entries") as table:
        table.add_column(sa.Column("about_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_audit_entries_about_id"), "users", ["about_id"], ["id"], ondelete="SET NULL"
        )
        table.create_index(op.f("ix_audit_entries_about_id"), ["about_id"])


def downgrade() -> None:
    with op.batch_alter_table("audit_entries") as table:
        table.drop_index(op.f("ix_audit_entries_about_id"))
        table.drop_constraint(op.f("fk_audit_entries_about_id"), type_="foreignkey")
        table.drop_column("about_id")
