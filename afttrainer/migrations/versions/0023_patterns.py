"""Clips in the library of patterns."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

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


def upgrade() -> None:
    op.create_table(
        "exemplar",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("clip_id", sa.Integer(), nullable=False),
        sa.Column(
            "marker",
            sa.Enum(*MARKERS, name="marker", native_enum=False, length=60),
            nullable=False,
        ),
        sa.Column("pattern", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column(
            "origin",
            sa.Enum(
                "patient_recording", "simulated", name="cliporigin", native_enum=False, length=60
            ),
            nullable=False,
        ),
        sa.Column("in_ms", sa.Integer(), nullable=False),
        sa.Column("out_ms", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["clip_id"], ["clip.id"], name=op.f("fk_exemplar_clip_id_clip")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exemplar")),
        sa.UniqueConstraint("clip_id", "marker", name=op.f("uq_exemplar_clip_id_marker")),
    )
    with op.batch_alter_table("exemplar") as table:
        table.create_index(table.f("ix_exemplar_clip_id"), ["clip_id"], unique=False)


def downgrade() -> None:
    op.drop_table("exemplar")
