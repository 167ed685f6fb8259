"""A film that colleagues have played: there is no patient in it, so nobody's consent is asked.

Who says so opens the film for everybody and for as long as it is there. Therefore only those who
lead the group may, it stands on the film's page who did, and it is not said of a film from which a
patient has withdrawn, nor of one that is here as a patient's already (F1).
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, object_session

from afttrainer.content.codes import ClipOrigin
from afttrainer.models.film_mixin import RecordingStatus
from afttrainer.models.refusal import NotYours, Refused

if TYPE_CHECKING:
    from afttrainer.models.membership import Membership
    from afttrainer.models.recording import Recording


class ActedMixin:
    """The part of a recording's row that says what kind of film it is."""

    origin: Mapped[ClipOrigin] = mapped_column(default=ClipOrigin.PATIENT_RECORDING)
    #: Who said that it is acted, and when; None of the scenes that travel with the program.
    acted_said_by_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"))
    acted_said_at: Mapped[datetime | None]

    @property
    def is_acted(self) -> bool:
        return self.origin is ClipOrigin.SIMULATED

    def be_a_patients(self) -> None:
        """Whatever was said of it before; a scene of the program's own stays acted."""
        if self.acted_said_at is not None:
            self.origin = ClipOrigin.PATIENT_RECORDING
            self.acted_said_by_id = self.acted_said_at = None


def may_say(recording: Recording, me: Membership) -> bool:
    """Whether it is asked of this person on the film's page."""
    is_here = recording.sha256 is not None and recording.status is not RecordingStatus.ERASED
    return is_here and me.supervises and recording.case.is_open_to(me)


def call_acted(recording: Recording, by: Membership, now: datetime) -> None:
    """From now on it may be shown to everybody in the group. Raises Refused or NotYours."""
    _must_say(recording, by)
    if recording.is_acted:
        return
    if recording.status is RecordingStatus.ERASED or recording.sha256 is None:
        raise Refused(_("This can be said of a film that is ready."))
    if recording.consent is not None and recording.consent.withdrawn_at is not None:
        raise Refused(_("A patient has withdrawn their consent to this film. It stays closed."))
    session = object_session(recording)
    if session is not None and recording.twin(session, recording.sha256, recording.id) is not None:
        raise Refused(_("The same film is here as one with a patient. It stays theirs."))
    recording.origin = ClipOrigin.SIMULATED
    recording.acted_said_by_id, recording.acted_said_at = by.id, now
    recording.look_again(now)


def call_a_patients(recording: Recording, by: Membership, now: datetime) -> None:
    """There is a patient in it after all: what they have agreed to counts at once, and where
    nothing is noted, nothing. Raises Refused or NotYours."""
    _must_say(recording, by)
    if not recording.is_acted:
        return
    if recording.acted_said_at is None:
        raise Refused(_("This scene came with the program: nobody’s patient is in it."))
    recording.be_a_patients()
    for clip in recording.clips:
        clip.exemplars.clear()  # whether they tell who the patient is was not asked
    recording.look_again(now)


def _must_say(recording: Recording, by: Membership) -> None:
    if not by.supervises or not recording.case.is_open_to(by):
        raise NotYours(_("Only who leads the group can say whether a patient is in it."))
