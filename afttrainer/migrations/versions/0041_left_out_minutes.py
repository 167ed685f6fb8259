"""What presenters leave out of their films while a meeting lasts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("queued_clip") as table:
        table.add_column(sa.Column("skipped", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("queued_clip") as table:
        table.alter_column("skipped", existing_type=sa.JSON(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("queued_clip") as table:
        table.drop_column("skipped")
