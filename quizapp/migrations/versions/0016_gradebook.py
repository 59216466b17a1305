"""The gradebook of a class: categories, what counts where, who is excused"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "gradebook_rules",
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("missed_is_zero", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["class_id"], ["classes.id"], name=op.f("fk_gradebook_rules_class_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("class_id", name=op.f("pk_gradebook_rules")),
    )
    op.create_table(
        "grade_categories",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.Column("drop_lowest", sa.Integer(), nullable=False),
        sa.CheckConstraint("weight >= 0", name=op.f("ck_grade_categories_weight")),
        sa.CheckConstraint("drop_lowest >= 0", name=op.f("ck_grade_categories_drop_lowest")),
        sa.ForeignKeyConstraint(
            ["class_id"], ["classes.id"], name=op.f("fk_grade_categories_class_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grade_categories")),
        sa.UniqueConstraint("class_id", "position", name=op.f("uq_grade_categories_class_id_position")),
    )
    op.create_table(
        "gradebook_places",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("left_out", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "left_out = (category_id IS NULL)", name=op.f("ck_gradebook_places_somewhere_or_left_out")
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignments.id"],
            name=op.f("fk_gradebook_places_assignment_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["category_id"],
            ["grade_categories.id"],
            name=op.f("fk_gradebook_places_category_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("assignment_id", name=op.f("pk_gradebook_places")),
    )
    op.create_index(op.f("ix_gradebook_places_category_id"), "gradebook_places", ["category_id"])
    op.create_table(
        "excusals",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("excused_by_id", sa.Integer(), nullable=True),
        sa.Column("excused_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignments.id"], name=op.f("fk_excusals_assignment_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["excused_by_id"], ["users.id"], name=op.f("fk_excusals_excused_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_excusals_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("assignment_id", "user_id", name=op.f("pk_excusals")),
    )
    op.create_index(op.f("ix_excusals_user_id"), "excusals", ["user_id"])


def downgrade() -> None:
    for name in ("excusals", "gradebook_places", "grade_categories", "gradebook_rules"):
        op.drop_table(name)
