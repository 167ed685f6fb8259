"""To which movement of the patient's a pull feels like the other half, where its author says so."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

DIRECTION = sa.Enum(
    "away_from_other",
    "toward_other_away_from_self",
    "against_other",
    name="direction",
    native_enum=False,
    length=60,
)


def upgrade() -> None:
    with op.batch_alter_table("pull") as table:
        table.add_column(sa.Column("answers", DIRECTION, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("pull") as table:
        table.drop_column("answers")
