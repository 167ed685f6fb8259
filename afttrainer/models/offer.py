"""The yes without which nothing plays: a clip is offered to its presenter, who alone decides."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from afttrainer.content.codes import ClipStatus, Introduction
from afttrainer.content.codes import Phase as Kind
from afttrainer.models import hold
from afttrainer.models.participant import Participant
from afttrainer.models.queue import SHOWABLE, QueuedClip
from afttrainer.models.refusal import NotYours, Refused
from afttrainer.models.revision import EVERYONE, PLAYBACK, WALL

if TYPE_CHECKING:
    from afttrainer.models.supervision import SupervisionSession

if TYPE_CHECKING:
    from afttrainer.models.supervision import SupervisionSession


def asked_for(room: SupervisionSession) -> QueuedClip | None:
    """The clip whose presenter has not answered yet."""
    return next((clip for clip in room.queue if clip.status is ClipStatus.OFFERED), None)


def ask(clip: QueuedClip, now: datetime) -> None:
    """Ask the presenter, on their own device. One clip is asked for at a time."""
    room = clip.supervision
    if room.phase is None or room.phase.kind is not Kind.CASE_SELECTION:
        raise Refused(_("Clips are offered while the group is choosing a case."))
    clip.must_have_consent(now)
    if clip.status is not ClipStatus.QUEUED:
        raise Refused(_("This film cannot be offered now: see how it stands in the queue."))
    if clip.presenter is None:
        name = clip.therapist.name
        raise Refused(_("%(name)s has to join first: the yes is theirs.", name=name))
    for other in room.queue:
        if other.status is ClipStatus.OFFERED:
            other.status = ClipStatus.QUEUED
            other.tell_presenter()
    clip.status, clip.offered_at = ClipStatus.OFFERED, now
    clip.tell_presenter()


def accept(me: Participant, clip: QueuedClip, now: datetime) -> None:
    """The presenter's own yes. The room works on it at once, unless it is at work on another."""
    _must_be_asked(me, clip)
    clip.must_have_consent(now)
    clip.status, clip.accepted_at = ClipStatus.ACCEPTED, now
    room = clip.supervision
    choosing = room.phase is not None and room.phase.kind is Kind.CASE_SELECTION
    # Another presenter's pause is not ended by this yes: the supervisor leaves that film, or waits.
    if room.hold is None and (choosing or room.clip is None or not room.clip.has_yes):
        clip.take_up(now)
    clip.tell_presenter(EVERYONE)


def decline(me: Participant, clip: QueuedClip) -> None:
    """Not today; nobody asks why."""
    _must_be_asked(me, clip)
    clip.status = ClipStatus.DECLINED
    clip.tell_presenter()


def choose(
    me: Participant, clip: QueuedClip, *, introduction: Introduction, narrates: bool
) -> None:
    """How the presenter wants it shown; nobody else changes that (S2, Training process)."""
    _must_be_theirs(me, clip)
    if clip.status not in SHOWABLE:
        raise Refused(_("Say yes to showing this film first."))
    before = clip.introduction
    clip.introduction, clip.narrates = introduction, narrates
    was_aloud = clip.narrates_aloud
    if not narrates:
        clip.narrates_aloud, clip.narration_scribe = False, None
    clip.plan_introduction(before)
    clip.tell_presenter(EVERYONE, *([WALL] if was_aloud else []))


def withdraw(me: Participant, clip: QueuedClip, now: datetime) -> None:
    """The presenter takes it out of the room, at any time."""
    _must_be_theirs(me, clip)
    clip.take_out(ClipStatus.WITHDRAWN, now)


def enough(me: Participant, clip: QueuedClip, now: datetime) -> None:
    """The presenter would not see it go on. What was seen may be spoken of and shown again; their
    pause, where one is on, has done its work."""
    _must_be_theirs(me, clip)
    if clip.status not in SHOWABLE or clip.first_played_at is None:
        raise Refused(_("This film is not being shown."))
    room = clip.supervision
    if room.playback is not None and room.film is clip:
        room.playback.pause(now)
    clip.enough_at = clip.enough_at or now
    hold.take_back(me)
    room.touch(PLAYBACK)
    clip.tell_presenter()


def more(me: Participant, clip: QueuedClip) -> None:
    """The presenter would like it to go on after all."""
    _must_be_theirs(me, clip)
    clip.enough_at = None
    clip.tell_presenter()


def give_again(me: Participant, clip: QueuedClip) -> None:
    """Lay a clip that was not wanted, or was taken back, into the queue again. It is asked for
    anew before it plays."""
    _must_be_theirs(me, clip)
    if clip.status not in (ClipStatus.DECLINED, ClipStatus.WITHDRAWN):
        raise Refused(_("This film is in the room already."))
    clip.status = ClipStatus.QUEUED
    clip.tell_presenter()


def _must_be_theirs(me: Participant, clip: QueuedClip) -> None:
    if me.membership_id != clip.therapist.id:
        raise NotYours(_("Only the presenter can do this."))


def _must_be_asked(me: Participant, clip: QueuedClip) -> None:
    _must_be_theirs(me, clip)
    if clip.status is not ClipStatus.OFFERED:
        raise Refused(_("You are not asked for this film now."))
