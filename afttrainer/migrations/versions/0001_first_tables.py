"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group")),
    )
    op.create_table(
        "role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("description", sa.String(length=255), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role")),
        sa.UniqueConstraint("name", name=op.f("uq_role_name")),
    )
    op.create_table(
        "user",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("username", sa.String(length=80), nullable=False),
        sa.Column("email", sa.String(length=255), nullable=True),
        sa.Column("password", sa.String(length=255), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.String(length=64), nullable=False),
        sa.Column("wrong_tries", sa.Integer(), nullable=False),
        sa.Column("wait_until", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("email", name=op.f("uq_user_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_user_fs_uniquifier")),
        sa.UniqueConstraint("username", name=op.f("uq_user_username")),
    )
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "supervisor", "co_supervisor", "trainee", name="role", native_enum=False, length=60
            ),
            nullable=False,
        ),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("claimed_at", sa.DateTime(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_membership_group_id_group")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_membership_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint("group_id", "user_id", name=op.f("uq_membership_group_id_user_id")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_user_id"), ["user_id"], unique=False)

    op.create_table(
        "roles_users",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["role_id"], ["role.id"], name=op.f("fk_roles_users_role_id_role")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_roles_users_user_id_user")),
        sa.PrimaryKeyConstraint("user_id", "role_id", name=op.f("pk_roles_users")),
    )
    op.create_table(
        "sign_in_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_sign_in_link_user_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_link_token_hash")),
    )
    op.create_table(
        "supervision_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "planned", "live", "closed", name="sessionstatus", native_enum=False, length=60
            ),
            nullable=False,
        ),
        sa.Column("planned_minutes", sa.Integer(), nullable=False),
        sa.Column("planned_for", sa.DateTime(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=True),
        sa.Column("started_at", sa.DateTime(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("closed_without_checkout", sa.Boolean(), nullable=False),
        sa.Column("join_code", sa.String(length=6), nullable=False),
        sa.Column("phase_id", sa.Integer(), nullable=True),
        sa.Column("queued_clip_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_supervision_session_group_id_group")
        ),
        sa.ForeignKeyConstraint(
            ["phase_id"],
            ["phase.id"],
            name=op.f("fk_supervision_session_phase_id_phase"),
            use_alter=True,
        ),
        sa.ForeignKeyConstraint(
            ["queued_clip_id"],
            ["queued_clip.id"],
            name=op.f("fk_supervision_session_queued_clip_id_queued_clip"),
            use_alter=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_session")),
        sa.UniqueConstraint("join_code", name=op.f("uq_supervision_session_join_code")),
    )
    with op.batch_alter_table("supervision_session", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_supervision_session_group_id"), ["group_id"], unique=False
        )

    op.create_table(
        "case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("therapist_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["therapist_id"], ["membership.id"], name=op.f("fk_case_therapist_id_membership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case")),
        sa.UniqueConstraint("therapist_id", "code", name=op.f("uq_case_therapist_id_code")),
    )
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_therapist_id"), ["therapist_id"], unique=False)

    op.create_table(
        "participant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supervision_id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("joined_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["membership_id"],
            ["membership.id"],
            name=op.f("fk_participant_membership_id_membership"),
        ),
        sa.ForeignKeyConstraint(
            ["supervision_id"],
            ["supervision_session.id"],
            name=op.f("fk_participant_supervision_id_supervision_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant")),
        sa.UniqueConstraint(
            "supervision_id",
            "membership_id",
            name=op.f("uq_participant_supervision_id_membership_id"),
        ),
    )
    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_participant_membership_id"), ["membership_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_participant_supervision_id"), ["supervision_id"], unique=False
        )

    op.create_table(
        "phase",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supervision_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "mindfulness_induction",
                "check_in",
                "case_selection",
                "introduction",
                "viewing",
                "affect_round",
                "rupture_definition",
                "exercise",
                "debrief",
                "presenter_checkout",
                "ratings",
                name="phase",
                native_enum=False,
                length=60,
            ),
            nullable=False,
        ),
        sa.Column("planned_minutes", sa.Integer(), nullable=False),
        sa.Column("script_key", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(
            ["supervision_id"],
            ["supervision_session.id"],
            name=op.f("fk_phase_supervision_id_supervision_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phase")),
    )
    with op.batch_alter_table("phase", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_phase_supervision_id"), ["supervision_id"], unique=False
        )

    op.create_table(
        "revision",
        sa.Column("supervision_id", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["supervision_id"],
            ["supervision_session.id"],
            name=op.f("fk_revision_supervision_id_supervision_session"),
        ),
        sa.PrimaryKeyConstraint("supervision_id", "audience", name=op.f("pk_revision")),
    )
    op.create_table(
        "wall_pass",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supervision_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["supervision_id"],
            ["supervision_session.id"],
            name=op.f("fk_wall_pass_supervision_id_supervision_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wall_pass")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_wall_pass_key_hash")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_wall_pass_token_hash")),
    )
    with op.batch_alter_table("wall_pass", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_wall_pass_supervision_id"), ["supervision_id"], unique=False
        )

    op.create_table(
        "check_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supervision_id", sa.Integer(), nullable=False),
        sa.Column("calm", sa.Integer(), nullable=True),
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.Column("progress", sa.String(), nullable=False),
        sa.Column(
            "wish",
            sa.Enum("no", "maybe", "yes", name="wishtopresent", native_enum=False, length=60),
            nullable=True,
        ),
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
            name=op.f("fk_check_in_addressed_to_id_participant"),
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["participant.id"], name=op.f("fk_check_in_author_id_participant")
        ),
        sa.ForeignKeyConstraint(
            ["supervision_id"],
            ["supervision_session.id"],
            name=op.f("fk_check_in_supervision_id_supervision_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in")),
        sa.UniqueConstraint(
            "supervision_id", "author_id", name=op.f("uq_check_in_supervision_id_author_id")
        ),
    )
    with op.batch_alter_table("check_in", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_check_in_author_id"), ["author_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_check_in_supervision_id"), ["supervision_id"], unique=False
        )

    op.create_table(
        "command_record",
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("command_id", sa.String(length=64), nullable=False),
        sa.Column("body_hash", sa.String(length=64), nullable=False),
        sa.Column("ack", sa.JSON(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_command_record_participant_id_participant"),
        ),
        sa.PrimaryKeyConstraint("participant_id", "command_id", name=op.f("pk_command_record")),
    )
    op.create_table(
        "connection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("socket_id", sa.String(length=40), nullable=False),
        sa.Column("boot_id", sa.String(length=40), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("sign_in_id", sa.String(length=40), nullable=False),
        sa.Column("signed_in_until", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_connection_participant_id_participant"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_connection")),
        sa.UniqueConstraint("socket_id", name=op.f("uq_connection_socket_id")),
    )
    with op.batch_alter_table("connection", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_connection_participant_id"), ["participant_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_connection_sign_in_id"), ["sign_in_id"], unique=False)

    op.create_table(
        "debrief",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supervision_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("to_use", sa.String(), nullable=False),
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
            name=op.f("fk_debrief_addressed_to_id_participant"),
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["participant.id"], name=op.f("fk_debrief_author_id_participant")
        ),
        sa.ForeignKeyConstraint(
            ["supervision_id"],
            ["supervision_session.id"],
            name=op.f("fk_debrief_supervision_id_supervision_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_debrief")),
        sa.UniqueConstraint(
            "supervision_id", "author_id", name=op.f("uq_debrief_supervision_id_author_id")
        ),
    )
    with op.batch_alter_table("debrief", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_debrief_author_id"), ["author_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_debrief_supervision_id"), ["supervision_id"], unique=False
        )

    op.create_table(
        "hold",
        sa.Column("supervision_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_hold_participant_id_participant")
        ),
        sa.ForeignKeyConstraint(
            ["supervision_id"],
            ["supervision_session.id"],
            name=op.f("fk_hold_supervision_id_supervision_session"),
        ),
        sa.PrimaryKeyConstraint("supervision_id", name=op.f("pk_hold")),
    )
    op.create_table(
        "phase_visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("phase_id", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("practice_began_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["phase_id"], ["phase.id"], name=op.f("fk_phase_visit_phase_id_phase")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phase_visit")),
    )
    with op.batch_alter_table("phase_visit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_phase_visit_phase_id"), ["phase_id"], unique=False)

    op.create_table(
        "presenter_checkout",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supervision_id", sa.Integer(), nullable=False),
        sa.Column("closeness", sa.Integer(), nullable=True),
        sa.Column("shame_before", sa.Integer(), nullable=True),
        sa.Column("shame_after", sa.Integer(), nullable=True),
        sa.Column("group_words", sa.String(), nullable=False),
        sa.Column("group_saved_at", sa.DateTime(), nullable=True),
        sa.Column("case_words", sa.String(), nullable=False),
        sa.Column("next_step", sa.String(), nullable=False),
        sa.Column("case_saved_at", sa.DateTime(), nullable=True),
        sa.Column("declined_at", sa.DateTime(), nullable=True),
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
            name=op.f("fk_presenter_checkout_addressed_to_id_participant"),
        ),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["participant.id"],
            name=op.f("fk_presenter_checkout_author_id_participant"),
        ),
        sa.ForeignKeyConstraint(
            ["supervision_id"],
            ["supervision_session.id"],
            name=op.f("fk_presenter_checkout_supervision_id_supervision_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presenter_checkout")),
        sa.UniqueConstraint(
            "supervision_id",
            "author_id",
            name=op.f("uq_presenter_checkout_supervision_id_author_id"),
        ),
    )
    with op.batch_alter_table("presenter_checkout", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_presenter_checkout_author_id"), ["author_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_presenter_checkout_supervision_id"), ["supervision_id"], unique=False
        )

    op.create_table(
        "rating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supervision_id", sa.Integer(), nullable=False),
        sa.Column("cohesion", sa.JSON(), nullable=False),
        sa.Column("alliance", sa.JSON(), nullable=False),
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
            name=op.f("fk_rating_addressed_to_id_participant"),
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["participant.id"], name=op.f("fk_rating_author_id_participant")
        ),
        sa.ForeignKeyConstraint(
            ["supervision_id"],
            ["supervision_session.id"],
            name=op.f("fk_rating_supervision_id_supervision_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating")),
        sa.UniqueConstraint(
            "supervision_id", "author_id", name=op.f("uq_rating_supervision_id_author_id")
        ),
    )
    with op.batch_alter_table("rating", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rating_author_id"), ["author_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_rating_supervision_id"), ["supervision_id"], unique=False
        )

    op.create_table(
        "recording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column(
            "origin",
            sa.Enum(
                "patient_recording", "simulated", name="cliporigin", native_enum=False, length=60
            ),
            nullable=False,
        ),
        sa.Column("brought_in_at", sa.DateTime(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "preparing",
                "ready",
                "refused",
                "erased",
                name="recordingstatus",
                native_enum=False,
                length=60,
            ),
            nullable=False,
        ),
        sa.Column("ticket", sa.String(length=40), nullable=False),
        sa.Column("share", sa.Double(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("film_name", sa.String(length=120), nullable=True),
        sa.Column("captions_name", sa.String(length=120), nullable=True),
        sa.Column("still_name", sa.String(length=120), nullable=True),
        sa.Column("duration_ms", sa.Integer(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_recording_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recording")),
        sa.UniqueConstraint("ticket", name=op.f("uq_recording_ticket")),
    )
    with op.batch_alter_table("recording", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recording_case_id"), ["case_id"], unique=False)

    op.create_table(
        "clip",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recording_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("in_ms", sa.Integer(), nullable=False),
        sa.Column("out_ms", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recording_id"], ["recording.id"], name=op.f("fk_clip_recording_id_recording")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clip")),
    )
    with op.batch_alter_table("clip", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_clip_recording_id"), ["recording_id"], unique=False)

    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recording_id", sa.Integer(), nullable=False),
        sa.Column("supervisor_review", sa.Boolean(), nullable=False),
        sa.Column("group_supervision", sa.Boolean(), nullable=False),
        sa.Column("teaching_beyond_group", sa.Boolean(), nullable=False),
        sa.Column("research", sa.Boolean(), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.Column("method", sa.String(length=80), nullable=False),
        sa.Column("witnessed_by", sa.String(length=80), nullable=False),
        sa.Column("form_version", sa.String(length=40), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["recording_id"], ["recording.id"], name=op.f("fk_consent_recording_id_recording")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
        sa.UniqueConstraint("recording_id", name=op.f("uq_consent_recording_id")),
    )
    op.create_table(
        "queued_clip",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supervision_id", sa.Integer(), nullable=False),
        sa.Column("clip_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "queued",
                "offered",
                "accepted",
                "declined",
                "playing",
                "played",
                "withdrawn",
                "blocked",
                name="clipstatus",
                native_enum=False,
                length=60,
            ),
            nullable=False,
        ),
        sa.Column(
            "introduction",
            sa.Enum("none", "brief", "full", name="introduction", native_enum=False, length=60),
            nullable=False,
        ),
        sa.Column("narrates", sa.Boolean(), nullable=False),
        sa.Column("offered_at", sa.DateTime(), nullable=True),
        sa.Column("accepted_at", sa.DateTime(), nullable=True),
        sa.Column("first_played_at", sa.DateTime(), nullable=True),
        sa.Column("revealed_at", sa.DateTime(), nullable=True),
        sa.Column("cluster_gap_ms", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["clip_id"], ["clip.id"], name=op.f("fk_queued_clip_clip_id_clip")),
        sa.ForeignKeyConstraint(
            ["supervision_id"],
            ["supervision_session.id"],
            name=op.f("fk_queued_clip_supervision_id_supervision_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queued_clip")),
    )
    with op.batch_alter_table("queued_clip", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_queued_clip_clip_id"), ["clip_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_queued_clip_supervision_id"), ["supervision_id"], unique=False
        )

    op.create_table(
        "affect_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("queued_clip_id", sa.Integer(), nullable=False),
        sa.Column("feeling", sa.String(length=60), nullable=False),
        sa.Column("place", sa.String(length=60), nullable=False),
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
            name=op.f("fk_affect_entry_addressed_to_id_participant"),
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["participant.id"], name=op.f("fk_affect_entry_author_id_participant")
        ),
        sa.ForeignKeyConstraint(
            ["queued_clip_id"],
            ["queued_clip.id"],
            name=op.f("fk_affect_entry_queued_clip_id_queued_clip"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_affect_entry")),
        sa.UniqueConstraint(
            "queued_clip_id", "author_id", name=op.f("uq_affect_entry_queued_clip_id_author_id")
        ),
    )
    with op.batch_alter_table("affect_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_affect_entry_author_id"), ["author_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_affect_entry_queued_clip_id"), ["queued_clip_id"], unique=False
        )

    op.create_table(
        "narration_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("queued_clip_id", sa.Integer(), nullable=False),
        sa.Column("clip_ms", sa.Integer(), nullable=False),
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
            name=op.f("fk_narration_line_addressed_to_id_participant"),
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["participant.id"], name=op.f("fk_narration_line_author_id_participant")
        ),
        sa.ForeignKeyConstraint(
            ["queued_clip_id"],
            ["queued_clip.id"],
            name=op.f("fk_narration_line_queued_clip_id_queued_clip"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_narration_line")),
    )
    with op.batch_alter_table("narration_line", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_narration_line_author_id"), ["author_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_narration_line_queued_clip_id"), ["queued_clip_id"], unique=False
        )

    op.create_table(
        "playback",
        sa.Column("supervision_id", sa.Integer(), nullable=False),
        sa.Column("queued_clip_id", sa.Integer(), nullable=False),
        sa.Column("position_ms", sa.Integer(), nullable=False),
        sa.Column("rate", sa.Double(), nullable=False),
        sa.Column("playing", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("stops_at_ms", sa.Integer(), nullable=True),
        sa.Column("on_companions", sa.Boolean(), nullable=False),
        sa.Column("captions", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["queued_clip_id"],
            ["queued_clip.id"],
            name=op.f("fk_playback_queued_clip_id_queued_clip"),
        ),
        sa.ForeignKeyConstraint(
            ["supervision_id"],
            ["supervision_session.id"],
            name=op.f("fk_playback_supervision_id_supervision_session"),
        ),
        sa.PrimaryKeyConstraint("supervision_id", name=op.f("pk_playback")),
    )
    op.create_table(
        "playback_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("queued_clip_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("position_ms", sa.Integer(), nullable=False),
        sa.Column("rate", sa.Double(), nullable=False),
        sa.Column("playing", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["queued_clip_id"],
            ["queued_clip.id"],
            name=op.f("fk_playback_mark_queued_clip_id_queued_clip"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_playback_mark")),
    )
    with op.batch_alter_table("playback_mark", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_playback_mark_queued_clip_id"), ["queued_clip_id"], unique=False
        )

    op.create_table(
        "rupture_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supervision_id", sa.Integer(), nullable=False),
        sa.Column("queued_clip_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("start_ms", sa.Integer(), nullable=False),
        sa.Column("end_ms", sa.Integer(), nullable=False),
        sa.Column("anchor_ms", sa.Integer(), nullable=False),
        sa.Column(
            "family",
            sa.Enum(
                "withdrawal",
                "confrontation",
                "mixed",
                "unsure",
                name="family",
                native_enum=False,
                length=60,
            ),
            nullable=False,
        ),
        sa.Column(
            "direction",
            sa.Enum(
                "away_from_other",
                "toward_other_away_from_self",
                "against_other",
                name="direction",
                native_enum=False,
                length=60,
            ),
            nullable=True,
        ),
        sa.Column("components", sa.JSON(), nullable=False),
        sa.Column("patient_side", sa.String(), nullable=False),
        sa.Column("therapist_side", sa.String(), nullable=False),
        sa.Column("defined_at", sa.DateTime(), nullable=False),
        sa.Column("on_wall", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["queued_clip_id"],
            ["queued_clip.id"],
            name=op.f("fk_rupture_event_queued_clip_id_queued_clip"),
        ),
        sa.ForeignKeyConstraint(
            ["supervision_id"],
            ["supervision_session.id"],
            name=op.f("fk_rupture_event_supervision_id_supervision_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rupture_event")),
        sa.UniqueConstraint(
            "supervision_id", "number", name=op.f("uq_rupture_event_supervision_id_number")
        ),
    )
    with op.batch_alter_table("rupture_event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rupture_event_supervision_id"), ["supervision_id"], unique=False
        )

    op.create_table(
        "rupture_tag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("queued_clip_id", sa.Integer(), nullable=False),
        sa.Column("client_uuid", sa.String(length=64), nullable=True),
        sa.Column("clip_ms", sa.Integer(), nullable=False),
        sa.Column("end_ms", sa.Integer(), nullable=True),
        sa.Column(
            "family",
            sa.Enum(
                "withdrawal",
                "confrontation",
                "mixed",
                "unsure",
                name="family",
                native_enum=False,
                length=60,
            ),
            nullable=False,
        ),
        sa.Column(
            "direction",
            sa.Enum(
                "away_from_other",
                "toward_other_away_from_self",
                "against_other",
                name="direction",
                native_enum=False,
                length=60,
            ),
            nullable=True,
        ),
        sa.Column(
            "marker",
            sa.Enum(
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
                name="marker",
                native_enum=False,
                length=60,
            ),
            nullable=True,
        ),
        sa.Column(
            "reaction",
            sa.Enum(
                "subtle_hostility",
                "control",
                "distance",
                "over_accommodation",
                "none",
                "other",
                name="therapistreaction",
                native_enum=False,
                length=60,
            ),
            nullable=True,
        ),
        sa.Column("intensity", sa.Integer(), nullable=True),
        sa.Column("is_estimate", sa.Boolean(), nullable=False),
        sa.Column("came_after_reveal", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column(
            "note_visibility",
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
            name=op.f("fk_rupture_tag_addressed_to_id_participant"),
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["participant.id"], name=op.f("fk_rupture_tag_author_id_participant")
        ),
        sa.ForeignKeyConstraint(
            ["queued_clip_id"],
            ["queued_clip.id"],
            name=op.f("fk_rupture_tag_queued_clip_id_queued_clip"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rupture_tag")),
        sa.UniqueConstraint(
            "author_id", "client_uuid", name=op.f("uq_rupture_tag_author_id_client_uuid")
        ),
    )
    with op.batch_alter_table("rupture_tag", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rupture_tag_author_id"), ["author_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_rupture_tag_queued_clip_id"), ["queued_clip_id"], unique=False
        )

    op.create_table(
        "exercise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supervision_id", sa.Integer(), nullable=False),
        sa.Column("rupture_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "type",
            sa.Enum(
                "two_chair",
                "rotating_role_play",
                "dyad",
                "centering",
                "parse_experience",
                "experiencing_ladder",
                "anecdote",
                "free",
                name="exercisetype",
                native_enum=False,
                length=60,
            ),
            nullable=False,
        ),
        sa.Column("script_key", sa.String(length=80), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "planned",
                "running",
                "held",
                "ended",
                "switched",
                "withdrawn",
                name="exercisestatus",
                native_enum=False,
                length=60,
            ),
            nullable=False,
        ),
        sa.Column("patient_player_id", sa.Integer(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(), nullable=True),
        sa.Column("began_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("de_roled_at", sa.DateTime(), nullable=True),
        sa.Column("fear", sa.String(), nullable=False),
        sa.Column("expectation", sa.String(), nullable=False),
        sa.Column("prompt_key", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["patient_player_id"],
            ["participant.id"],
            name=op.f("fk_exercise_patient_player_id_participant"),
        ),
        sa.ForeignKeyConstraint(
            ["rupture_id"], ["rupture_event.id"], name=op.f("fk_exercise_rupture_id_rupture_event")
        ),
        sa.ForeignKeyConstraint(
            ["supervision_id"],
            ["supervision_session.id"],
            name=op.f("fk_exercise_supervision_id_supervision_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exercise")),
    )
    with op.batch_alter_table("exercise", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_exercise_supervision_id"), ["supervision_id"], unique=False
        )

    op.create_table(
        "rupture_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rupture_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column(
            "family",
            sa.Enum(
                "withdrawal",
                "confrontation",
                "mixed",
                "unsure",
                name="family",
                native_enum=False,
                length=60,
            ),
            nullable=False,
        ),
        sa.Column(
            "direction",
            sa.Enum(
                "away_from_other",
                "toward_other_away_from_self",
                "against_other",
                name="direction",
                native_enum=False,
                length=60,
            ),
            nullable=True,
        ),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_rupture_view_participant_id_participant"),
        ),
        sa.ForeignKeyConstraint(
            ["rupture_id"],
            ["rupture_event.id"],
            name=op.f("fk_rupture_view_rupture_id_rupture_event"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rupture_view")),
        sa.UniqueConstraint(
            "rupture_id", "participant_id", name=op.f("uq_rupture_view_rupture_id_participant_id")
        ),
    )
    with op.batch_alter_table("rupture_view", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rupture_view_rupture_id"), ["rupture_id"], unique=False
        )

    op.create_table(
        "seat_span",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.Integer(), nullable=False),
        sa.Column(
            "seat",
            sa.Enum("self", "patient", name="seat", native_enum=False, length=60),
            nullable=False,
        ),
        sa.Column("began_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["exercise_id"], ["exercise.id"], name=op.f("fk_seat_span_exercise_id_exercise")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_span")),
    )
    with op.batch_alter_table("seat_span", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seat_span_exercise_id"), ["exercise_id"], unique=False)

    op.create_table(
        "turn_slot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "waiting",
                "current",
                "done",
                "passed",
                "taken_later",
                name="turnstatus",
                native_enum=False,
                length=60,
            ),
            nullable=False,
        ),
        sa.Column("takes_slot_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["exercise_id"], ["exercise.id"], name=op.f("fk_turn_slot_exercise_id_exercise")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_turn_slot_participant_id_participant"),
        ),
        sa.ForeignKeyConstraint(
            ["takes_slot_id"], ["turn_slot.id"], name=op.f("fk_turn_slot_takes_slot_id_turn_slot")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turn_slot")),
    )
    with op.batch_alter_table("turn_slot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_turn_slot_exercise_id"), ["exercise_id"], unique=False)

    op.create_table(
        "metacommunication_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column(
            "dimension",
            sa.Enum(
                "patient_self",
                "interpersonal_field",
                "therapist_self",
                name="dimension",
                native_enum=False,
                length=60,
            ),
            nullable=True,
        ),
        sa.Column(
            "form",
            sa.Enum(
                "question",
                "observation",
                "self_disclosure",
                name="form",
                native_enum=False,
                length=60,
            ),
            nullable=True,
        ),
        sa.Column(
            "restart_from",
            sa.Enum(
                "rupture",
                "continue",
                "new_rupture",
                name="restartfrom",
                native_enum=False,
                length=60,
            ),
            nullable=False,
        ),
        sa.Column("felt_effect", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
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
            name=op.f("fk_metacommunication_attempt_addressed_to_id_participant"),
        ),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["participant.id"],
            name=op.f("fk_metacommunication_attempt_author_id_participant"),
        ),
        sa.ForeignKeyConstraint(
            ["exercise_id"],
            ["exercise.id"],
            name=op.f("fk_metacommunication_attempt_exercise_id_exercise"),
        ),
        sa.ForeignKeyConstraint(
            ["slot_id"],
            ["turn_slot.id"],
            name=op.f("fk_metacommunication_attempt_slot_id_turn_slot"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_metacommunication_attempt")),
    )
    with op.batch_alter_table("metacommunication_attempt", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_metacommunication_attempt_author_id"), ["author_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_metacommunication_attempt_exercise_id"), ["exercise_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("metacommunication_attempt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_metacommunication_attempt_exercise_id"))
        batch_op.drop_index(batch_op.f("ix_metacommunication_attempt_author_id"))

    op.drop_table("metacommunication_attempt")
    with op.batch_alter_table("turn_slot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_turn_slot_exercise_id"))

    op.drop_table("turn_slot")
    with op.batch_alter_table("seat_span", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seat_span_exercise_id"))

    op.drop_table("seat_span")
    with op.batch_alter_table("rupture_view", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rupture_view_rupture_id"))

    op.drop_table("rupture_view")
    with op.batch_alter_table("exercise", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exercise_supervision_id"))

    op.drop_table("exercise")
    with op.batch_alter_table("rupture_tag", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rupture_tag_queued_clip_id"))
        batch_op.drop_index(batch_op.f("ix_rupture_tag_author_id"))

    op.drop_table("rupture_tag")
    with op.batch_alter_table("rupture_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rupture_event_supervision_id"))

    op.drop_table("rupture_event")
    with op.batch_alter_table("playback_mark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_playback_mark_queued_clip_id"))

    op.drop_table("playback_mark")
    op.drop_table("playback")
    with op.batch_alter_table("narration_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_narration_line_queued_clip_id"))
        batch_op.drop_index(batch_op.f("ix_narration_line_author_id"))

    op.drop_table("narration_line")
    with op.batch_alter_table("affect_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_affect_entry_queued_clip_id"))
        batch_op.drop_index(batch_op.f("ix_affect_entry_author_id"))

    op.drop_table("affect_entry")
    with op.batch_alter_table("queued_clip", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_queued_clip_supervision_id"))
        batch_op.drop_index(batch_op.f("ix_queued_clip_clip_id"))

    op.drop_table("queued_clip")
    op.drop_table("consent")
    with op.batch_alter_table("clip", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_clip_recording_id"))

    op.drop_table("clip")
    with op.batch_alter_table("recording", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recording_case_id"))

    op.drop_table("recording")
    with op.batch_alter_table("rating", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rating_supervision_id"))
        batch_op.drop_index(batch_op.f("ix_rating_author_id"))

    op.drop_table("rating")
    with op.batch_alter_table("presenter_checkout", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_presenter_checkout_supervision_id"))
        batch_op.drop_index(batch_op.f("ix_presenter_checkout_author_id"))

    op.drop_table("presenter_checkout")
    with op.batch_alter_table("phase_visit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_phase_visit_phase_id"))

    op.drop_table("phase_visit")
    op.drop_table("hold")
    with op.batch_alter_table("debrief", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_debrief_supervision_id"))
        batch_op.drop_index(batch_op.f("ix_debrief_author_id"))

    op.drop_table("debrief")
    with op.batch_alter_table("connection", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_connection_sign_in_id"))
        batch_op.drop_index(batch_op.f("ix_connection_participant_id"))

    op.drop_table("connection")
    op.drop_table("command_record")
    with op.batch_alter_table("check_in", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_check_in_supervision_id"))
        batch_op.drop_index(batch_op.f("ix_check_in_author_id"))

    op.drop_table("check_in")
    with op.batch_alter_table("wall_pass", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wall_pass_supervision_id"))

    op.drop_table("wall_pass")
    op.drop_table("revision")
    with op.batch_alter_table("phase", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_phase_supervision_id"))

    op.drop_table("phase")
    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_participant_supervision_id"))
        batch_op.drop_index(batch_op.f("ix_participant_membership_id"))

    op.drop_table("participant")
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_therapist_id"))

    op.drop_table("case")
    with op.batch_alter_table("supervision_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_supervision_session_group_id"))

    op.drop_table("supervision_session")
    op.drop_table("sign_in_link")
    op.drop_table("roles_users")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_user_id"))
        batch_op.drop_index(batch_op.f("ix_membership_group_id"))

    op.drop_table("membership")
    op.drop_table("user")
    op.drop_table("role")
    op.drop_table("group")
