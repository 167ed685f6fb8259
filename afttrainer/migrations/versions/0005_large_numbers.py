"""PostgreSQL keeps numbers of the sizes SQLite always did, and the two references that it can add
to a table once both sides are there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

#: SQLite's own integers have 64 bits, and its tables were made without these references.
LARGE = (("rupture_tag", "id"), ("recording", "size_bytes"))
REFERENCES = (("phase_id", "phase"), ("queued_clip_id", "queued_clip"))


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, column in LARGE:
        op.alter_column(table, column, existing_type=sa.Integer(), type_=sa.BigInteger())
    for column, other in REFERENCES:
        name = f"fk_supervision_session_{column}_{other}"
        op.create_foreign_key(name, "supervision_session", other, [column], ["id"])


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for column, other in REFERENCES:
        name = f"fk_supervision_session_{column}_{other}"
        op.drop_constraint(name, "supervision_session", type_="foreignkey")
    for table, column in LARGE:
        op.alter_column(table, column, existing_type=sa.BigInteger(), type_=sa.Integer())
