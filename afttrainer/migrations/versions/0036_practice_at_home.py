"""What people have practised at home: a log of each member's own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

LARGE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "home_practice",
        sa.Column("id", LARGE, nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("script_key", sa.String(length=60), nullable=True),
        sa.Column("called", sa.String(length=60), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "solo_or_relational",
            sa.Enum("solo", "relational", name="soloorrelational", native_enum=False, length=60),
            nullable=False,
        ),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column(
            "visibility",
            sa.Enum(
                "private",
                "supervisor",
                "presenter",
                "group",
                name="visibility",
                native_enum=False,
                length=60,
            ),
            nullable=False,
        ),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("client_uuid", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["membership_id"],
            ["membership.id"],
            name=op.f("fk_home_practice_membership_id_membership"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_home_practice")),
        sa.UniqueConstraint(
            "membership_id", "client_uuid", name=op.f("uq_home_practice_membership_id_client_uuid")
        ),
    )
    with op.batch_alter_table("home_practice") as table:
        table.create_index(
            table.f("ix_home_practice_membership_id"), ["membership_id"], unique=False
        )


def downgrade() -> None:
    # Its code is unknown to what was before.
    op.execute(sa.text("DELETE FROM audit_line WHERE thing = 'home_practice'"))
    op.drop_table("home_practice")
