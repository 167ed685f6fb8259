"""The patient's words at a rupture, with which an exercise on it begins."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("rupture_event") as table:
        table.add_column(sa.Column("quote", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("rupture_event") as table:
        table.alter_column("quote", existing_type=sa.String(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("rupture_event") as table:
        table.drop_column("quote")
