"""Copies of clips that leave the site: who asked, when, and whether they were taken."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

STATUSES = ("waiting", "cutting", "ready", "stopped", "refused", "gone")


def upgrade() -> None:
    op.create_table(
        "clip_export",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("clip_id", sa.Integer(), nullable=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("in_ms", sa.Integer(), nullable=False),
        sa.Column("out_ms", sa.Integer(), nullable=False),
        sa.Column("is_marked", sa.Boolean(), nullable=False),
        sa.Column("ticket", sa.String(length=40), nullable=False),
        sa.Column(
            "status",
            sa.Enum(*STATUSES, name="exportstatus", native_enum=False, length=60),
            nullable=False,
        ),
        sa.Column("share", sa.Double(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("ready_at", sa.DateTime(), nullable=True),
        sa.Column("taken_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by_id"],
            ["membership.id"],
            name=op.f("fk_clip_export_asked_by_id_membership"),
        ),
        sa.ForeignKeyConstraint(["clip_id"], ["clip.id"], name=op.f("fk_clip_export_clip_id_clip")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clip_export")),
        sa.UniqueConstraint("ticket", name=op.f("uq_clip_export_ticket")),
    )
    with op.batch_alter_table("clip_export", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_clip_export_asked_by_id"), ["asked_by_id"])
        batch_op.create_index(batch_op.f("ix_clip_export_clip_id"), ["clip_id"])


def downgrade() -> None:
    with op.batch_alter_table("clip_export", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_clip_export_clip_id"))
        batch_op.drop_index(batch_op.f("ix_clip_export_asked_by_id"))
    op.drop_table("clip_export")
