"""What one viewer notices at a place in the film besides a rupture: theirs until they show it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Self

from flask_babel import gettext as _
from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import OwnThing, Visibility
from afttrainer.models import shown
from afttrainer.models.base import Base, session_of
from afttrainer.models.device_name import DeviceNamed
from afttrainer.models.refusal import Refused
from afttrainer.models.revision import ALL, mine

if TYPE_CHECKING:
    from afttrainer.models.participant import Participant
    from afttrainer.models.queue import QueuedClip
    from afttrainer.models.supervision import SupervisionSession

#: Nobody but the author, or everyone; the latter once the marks have been shown.
LEVELS = (Visibility.PRIVATE, Visibility.GROUP)


class FilmMoment(Base, DeviceNamed):
    """One table for its kinds, so that a person's own are read together."""

    __tablename__ = "film_moment"
    __table_args__ = (UniqueConstraint("author_id", "client_uuid"),)
    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_abstract": True}
    starts_visible_to = Visibility.PRIVATE

    kind: Mapped[str] = mapped_column(String(40))
    queued_clip_id: Mapped[int] = mapped_column(ForeignKey("queued_clip.id"), index=True)
    #: Film time within the clip.
    clip_ms: Mapped[int]
    end_ms: Mapped[int | None]
    queued_clip: Mapped[QueuedClip] = relationship(back_populates="moments")

    @classmethod
    def begin(
        cls,
        me: Participant,
        clip: QueuedClip,
        clip_ms: float,
        now: datetime,
        *,
        name: str | None = None,
    ) -> Self:
        """At `clip_ms` of the film. What the device has begun under this name already is not begun
        again. Raises Refused before anything has been shown."""
        if clip.first_played_at is None:
            raise Refused(_("There is no film to speak of yet."))
        if name is not None and (begun := FilmMoment.own_named(me, name)) is not None:
            if not isinstance(begun, cls):
                raise Refused(_("Two different things came under one name. Please do it again."))
            return begun
        moment = cls(
            author=me,
            queued_clip=clip,
            made_at=now,
            visibility=Visibility.PRIVATE,
            client_uuid=name,
            clip_ms=round(min(max(0.0, clip_ms), clip.clip.duration_ms)),
        )
        session_of(me).add(moment)
        moment.tell()
        return moment

    @classmethod
    def own(cls, me: Participant, name: str) -> Self:
        """One of my own, by its number or by the name my device gave it. Raises Refused."""
        moment = cls.own_named(me, name)
        if moment is None:
            raise Refused(_("This is not one of yours, or it was taken away."))
        return moment

    def show(self, to: Visibility, now: datetime) -> None:
        """Let everyone read it, or nobody else from now on. Everyone only once the marks have been
        shown: until then all look with their own eyes (C-85: S2)."""
        if to not in LEVELS:
            raise Refused(_("Choose who may read it."), status=422)
        if to is Visibility.GROUP and not self.queued_clip.is_revealed:
            raise Refused(_("You can show it once everyone’s marks have been shown."))
        self.tell()
        before, self.visibility = self.visibility, to
        self.tell()
        shown.show(self.author, OwnThing.MOMENT, before, to, now)

    def take_away(self, now: datetime) -> None:
        """Gone, as if it had not been noticed."""
        self.tell()
        shown.show(self.author, OwnThing.MOMENT, self.visibility, Visibility.PRIVATE, now)
        self.queued_clip.moments.remove(self)

    @property
    def is_shared(self) -> bool:
        return self.visibility is Visibility.GROUP

    @property
    def room(self) -> SupervisionSession:
        return self.queued_clip.supervision

    def tell(self) -> None:
        """Nobody's screen but the author's, unless everyone may read it (rule 5)."""
        self.room.touch(*(ALL if self.is_shared else ()), mine(self.author))


def own_moments(clip: QueuedClip, me: Participant) -> Sequence[FilmMoment]:
    """One's own on that clip, in film order; nobody else's are read for it."""
    own = select(FilmMoment).where(
        FilmMoment.author_id == me.id, FilmMoment.queued_clip_id == clip.id
    )
    return session_of(me).scalars(own.order_by(FilmMoment.clip_ms, FilmMoment.id)).all()


def in_film_order(moments: Iterable[FilmMoment]) -> list[FilmMoment]:
    return sorted(moments, key=lambda one: (one.clip_ms, one.id))
