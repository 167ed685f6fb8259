"""Who opened, changed or showed what is not for everybody; notes that are shown to a trainee."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "what",
            sa.Enum(
                "note_written",
                "notes_opened",
                "note_changed",
                "note_shown",
                "note_hidden",
                "note_forgotten",
                "history_opened",
                name="audited",
                native_enum=False,
                length=60,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["about_id"], ["membership.id"], name=op.f("fk_audit_line_about_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["membership.id"], name=op.f("fk_audit_line_by_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
            name=op.f("fk_audit_line_case_id_case"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_line")),
    )
    with op.batch_alter_table("audit_line") as table:
        for column in ("about_id", "at", "by_id", "case_id"):
            table.create_index(table.f(f"ix_audit_line_{column}"), [column], unique=False)
    with op.batch_alter_table("stance_note") as table:
        table.add_column(sa.Column("shown_at", sa.DateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("stance_note") as table:
        table.drop_column("shown_at")
    op.drop_table("audit_line")
