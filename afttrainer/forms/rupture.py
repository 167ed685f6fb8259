"""What the group says of a rupture, and how each person sees it."""

from __future__ import annotations

from dataclasses import replace

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField
from wtforms.validators import InputRequired

from afttrainer.content.codes import (
    INTENSITY,
    AllianceComponent,
    ConfrontationTarget,
    Direction,
    Family,
    RuptureFace,
    RuptureFacet,
)
from afttrainer.forms.base import RoomForm, code, number, several, shown, words
from afttrainer.forms.clip import FilmTimeField
from afttrainer.models.rupture_description import Description

SIDE_AT_MOST = 500  # characters
QUOTE_AT_MOST = 200  # characters


class MomentField(FilmTimeField):
    """Film time as people say it, 5:28; tenths only where there are any."""

    def _value(self) -> str:
        return super()._value().removesuffix(".0")


class KindForm(RoomForm):
    """What it was, wherever it was."""

    family = code(_l("What was it?"), Family, required=True)
    direction = code(_l("Where did the patient go?"), Direction)
    target = code(_l("Against whom or what?"), ConfrontationTarget)
    components = several(_l("What was strained?"), AllianceComponent)
    facets = several(_l("What shows in it?"), RuptureFacet)
    therapist_side = words(_l("The therapist's side"), SIDE_AT_MOST)
    patient_side = words(_l("The patient's side"), SIDE_AT_MOST)
    quote = words(_l("What the patient said there"), QUOTE_AT_MOST)
    #: How many there were; or how the one that is described anew was described.
    shown = shown()

    @property
    def description(self) -> Description:
        return Description(
            family=self.family.data,
            direction=self.direction.data,
            target=self.target.data,
            components=self.components.data or (),
            facets=self.facets.data or (),
            patient_side=self.patient_side.data or "",
            therapist_side=self.therapist_side.data or "",
            quote=self.quote.data or "",
        )


class RuptureForm(KindForm):
    """What it was, and where on film."""

    start = MomentField(_l("From"), validators=[InputRequired(_l("Where does it begin?"))])
    anchor = MomentField(
        _l("Clearest at"), validators=[InputRequired(_l("Where is it seen most clearly?"))]
    )
    end = MomentField(_l("To"), validators=[InputRequired(_l("Where does it end?"))])

    @property
    def description(self) -> Description:
        start, anchor, end = self.start.data, self.anchor.data, self.end.data
        return replace(super().description, start_ms=start, anchor_ms=anchor, end_ms=end)


class OneRuptureForm(RoomForm):
    rupture = IntegerField(validators=[InputRequired()])


class ShowForm(OneRuptureForm):
    #: Which side of its card.
    face = code("", RuptureFace)


class DescribeForm(RuptureForm, OneRuptureForm):
    pass


class DescribeChildForm(KindForm, OneRuptureForm):
    """One that came up in an exercise is nowhere on film."""


class OpenForm(KindForm):
    """Speaks of one try of one exercise, in which a new rupture came up."""

    exercise = IntegerField(validators=[InputRequired()])
    attempt = IntegerField(validators=[InputRequired()])


class WeighForm(OneRuptureForm):
    intensity = number(_l("How strong was it, to you?"), INTENSITY)


class DifferForm(OneRuptureForm):
    family = code(_l("I see it as"), Family, required=True)
    direction = code(_l("The patient goes"), Direction)
    words = words(_l("In a line, if you like"), 200)


class NothingForm(RoomForm):
    """For a command that needs no more than its name."""
