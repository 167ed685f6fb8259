"""Offering, running and leaving an exercise."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, Optional

from afttrainer.content.codes import (
    FELT_EFFECT,
    FORMS_OF,
    OBSERVED,
    ZERO_TO_TEN,
    Difficulty,
    Dimension,
    Form,
    HowSaid,
    MixedKind,
    PathwayState,
    RestartFrom,
    Seat,
    Strategy,
    Visibility,
    WishKind,
)
from afttrainer.content.words import label
from afttrainer.forms.base import RoomForm, code, line, number, several, shown, words
from afttrainer.models.attempt import WORDS_AT_MOST
from afttrainer.models.exercise import SAID_AT_MOST
from afttrainer.models.inner_word import LEVELS, WORD_AT_MOST
from afttrainer.models.observation import MARKED
from afttrainer.models.observation import WORDS_AT_MOST as HEARD_AT_MOST
from afttrainer.models.parsed_moment import BOX_AT_MOST, BOXES
from afttrainer.models.two_chair import PHRASE_AT_MOST

#: The six ways to metacommunicate (S2), each as one choice.
CELLS = {f"{d}.{f}": (d, f) for d, forms in FORMS_OF.items() for f in forms}


class PlanForm(RoomForm):
    #: Needed where somebody plays the patient; the model asks for it.
    rupture = IntegerField(_l("Made from"), validators=[Optional()])
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


class AgainForm(ExerciseForm):
    #: The stay in a chair that the presser's screen showed.
    shown = IntegerField(validators=[Optional()])


class PhraseForm(ExerciseForm):
    #: A stay in a chair.
    turn = IntegerField(validators=[InputRequired()])
    key_phrase = line(_l("A phrase worth keeping"), PHRASE_AT_MOST)


class InnerWordForm(ExerciseForm):
    """After a stay in a chair, or after a try: one of the two is said."""

    turn = IntegerField(validators=[Optional()])
    attempt = IntegerField(validators=[Optional()])
    word = line(_l("One word for what is in you now"), WORD_AT_MOST)
    visibility = code(_l("Who may read it"), Visibility, among=LEVELS)


class DistressForm(ExerciseForm):
    level = number(_l("How hard is it to bear, just now?"), ZERO_TO_TEN)


class ParseForm(ExerciseForm):
    """Any of the boxes; what is not sent stays as it is."""

    thoughts = words(_l("What I thought"), BOX_AT_MOST)
    sensations = words(_l("What my body did"), BOX_AT_MOST)
    emotions = words(_l("What I felt"), BOX_AT_MOST)
    assumed = words(_l("What I added to it"), BOX_AT_MOST)
    observed = words(_l("What could be seen and heard"), BOX_AT_MOST)

    @property
    def boxes(self) -> dict[str, str]:
        return {box: self[box].data or "" for box in BOXES if self[box].raw_data}


class TurnForm(ExerciseForm):
    slot = IntegerField(validators=[InputRequired()])


class DifficultyForm(TurnForm):
    difficulty = code(_l("Play the patient"), Difficulty, required=True)


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
    meant = words(_l("What might this have meant to the patient?"), SAID_AT_MOST)
    words = words(_l("What was said to the patient"), WORDS_AT_MOST)
    cell = StringField(_l("What kind of words"), validators=[Optional()])
    restart_from = code(_l("Where it began"), RestartFrom)
    #: One of the four ways, or "none" to take it back.
    strategy = StringField(_l("What the therapist does here"), validators=[Optional()])
    #: 1 or 0: a new experience came with it.
    new_experience = number(_l("and with it a new experience together"), range(2))

    @property
    def place(self) -> tuple[Dimension, Form] | None:
        """None where it was not sent. Raises KeyError for none of the six."""
        return CELLS[self.cell.data] if self.cell.data else None

    @property
    def way(self) -> Strategy | None:
        """Raises ValueError for none of the four."""
        return None if self.strategy.data in ("", "none", None) else Strategy(self.strategy.data)


class FeltForm(ExerciseForm):
    attempt = IntegerField(validators=[InputRequired()])
    felt_effect = number(_l("After these words, I felt"), FELT_EFFECT, required=True)


class ObserveForm(ExerciseForm):
    """What one saw in a try; each line may be left out."""

    attempt = IntegerField(validators=[InputRequired()])
    seen = several(_l("What there was in it"), HowSaid)
    words = words(_l("The words in which I heard it"), HEARD_AT_MOST)

    @property
    def marks(self) -> dict[str, int]:
        return {code: self[code].data for code in MARKED if self[code].data is not None}


for _marked in MARKED:
    setattr(ObserveForm, _marked.value, number(label(_marked), OBSERVED))


class PathwayForm(ExerciseForm):
    state = code(_l("Where the two of them are"), PathwayState, required=True)
    #: The last tap that the presser's screen showed, if any.
    shown = IntegerField(validators=[Optional()])


class PathwayTapForm(ExerciseForm):
    tap = IntegerField(validators=[InputRequired()])


class PathwayKindForm(PathwayTapForm):
    mixed_kind = code(_l("Which two things at once?"), MixedKind)
    wish_kind = code(_l("Which wish or need?"), WishKind)
