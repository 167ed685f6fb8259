"""Screens tell how they are, and outlive their sockets for a while."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Nobody's screen is open while tables change: whoever comes back is written down anew.
    op.execute(sa.text("DELETE FROM connection"))
    with op.batch_alter_table("connection") as table:
        table.add_column(sa.Column("page_id", sa.String(length=40), nullable=False))
        table.add_column(sa.Column("seen_at", sa.DateTime(), nullable=False))
        table.add_column(sa.Column("awake", sa.Boolean(), nullable=False))
        table.add_column(sa.Column("visible", sa.Boolean(), nullable=False))
        table.add_column(sa.Column("waiting", sa.Integer(), nullable=False))
        table.add_column(sa.Column("clock_error_ms", sa.Integer(), nullable=True))
        table.create_index("ix_connection_page_id", ["page_id"])
        table.create_index("ix_connection_seen_at", ["seen_at"])


def downgrade() -> None:
    with op.batch_alter_table("connection") as table:
        table.drop_index("ix_connection_seen_at")
        table.drop_index("ix_connection_page_id")
        for column in ("clock_error_ms", "waiting", "visible", "awake", "seen_at", "page_id"):
            table.drop_column(column)
