"""What a meeting is meant to be: its day, its parts, and the opening of its room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from flask_babel import gettext as _
from sqlalchemy.orm import object_session

from afttrainer.content.codes import (
    DEFAULT_MINUTES,
    PLANNED_MINUTES,
    Role,
    ScriptType,
    SessionStatus,
)
from afttrainer.content.codes import (
    Phase as Kind,
)
from afttrainer.models.group import Group
from afttrainer.models.membership import Membership
from afttrainer.models.participant import Participant
from afttrainer.models.phase import MINUTES_AT_MOST, Phase
from afttrainer.models.refusal import Refused
from afttrainer.models.supervision import SupervisionSession

#: Parts that a script guides, and the types of script that fit.
SCRIPTED: Final[Mapping[Kind, tuple[ScriptType, ...]]] = {
    Kind.MINDFULNESS_INDUCTION: (ScriptType.MINDFULNESS_INDUCTION,),
    Kind.EXERCISE: (ScriptType.TWO_CHAIR, ScriptType.ROTATING_ROLE_PLAY),
}
PARTS_AT_MOST: Final = 30


@dataclass(frozen=True)
class Part:
    """One part of a plan as it is wished for; `script_key` where its kind takes a script."""

    kind: Kind
    minutes: int
    script_key: str | None = None


def usual_parts(scripts: Mapping[Kind, str]) -> list[Part]:
    """The usual order and minutes, which sum to 90. An introduction is the presenter's wish and
    takes its minutes only then. `scripts` has the script to begin with, by kind of part."""
    return [
        Part(kind, minutes, scripts.get(kind))
        for kind, minutes in DEFAULT_MINUTES.items()
        if minutes
    ]


def plan_meeting(
    group: Group, by: Membership, parts: Sequence[Part], planned_for: datetime
) -> SupervisionSession:
    """A new meeting of the group, of the usual length."""
    by.must_lead(group)
    meeting = SupervisionSession(planned_for=planned_for, planned_minutes=PLANNED_MINUTES)
    group.supervisions.append(meeting)
    _set_parts(meeting, parts)
    return meeting


def replan(
    meeting: SupervisionSession,
    by: Membership,
    parts: Sequence[Part],
    planned_for: datetime,
    planned_minutes: int,
    *,
    anyway: bool,
) -> None:
    """Another plan in place of the present one. Raises Refused.

    Minutes that do not sum to the planned length need an express `anyway` (S2 has 90 minutes).
    """
    by.must_lead(meeting.group)
    if meeting.status is not SessionStatus.PLANNED:
        raise Refused(_("The room has been opened. From here on the plan is changed there."))
    if not parts or len(parts) > PARTS_AT_MOST:
        raise Refused(_("A plan has 1 to %(most)s parts.", most=PARTS_AT_MOST), status=422)
    if any(not 1 <= part.minutes <= MINUTES_AT_MOST for part in parts):
        raise Refused(_("Each part has 1 to %(most)s minutes.", most=MINUTES_AT_MOST), status=422)
    in_all = sum(part.minutes for part in parts)
    if in_all != planned_minutes and not anyway:
        words = _(
            "The parts come to %(sum)s minutes, the meeting to %(length)s. Change one of them, or "
            "tick “Plan it so anyway”.",
            sum=in_all,
            length=planned_minutes,
        )
        raise Refused(words, fields={"anyway": [words]}, status=422)
    meeting.planned_for, meeting.planned_minutes = planned_for, planned_minutes
    _set_parts(meeting, parts)


def _set_parts(meeting: SupervisionSession, parts: Sequence[Part]) -> None:
    meeting.phases[:] = [
        Phase(
            position=position,
            kind=part.kind,
            planned_minutes=part.minutes,
            script_key=part.script_key if part.kind in SCRIPTED else None,
        )
        for position, part in enumerate(parts)
    ]


def drop(meeting: SupervisionSession, by: Membership) -> None:
    """Forget a meeting that was only planned. Raises Refused once its room has been open."""
    by.must_lead(meeting.group)
    if meeting.status is not SessionStatus.PLANNED:
        raise Refused(_("The room has been opened: the meeting stays in the group's records."))
    session = object_session(meeting)
    if session is not None:
        session.delete(meeting)


def open_room(meeting: SupervisionSession, by: Membership, now: datetime) -> Participant:
    """Open the doors, with the opener inside. Opening it twice is coming in.

    Raises Refused while another room of the group is open: nobody can be in two.
    """
    by.must_lead(meeting.group)
    if meeting.status is SessionStatus.CLOSED:
        raise Refused(_("This meeting is closed."))
    if meeting.status is SessionStatus.PLANNED:
        if meeting.group.open_room is not None:
            raise Refused(_("Another room of this group is open. Close it first, or go on there."))
        meeting.status, meeting.opened_at = SessionStatus.LIVE, now
    opener = Participant.join(meeting, by, now)
    if meeting.led_by is None and by.role is Role.CO_SUPERVISOR and len(meeting.participants) == 1:
        # Begun in a supervisor's absence; who comes later takes it when they will.
        meeting.led_by = opener
    return opener
