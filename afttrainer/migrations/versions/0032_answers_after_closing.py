"""Which answers are given again after closing"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("command_record") as batch_op:
        batch_op.add_column(
            sa.Column("is_recorded", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
    with op.batch_alter_table("command_record") as batch_op:
        batch_op.alter_column("is_recorded", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("command_record") as batch_op:
        batch_op.drop_column("is_recorded")
