"""Sign-ins that are over."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sign_out",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name_hash", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_out")),
    )
    with op.batch_alter_table("sign_out") as table:
        table.create_index(table.f("ix_sign_out_at"), ["at"])
        table.create_index(table.f("ix_sign_out_name_hash"), ["name_hash"])


def downgrade() -> None:
    op.drop_table("sign_out")
