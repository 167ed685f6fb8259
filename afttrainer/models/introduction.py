"""What the presenter wants to say before the film, and its place in the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from afttrainer.content.codes import Introduction
from afttrainer.content.codes import Phase as Kind
from afttrainer.models.phase import Phase
from afttrainer.models.revision import SUPERVISOR

if TYPE_CHECKING:
    from afttrainer.models.supervision import SupervisionSession

#: What the presenter's choice is given in the plan; brief is three at most (S2, Training process
#: and structure).
MINUTES = {Introduction.NONE: 0, Introduction.BRIEF: 3, Introduction.FULL: 5}


def plan(room: SupervisionSession) -> Phase | None:
    """Give the introduction that the presenter has chosen its place before the viewing, and its
    minutes out of the viewing's, so that the sum stays. Done twice it changes nothing more."""
    choice = room.clip.introduction if room.clip else Introduction.NONE
    viewing = _part(room, Kind.VIEWING)
    if choice is Introduction.NONE or viewing is None:
        return None
    introduction = _part(room, Kind.INTRODUCTION) or _before(room, viewing)
    minutes = MINUTES[choice] - introduction.planned_minutes
    if minutes > 0:
        introduction.planned_minutes += minutes
        viewing.planned_minutes = max(1, viewing.planned_minutes - minutes)
    room.touch(SUPERVISOR)
    return introduction


def give_back(room: SupervisionSession, before: Introduction) -> None:
    """Where the presenter has chosen less than `before`, the viewing has its minutes again."""
    choice = room.clip.introduction if room.clip else Introduction.NONE
    viewing, introduction = _part(room, Kind.VIEWING), _part(room, Kind.INTRODUCTION)
    if viewing is None or introduction is None or introduction.visits:
        return
    minutes = min(MINUTES[before] - MINUTES[choice], introduction.planned_minutes)
    if minutes > 0:
        introduction.planned_minutes -= minutes
        viewing.planned_minutes += minutes
        room.touch(SUPERVISOR)


def _before(room: SupervisionSession, viewing: Phase) -> Phase:
    introduction = Phase(kind=Kind.INTRODUCTION, planned_minutes=0)
    room.phases.insert(room.phases.index(viewing), introduction)
    for position, phase in enumerate(room.phases):
        phase.position = position
    return introduction


def is_due(room: SupervisionSession) -> bool:
    """The presenter has chosen one for the clip at work, the case is chosen, and it has not been
    given yet."""
    if room.clip is None or room.clip.first_played_at is not None or room.phase is None:
        return False
    kinds = (Kind.CASE_SELECTION, Kind.INTRODUCTION, Kind.VIEWING)
    selection, introduction, viewing = (_part(room, kind) for kind in kinds)
    if viewing is None or room.phase is introduction:
        return False
    after = selection.position if selection else 0
    is_between = after <= room.phase.position < viewing.position
    return is_between and room.clip.introduction is not Introduction.NONE


def _part(room: SupervisionSession, kind: Kind) -> Phase | None:
    return next((p for p in room.phases if p.kind is kind), None)
