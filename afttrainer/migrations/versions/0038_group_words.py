"""Words of a group's own for what can be marked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

PLACES = (
    "away_from_other",
    "toward_other_away_from_self",
    "against_other",
    "therapist_reaction",
)
CARRIES = ("rupture_tag", "pull")


def upgrade() -> None:
    op.create_table(
        "group_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column(
            "place",
            sa.Enum(*PLACES, name="wordplace", native_enum=False, length=60),
            nullable=False,
        ),
        sa.Column("words", sa.String(length=40), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("put_away_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_group_word_group_id_group")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_word")),
    )
    op.create_index(op.f("ix_group_word_group_id"), "group_word", ["group_id"])
    for name in CARRIES:
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("group_word_id", sa.Integer(), nullable=True))
            table.create_foreign_key(
                op.f(f"fk_{name}_group_word_id_group_word"),
                "group_word",
                ["group_word_id"],
                ["id"],
            )


def downgrade() -> None:
    for name in reversed(CARRIES):
        with op.batch_alter_table(name) as table:
            table.drop_constraint(op.f(f"fk_{name}_group_word_id_group_word"), type_="foreignkey")
            table.drop_column("group_word_id")
    op.drop_index(op.f("ix_group_word_group_id"), "group_word")
    op.drop_table("group_word")
