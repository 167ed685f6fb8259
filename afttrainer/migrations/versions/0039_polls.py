"""Questions to the room: their counts, and answers for as long as one is open."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

THOUGHTS = (
    "losing_them",
    "my_doing",
    "put_it_right",
    "better_unsaid",
    "after_all_this",
    "others_know",
    "over_soon",
    "lost_thread",
)
LEVELS = ("private", "supervisor", "presenter", "group")


def _codes(codes: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, length=60)


def upgrade() -> None:
    op.create_table(
        "poll",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supervision_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("of_thoughts", sa.Boolean(), nullable=False),
        sa.Column("several", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("shown_at", sa.DateTime(), nullable=True),
        sa.Column("put_away_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["supervision_id"],
            ["supervision_session.id"],
            name=op.f("fk_poll_supervision_id_supervision_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll")),
    )
    op.create_index(op.f("ix_poll_supervision_id"), "poll", ["supervision_id"])
    op.create_table(
        "poll_option",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("thought", _codes(THOUGHTS, "commonthought"), nullable=True),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_poll_option_poll_id_poll")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_option")),
    )
    op.create_index(op.f("ix_poll_option_poll_id"), "poll_option", ["poll_id"])
    op.create_table(
        "poll_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("addressed_to_id", sa.Integer(), nullable=True),
        sa.Column("visibility", _codes(LEVELS, "visibility"), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["addressed_to_id"],
            ["participant.id"],
            name=op.f("fk_poll_answer_addressed_to_id_participant"),
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["participant.id"], name=op.f("fk_poll_answer_author_id_participant")
        ),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_poll_answer_poll_id_poll")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_answer")),
        sa.UniqueConstraint("poll_id", "author_id", name=op.f("uq_poll_answer_poll_id_author_id")),
    )
    for column in ("poll_id", "author_id"):
        op.create_index(op.f(f"ix_poll_answer_{column}"), "poll_answer", [column])
    _mark_secrets()


def _mark_secrets() -> None:
    with op.batch_alter_table("command_record") as table:
        no = sa.false()
        table.add_column(sa.Column("is_secret", sa.Boolean(), nullable=False, server_default=no))
    with op.batch_alter_table("command_record") as table:
        table.alter_column("is_secret", existing_type=sa.Boolean(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("command_record") as table:
        table.drop_column("is_secret")
    for name in ("poll_answer", "poll_option", "poll"):
        op.drop_table(name)
