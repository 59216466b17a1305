"""How long a question was on the screen, as the page counts it."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("answers", sa.Column("seconds", sa.Integer, nullable=True))


def downgrade() -> None:
    op.drop_column("answers", "seconds")
