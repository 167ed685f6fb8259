"""What lay in a rupture for each of the two: state, wish and needs, on both sides alike.

A rupture is a negotiation between two people (S2, Defining ruptures), so neither side can be left
out of the picture, and neither is told from the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Mapped, mapped_column

from afttrainer.content.codes import Need

#: Characters of a state, of a wish and of one step of the circle.
LINE_AT_MOST: Final = 200


@dataclass(frozen=True)
class Sides:
    """As the group says it. A need is `unsure` until somebody has said otherwise: the kind of
    rupture never fills it in, as S2 itself reads one of the kinds in two ways."""

    patient_state: str = ""
    patient_wanted: str = ""
    patient_need_pursued: Need = Need.UNSURE
    patient_need_sacrificed: Need = Need.UNSURE
    therapist_state: str = ""
    therapist_wanted: str = ""
    therapist_need_pursued: Need = Need.UNSURE
    therapist_need_sacrificed: Need = Need.UNSURE


@dataclass(frozen=True)
class Side:
    """One of the two, as a screen shows it."""

    state: str
    wanted: str
    pursued: Need
    sacrificed: Need

    @property
    def needs_are_said(self) -> bool:
        return {self.pursued, self.sacrificed} != {Need.UNSURE}


class SidesMixin:
    patient_state: Mapped[str] = mapped_column(default="")
    patient_wanted: Mapped[str] = mapped_column(default="")
    #: What the patient held on to in it, and what was given up for that.
    patient_need_pursued: Mapped[Need] = mapped_column(default=Need.UNSURE)
    patient_need_sacrificed: Mapped[Need] = mapped_column(default=Need.UNSURE)
    therapist_state: Mapped[str] = mapped_column(default="")
    therapist_wanted: Mapped[str] = mapped_column(default="")
    therapist_need_pursued: Mapped[Need] = mapped_column(default=Need.UNSURE)
    therapist_need_sacrificed: Mapped[Need] = mapped_column(default=Need.UNSURE)

    @property
    def patient(self) -> Side:
        return Side(
            self.patient_state,
            self.patient_wanted,
            self.patient_need_pursued,
            self.patient_need_sacrificed,
        )

    @property
    def therapist(self) -> Side:
        return Side(
            self.therapist_state,
            self.therapist_wanted,
            self.therapist_need_pursued,
            self.therapist_need_sacrificed,
        )
