"""What the group says of a rupture, and how each person sees it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField
from wtforms.validators import InputRequired

from afttrainer.content.codes import AllianceComponent, Direction, Family
from afttrainer.forms.base import RoomForm, code, several, shown, words
from afttrainer.forms.clip import FilmTimeField
from afttrainer.models.rupture_description import Description

SIDE_AT_MOST = 500  # characters


class MomentField(FilmTimeField):
    """Film time as people say it, 5:28; tenths only where there are any."""

    def _value(self) -> str:
        return super()._value().removesuffix(".0")


class RuptureForm(RoomForm):
    start = MomentField(_l("From"), validators=[InputRequired(_l("Where does it begin?"))])
    anchor = MomentField(
        _l("Clearest at"), validators=[InputRequired(_l("Where is it seen most clearly?"))]
    )
    end = MomentField(_l("To"), validators=[InputRequired(_l("Where does it end?"))])
    family = code(_l("What was it?"), Family, required=True)
    direction = code(_l("Where did the patient go?"), Direction)
    components = several(_l("What was strained?"), AllianceComponent)
    therapist_side = words(_l("The therapist's side"), SIDE_AT_MOST)
    patient_side = words(_l("The patient's side"), SIDE_AT_MOST)
    #: How many there were; or how the one that is described anew was described.
    shown = shown()

    @property
    def description(self) -> Description:
        return Description(
            start_ms=self.start.data,
            anchor_ms=self.anchor.data,
            end_ms=self.end.data,
            family=self.family.data,
            direction=self.direction.data,
            components=self.components.data or (),
            patient_side=self.patient_side.data or "",
            therapist_side=self.therapist_side.data or "",
        )


class OneRuptureForm(RoomForm):
    rupture = IntegerField(validators=[InputRequired()])


class DescribeForm(RuptureForm, OneRuptureForm):
    pass


class DifferForm(OneRuptureForm):
    family = code(_l("I see it as"), Family, required=True)
    direction = code(_l("The patient goes"), Direction)
    words = words(_l("In a line, if you like"), 200)


class NothingForm(RoomForm):
    """For a command that needs no more than its name."""
