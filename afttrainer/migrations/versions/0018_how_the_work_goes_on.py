"""How the work with a patient goes on, times of being stuck, and which wish or mix it was."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def _code(*codes: str, name: str) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, length=60)


def upgrade() -> None:
    op.create_table(
        "case_course",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("agreed_tasks", sa.String(), nullable=False),
        sa.Column("agreed_goals", sa.String(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(), nullable=True),
        sa.Column("phase", _code("under_way", "ending", "ended", name="casephase"), nullable=False),
        sa.Column(
            "ended_how",
            _code("completed", "dropped_out", "other", name="caseending"),
            nullable=True,
        ),
        sa.Column("sessions_left", sa.Integer(), nullable=True),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("limits", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_course_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_course")),
        sa.UniqueConstraint("case_id", name=op.f("uq_case_course_case_id")),
    )
    op.create_table(
        "stuck_span",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_stuck_span_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stuck_span")),
    )
    with op.batch_alter_table("stuck_span") as table:
        table.create_index(table.f("ix_stuck_span_case_id"), ["case_id"], unique=False)
    with op.batch_alter_table("pathway_tap") as table:
        mixed = _code("qualified_assertion", "angry_hurt", name="mixedkind")
        table.add_column(sa.Column("mixed_kind", mixed, nullable=True))
        wish = _code("need_to_assert", "wish_for_nurturance", name="wishkind")
        table.add_column(sa.Column("wish_kind", wish, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("pathway_tap") as table:
        table.drop_column("wish_kind")
        table.drop_column("mixed_kind")
    op.drop_table("stuck_span")
    op.drop_table("case_course")
