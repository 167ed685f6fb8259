"""Moments that those who watch mark in a try."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

LARGE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LEVELS = ("private", "supervisor", "presenter", "group")
PINNED = (
    "collaborative_inquiry_shared_dilemma",
    "immediate_focus_awareness_over_change",
    "fluidity_gauge_relatedness",
    "own_subjectivity_contribution",
    "expect_more_ruptures",
    "withdrawal",
    "confrontation",
    "mixed",
    "something_in_me",
)
#: What a pin refers to, and in which table.
REFERS_TO = (
    ("addressed_to_id", "participant"),
    ("attempt_id", "metacommunication_attempt"),
    ("author_id", "participant"),
)


def code(name: str, *codes: str) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, length=60)


def upgrade() -> None:
    op.create_table(
        "try_pin",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("try_ms", sa.Integer(), nullable=False),
        sa.Column("what", code("pinned", *PINNED), nullable=True),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("is_told", sa.Boolean(), nullable=False),
        sa.Column("id", LARGE, nullable=False),
        sa.Column("client_uuid", sa.String(length=64), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("addressed_to_id", sa.Integer(), nullable=True),
        sa.Column("visibility", code("visibility", *LEVELS), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_try_pin_{column}_{table}")
            )
            for column, table in REFERS_TO
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_try_pin")),
        sa.UniqueConstraint(
            "author_id", "client_uuid", name=op.f("uq_try_pin_author_id_client_uuid")
        ),
    )
    with op.batch_alter_table("try_pin") as table:
        for column in ("attempt_id", "author_id"):
            table.create_index(table.f(f"ix_try_pin_{column}"), [column], unique=False)


def downgrade() -> None:
    op.drop_table("try_pin")
