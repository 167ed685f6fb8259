"""Notes of those who lead on what a trainee needs just now."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stance_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column(
            "stance",
            sa.Enum(
                "support",
                "information",
                "confrontation",
                name="supervisorstance",
                native_enum=False,
                length=60,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["about_id"], ["membership.id"], name=op.f("fk_stance_note_about_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["membership.id"], name=op.f("fk_stance_note_author_id_membership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stance_note")),
    )
    with op.batch_alter_table("stance_note") as table:
        table.create_index(table.f("ix_stance_note_about_id"), ["about_id"], unique=False)
        table.create_index(table.f("ix_stance_note_author_id"), ["author_id"], unique=False)


def downgrade() -> None:
    op.drop_table("stance_note")
