"""Who has the room, who writes, whom a strain is told to, felt safety, and more questions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("participant") as table:
        table.add_column(sa.Column("left_at", sa.DateTime(), nullable=True))
    with op.batch_alter_table("supervision_session") as table:
        for column in ("led_by_id", "scribe_id"):
            table.add_column(sa.Column(column, sa.Integer(), nullable=True))
            table.create_foreign_key(
                table.f(f"fk_supervision_session_{column}_participant"),
                "participant",
                [column],
                ["id"],
            )
    with op.batch_alter_table("strain_signal") as table:
        table.add_column(sa.Column("contact_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            table.f("fk_strain_signal_contact_id_membership"), "membership", ["contact_id"], ["id"]
        )
        table.create_index(table.f("ix_strain_signal_contact_id"), ["contact_id"], unique=False)
    with op.batch_alter_table("rating") as table:
        for column in ("depth", "smoothness", "safety"):
            table.add_column(sa.Column(column, sa.Integer(), nullable=True))
    op.create_table(
        "felt_safety",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supervision_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("addressed_to_id", sa.Integer(), nullable=True),
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
        sa.ForeignKeyConstraint(
            ["addressed_to_id"],
            ["participant.id"],
            name=op.f("fk_felt_safety_addressed_to_id_participant"),
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["participant.id"], name=op.f("fk_felt_safety_author_id_participant")
        ),
        sa.ForeignKeyConstraint(
            ["supervision_id"],
            ["supervision_session.id"],
            name=op.f("fk_felt_safety_supervision_id_supervision_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_felt_safety")),
    )
    with op.batch_alter_table("felt_safety") as table:
        table.create_index(table.f("ix_felt_safety_author_id"), ["author_id"], unique=False)
        table.create_index(
            table.f("ix_felt_safety_supervision_id"), ["supervision_id"], unique=False
        )


def downgrade() -> None:
    op.drop_table("felt_safety")
    with op.batch_alter_table("rating") as table:
        for column in ("safety", "smoothness", "depth"):
            table.drop_column(column)
    with op.batch_alter_table("strain_signal") as table:
        table.drop_index(table.f("ix_strain_signal_contact_id"))
        table.drop_constraint(table.f("fk_strain_signal_contact_id_membership"), type_="foreignkey")
        table.drop_column("contact_id")
    with op.batch_alter_table("supervision_session") as table:
        for column in ("scribe_id", "led_by_id"):
            table.drop_constraint(
                table.f(f"fk_supervision_session_{column}_participant"), type_="foreignkey"
            )
            table.drop_column(column)
    with op.batch_alter_table("participant") as table:
        table.drop_column("left_at")
