"""What viewers notice besides ruptures, suggestions that wait, comments, and the group's notes."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

LARGE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LEVELS = ("private", "supervisor", "presenter", "group")
#: Words of the kinds of moments; each kind has some of them.
WORDS = (
    "body_place",
    "quality",
    "word",
    "finer_word",
    "from_state",
    "to_state",
    "said",
    "asked",
)


def code(name: str, *codes: str) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, length=60)


def entry(table: str) -> list[sa.schema.SchemaItem]:
    """What every entry of a person has."""
    return [
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("addressed_to_id", sa.Integer(), nullable=True),
        sa.Column("visibility", code("visibility", *LEVELS), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        *(refers(table, name, "participant") for name in ("addressed_to_id", "author_id")),
    ]


def refers(table: str, column: str, to: str, **more: Any) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, **more)


def indexed(table: str, *columns: str) -> None:
    with op.batch_alter_table(table) as batch:
        for column in columns:
            batch.create_index(batch.f(f"ix_{table}_{column}"), [column], unique=False)


def upgrade() -> None:
    op.create_table(
        "film_moment",
        sa.Column("id", LARGE, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("queued_clip_id", sa.Integer(), nullable=False),
        sa.Column("client_uuid", sa.String(length=64), nullable=True),
        sa.Column("clip_ms", sa.Integer(), nullable=False),
        sa.Column("end_ms", sa.Integer(), nullable=True),
        *(sa.Column(name, sa.String(), nullable=True) for name in WORDS),
        sa.Column("said_ms", sa.Integer(), nullable=True),
        sa.Column("asked_ms", sa.Integer(), nullable=True),
        *entry("film_moment"),
        refers("film_moment", "queued_clip_id", "queued_clip"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_film_moment")),
        sa.UniqueConstraint(
            "author_id", "client_uuid", name=op.f("uq_film_moment_author_id_client_uuid")
        ),
    )
    indexed("film_moment", "author_id", "queued_clip_id")
    op.create_table(
        "relatedness_sample",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trace_id", LARGE, nullable=False),
        sa.Column("clip_ms", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        refers("relatedness_sample", "trace_id", "film_moment", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relatedness_sample")),
    )
    indexed("relatedness_sample", "trace_id")
    _said_by_people()
    for table, column in (
        ("affect_entry", sa.Column("for_presenter", code("resonance", "same", "different"))),
        ("queued_clip", sa.Column("enough_at", sa.DateTime())),
        ("rupture_tag", sa.Column("noticed", code("noticed", "now", "later"))),
    ):
        with op.batch_alter_table(table) as batch:
            batch.add_column(column)


def _said_by_people() -> None:
    op.create_table(
        "parked_advice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("queued_clip_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("released_at", sa.DateTime(), nullable=True),
        *entry("parked_advice"),
        refers("parked_advice", "queued_clip_id", "queued_clip"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parked_advice")),
    )
    indexed("parked_advice", "author_id", "queued_clip_id")
    op.create_table(
        "moment_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("queued_clip_id", sa.Integer(), nullable=False),
        sa.Column("clip_ms", sa.Integer(), nullable=False),
        sa.Column("answers_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        *entry("moment_comment"),
        refers("moment_comment", "answers_id", "moment_comment", ondelete="SET NULL"),
        refers("moment_comment", "queued_clip_id", "queued_clip"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moment_comment")),
    )
    indexed("moment_comment", "author_id", "queued_clip_id")
    op.create_table(
        "group_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supervision_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        *entry("group_note"),
        refers("group_note", "supervision_id", "supervision_session"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_note")),
    )
    indexed("group_note", "author_id", "supervision_id")


def downgrade() -> None:
    for table, column in (
        ("rupture_tag", "noticed"),
        ("queued_clip", "enough_at"),
        ("affect_entry", "for_presenter"),
    ):
        with op.batch_alter_table(table) as batch:
            batch.drop_column(column)
    for table in (
        "group_note",
        "moment_comment",
        "parked_advice",
        "relatedness_sample",
        "film_moment",
    ):
        op.drop_table(table)
