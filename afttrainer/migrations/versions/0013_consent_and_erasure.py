"""Whom a consent covers, and a log of what was erased."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("consent") as table:
        table.add_column(
            sa.Column("named_only", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("consent") as table:
        table.alter_column("named_only", server_default=None)
    op.create_table(
        "consent_people",
        sa.Column("consent_id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consent_id"],
            ["consent.id"],
            name=op.f("fk_consent_people_consent_id_consent"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["membership_id"],
            ["membership.id"],
            name=op.f("fk_consent_people_membership_id_membership"),
        ),
        sa.PrimaryKeyConstraint("consent_id", "membership_id", name=op.f("pk_consent_people")),
    )
    op.create_table(
        "erasure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recording_number", sa.Integer(), nullable=False),
        sa.Column(
            "why",
            sa.Enum(
                "withdrawn",
                "consent_ended",
                "age",
                "removed",
                name="erasedfor",
                native_enum=False,
                length=60,
            ),
            nullable=False,
        ),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("erased_at", sa.DateTime(), nullable=False),
        sa.Column("file_gone_at", sa.DateTime(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
    )
    with op.batch_alter_table("erasure") as table:
        table.create_index(table.f("ix_erasure_recording_number"), ["recording_number"])
        table.create_index(table.f("ix_erasure_erased_at"), ["erased_at"])


def downgrade() -> None:
    with op.batch_alter_table("erasure") as table:
        table.drop_index(table.f("ix_erasure_erased_at"))
        table.drop_index(table.f("ix_erasure_recording_number"))
    op.drop_table("erasure")
    op.drop_table("consent_people")
    with op.batch_alter_table("consent") as table:
        table.drop_column("named_only")
