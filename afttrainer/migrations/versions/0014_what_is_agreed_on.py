"""When each said yes to what their group agrees on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("membership") as table:
        table.add_column(sa.Column("agreed_at", sa.DateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("membership") as table:
        table.drop_column("agreed_at")
