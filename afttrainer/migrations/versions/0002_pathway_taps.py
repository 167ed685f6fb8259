"""Taps on the pathway board."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pathway_tap",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "rupture_marker",
                "rupture_experience",
                "mixed_expression",
                "avoidance",
                "wish_or_need",
                name="pathwaystate",
                native_enum=False,
                length=60,
            ),
            nullable=False,
        ),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("addressed_to_id", sa.Integer(), nullable=True),
        sa.Column(
            "visibility",
            sa.Enum(
                "private",
                "supervisor",
                "presenter",
                "group",
                name="visibility",
                native_enum=False,
                length=60,
            ),
            nullable=False,
        ),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["addressed_to_id"],
            ["participant.id"],
            name=op.f("fk_pathway_tap_addressed_to_id_participant"),
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["participant.id"], name=op.f("fk_pathway_tap_author_id_participant")
        ),
        sa.ForeignKeyConstraint(
            ["exercise_id"], ["exercise.id"], name=op.f("fk_pathway_tap_exercise_id_exercise")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pathway_tap")),
    )
    with op.batch_alter_table("pathway_tap", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pathway_tap_author_id"), ["author_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_pathway_tap_exercise_id"), ["exercise_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("pathway_tap", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pathway_tap_exercise_id"))
        batch_op.drop_index(batch_op.f("ix_pathway_tap_author_id"))
    op.drop_table("pathway_tap")
