"""A strain in the supervision itself, signalled by anyone: it comes before everything else (C-59).

Told to those who lead, or by its author's wish to the whole group, it lets the clock of the plan
stand still until they say to go on. Told to one of them alone, or to the site contact, because it
is about another who leads (F3), it changes nothing that any other screen shows.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import StrainDyad, Visibility
from afttrainer.models import pace
from afttrainer.models.base import Base
from afttrainer.models.entry import EntryMixin
from afttrainer.models.refusal import NotYours, Refused
from afttrainer.models.revision import EVERYONE, SUPERVISOR, mine

if TYPE_CHECKING:
    from afttrainer.models.membership import Membership
    from afttrainer.models.participant import Participant
    from afttrainer.models.supervision import SupervisionSession


class StrainSignal(Base, EntryMixin):
    """In no record and no export; erased with time (docs/privacy.md)."""

    __tablename__ = "strain_signal"
    starts_visible_to = Visibility.SUPERVISOR

    id: Mapped[int] = mapped_column(primary_key=True)
    supervision_id: Mapped[int] = mapped_column(ForeignKey("supervision_session.id"), index=True)
    dyad: Mapped[StrainDyad]
    words: Mapped[str] = mapped_column(default="")
    attended_at: Mapped[datetime | None]
    #: The site contact whom it was told to, who is in no room.
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"), index=True)
    contact: Mapped[Membership | None] = relationship(back_populates="strains_told")
    supervision: Mapped[SupervisionSession] = relationship(back_populates="strains")

    @classmethod
    def signal(
        cls,
        me: Participant,
        now: datetime,
        *,
        dyad: StrainDyad,
        words: str,
        to_id: int | None = None,
        contact_id: int | None = None,
        for_group: bool = False,
    ) -> StrainSignal:
        """`to_id` is the one who leads and shall read it alone, `contact_id` the site contact who
        shall; without either all who lead are told, and with `for_group` everybody in the room."""
        room = me.supervision
        made = cls(author=me, made_at=now, dyad=dyad, words=words)
        if contact_id is not None:
            contact = next((m for m in room.group.contacts if m.id == contact_id), None)
            if contact is None:
                raise Refused(_("Choose the site contact of this group."))
            made.visibility, made.contact_id = Visibility.PRIVATE, contact.id
            room.touch(mine(me))
        elif to_id is None:
            made.visibility = Visibility.GROUP if for_group else Visibility.SUPERVISOR
            pace.suspend(room, now)
            room.touch(*made._told, mine(me))
        else:
            to = next((p for p in leading(room) if p.id == to_id and p is not me), None)
            if to is None:
                raise Refused(_("Choose somebody who leads this group."))
            made.visibility, made.addressed_to_id = Visibility.PRIVATE, to.id
            room.touch(mine(to), mine(me))
        room.strains.append(made)
        return made

    @property
    def is_for_all_who_lead(self) -> bool:
        return self.addressed_to_id is None and self.contact_id is None

    @property
    def is_for_group(self) -> bool:
        return self.visibility is Visibility.GROUP

    def is_told_to(self, me: Participant) -> bool:
        """Who may take it up in the room."""
        if self.contact_id is not None:
            return False
        return self.addressed_to_id == me.id if self.addressed_to_id else me.supervises

    @property
    def _told(self) -> tuple[str, ...]:
        """Never the wall."""
        return (SUPERVISOR, EVERYONE) if self.is_for_group else (SUPERVISOR,)

    def take_back(self, me: Participant, now: datetime) -> None:
        """As if it had not been said; who has read it has read it."""
        if self.author is not me:
            raise NotYours(_("This is somebody else's."))
        self.supervision.strains.remove(self)
        self._settled(now)

    def attend(self, me: Participant, now: datetime) -> None:
        """Whoever it was told to has taken it up; the plan goes on when none is left."""
        if not self.is_told_to(me):
            raise NotYours(_("Only whoever it was told to can do this."))
        self._is_attended(now)

    def attend_outside(self, contact: Membership, now: datetime) -> None:
        """The site contact has taken it up."""
        if self.contact is not contact or not contact.is_contact:
            raise NotYours(_("Only whoever it was told to can do this."))
        self._is_attended(now)

    def _is_attended(self, now: datetime) -> None:
        self.attended_at = self.attended_at or now
        self._settled(now)

    def _settled(self, now: datetime) -> None:
        room = self.author.supervision
        if self.contact_id is not None:
            room.touch(mine(self.author))
            return
        if self.addressed_to_id is not None:
            to = next(p for p in room.participants if p.id == self.addressed_to_id)
            room.touch(mine(to), mine(self.author))
            return
        if not any(s.is_for_all_who_lead and s.attended_at is None for s in room.strains):
            pace.resume(room, now)
        room.touch(*self._told, mine(self.author))


def found(me: Participant, strain_id: int) -> StrainSignal:
    """One's own, or one that was told to oneself. Another's is as unknown as none: whom it is about
    finds out by no number that there is one."""
    about_me = (s for s in me.supervision.strains if s.author is me or s.is_told_to(me))
    strain = next((s for s in about_me if s.id == strain_id), None)
    if strain is None:
        raise Refused(_("This was taken back."))
    return strain


def open_ones(room: SupervisionSession) -> list[StrainSignal]:
    return [s for s in room.strains if s.attended_at is None]


def leading(room: SupervisionSession) -> list[Participant]:
    return [p for p in room.participants if p.supervises and p.takes_part]
