"""Narration that the presenter says aloud into their phone, or that a scribe writes for them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

LEVELS = sa.Enum(
    "private",
    "supervisor",
    "presenter",
    "group",
    name="visibility",
    native_enum=False,
    length=60,
)


def upgrade() -> None:
    op.create_table(
        "narration_sound",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("queued_clip_id", sa.Integer(), nullable=False),
        sa.Column("clip_ms", sa.Integer(), nullable=False),
        sa.Column("lasts_ms", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("webm", "mp4", "ogg", name="soundkind", native_enum=False, length=60),
            nullable=False,
        ),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("client_uuid", sa.String(length=64), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("addressed_to_id", sa.Integer(), nullable=True),
        sa.Column("visibility", LEVELS, nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["addressed_to_id"],
            ["participant.id"],
            name=op.f("fk_narration_sound_addressed_to_id_participant"),
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["participant.id"], name=op.f("fk_narration_sound_author_id_participant")
        ),
        sa.ForeignKeyConstraint(
            ["queued_clip_id"],
            ["queued_clip.id"],
            name=op.f("fk_narration_sound_queued_clip_id_queued_clip"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_narration_sound")),
        sa.UniqueConstraint("token", name=op.f("uq_narration_sound_token")),
        sa.UniqueConstraint(
            "author_id", "client_uuid", name=op.f("uq_narration_sound_author_id_client_uuid")
        ),
    )
    with op.batch_alter_table("narration_sound") as table:
        for column in ("author_id", "queued_clip_id"):
            table.create_index(table.f(f"ix_narration_sound_{column}"), [column], unique=False)
    with op.batch_alter_table("narration_line") as table:
        table.add_column(sa.Column("written_by_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            table.f("fk_narration_line_written_by_id_participant"),
            "participant",
            ["written_by_id"],
            ["id"],
        )
    with op.batch_alter_table("queued_clip") as table:
        table.add_column(
            sa.Column("narrates_aloud", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        table.add_column(sa.Column("aloud_until", sa.DateTime(), nullable=True))
        table.add_column(sa.Column("narration_scribe_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            table.f("fk_queued_clip_narration_scribe_id_participant"),
            "participant",
            ["narration_scribe_id"],
            ["id"],
        )
    with op.batch_alter_table("queued_clip") as table:
        table.alter_column("narrates_aloud", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("queued_clip") as table:
        table.drop_constraint(
            table.f("fk_queued_clip_narration_scribe_id_participant"), type_="foreignkey"
        )
        for column in ("narration_scribe_id", "aloud_until", "narrates_aloud"):
            table.drop_column(column)
    with op.batch_alter_table("narration_line") as table:
        table.drop_constraint(
            table.f("fk_narration_line_written_by_id_participant"), type_="foreignkey"
        )
        table.drop_column("written_by_id")
    op.drop_table("narration_sound")
