"""Marks, ruptures and tries that were let go after their training year, and the log of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "let_go",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supervision_number", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_let_go")),
    )
    with op.batch_alter_table("let_go") as table:
        for column in ("done_at", "supervision_number"):
            table.create_index(table.f(f"ix_let_go_{column}"), [column], unique=False)
    with op.batch_alter_table("supervision_session") as table:
        table.add_column(sa.Column("marks_let_go_at", sa.DateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("supervision_session") as table:
        table.drop_column("marks_let_go_at")
    op.drop_table("let_go")
