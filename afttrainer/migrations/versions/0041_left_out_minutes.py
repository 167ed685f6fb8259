"""What presenters leave out of their films while a meeting lasts; when averages came out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("queued_clip") as table:
        table.add_column(sa.Column("skipped", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("queued_clip") as table:
        table.alter_column("skipped", existing_type=sa.JSON(), server_default=None)
    with op.batch_alter_table("supervision_session") as table:
        table.add_column(sa.Column("averages_at", sa.DateTime(), nullable=True))
    _keep_out_what_is_out()


def _keep_out_what_is_out() -> None:
    """Averages that all have answered already are out, and stay so."""
    op.execute(
        "UPDATE supervision_session SET averages_at = closed_at "
        "WHERE closed_at IS NOT NULL AND NOT EXISTS ("
        "SELECT 1 FROM participant p JOIN membership m ON m.id = p.membership_id "
        "WHERE p.supervision_id = supervision_session.id AND m.role = 'trainee' "
        "AND m.removed_at IS NULL AND m.confirmed_at IS NOT NULL "
        "AND NOT EXISTS (SELECT 1 FROM rating r WHERE r.author_id = p.id))"
    )


def downgrade() -> None:
    with op.batch_alter_table("supervision_session") as table:
        table.drop_column("averages_at")
    with op.batch_alter_table("queued_clip") as table:
        table.drop_column("skipped")
