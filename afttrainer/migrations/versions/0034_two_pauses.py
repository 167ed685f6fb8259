"""A presenter's pause over that of somebody in a role."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("hold") as table:
        table.add_column(sa.Column("first_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            table.f("fk_hold_first_id_participant"), "participant", ["first_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("hold") as table:
        table.drop_constraint(table.f("fk_hold_first_id_participant"), type_="foreignkey")
        table.drop_column("first_id")
