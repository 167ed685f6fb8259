"""Exercises in full: what observers see, rests, pairs, a moment taken apart, and how hard it is."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def _by_a_person() -> list[sa.Column[Any]]:
    levels = ("private", "supervisor", "presenter", "group")
    visibility = sa.Enum(*levels, name="visibility", native_enum=False, length=60)
    return [
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("addressed_to_id", sa.Integer(), nullable=True),
        sa.Column("visibility", visibility, nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
    ]


def _entry(name: str, of: str, of_table: str, *columns: sa.Column[Any]) -> None:
    """One a person for each `of`."""
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(of, sa.Integer(), nullable=False),
        *columns,
        *_by_a_person(),
        sa.ForeignKeyConstraint(
            ["addressed_to_id"],
            ["participant.id"],
            name=op.f(f"fk_{name}_addressed_to_id_participant"),
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["participant.id"], name=op.f(f"fk_{name}_author_id_participant")
        ),
        sa.ForeignKeyConstraint([of], [f"{of_table}.id"], name=op.f(f"fk_{name}_{of}_{of_table}")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint(of, "author_id", name=op.f(f"uq_{name}_{of}_author_id")),
    )
    with op.batch_alter_table(name) as table:
        for column in ("author_id", of):
            table.create_index(table.f(f"ix_{name}_{column}"), [column], unique=False)


def upgrade() -> None:
    _entry(
        "distress",
        "exercise_id",
        "exercise",
        sa.Column("before", sa.Integer(), nullable=True),
        sa.Column("after", sa.Integer(), nullable=True),
    )
    boxes = ("thoughts", "sensations", "emotions", "assumed", "observed")
    words: list[sa.Column[Any]] = [sa.Column(box, sa.String(), nullable=False) for box in boxes]
    _entry("parsed_moment", "exercise_id", "exercise", *words)
    _entry(
        "observation",
        "attempt_id",
        "metacommunication_attempt",
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.Column("seen", sa.JSON(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
    )
    op.create_table(
        "dyad_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("pair", sa.Integer(), nullable=False),
        sa.Column("speaks", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["exercise_id"], ["exercise.id"], name=op.f("fk_dyad_place_exercise_id_exercise")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_dyad_place_participant_id_participant"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dyad_place")),
        sa.UniqueConstraint(
            "exercise_id", "participant_id", name=op.f("uq_dyad_place_exercise_id_participant_id")
        ),
    )
    with op.batch_alter_table("dyad_place") as table:
        table.create_index(table.f("ix_dyad_place_exercise_id"), ["exercise_id"], unique=False)

    with op.batch_alter_table("exercise") as table:
        table.add_column(sa.Column("prompt_at", sa.DateTime(), nullable=True))
        table.add_column(sa.Column("held_at", sa.DateTime(), nullable=True))
        table.add_column(sa.Column("held_s", sa.Double(), nullable=False, server_default="0"))
        for column in ("rupture_id", "patient_player_id"):
            table.alter_column(column, existing_type=sa.Integer(), nullable=True)
    with op.batch_alter_table("metacommunication_attempt") as table:
        table.add_column(
            sa.Column(
                "strategy",
                sa.Enum(
                    "clarify_rationale_or_misunderstanding",
                    "change_task_or_goal",
                    "explore_core_relational_theme",
                    "new_relational_experience",
                    name="strategy",
                    native_enum=False,
                    length=60,
                ),
                nullable=True,
            )
        )
        table.add_column(
            sa.Column("new_experience", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        table.add_column(sa.Column("meant", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("presenter_checkout") as table:
        table.add_column(sa.Column("closeness_before", sa.Integer(), nullable=True))
    with op.batch_alter_table("seat_span") as table:
        table.add_column(
            sa.Column("is_again", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("turn_slot") as table:
        levels = ("softer", "as_it_was", "harder")
        difficulty = sa.Enum(*levels, name="difficulty", native_enum=False, length=60)
        table.add_column(sa.Column("difficulty", difficulty, nullable=True))


def downgrade() -> None:
    for table_name, columns in (
        ("turn_slot", ("difficulty",)),
        ("seat_span", ("is_again",)),
        ("presenter_checkout", ("closeness_before",)),
        ("metacommunication_attempt", ("meant", "new_experience", "strategy")),
    ):
        with op.batch_alter_table(table_name) as table:
            for column in columns:
                table.drop_column(column)
    for name in ("observation", "parsed_moment", "dyad_place", "distress"):
        op.drop_table(name)
    # There was no exercise without a played patient; nothing else hangs on one.
    op.execute("DELETE FROM exercise WHERE rupture_id IS NULL OR patient_player_id IS NULL")
    with op.batch_alter_table("exercise") as table:
        for column in ("patient_player_id", "rupture_id"):
            table.alter_column(column, existing_type=sa.Integer(), nullable=False)
        for column in ("held_s", "held_at", "prompt_at"):
            table.drop_column(column)
