"""Whether what a patient has said covers the people in the room: numbers are told, never names.

While it leaves out somebody who is there, the film is closed on every screen of the room: all see
the wall. It opens again, standing still, when they have left.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import ngettext

from afttrainer.content.codes import ClipStatus, SessionStatus
from afttrainer.models import film_look
from afttrainer.models.participant import Presence
from afttrainer.models.refusal import NotYours
from afttrainer.models.revision import PLAYBACK

if TYPE_CHECKING:
    from afttrainer.models.participant import Participant
    from afttrainer.models.queue import QueuedClip
    from afttrainer.models.supervision import SupervisionSession


def uncovered(clip: QueuedClip, now: datetime) -> int:
    """How many of those here now the patient's word leaves out. Somebody whose every screen has
    been closed is not here."""
    recording = clip.clip.recording
    consent = recording.consent
    if consent is None or not consent.named_only:
        return 0
    return sum(
        not recording.covers(person.membership, now)
        for person in clip.supervision.participants
        if person.takes_part and person.presence is not Presence.AWAY
    )


def words_for(count: int) -> str:
    """For the supervisor alone."""
    return str(
        ngettext(
            "%(num)s of you here is not covered by what the patient has agreed to. The film stays "
            "closed as long as they are in the room.",
            "%(num)s of you here are not covered by what the patient has agreed to. The film stays "
            "closed as long as they are in the room.",
            count,
        )
    )


def must_cover_the_room(clip: QueuedClip, now: datetime) -> None:
    """Raises NotYours, which whoever pressed hears and nobody else."""
    count = uncovered(clip, now)
    if count:
        raise NotYours(words_for(count))


def may_watch(clip: QueuedClip, me: Participant | None, now: datetime) -> bool:
    """Whether a screen of the room may have this film now: somebody's, or the wall (None). To be
    asked again and again while it plays."""
    if not clip.is_showable(now) or uncovered(clip, now):
        return False
    return me is None or (me.takes_part and clip.clip.recording.covers(me.membership, now))


def comes_or_goes(person: Participant, now: datetime) -> None:
    """The first screen of somebody's was opened, or their last one closed."""
    film = person.supervision.film
    if film is None:
        return
    if film.clip.recording.covers(person.membership, now):
        film_look.comes(person, now)
    else:
        look_again(film, now)


def look_again(film: QueuedClip, now: datetime) -> None:
    """Who is here is not as before, or whom the patient's word covers: every player hears of it."""
    room = film.supervision
    if room.status is not SessionStatus.LIVE or film is not room.film or not film.is_showable(now):
        return
    if room.playback is not None and uncovered(film, now):
        room.playback.pause(now)
    room.touch_everybody()
    room.touch(PLAYBACK)


def stop_what_is_not_covered(room: SupervisionSession, now: datetime) -> None:
    """Consents end by their date, and people come while a film plays: nobody presses that."""
    if room.status is not SessionStatus.LIVE:
        return
    for queued in room.queue:
        at_work = queued is room.clip or queued is room.film
        over = (ClipStatus.BLOCKED,) if at_work else (ClipStatus.BLOCKED, ClipStatus.PLAYED)
        if queued.status not in over and not queued.has_consent(now):
            queued.block(now)
    film, playback = room.film, room.playback
    if film is not None and playback is not None and playback.playing and uncovered(film, now):
        playback.pause(now)
