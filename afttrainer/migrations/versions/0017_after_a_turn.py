"""A phrase kept of a turn in a chair, and one word for what it was like inside."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

LEVELS = ("private", "supervisor", "presenter", "group")
#: What the word refers to, and in which table.
REFERS_TO = (
    ("addressed_to_id", "participant"),
    ("attempt_id", "metacommunication_attempt"),
    ("author_id", "participant"),
    ("exercise_id", "exercise"),
    ("seat_span_id", "seat_span"),
)


def upgrade() -> None:
    op.create_table(
        "inner_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.Integer(), nullable=False),
        sa.Column("seat_span_id", sa.Integer(), nullable=True),
        sa.Column("attempt_id", sa.Integer(), nullable=True),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("addressed_to_id", sa.Integer(), nullable=True),
        sa.Column(
            "visibility",
            sa.Enum(*LEVELS, name="visibility", native_enum=False, length=60),
            nullable=False,
        ),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_inner_word_{column}_{table}")
            )
            for column, table in REFERS_TO
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inner_word")),
        sa.UniqueConstraint("attempt_id", name=op.f("uq_inner_word_attempt_id")),
        sa.UniqueConstraint("seat_span_id", name=op.f("uq_inner_word_seat_span_id")),
    )
    with op.batch_alter_table("inner_word") as table:
        for column in ("author_id", "exercise_id"):
            table.create_index(table.f(f"ix_inner_word_{column}"), [column], unique=False)
    with op.batch_alter_table("seat_span") as table:
        table.add_column(sa.Column("key_phrase", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("seat_span") as table:
        table.alter_column("key_phrase", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("seat_span") as table:
        table.drop_column("key_phrase")
    op.drop_table("inner_word")
