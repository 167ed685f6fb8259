"""Who consented in a patient's place, and the second person's yes to it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

REASONS = sa.Enum("minor", "capacity", "court_order", name="onbehalf", native_enum=False, length=60)


def upgrade() -> None:
    with op.batch_alter_table("consent") as table:
        table.add_column(sa.Column("on_behalf", REASONS, nullable=True))
        table.add_column(
            sa.Column("agreed_by", sa.String(length=80), nullable=False, server_default="")
        )
        table.add_column(
            sa.Column("wants_second", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        table.add_column(sa.Column("seconded_at", sa.DateTime(), nullable=True))
        for column in ("noted_by_id", "seconded_by_id"):
            table.add_column(sa.Column(column, sa.Integer(), nullable=True))
            table.create_foreign_key(
                table.f(f"fk_consent_{column}_membership"), "membership", [column], ["id"]
            )
    with op.batch_alter_table("consent") as table:
        table.alter_column("agreed_by", server_default=None)
        table.alter_column("wants_second", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("consent") as table:
        for column in ("seconded_by_id", "noted_by_id"):
            table.drop_constraint(table.f(f"fk_consent_{column}_membership"), type_="foreignkey")
            table.drop_column(column)
        for column in ("seconded_at", "wants_second", "agreed_by", "on_behalf"):
            table.drop_column(column)
