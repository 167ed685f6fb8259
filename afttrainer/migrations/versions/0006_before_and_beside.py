"""Before the meeting, a plan that is alive, a pulse and a strain signal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "follow_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supervision_id", sa.Integer(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "tried", "not_yet", "otherwise", name="followthrough", native_enum=False, length=60
            ),
            nullable=False,
        ),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("addressed_to_id", sa.Integer(), nullable=True),
        sa.Column(
            "visibility",
            sa.Enum(
                "private",
                "supervisor",
                "presenter",
                "group",
                name="visibility",
                native_enum=False,
                length=60,
            ),
            nullable=False,
        ),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["addressed_to_id"],
            ["participant.id"],
            name=op.f("fk_follow_up_addressed_to_id_participant"),
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["participant.id"], name=op.f("fk_follow_up_author_id_participant")
        ),
        sa.ForeignKeyConstraint(
            ["supervision_id"],
            ["supervision_session.id"],
            name=op.f("fk_follow_up_supervision_id_supervision_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up")),
        sa.UniqueConstraint(
            "supervision_id", "author_id", name=op.f("uq_follow_up_supervision_id_author_id")
        ),
    )
    with op.batch_alter_table("follow_up") as table:
        table.create_index(table.f("ix_follow_up_author_id"), ["author_id"], unique=False)
        table.create_index(table.f("ix_follow_up_supervision_id"), ["supervision_id"], unique=False)

    op.create_table(
        "pulse",
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("supervision_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("ok", "unsure", "stop", name="presenterpulse", native_enum=False, length=60),
            nullable=False,
        ),
        sa.Column("phase_id", sa.Integer(), nullable=True),
        sa.Column("said_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_pulse_participant_id_participant")
        ),
        sa.ForeignKeyConstraint(
            ["supervision_id"],
            ["supervision_session.id"],
            name=op.f("fk_pulse_supervision_id_supervision_session"),
        ),
        sa.PrimaryKeyConstraint("participant_id", name=op.f("pk_pulse")),
    )
    with op.batch_alter_table("pulse") as table:
        table.create_index(table.f("ix_pulse_supervision_id"), ["supervision_id"], unique=False)

    op.create_table(
        "strain_signal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supervision_id", sa.Integer(), nullable=False),
        sa.Column(
            "dyad",
            sa.Enum(
                "supervisor_trainee",
                "trainee_trainee",
                "trainee_group",
                name="straindyad",
                native_enum=False,
                length=60,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("attended_at", sa.DateTime(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("addressed_to_id", sa.Integer(), nullable=True),
        sa.Column(
            "visibility",
            sa.Enum(
                "private",
                "supervisor",
                "presenter",
                "group",
                name="visibility",
                native_enum=False,
                length=60,
            ),
            nullable=False,
        ),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["addressed_to_id"],
            ["participant.id"],
            name=op.f("fk_strain_signal_addressed_to_id_participant"),
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["participant.id"], name=op.f("fk_strain_signal_author_id_participant")
        ),
        sa.ForeignKeyConstraint(
            ["supervision_id"],
            ["supervision_session.id"],
            name=op.f("fk_strain_signal_supervision_id_supervision_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_strain_signal")),
    )
    with op.batch_alter_table("strain_signal") as table:
        table.create_index(table.f("ix_strain_signal_author_id"), ["author_id"], unique=False)
        table.create_index(
            table.f("ix_strain_signal_supervision_id"), ["supervision_id"], unique=False
        )

    op.create_table(
        "preparation",
        sa.Column("queued_clip_id", sa.Integer(), nullable=False),
        sa.Column("wish", sa.String(), nullable=False),
        sa.Column("feared", sa.String(), nullable=False),
        sa.Column("stretch", sa.String(), nullable=False),
        sa.Column("wish_for_group", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["queued_clip_id"],
            ["queued_clip.id"],
            name=op.f("fk_preparation_queued_clip_id_queued_clip"),
        ),
        sa.PrimaryKeyConstraint("queued_clip_id", name=op.f("pk_preparation")),
    )
    with op.batch_alter_table("clip") as table:
        table.add_column(
            sa.Column("is_hard", sa.Boolean(), nullable=False, server_default=sa.false())
        )

    with op.batch_alter_table("phase_visit") as table:
        table.add_column(sa.Column("suspended_s", sa.Double(), nullable=False, server_default="0"))

    with op.batch_alter_table("supervision_session") as table:
        table.add_column(
            sa.Column("extended_minutes", sa.Integer(), nullable=False, server_default="0")
        )
        table.add_column(sa.Column("suspended_at", sa.DateTime(), nullable=True))
        table.add_column(sa.Column("suspended_s", sa.Double(), nullable=False, server_default="0"))


def downgrade() -> None:
    with op.batch_alter_table("supervision_session") as table:
        for column in ("suspended_s", "suspended_at", "extended_minutes"):
            table.drop_column(column)
    with op.batch_alter_table("phase_visit") as table:
        table.drop_column("suspended_s")
    with op.batch_alter_table("clip") as table:
        table.drop_column("is_hard")
    for name in ("preparation", "strain_signal", "pulse", "follow_up"):
        op.drop_table(name)
