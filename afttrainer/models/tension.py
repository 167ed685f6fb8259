"""Whether there was a tension in a filmed session, from three sides: the patient's, the therapist's
and the group's (R-08: S1). The rates differ by who is asked, so no side is taken for another.

The group's side is what it has described on the film. Where it has described nothing, that says
nothing either: whoever leads notes what it saw.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import ForeignKey, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, selectinload

from afttrainer.content.codes import ClipOrigin, Perspective, RuptureSource, Tension
from afttrainer.models.base import Base
from afttrainer.models.clip import Clip
from afttrainer.models.queue import QueuedClip
from afttrainer.models.recording import Recording, RecordingStatus
from afttrainer.models.refusal import NotYours, Refused
from afttrainer.models.rupture import RuptureEvent

if TYPE_CHECKING:
    from afttrainer.models.membership import Membership


class TensionView(Base):
    """What one side has said. Read by the case's therapist and those who lead (F2)."""

    __tablename__ = "tension_view"
    __table_args__ = (UniqueConstraint("recording_id", "perspective"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    recording_id: Mapped[int] = mapped_column(ForeignKey("recording.id"), index=True)
    perspective: Mapped[Perspective]
    seen: Mapped[Tension]
    noted_at: Mapped[datetime]
    noted_by_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    recording: Mapped[Recording] = relationship(back_populates="tension_views")
    noted_by: Mapped[Membership] = relationship()


@dataclass(frozen=True)
class SessionViews:
    """All three sides of one filmed session; a side that nobody has asked is None."""

    recording: Recording
    #: How many ruptures the group has described on it.
    described: int

    @property
    def sides(self) -> Mapping[Perspective, Tension | None]:
        return {side: self._seen_by(side) for side in Perspective}

    def _seen_by(self, side: Perspective) -> Tension | None:
        if side is Perspective.OBSERVER and self.described:
            return Tension.YES
        said = (one.seen for one in self.recording.tension_views if one.perspective is side)
        return next(said, None)

    @property
    def only_for(self) -> Perspective | None:
        """The one side that saw a tension where another saw none; None where the views do not
        differ so."""
        sides = self.sides
        saw = [side for side, seen in sides.items() if seen is Tension.YES]
        return saw[0] if len(saw) == 1 and Tension.NO in sides.values() else None


def views_of(session: Session, recordings: Iterable[Recording]) -> list[SessionViews]:
    """Sessions with a patient, in the order given; an acted scene has nobody to ask."""
    asked = [r for r in recordings if has_sides(r)]
    described = (
        select(Clip.recording_id, func.count(RuptureEvent.id).label("many"))
        .join(QueuedClip, QueuedClip.clip_id == Clip.id)
        .join(RuptureEvent, RuptureEvent.queued_clip_id == QueuedClip.id)
        .where(
            Clip.recording_id.in_([r.id for r in asked]),
            RuptureEvent.source == RuptureSource.CLIP,
        )
        .group_by(Clip.recording_id)
    )
    # What each has said, for all of them at once.
    with_sides = select(Recording).where(Recording.id.in_([r.id for r in asked]))
    session.scalars(with_sides.options(selectinload(Recording.tension_views))).all()
    counts: dict[int, int] = {row.recording_id: row.many for row in session.execute(described)}
    return [SessionViews(r, counts.get(r.id, 0)) for r in asked]


def has_sides(recording: Recording) -> bool:
    if recording.origin is ClipOrigin.SIMULATED:
        return False
    return recording.status is not RecordingStatus.REFUSED


def may_say(views: SessionViews, by: Membership) -> list[Perspective]:
    """Whose side this person may note. The patient's comes from a form that the therapist or
    whoever leads has before them; the therapist's is their own; the group's is noted by whoever
    leads, as long as it has described nothing."""
    case = views.recording.case
    if not case.is_open_to(by):
        return []
    may = {
        Perspective.PATIENT: True,
        Perspective.THERAPIST: by is case.therapist,
        Perspective.OBSERVER: by.supervises and not views.described,
    }
    return [side for side in Perspective if may[side]]


def note(
    views: SessionViews, by: Membership, side: Perspective, seen: Tension | None, now: datetime
) -> None:
    """Keep what that side has said; None takes it back. Raises NotYours and Refused."""
    recording = views.recording
    recording.case.must_be_open_to(by)
    if not has_sides(recording):
        raise Refused(_("Nobody can be asked about this film."))
    if side not in may_say(views, by):
        if side is Perspective.OBSERVER and by.supervises:
            raise Refused(_("The group has described what it saw: that is its side."))
        raise NotYours(_("This side is somebody else’s to say."))
    said = next((one for one in recording.tension_views if one.perspective is side), None)
    if seen is None:
        if said is not None:
            recording.tension_views.remove(said)
        return
    if said is None:
        said = TensionView(perspective=side)
        recording.tension_views.append(said)
    if said.seen is not seen:
        said.seen, said.noted_at, said.noted_by = seen, now, by
