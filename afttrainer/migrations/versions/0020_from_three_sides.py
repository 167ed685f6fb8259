"""Whether there was a tension in a filmed session, from three sides."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tension_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recording_id", sa.Integer(), nullable=False),
        sa.Column(
            "perspective",
            sa.Enum(
                "patient",
                "therapist",
                "observer",
                name="perspective",
                native_enum=False,
                length=60,
            ),
            nullable=False,
        ),
        sa.Column(
            "seen",
            sa.Enum("yes", "no", "unsure", name="tension", native_enum=False, length=60),
            nullable=False,
        ),
        sa.Column("noted_at", sa.DateTime(), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["noted_by_id"],
            ["membership.id"],
            name=op.f("fk_tension_view_noted_by_id_membership"),
        ),
        sa.ForeignKeyConstraint(
            ["recording_id"],
            ["recording.id"],
            name=op.f("fk_tension_view_recording_id_recording"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tension_view")),
        sa.UniqueConstraint(
            "recording_id", "perspective", name=op.f("uq_tension_view_recording_id_perspective")
        ),
    )
    with op.batch_alter_table("tension_view") as table:
        table.create_index(table.f("ix_tension_view_recording_id"), ["recording_id"], unique=False)


def downgrade() -> None:
    op.drop_table("tension_view")
