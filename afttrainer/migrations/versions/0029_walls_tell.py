"""How a wall's window stands: heard of, with the film loaded, let sound by its browser."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("wall_pass") as table:
        table.add_column(sa.Column("heard_at", sa.DateTime(), nullable=True))
        table.add_column(sa.Column("has_film_of", sa.Integer(), nullable=True))
        table.add_column(
            sa.Column("has_sound", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("wall_pass") as table:
        table.alter_column("has_sound", existing_type=sa.Boolean(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("wall_pass") as table:
        table.drop_column("has_sound")
        table.drop_column("has_film_of")
        table.drop_column("heard_at")
