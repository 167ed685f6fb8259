"""Offering, running and leaving an exercise."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, Optional

from afttrainer.content.codes import (
    FELT_EFFECT,
    FORMS_OF,
    Dimension,
    Form,
    PathwayState,
    RestartFrom,
    Seat,
)
from afttrainer.forms.base import RoomForm, code, number, shown, words
from afttrainer.models.attempt import WORDS_AT_MOST
from afttrainer.models.exercise import SAID_AT_MOST

#: The six ways to metacommunicate (S2), each as one choice.
CELLS = {f"{d}.{f}": (d, f) for d, forms in FORMS_OF.items() for f in forms}


class PlanForm(RoomForm):
    rupture = IntegerField(
        _l("Made from"), validators=[InputRequired(_l("Choose the rupture it is made from."))]
    )
    script = StringField(
        _l("Exercise"), validators=[InputRequired(_l("Choose an exercise from the shelf."))]
    )
    #: The exercise at work.
    shown = shown()


class ExerciseForm(RoomForm):
    """Speaks of one exercise of this meeting."""

    exercise = IntegerField(validators=[InputRequired()])


class EndForm(ExerciseForm):
    #: Whether it was still being offered, or ran.
    shown = shown()


class SwitchForm(ExerciseForm):
    script = PlanForm.script


class PromptForm(ExerciseForm):
    #: A step of the script; empty for the usual order.
    step = StringField(validators=[Optional()])


class SeatForm(ExerciseForm):
    seat = code(_l("Chair"), Seat, required=True)


class BeforeForm(ExerciseForm):
    fear = words(_l("What do you fear might happen?"), SAID_AT_MOST)
    expectation = words(_l("What do you expect of the other?"), SAID_AT_MOST)


class TurnForm(ExerciseForm):
    slot = IntegerField(validators=[InputRequired()])


class EarlierForm(TurnForm):
    """Places in the order: 1 is earlier, 0 later."""

    earlier = number(_l("Earlier"), range(2), required=True)
    #: The order.
    shown = shown()


class AddTurnForm(ExerciseForm):
    participant = IntegerField(
        _l("One more turn for"), validators=[InputRequired(_l("Choose a person."))]
    )
    #: The order.
    shown = shown()


class AttemptForm(ExerciseForm):
    """Any of a try's parts; what is not sent stays as it is."""

    attempt = IntegerField(validators=[InputRequired()])
    answer = words(_l("What the patient answered"), WORDS_AT_MOST)
    words = words(_l("What was said to the patient"), WORDS_AT_MOST)
    cell = StringField(_l("What kind of words"), validators=[Optional()])
    restart_from = code(_l("Where it began"), RestartFrom)

    @property
    def place(self) -> tuple[Dimension, Form] | None:
        """None where it was not sent. Raises KeyError for none of the six."""
        return CELLS[self.cell.data] if self.cell.data else None


class FeltForm(ExerciseForm):
    attempt = IntegerField(validators=[InputRequired()])
    felt_effect = number(_l("After these words, I felt"), FELT_EFFECT, required=True)


class PathwayForm(ExerciseForm):
    state = code(_l("Where the two of them are"), PathwayState, required=True)
    #: The last tap that the presser's screen showed, if any.
    shown = IntegerField(validators=[Optional()])


class PathwayTapForm(ExerciseForm):
    tap = IntegerField(validators=[InputRequired()])
