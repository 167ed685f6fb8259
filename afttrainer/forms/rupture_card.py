"""What a group says further of a rupture, a side of its card at a time, and what each adds."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import Optional

from afttrainer.content.codes import (
    CycleStep,
    Direction,
    Need,
    ResolutionStatus,
    Strategy,
    TherapistReaction,
    Visibility,
)
from afttrainer.forms.base import code, code_or_own_word, shown, words
from afttrainer.forms.rupture import SIDE_AT_MOST, MomentField, OneRuptureForm
from afttrainer.models.pull import LEVELS, WORDS_AT_MOST
from afttrainer.models.rupture_cycle import Circle
from afttrainer.models.rupture_repair import Repair
from afttrainer.models.rupture_sides import LINE_AT_MOST, Sides


def _typed(form: OneRuptureForm, kind: type[Any]) -> Any:
    """What was typed; what was left out is as nobody had said it."""
    data = form.data
    said = {one.name: data.get(one.name) for one in fields(kind)}
    return kind(**{name: value for name, value in said.items() if value is not None})


class SidesForm(OneRuptureForm):
    therapist_state = words(_l("What was the therapist feeling?"), LINE_AT_MOST)
    therapist_wanted = words(_l("What did they want?"), LINE_AT_MOST)
    therapist_need_pursued = code(_l("Held on to"), Need)
    therapist_need_sacrificed = code(_l("Gave up for it"), Need)
    patient_state = words(_l("What was the patient feeling?"), LINE_AT_MOST)
    patient_wanted = words(_l("What did they want?"), LINE_AT_MOST)
    patient_need_pursued = code(_l("Held on to"), Need)
    patient_need_sacrificed = code(_l("Gave up for it"), Need)
    #: How that side of the card stood on the presser's screen.
    shown = shown()

    @property
    def said(self) -> Sides:
        kept: Sides = _typed(self, Sides)
        return kept


class CycleForm(OneRuptureForm):
    patient_does = words(_l("The patient does"), LINE_AT_MOST)
    therapist_feels = words(_l("The therapist feels"), LINE_AT_MOST)
    therapist_does = words(_l("The therapist does"), LINE_AT_MOST)
    patient_feels = words(_l("The patient feels"), LINE_AT_MOST)
    disembedding_step = code(_l("Where could you step out?"), CycleStep)
    disembedding = words(_l("How might that sound?"), LINE_AT_MOST)
    shown = shown()

    @property
    def said(self) -> Circle:
        kept: Circle = _typed(self, Circle)
        return kept


class RepairForm(OneRuptureForm):
    noticed = MomentField(_l("The therapist notices it at"), validators=[Optional()])
    strategy = code(_l("What did the therapist do here?"), Strategy)
    new_experience = BooleanField(_l("And it was a new experience of being together"))
    meant = words(_l("What might this have meant to the patient?"), SIDE_AT_MOST)
    eased = MomentField(_l("It has eased at"), validators=[Optional()])
    resolution_status = code(_l("How did it end?"), ResolutionStatus)
    learned = words(_l("What could be learned here?"), SIDE_AT_MOST)
    shown = shown()

    @property
    def said(self) -> Repair:
        return Repair(
            noticed_ms=self.noticed.data,
            strategy=self.strategy.data,
            new_experience=bool(self.new_experience.data),
            meant=self.meant.data or "",
            eased_ms=self.eased.data,
            resolution_status=self.resolution_status.data,
            learned=self.learned.data or "",
        )


class PinForm(OneRuptureForm):
    step = code(_l("Where could you step out?"), CycleStep, required=True)


class PullForm(OneRuptureForm):
    reaction = code_or_own_word(_l("What did it pull from you?"), TherapistReaction)
    answers = code(_l("Does it feel like the other half of a movement of theirs?"), Direction)
    words = words(_l("In your own words"), WORDS_AT_MOST)
    visibility = code(_l("Who can read it?"), Visibility, among=LEVELS, required=True)
