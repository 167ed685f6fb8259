"""Which wall leads, speeds that are told ahead, and how long a picture of a film lasts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("playback") as table:
        table.add_column(sa.Column("led_by", sa.Integer(), nullable=True))
        table.add_column(sa.Column("led_until", sa.DateTime(), nullable=True))
        table.add_column(
            sa.Column("wall_round_trip_ms", sa.Integer(), nullable=False, server_default="0")
        )
        table.add_column(sa.Column("rate_before", sa.Double(), nullable=True))
    with op.batch_alter_table("recording") as table:
        table.add_column(sa.Column("picture_ms", sa.Double(), nullable=False, server_default="40"))
    for name, column, kind in (
        ("playback", "wall_round_trip_ms", sa.Integer()),
        ("recording", "picture_ms", sa.Double()),
    ):
        with op.batch_alter_table(name) as table:
            table.alter_column(column, existing_type=kind, nullable=False, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("recording") as table:
        table.drop_column("picture_ms")
    with op.batch_alter_table("playback") as table:
        for column in ("rate_before", "wall_round_trip_ms", "led_until", "led_by"):
            table.drop_column(column)
