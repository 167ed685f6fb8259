"""A consent that somebody has given in the patient's place, and the second person's yes to it (F1).

Where the patient is a minor, cannot decide alone, or a court has ordered it, a site may want two
people to have looked at the form: one who notes it and another. Until the second has said yes the
film is as if no consent were there.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from flask_babel import gettext as _
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from afttrainer.content.codes import OnBehalf
from afttrainer.models.refusal import NotYours, Refused

if TYPE_CHECKING:
    from afttrainer.models.membership import Membership

WHO_AT_MOST: Final = 80  # characters


class OnBehalfMixin:
    #: Why somebody decided in the patient's place; None where the patient did.
    on_behalf: Mapped[OnBehalf | None]
    #: Who that was to the patient, never by name: "both parents".
    agreed_by: Mapped[str] = mapped_column(String(WHO_AT_MOST), default="")
    #: The site's flag at the time it was noted.
    wants_second: Mapped[bool] = mapped_column(default=False)
    seconded_at: Mapped[datetime | None]

    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"))
    seconded_by_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"))
    if TYPE_CHECKING:  # relations are the table's own
        noted_by: Mapped[Membership | None]
        seconded_by: Mapped[Membership | None]

    @property
    def waits_for_second(self) -> bool:
        return self.on_behalf is not None and self.wants_second and self.seconded_at is None

    def may_second(self, member: Membership) -> bool:
        """Somebody else than who noted it; whether the case is open to them is the caller's."""
        return self.waits_for_second and self.noted_by_id != member.id

    def second(self, by: Membership, now: datetime) -> None:
        """The second person's yes to what is noted; noting it anew asks for it anew."""
        if not self.waits_for_second:
            raise Refused(_("This consent waits for nobody’s yes."))
        if not self.may_second(by):
            raise NotYours(_("You have noted it. The second yes is somebody else’s."))
        self.seconded_by, self.seconded_at = by, now

    def _note_on_behalf(
        self, by: Membership | None, on_behalf: OnBehalf | None, agreed_by: str, *, second: bool
    ) -> None:
        self.on_behalf = on_behalf
        self.agreed_by = agreed_by if on_behalf is not None else ""
        self.wants_second = second and on_behalf is not None
        self.noted_by, self.seconded_by, self.seconded_at = by, None, None
