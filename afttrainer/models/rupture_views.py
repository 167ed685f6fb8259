"""How each of the group sees a described rupture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from afttrainer.models.refusal import Refused
from afttrainer.models.revision import ALL, mine
from afttrainer.models.rupture_description import check_direction, settled
from afttrainer.models.rupture_view import RuptureView

if TYPE_CHECKING:
    from sqlalchemy.orm import Mapped

    from afttrainer.content.codes import Direction, Family
    from afttrainer.models.participant import Participant


class ViewsMixin:
    if TYPE_CHECKING:
        family: Mapped[Family]
        direction: Mapped[Direction | None]
        views: Mapped[list[RuptureView]]

    @property
    def agreeing(self) -> list[RuptureView]:
        """Those who see it as it is described now."""
        return [view for view in self.views if view.agrees]

    @property
    def differing(self) -> list[RuptureView]:
        return [view for view in self.views if not view.agrees]

    def view_of(self, participant: Participant | None) -> RuptureView | None:
        return next((v for v in self.views if participant and v.participant is participant), None)

    def see(
        self,
        me: Participant,
        family: Family | None = None,
        direction: Direction | None = None,
        words: str = "",
    ) -> RuptureView:
        """Keep how `me` sees it: as described where no family is given, otherwise their own way.

        A person's later word replaces their own earlier one and nobody else's.
        """
        if family is None:
            family, direction, words = self.family, self.direction, ""
        check_direction(family, direction)
        view = self.view_of(me)
        if view is None:
            view = RuptureView(participant=me)
            self.views.append(view)
        view.family, view.direction, view.words = family, settled(family, direction), words
        me.supervision.touch(*ALL, mine(me))
        return view

    def weigh(self, me: Participant, intensity: int | None) -> None:
        """How strong it was to `me`, who has said how they see it."""
        view = self.view_of(me)
        if view is None:
            raise Refused(_("First say whether you see it so."))
        view.weigh(intensity)
        me.supervision.touch(*ALL, mine(me))
