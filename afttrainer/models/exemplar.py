"""A clip that shows a pattern well: the library of how ruptures show themselves, by marker (C-18:
S2, the research behind the stage-process model).

Whoever belongs to a group of this site may look at it, so the film has to be acted, or its patient
has to have agreed to teaching: when it is put in, and each time it is shown.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from flask_babel import gettext as _
from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from afttrainer.content.codes import ClipOrigin, Marker
from afttrainer.models.base import Base
from afttrainer.models.case import Case
from afttrainer.models.clip import Clip
from afttrainer.models.consent import ConsentState
from afttrainer.models.recording import Recording
from afttrainer.models.refusal import NotYours, Refused

if TYPE_CHECKING:
    from afttrainer.models.membership import Membership

PATTERN_AT_MOST: Final = 120  # characters
NOTE_AT_MOST: Final = 500  # characters


class Exemplar(Base):
    """One marker of one clip. Its therapist alone puts it in; nothing of the case stands in it."""

    __tablename__ = "exemplar"
    __table_args__ = (UniqueConstraint("clip_id", "marker"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    clip_id: Mapped[int] = mapped_column(ForeignKey("clip.id"), index=True)
    marker: Mapped[Marker]
    #: What goes back and forth between the two, in a line.
    pattern: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    #: Acted, or with a patient whom nothing in it tells.
    origin: Mapped[ClipOrigin]
    #: The clip's marks as they were then: of another stretch nothing was said.
    in_ms: Mapped[int]
    out_ms: Mapped[int]
    added_at: Mapped[datetime]
    clip: Mapped[Clip] = relationship(back_populates="exemplars")

    @classmethod
    def put_in(
        cls,
        clip: Clip,
        by: Membership,
        now: datetime,
        *,
        marker: Marker,
        pattern: str,
        note: str,
        origin: ClipOrigin,
        tells_nobody: bool,
    ) -> Exemplar:
        """Into the library; of the same marker it takes the earlier entry's place. `tells_nobody`:
        neither picture nor sound tells who the patient is. Raises NotYours and Refused."""
        recording = clip.recording
        if by is not recording.case.therapist or not by.belongs:
            raise NotYours(_("Only the therapist whose film it is puts it into the library."))
        if not recording.is_ready:
            raise Refused(_("The film is not ready yet."))
        if not may_teach(recording, now):
            raise Refused(_("The patient’s consent does not cover teaching at present."))
        if recording.origin is ClipOrigin.SIMULATED:
            origin = ClipOrigin.SIMULATED
        if origin is ClipOrigin.PATIENT_RECORDING and not tells_nobody:
            words = _("Only a stretch that does not tell who the patient is can be put in.")
            raise Refused(words, fields={"tells_nobody": [words]}, status=422)
        entry = next((one for one in clip.exemplars if one.marker is marker), None)
        if entry is None:
            entry = cls(marker=marker, added_at=now)
            clip.exemplars.append(entry)
        entry.pattern, entry.note, entry.origin = pattern, note, origin
        entry.in_ms, entry.out_ms = clip.in_ms, clip.out_ms
        return entry

    @classmethod
    def found(cls, clip: Clip, exemplar_id: int) -> Exemplar:
        entry = next((one for one in clip.exemplars if one.id == exemplar_id), None)
        if entry is None:
            raise Refused(_("This is not in the library any more."), status=404)
        return entry

    def is_shown(self, now: datetime) -> bool:
        """Asked each time. Of whoever has left the group nothing is shown: they could not take it
        out any more."""
        recording = self.clip.recording
        as_it_was = (self.in_ms, self.out_ms) == (self.clip.in_ms, self.clip.out_ms)
        stands = as_it_was and recording.is_ready and recording.case.therapist.belongs
        return stands and may_teach(recording, now)

    def take_out(self, by: Membership) -> None:
        """By its therapist, or whoever leads their group."""
        self.clip.recording.case.must_be_open_to(by)
        self.clip.exemplars.remove(self)


def may_teach(recording: Recording, now: datetime) -> bool:
    """Whether others than the group may see it. A word that covers some people by name covers
    nobody beyond them."""
    if recording.origin is ClipOrigin.SIMULATED:
        return True
    consent = recording.consent
    if consent is None or not consent.teaching_beyond_group or consent.named_only:
        return False
    return consent.state(now) is ConsentState.LIVE


def all_shown(session: Session, now: datetime) -> list[Exemplar]:
    """In the order of the markers, the newest of each first."""
    film = joinedload(Exemplar.clip).joinedload(Clip.recording)
    of_whom = film.joinedload(Recording.case).joinedload(Case.therapist)
    known = select(Exemplar).options(film.joinedload(Recording.consent), of_whom)
    shown = [one for one in session.scalars(known) if one.is_shown(now)]
    places = list(Marker)
    return sorted(shown, key=lambda one: (places.index(one.marker), -one.id))


def shown_to_all(session: Session, exemplar_id: int, now: datetime) -> Exemplar | None:
    """One of them, while it is shown."""
    found = session.get(Exemplar, exemplar_id)
    return found if found is not None and found.is_shown(now) else None


def take_off(recording: Recording, now: datetime) -> None:
    """The patient's word has changed: what it does not cover any more is gone from the library, and
    does not come back with another word of theirs."""
    if not may_teach(recording, now):
        for clip in recording.clips:
            clip.exemplars.clear()
