"""The reference from a question to its current revision, which the first tables lack on PostgreSQL"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NAME = "fk_questions_current_id"


def upgrade() -> None:
    # Questions and revisions refer to each other: SQLAlchemy leaves one constraint for later where it can.
    if op.get_bind().dialect.name == "postgresql" and not _there():
        op.create_foreign_key(NAME, "questions", "question_revisions", ["current_id"], ["id"])


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql" and _there():
        op.drop_constraint(NAME, "questions", type_="foreignkey")


def _there() -> bool:
    return NAME in {key["name"] for key in sa.inspect(op.get_bind()).get_foreign_keys("questions")}
