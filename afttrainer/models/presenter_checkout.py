"""How the presenter leaves: first about the group, then about the case, in that order."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.models.base import Base
from afttrainer.models.entry import EntryMixin
from afttrainer.models.refusal import NotYours, Refused
from afttrainer.models.revision import ALL, mine

if TYPE_CHECKING:
    from afttrainer.models.participant import Participant
    from afttrainer.models.supervision import SupervisionSession


class PresenterCheckout(Base, EntryMixin):
    __tablename__ = "presenter_checkout"
    __table_args__ = (UniqueConstraint("supervision_id", "author_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    supervision_id: Mapped[int] = mapped_column(ForeignKey("supervision_session.id"), index=True)
    #: 0 far - 10 close to the group, at the beginning of the meeting and now.
    closeness_before: Mapped[int | None]
    closeness: Mapped[int | None]
    #: 0 none - 10 very much.
    shame_before: Mapped[int | None]
    shame_after: Mapped[int | None]
    group_words: Mapped[str] = mapped_column(default="")
    group_saved_at: Mapped[datetime | None]
    case_words: Mapped[str] = mapped_column(default="")
    next_step: Mapped[str] = mapped_column(default="")
    case_saved_at: Mapped[datetime | None]
    #: The presenter would rather not; their own word, needed before the meeting closes without it.
    declined_at: Mapped[datetime | None]
    supervision: Mapped[SupervisionSession] = relationship(back_populates="checkouts")

    @classmethod
    def of(cls, me: Participant) -> PresenterCheckout | None:
        return next((c for c in me.supervision.checkouts if c.author is me), None)

    @classmethod
    def about_the_group(
        cls,
        me: Participant,
        now: datetime,
        *,
        closeness: int | None,
        shame_before: int | None,
        shame_after: int | None,
        words: str,
        closeness_before: int | None = None,
    ) -> PresenterCheckout:
        """The first step: how it was with the others. Each answer may be left out."""
        checkout = cls._begun_by(me, now)
        checkout.closeness_before, checkout.closeness = closeness_before, closeness
        checkout.group_words = words
        checkout.shame_before, checkout.shame_after = shame_before, shame_after
        checkout.group_saved_at = checkout.group_saved_at or now
        return checkout._changed()

    @classmethod
    def about_the_case(
        cls, me: Participant, now: datetime, *, words: str, next_step: str
    ) -> PresenterCheckout:
        """The second step, open only after the first: the person comes before the patient."""
        checkout = cls.of(me)
        if checkout is None or checkout.group_saved_at is None:
            raise Refused(_("First the group, then the case."))
        checkout.case_words, checkout.next_step = words, next_step
        checkout.case_saved_at = checkout.case_saved_at or now
        return checkout._changed()

    @classmethod
    def decline(cls, me: Participant, now: datetime) -> PresenterCheckout:
        """The presenter's own word that this is enough; what they wrote before stays."""
        checkout = cls._begun_by(me, now)
        checkout.declined_at = now
        return checkout._changed()

    @classmethod
    def _begun_by(cls, me: Participant, now: datetime) -> PresenterCheckout:
        if me not in me.supervision.presenters:
            raise NotYours(_("This belongs to whoever has shown a film today."))
        begun = cls.of(me)
        if begun is None:
            begun = cls(author=me, made_at=now)
            me.supervision.checkouts.append(begun)
        return begun

    def _changed(self) -> PresenterCheckout:
        if self.case_saved_at is not None:
            self.declined_at = None
        self.supervision.touch(*ALL, mine(self.author))
        return self

    @property
    def is_settled(self) -> bool:
        """The meeting need not wait for it any more."""
        return self.case_saved_at is not None or self.declined_at is not None
