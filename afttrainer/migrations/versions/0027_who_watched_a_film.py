"""Who watched a film, and when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

PLACE = sa.Enum("library", "room", "patterns", name="lookedwhere", native_enum=False, length=60)
ABOUT = (
    ("case_id", "case"),
    ("recording_id", "recording"),
    ("clip_id", "clip"),
    ("supervision_id", "supervision_session"),
)


def upgrade() -> None:
    op.create_table(
        "film_look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("place", PLACE, nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        *(sa.Column(column, sa.Integer(), nullable=True) for column, _table in ABOUT),
        sa.ForeignKeyConstraint(
            ["by_id"], ["membership.id"], name=op.f("fk_film_look_by_id_membership")
        ),
        *(
            sa.ForeignKeyConstraint(
                [column],
                [f"{table}.id"],
                name=op.f(f"fk_film_look_{column}_{table}"),
                ondelete="SET NULL",
            )
            for column, table in ABOUT
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_film_look")),
    )
    with op.batch_alter_table("film_look") as table:
        for column in ("at", "by_id", *(column for column, _table in ABOUT)):
            table.create_index(table.f(f"ix_film_look_{column}"), [column], unique=False)


def downgrade() -> None:
    op.drop_table("film_look")
