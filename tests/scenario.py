"""The meeting that the acceptance test plays, as data: who says, marks and chooses what.

All people, patients and words are invented. Film times are in ms of the clip, which lasts 14:20.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from afttrainer.content.codes import (
    DIRECTION_OF,
    Dimension,
    Direction,
    Family,
    Form,
    Marker,
    PathwayState,
    WishKind,
    WishToPresent,
)

SUPERVISOR: Final = "Mirela"
TRAINEES: Final = ("Aditi", "Ben", "Chiara", "Dao", "Eszter", "Femi")
PRESENTER: Final = "Ben"


class Arrival(NamedTuple):
    """A check-in: calm 0–10, a word, since we last met, and whether they wish to present."""

    calm: int
    word: str
    progress: str
    wish: WishToPresent


CHECK_INS: Final = {
    "Aditi": Arrival(
        6, "restless", "Named a silence on Tuesday. It came out stiff.", WishToPresent.NO
    ),
    "Ben": Arrival(3, "dread", "He agrees to all of it and then stays away.", WishToPresent.YES),
    "Chiara": Arrival(7, "curious", "Nothing new.", WishToPresent.MAYBE),
    "Dao": Arrival(5, "tired", "Two cancellations.", WishToPresent.NO),
    "Eszter": Arrival(4, "irritated", "I felt told off by a patient.", WishToPresent.MAYBE),
    "Femi": Arrival(6, "rushed", "Ward round ran over.", WishToPresent.NO),
}

_W, _C = Family.WITHDRAWAL, Family.CONFRONTATION
#: Rater, film time, what they saw, how strong (1–5).
TAGS: Final[tuple[tuple[str, int, Family, Marker, int], ...]] = (
    ("Femi", 195_000, _W, Marker.ABSTRACT_TALK, 2),
    ("Chiara", 322_000, _W, Marker.TOPIC_SHIFT, 2),
    ("Aditi", 325_000, _W, Marker.SILENCE, 3),
    ("Eszter", 327_000, _W, Marker.MINIMAL_RESPONSE, 3),
    ("Mirela", 328_000, _W, Marker.MINIMAL_RESPONSE, 3),
    ("Femi", 329_000, _W, Marker.MINIMAL_RESPONSE, 2),
    ("Dao", 331_000, _W, Marker.MINIMAL_RESPONSE, 3),
    ("Ben", 340_000, _W, Marker.OVERREADY_COMPLIANCE, 4),
    ("Chiara", 527_000, _W, Marker.ACTING_WITH_ANXIETY, 2),
    ("Eszter", 532_000, _W, Marker.ACTING_WITH_ANXIETY, 2),
    ("Chiara", 660_000, _C, Marker.DISSATISFACTION_WITH_THERAPIST, 5),
    ("Aditi", 662_000, _C, Marker.ANGER_AT_THERAPIST, 4),
    ("Femi", 663_000, _C, Marker.DISSATISFACTION_WITH_THERAPIST, 4),
    ("Mirela", 664_000, _C, Marker.DISSATISFACTION_WITH_THERAPIST, 4),
    ("Eszter", 666_000, _C, Marker.ANGER_AT_THERAPIST, 4),
    ("Ben", 670_000, _C, Marker.DISSATISFACTION_WITH_THERAPIST, 3),
)
#: On Dao's own mark at 5:31, and nobody else's to read, ever.
PRIVATE_NOTE: Final = "I go blank when someone is that polite"
#: Ben's, before his stop: film time and words.
NARRATION: Final = (
    (324_000, "I speed up here"),
    (341_000, "I am relieved he says yes, and I do not trust it"),
)
#: Chiara's, during the two chairs. Nobody asks for it.
ADVICE: Final = "You could drop the homework."

FEAR: Final = "he laughs and leaves"
EXPECTATION: Final = "he wants me to give up"


class Try(NamedTuple):
    """One turn of the role play: the words, the answer in role, which of the six ways, how it felt
    in the patient's chair (−3 to +3), and where the two of them were then."""

    who: str
    words: str
    answer: str
    dimension: Dimension
    form: Form
    effect: int
    state: PathwayState
    #: Which wish, where the script says so.
    wish: WishKind | None = None


#: In the order in which they were done; Dao passed the third turn and took it last.
TRIES: Final = (
    Try(
        "Aditi",
        "Your voice went quiet when I named the homework. I may have that wrong.",
        "No, it's fine, I'll do it.",
        Dimension.PATIENT_SELF,
        Form.OBSERVATION,
        -1,
        PathwayState.AVOIDANCE,
    ),
    Try(
        "Chiara",
        "Something moved between us. What is it like, being here with me?",
        "Like being marked.",
        Dimension.INTERPERSONAL_FIELD,
        Form.QUESTION,
        1,
        PathwayState.MIXED_EXPRESSION,
    ),
    Try(
        "Eszter",
        "I notice I am in a hurry and I lean on you.",
        "You are always in a hurry. It never matters if it suits me.",
        Dimension.THERAPIST_SELF,
        Form.SELF_DISCLOSURE,
        -2,
        PathwayState.RUPTURE_MARKER,
    ),
    Try(
        "Femi",
        "My hurry seems to have left you alone. I would sooner hear that than have you agree.",
        "It hurt.",
        Dimension.INTERPERSONAL_FIELD,
        Form.OBSERVATION,
        2,
        PathwayState.RUPTURE_EXPERIENCE,
    ),
    Try(
        "Aditi",
        "What is it like to say this to me?",
        "I want you to wait for me.",
        Dimension.PATIENT_SELF,
        Form.QUESTION,
        2,
        PathwayState.WISH_OR_NEED,
        WishKind.WISH_FOR_NURTURANCE,
    ),
    Try(
        "Dao",
        "What do you imagine goes on in me when you say that?",
        "",
        Dimension.THERAPIST_SELF,
        Form.QUESTION,
        1,
        PathwayState.WISH_OR_NEED,
    ),
)

DEBRIEF: Final = {
    "Aditi": "My second try was easier because I was curious, not correct.",
    "Ben": "I hear how fast I am. I did not feel judged.",
    "Chiara": "Being left out was mine before it was his.",
    "Dao": "I went blank, then I came back. Passing helped.",
    "Eszter": "My honesty landed as one more push. Good to see it was not the end.",
    "Femi": "It went softer when I owned the hurry.",
    "Mirela": "I kept wanting to step in. I will say so next time.",
}
#: Four lines on the group and four on the work with the supervisor, 1–7 each. Femi answers none,
#: Chiara hers at home.
COHESION: Final = {
    "Aditi": (6, 5, 6, 5),
    "Ben": (5, 4, 6, 6),
    "Chiara": (6, 6, 7, 6),
    "Dao": (4, 3, 5, 5),
    "Eszter": (5, 5, 6, 6),
}
ALLIANCE: Final = {
    "Aditi": (6, 6, 6, 5),
    "Ben": (6, 5, 6, 7),
    "Chiara": (7, 6, 6, 6),
    "Dao": (5, 4, 5, 5),
    "Eszter": (6, 5, 6, 6),
}


def direction_of(marker: Marker) -> Direction:
    return DIRECTION_OF[marker]
