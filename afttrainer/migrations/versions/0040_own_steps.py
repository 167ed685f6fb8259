"""What marks were before their authors corrected them or took them back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

LARGE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LEVELS = ("private", "supervisor", "presenter", "group")
FAMILIES = ("withdrawal", "confrontation", "mixed", "unsure")
DIRECTIONS = ("away_from_other", "toward_other_away_from_self", "against_other")
MARKERS = (
    "silence",
    "minimal_response",
    "topic_shift",
    "abstract_talk",
    "storytelling",
    "reluctant_compliance",
    "overready_compliance",
    "acting_with_anxiety",
    "acting_with_cynicism",
    "anger_at_therapist",
    "dissatisfaction_with_therapist",
    "anger_at_treatment",
    "dissatisfaction_with_treatment",
    "overfriendly_pressure",
    "seductive_pressure",
)
REACTIONS = ("subtle_hostility", "control", "distance", "over_accommodation", "none", "other")
#: What a step refers to, and in which table.
REFERS_TO = (
    ("addressed_to_id", "participant"),
    ("author_id", "participant"),
    ("group_word_id", "group_word"),
    ("queued_clip_id", "queued_clip"),
)


def code(name: str, *codes: str) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, length=60)


def upgrade() -> None:
    op.create_table(
        "mark_step",
        sa.Column("queued_clip_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("tag_id", LARGE, nullable=False),
        sa.Column("tag_uuid", sa.String(length=64), nullable=True),
        sa.Column("placed_at", sa.DateTime(), nullable=False),
        sa.Column("was_there", sa.Boolean(), nullable=False),
        sa.Column("clip_ms", sa.Integer(), nullable=False),
        sa.Column("end_ms", sa.Integer(), nullable=True),
        sa.Column("family", code("family", *FAMILIES), nullable=False),
        sa.Column("direction", code("direction", *DIRECTIONS), nullable=True),
        sa.Column("marker", code("marker", *MARKERS), nullable=True),
        sa.Column("reaction", code("therapistreaction", *REACTIONS), nullable=True),
        sa.Column("group_word_id", sa.Integer(), nullable=True),
        sa.Column("intensity", sa.Integer(), nullable=True),
        sa.Column("noticed", code("noticed", "now", "later"), nullable=True),
        sa.Column("is_estimate", sa.Boolean(), nullable=False),
        sa.Column("came_after_reveal", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("note_visibility", code("visibility", *LEVELS), nullable=False),
        sa.Column("id", LARGE, nullable=False),
        sa.Column("client_uuid", sa.String(length=64), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("addressed_to_id", sa.Integer(), nullable=True),
        sa.Column("visibility", code("visibility", *LEVELS), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_mark_step_{column}_{table}")
            )
            for column, table in REFERS_TO
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mark_step")),
        sa.UniqueConstraint(
            "author_id", "client_uuid", name=op.f("uq_mark_step_author_id_client_uuid")
        ),
        sa.UniqueConstraint("author_id", "number", name=op.f("uq_mark_step_author_id_number")),
    )
    with op.batch_alter_table("mark_step") as table:
        for column in ("author_id", "queued_clip_id"):
            table.create_index(table.f(f"ix_mark_step_{column}"), [column], unique=False)


def downgrade() -> None:
    op.drop_table("mark_step")
