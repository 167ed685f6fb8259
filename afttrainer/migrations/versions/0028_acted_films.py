"""Who said of a film that it is acted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("recording") as table:
        table.add_column(sa.Column("acted_said_by_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("acted_said_at", sa.DateTime(), nullable=True))
        table.create_foreign_key(
            table.f("fk_recording_acted_said_by_id_membership"),
            "membership",
            ["acted_said_by_id"],
            ["id"],
        )


def downgrade() -> None:
    with op.batch_alter_table("recording") as table:
        table.drop_constraint(
            table.f("fk_recording_acted_said_by_id_membership"), type_="foreignkey"
        )
        table.drop_column("acted_said_at")
        table.drop_column("acted_said_by_id")
