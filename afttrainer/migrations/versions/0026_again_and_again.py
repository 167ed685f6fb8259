"""A clip may go round between its marks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0024"
branch_labels = None
depends_on = None

NEW = (("playback", "loops"), ("playback_mark", "goes_round"))


def upgrade() -> None:
    for name, column in NEW:
        with op.batch_alter_table(name) as table:
            table.add_column(
                sa.Column(column, sa.Boolean(), nullable=False, server_default=sa.false())
            )
        with op.batch_alter_table(name) as table:
            table.alter_column(column, server_default=None)


def downgrade() -> None:
    for name, column in NEW:
        with op.batch_alter_table(name) as table:
            table.drop_column(column)
