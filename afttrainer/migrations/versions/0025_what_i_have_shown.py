"""What people have shown of their own, to how many, and who of those who lead has read it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0027"
branch_labels = None
depends_on = None

THING = sa.Enum(
    "mark_note",
    "something_in_me",
    "moment",
    "pull",
    "inner_word",
    "wish",
    name="ownthing",
    native_enum=False,
    length=60,
)


def upgrade() -> None:
    with op.batch_alter_table("audit_line") as table:
        table.add_column(sa.Column("supervision_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("thing", THING, nullable=True))
        table.add_column(sa.Column("readers", sa.Integer(), nullable=True))
        table.create_foreign_key(
            table.f("fk_audit_line_supervision_id_supervision_session"),
            "supervision_session",
            ["supervision_id"],
            ["id"],
            ondelete="SET NULL",
        )
        table.create_index(
            table.f("ix_audit_line_supervision_id"), ["supervision_id"], unique=False
        )


def downgrade() -> None:
    # Their codes are unknown to what was before.
    op.execute(sa.text("DELETE FROM audit_line WHERE thing IS NOT NULL"))
    with op.batch_alter_table("audit_line") as table:
        table.drop_index(table.f("ix_audit_line_supervision_id"))
        table.drop_constraint(
            table.f("fk_audit_line_supervision_id_supervision_session"), type_="foreignkey"
        )
        table.drop_column("readers")
        table.drop_column("thing")
        table.drop_column("supervision_id")
