"""The captions of a film: words that were said, so they are as much its therapist's as the film."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from afttrainer.models.refusal import Refused
from afttrainer.models.revision import PLAYBACK

if TYPE_CHECKING:
    from afttrainer.models.membership import Membership
    from afttrainer.models.recording import Recording
    from afttrainer.models.supervision import SupervisionSession


def give(recording: Recording, by: Membership, name: str | None) -> list[SupervisionSession]:
    """Those that lie in the store under this name, or none from now on.

    Returns the open rooms whose players are to hear of it. Raises Refused.
    """
    recording.case.must_be_open_to(by)
    if not recording.is_ready:
        raise Refused(_("The film is not ready yet."))
    recording.captions_name = name
    # What was wrong with the captions before.
    recording.message = ""
    queued = [queued for clip in recording.clips for queued in clip.queued]
    rooms = [q.supervision for q in queued if q.supervision.is_live and q.supervision.film is q]
    for room in rooms:
        room.touch(PLAYBACK)
    return rooms
