"""Cards at hand in a meeting, in our own words: models that help to order, calm and hold, each one
tap away (C-62: S2). They stand in the page itself, so they open without contact too."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from afttrainer.content.codes import (
    CELL_OF,
    Dimension,
    Family,
    Form,
    PathwayState,
    Principle,
    Strategy,
)

#: What to watch for where a script names nothing itself.
WATCH: Final[Sequence[LazyString]] = (
    _l("Watch the body: breath, hands, face."),
    _l("Watch the pull in you: what would you want to do just now?"),
    _l("Listen to the voice, and not to the words."),
    _l("Watch the distance between the two: does it grow, or shrink?"),
)

#: An example for each of the six ways, by what kind of rupture it speaks into. Ours, not a recipe.
EXAMPLES: Final[Mapping[Family, Mapping[tuple[Dimension, Form], LazyString]]] = MappingProxyType(
    {
        Family.WITHDRAWAL: MappingProxyType(
            {
                (Dimension.PATIENT_SELF, Form.QUESTION): _l("What went on in you as you said yes?"),
                (Dimension.PATIENT_SELF, Form.OBSERVATION): _l(
                    "You grew quieter just now. I may have that wrong."
                ),
                (Dimension.INTERPERSONAL_FIELD, Form.QUESTION): _l(
                    "Has something shifted between us in the last minute?"
                ),
                (Dimension.INTERPERSONAL_FIELD, Form.OBSERVATION): _l(
                    "It seems to me that we are both being very careful."
                ),
                (Dimension.THERAPIST_SELF, Form.QUESTION): _l(
                    "What do you imagine I am thinking of you at this moment?"
                ),
                (Dimension.THERAPIST_SELF, Form.SELF_DISCLOSURE): _l(
                    "I notice that I work harder and harder, and feel further away."
                ),
            }
        ),
        Family.CONFRONTATION: MappingProxyType(
            {
                (Dimension.PATIENT_SELF, Form.QUESTION): _l(
                    "What is it like for you to tell me this to my face?"
                ),
                (Dimension.PATIENT_SELF, Form.OBSERVATION): _l(
                    "You sound angry, and I also hear something sore. Is that so?"
                ),
                (Dimension.INTERPERSONAL_FIELD, Form.QUESTION): _l(
                    "Are we in a kind of tug of war just now, you and I?"
                ),
                (Dimension.INTERPERSONAL_FIELD, Form.OBSERVATION): _l(
                    "You push, I explain, you push harder. We both know this by now."
                ),
                (Dimension.THERAPIST_SELF, Form.QUESTION): _l(
                    "How do you think it reaches me when you say that?"
                ),
                (Dimension.THERAPIST_SELF, Form.SELF_DISCLOSURE): _l(
                    "I feel myself wanting to defend, and I would rather understand."
                ),
            }
        ),
    }
)

STRATEGIES: Final[Mapping[Strategy, LazyString]] = MappingProxyType(
    {
        Strategy.CLARIFY_RATIONALE_OR_MISUNDERSTANDING: _l(
            "Say again what this is for, or clear up what was heard differently."
        ),
        Strategy.CHANGE_TASK_OR_GOAL: _l("Do something else, or aim for something else, for now."),
        Strategy.EXPLORE_CORE_RELATIONAL_THEME: _l(
            "Look together at what keeps coming back between people."
        ),
        Strategy.NEW_RELATIONAL_EXPERIENCE: _l(
            "Be with the patient otherwise than they expect. It may come with any of the others."
        ),
    }
)

#: Where each of them stands in the two by two.
PLACES: Final = CELL_OF

PRINCIPLES: Final[Mapping[Principle, LazyString]] = MappingProxyType(
    {
        Principle.COLLABORATIVE_INQUIRY_SHARED_DILEMMA: _l(
            "You are in it together, and neither of you knows the answer yet."
        ),
        Principle.IMMEDIATE_FOCUS_AWARENESS_OVER_CHANGE: _l(
            "This second, this voice, this breath. Seeing it comes before changing it."
        ),
        Principle.FLUIDITY_GAUGE_RELATEDNESS: _l(
            "Contact comes and goes. Your own feeling tells you where it is."
        ),
        Principle.OWN_SUBJECTIVITY_CONTRIBUTION: _l(
            "It is your view, and you have a part in what happens. Say so."
        ),
        Principle.EXPECT_MORE_RUPTURES: _l(
            "A first try may strain things anew. It is a beginning, and one can go on from it."
        ),
    }
)

STATES: Final[Mapping[PathwayState, LazyString]] = MappingProxyType(
    {
        PathwayState.RUPTURE_MARKER: _l("Something has changed. Turn to it."),
        PathwayState.RUPTURE_EXPERIENCE: _l("What is it like? Stay with that."),
        PathwayState.MIXED_EXPRESSION: _l("Half said, half taken back. Help it to become clearer."),
        PathwayState.AVOIDANCE: _l("It became too much. What felt risky?"),
        PathwayState.WISH_OR_NEED: _l("A wish to stand one’s ground, or to be cared for. See it."),
    }
)
