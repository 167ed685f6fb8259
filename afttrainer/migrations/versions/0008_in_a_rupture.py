"""What lies in a rupture, pins and pulls, and moments looked at again."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

FAMILIES = ("withdrawal", "confrontation", "mixed", "unsure")
DIRECTIONS = ("away_from_other", "toward_other_away_from_self", "against_other")
STEPS = ("patient_does", "therapist_feels", "therapist_does", "patient_feels")
LEVELS = ("private", "supervisor", "presenter", "group")
NEEDS = ("agency", "relatedness", "unsure")
WORDS = (
    "patient_state",
    "patient_wanted",
    "therapist_state",
    "therapist_wanted",
    "patient_does",
    "therapist_feels",
    "therapist_does",
    "patient_feels",
    "disembedding",
    "meant",
    "learned",
)
OF_NEED = (
    "patient_need_pursued",
    "patient_need_sacrificed",
    "therapist_need_pursued",
    "therapist_need_sacrificed",
)


def code(name: str, *codes: str) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, length=60)


def said(name: str, kind: sa.types.TypeEngine[Any], default: str) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False, server_default=default)


def entry(table: str) -> list[sa.schema.SchemaItem]:
    """What every entry of a person has."""
    return [
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("addressed_to_id", sa.Integer(), nullable=True),
        sa.Column("visibility", code("visibility", *LEVELS), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["participant.id"], name=f"fk_{table}_author_id_participant"
        ),
        sa.ForeignKeyConstraint(
            ["addressed_to_id"], ["participant.id"], name=f"fk_{table}_addressed_to_id_participant"
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    ]


def of_rupture(table: str, *more: sa.schema.SchemaItem) -> None:
    """A table of what each person says of a rupture, once."""
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rupture_id", sa.Integer(), nullable=False),
        *more,
        *entry(table),
        sa.ForeignKeyConstraint(
            ["rupture_id"], ["rupture_event.id"], name=f"fk_{table}_rupture_id_rupture_event"
        ),
        sa.UniqueConstraint("rupture_id", "author_id", name=f"uq_{table}_rupture_id_author_id"),
    )
    op.create_index(f"ix_{table}_rupture_id", table, ["rupture_id"])
    op.create_index(f"ix_{table}_author_id", table, ["author_id"])


def upgrade() -> None:
    _rupture_event()
    with op.batch_alter_table("rupture_view") as view:
        view.add_column(sa.Column("intensity", sa.Integer(), nullable=True))
    of_rupture("cycle_pin", sa.Column("step", code("cyclestep", *STEPS), nullable=False))
    reactions = ("subtle_hostility", "control", "distance", "over_accommodation", "none", "other")
    of_rupture(
        "pull",
        sa.Column("reaction", code("therapistreaction", *reactions), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
    )
    _second_looks()


def _rupture_event() -> None:
    target = code("confrontationtarget", "therapist", "treatment")
    strategy = code(
        "strategy",
        "clarify_rationale_or_misunderstanding",
        "change_task_or_goal",
        "explore_core_relational_theme",
        "new_relational_experience",
    )
    status = code(
        "resolutionstatus", "not_addressed", "addressed", "partly_resolved", "resolved", "unknown"
    )
    face = code("ruptureface", "agreed", "sides", "cycle", "repair")
    with op.batch_alter_table("rupture_event") as table:
        for column in ("start_ms", "end_ms", "anchor_ms"):
            table.alter_column(column, existing_type=sa.Integer(), nullable=True)
        for name in WORDS:
            table.add_column(said(name, sa.String(), ""))
        for name in OF_NEED:
            table.add_column(said(name, code("need", *NEEDS), "unsure"))
        table.add_column(
            said("source", code("rupturesource", "clip", "exercise", "supervision"), "clip")
        )
        table.add_column(said("wall_face", face, "agreed"))
        table.add_column(said("facets", sa.JSON(), "[]"))
        table.add_column(
            sa.Column("new_experience", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        table.add_column(sa.Column("target", target, nullable=True))
        table.add_column(sa.Column("disembedding_step", code("cyclestep", *STEPS), nullable=True))
        table.add_column(sa.Column("strategy", strategy, nullable=True))
        table.add_column(sa.Column("resolution_status", status, nullable=True))
        for name in ("noticed_ms", "eased_ms", "parent_id", "parent_attempt_id"):
            table.add_column(sa.Column(name, sa.Integer(), nullable=True))
        table.create_foreign_key(
            "fk_rupture_event_parent_id_rupture_event", "rupture_event", ["parent_id"], ["id"]
        )
        table.create_foreign_key(
            "fk_rupture_event_parent_attempt_id_metacommunication_attempt",
            "metacommunication_attempt",
            ["parent_attempt_id"],
            ["id"],
        )


def _second_looks() -> None:
    op.create_table(
        "second_look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("queued_clip_id", sa.Integer(), nullable=False),
        sa.Column("start_ms", sa.Integer(), nullable=False),
        sa.Column("end_ms", sa.Integer(), nullable=False),
        sa.Column("anchor_ms", sa.Integer(), nullable=False),
        sa.Column("sides_seen", sa.JSON(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["queued_clip_id"],
            ["queued_clip.id"],
            name="fk_second_look_queued_clip_id_queued_clip",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_second_look"),
    )
    op.create_index("ix_second_look_queued_clip_id", "second_look", ["queued_clip_id"])
    op.create_table(
        "second_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("look_id", sa.Integer(), nullable=False),
        sa.Column("side_family", code("family", *FAMILIES), nullable=True),
        sa.Column("side_direction", code("direction", *DIRECTIONS), nullable=True),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("family", code("family", *FAMILIES), nullable=True),
        sa.Column("direction", code("direction", *DIRECTIONS), nullable=True),
        *entry("second_view"),
        sa.ForeignKeyConstraint(
            ["look_id"], ["second_look.id"], name="fk_second_view_look_id_second_look"
        ),
        sa.UniqueConstraint("look_id", "author_id", name="uq_second_view_look_id_author_id"),
    )
    op.create_index("ix_second_view_look_id", "second_view", ["look_id"])
    op.create_index("ix_second_view_author_id", "second_view", ["author_id"])


def downgrade() -> None:
    for name in ("second_view", "second_look", "pull", "cycle_pin"):
        op.drop_table(name)
    with op.batch_alter_table("rupture_view") as view:
        view.drop_column("intensity")
    # What was not on film has nowhere to stand in the tables of before.
    op.execute(
        sa.text(
            "DELETE FROM rupture_view WHERE rupture_id IN"
            " (SELECT id FROM rupture_event WHERE source <> 'clip')"
        )
    )
    op.execute(sa.text("DELETE FROM rupture_event WHERE source <> 'clip'"))
    with op.batch_alter_table("rupture_event") as table:
        table.drop_constraint("fk_rupture_event_parent_id_rupture_event", type_="foreignkey")
        table.drop_constraint(
            "fk_rupture_event_parent_attempt_id_metacommunication_attempt", type_="foreignkey"
        )
        single = (
            "source",
            "wall_face",
            "facets",
            "new_experience",
            "target",
            "disembedding_step",
            "strategy",
            "resolution_status",
            "noticed_ms",
            "eased_ms",
            "parent_id",
            "parent_attempt_id",
        )
        for name in (*WORDS, *OF_NEED, *single):
            table.drop_column(name)
        for column in ("start_ms", "end_ms", "anchor_ms"):
            table.alter_column(column, existing_type=sa.Integer(), nullable=False)
