"""Who was in the room when, lessons, what a script counts as, and rests within chairs and tries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

COMPONENTS = (
    "manual",
    "process_coding",
    "video_analysis",
    "mindfulness",
    "two_chair",
    "role_play",
    "check_in",
    "debrief",
    "metacommunication_teaching",
)
RESTED = ("seat_span", "metacommunication_attempt")


def _component(*, nullable: bool) -> sa.Column[str]:
    codes = sa.Enum(*COMPONENTS, name="component", native_enum=False, length=60)
    return sa.Column("component", codes, nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "stay",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(), nullable=False),
        sa.Column("heard_at", sa.DateTime(), nullable=False),
        sa.Column("is_over", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_stay_participant_id_participant")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stay")),
    )
    op.create_index(op.f("ix_stay_participant_id"), "stay", ["participant_id"])
    op.create_table(
        "lesson",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supervision_id", sa.Integer(), nullable=False),
        _component(nullable=False),
        sa.Column("began_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["supervision_id"],
            ["supervision_session.id"],
            name=op.f("fk_lesson_supervision_id_supervision_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson")),
    )
    op.create_index(op.f("ix_lesson_supervision_id"), "lesson", ["supervision_id"])
    for name in RESTED:
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("rested_s", sa.Double(), nullable=False, server_default="0"))
        with op.batch_alter_table(name) as table:
            table.alter_column("rested_s", existing_type=sa.Double(), server_default=None)
    with op.batch_alter_table("exercise") as table:
        table.add_column(_component(nullable=True))
    _keep_what_was_counted()
    with op.batch_alter_table("participant") as table:
        table.drop_column("left_at")


def _keep_what_was_counted() -> None:
    """Of earlier meetings nobody knows who left when: they count to the end, as they have. In a
    room that is open now each is there for as long as a screen of theirs is."""
    op.execute(
        "INSERT INTO stay (participant_id, began_at, heard_at, is_over) "
        "SELECT p.id, p.joined_at, "
        "CASE WHEN s.closed_at > p.joined_at THEN s.closed_at "
        "WHEN s.closed_at IS NULL AND p.left_at > p.joined_at THEN p.left_at "
        "ELSE p.joined_at END, "
        "s.closed_at IS NOT NULL "
        "FROM participant p JOIN supervision_session s ON s.id = p.supervision_id "
        "ORDER BY p.id"
    )


def downgrade() -> None:
    with op.batch_alter_table("participant") as table:
        table.add_column(sa.Column("left_at", sa.DateTime(), nullable=True))
    with op.batch_alter_table("exercise") as table:
        table.drop_column("component")
    for name in RESTED:
        with op.batch_alter_table(name) as table:
            table.drop_column("rested_s")
    op.drop_index(op.f("ix_lesson_supervision_id"), "lesson")
    op.drop_table("lesson")
    op.drop_index(op.f("ix_stay_participant_id"), "stay")
    op.drop_table("stay")
