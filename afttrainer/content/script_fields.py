"""The fields of a script, type by type: what may be written in a file of `roleplay_scripts/`.

What one field may hold is said here; what fields must be to one another is in `script_rules`.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Final, Literal, TypeAlias

from babel import Locale, UnknownLocaleError
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from afttrainer.content.codes import Component, Dimension, Form, ScriptType, Seat, Skill, StepKind

#: Characters of a line on the wall, so that it can be large enough to read from eight metres.
LONGEST_ON_WALL: Final = 110
SHORTEST_STEP_S: Final = 5
LONGEST_STEP_S: Final = 1800
#: Of the last sentence, where a script says only when each appears.
LAST_SENTENCE_STAYS_S: Final = 20
#: Of a line at the end of an exercise that says no time of its own.
CLOSING_LINE_STAYS_S: Final = 45
_MINUTES_SECONDS: Final = re.compile(r"([0-9]{1,3}):([0-5][0-9])")


def _one_line(value: object) -> object:
    return " ".join(value.split()) if isinstance(value, str) else value


def _clock(value: object) -> object:
    """Let a time be written as minutes and seconds, 1:30; anything else is left as it is."""
    written = _MINUTES_SECONDS.fullmatch(value.strip()) if isinstance(value, str) else None
    return int(written[1]) * 60 + int(written[2]) if written else value


def as_seconds(value: object) -> int | None:
    """Seconds as a person wrote them, 90 or 1:30; None for what is neither."""
    seconds = _clock(value)
    return seconds if type(seconds) is int else None


OnWall: TypeAlias = Annotated[
    str, BeforeValidator(_one_line), Field(min_length=1, max_length=LONGEST_ON_WALL)
]
Note: TypeAlias = Annotated[str, Field(min_length=1, max_length=900)]
Key: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Seconds: TypeAlias = Annotated[
    int, BeforeValidator(_clock), Field(ge=SHORTEST_STEP_S, le=LONGEST_STEP_S)
]
# A list may be written in strict mode; only the words inside it are looked up in the glossary.
ASkill: TypeAlias = Annotated[Skill, Field(strict=False)]
ASeat: TypeAlias = Annotated[Seat, Field(strict=False)]
AComponent: TypeAlias = Annotated[Component, Field(strict=False)]


class _Written(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", str_strip_whitespace=True)


class Step(_Written):
    """One prompt. `prompt` is for the wall; `note` is for the supervisor alone.

    `seconds` is a suggestion, `at` the second of an induction at which the sentence appears.
    """

    key: Key
    kind: Annotated[StepKind, Field(strict=False)] = StepKind.PRACTICE
    seat: ASeat | None = None
    prompt: OnWall
    note: Note | None = None
    seconds: Seconds | None = None
    at: Annotated[int, BeforeValidator(_clock), Field(ge=0, le=3600)] | None = None


class Cell(_Written):
    """One of the six ways to metacommunicate (S2): where one looks, and in what form."""

    dimension: Annotated[Dimension, Field(strict=False)]
    form: Annotated[Form, Field(strict=False)]


class Script(_Written):
    """An exercise or practice as its file gives it. `key` is the file's name without its ending."""

    key: str
    type: Annotated[ScriptType, Field(strict=False)]
    title: Annotated[str, BeforeValidator(_one_line), Field(min_length=1, max_length=60)]
    summary: Annotated[str, BeforeValidator(_one_line), Field(min_length=1, max_length=300)]
    minutes: Annotated[int, Field(ge=1, le=60)]
    skills: Annotated[tuple[ASkill, ...], Field(min_length=1, max_length=3)]
    language: Annotated[
        str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$")
    ] = "en"
    direction: Literal["ltr", "rtl"] | None = None
    #: What its minutes count as; left out, what its type does (`models/exposure.py`).
    component: AComponent | None = None
    note: Note | None = None
    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=60)]

    def closing_lines(self) -> tuple[tuple[int, Step], ...]:
        """Coming back to the body and the room, then out of the role: each line with its second
        since the end of the exercise. Empty where nobody plays anybody."""
        clock, timed = 0, []
        for step in (*self.steps_of(StepKind.GROUND), *self.steps_of(StepKind.STEP_OUT)):
            timed.append((clock, step))
            clock += step.seconds or CLOSING_LINE_STAYS_S
        return tuple(timed)

    def closing_s(self) -> int:
        """How long these take together."""
        lines = self.closing_lines()
        return lines[-1][0] + (lines[-1][1].seconds or CLOSING_LINE_STAYS_S) if lines else 0

    @property
    def seats(self) -> tuple[Seat, ...]:
        """Chairs that are set out; empty for all but two-chair work."""
        return ()

    @property
    def reading_direction(self) -> Literal["ltr", "rtl"]:
        """As written in the file, else as the language is usually read."""
        if self.direction is not None:
            return self.direction
        try:
            locale = Locale.parse(self.language, sep="-")
        except (UnknownLocaleError, ValueError):
            return "ltr"
        return "rtl" if locale.text_direction == "rtl" else "ltr"

    def steps_of(self, kind: StepKind) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.kind is kind)


class TwoChair(Script):
    """The presenter moves between two chairs, as self and as patient (S2, Awareness exercises)."""

    starting_seat: ASeat
    seconds_per_seat: Seconds
    again: OnWall | None = None

    @property
    def seats(self) -> tuple[Seat, ...]:
        return tuple(Seat)

    def prompts_for(self, seat: Seat) -> tuple[Step, ...]:
        """What to say to whoever sits there, in order; never empty."""
        return tuple(step for step in self.steps_of(StepKind.PRACTICE) if step.seat is seat)


class RotatingRolePlay(Script):
    """The presenter plays the patient; the others try in turn to metacommunicate (S2)."""

    setting_up: Annotated[str, Field(min_length=1, max_length=600)]
    opening_line: Annotated[str, BeforeValidator(_one_line), Field(min_length=1, max_length=200)]
    seconds_per_turn: Seconds
    turn_bell: bool = False
    watch_for: Annotated[tuple[OnWall, ...], Field(max_length=8)] = ()
    try_cells: Annotated[tuple[Cell, ...], Field(max_length=6)] = ()

    def prompt_for_turn(self, position: int) -> Step:
        """The prompt for the turn at this position, from 0; they start again when used up."""
        prompts = self.steps_of(StepKind.PRACTICE)
        return prompts[position % len(prompts)]


class _Timed(Script):
    """Sentences that stand on the wall one after the other, each at its second."""

    bell_at_start: bool = True
    bell_at_end: bool = True
    your_choice: OnWall

    def schedule(self) -> tuple[tuple[int, Step], ...]:
        """Each sentence with the second, from the start, at which it appears."""
        clock, timed = 0, []
        for step in self.steps:
            clock = clock if step.at is None else step.at
            timed.append((clock, step))
            clock += step.seconds or 0
        return tuple(timed)

    def sentence_at(self, elapsed_s: float) -> Step:
        """The sentence that stands on the wall then; before the first one, the first."""
        shown = [step for at, step in self.schedule() if at <= elapsed_s]
        return shown[-1] if shown else self.steps[0]

    @property
    def lasts_s(self) -> int:
        """From the first bell to the last."""
        begins, last = self.schedule()[-1]
        return begins + (last.seconds or LAST_SENTENCE_STAYS_S)


class MindfulnessInduction(_Timed):
    """Sentences to arrive with (S2 opens every meeting so)."""


class Centering(_Timed):
    """A few minutes to come back to oneself, in the middle of a meeting or before seeing a patient
    (R-15, R-54: S1)."""


class Dyad(Script):
    """In pairs: one speaks, one listens, then silence; and the other way round (R-36: S1). Each
    round has the next of the prompts."""

    seconds_per_turn: Seconds
    seconds_of_silence: Annotated[int, BeforeValidator(_clock), Field(ge=0, le=600)] = 0
    rounds: Annotated[int, Field(ge=1, le=6)] = 1
    your_choice: OnWall

    def prompt_for_round(self, number: int) -> Step:
        """The prompt for this round, from 0; they start again when used up."""
        prompts = self.steps_of(StepKind.PRACTICE)
        return prompts[number % len(prompts)]


class ParseExperience(Script):
    """One moment taken apart into thoughts, sensations and emotions (R-47: S1)."""

    your_choice: OnWall


class Free(Script):
    """Steps of the site's own, one after the other as the supervisor goes along."""

    roles: Annotated[str, Field(min_length=1, max_length=600)] | None = None


MODEL_OF: Final[Mapping[ScriptType, type[Script]]] = MappingProxyType(
    {
        ScriptType.TWO_CHAIR: TwoChair,
        ScriptType.ROTATING_ROLE_PLAY: RotatingRolePlay,
        ScriptType.MINDFULNESS_INDUCTION: MindfulnessInduction,
        ScriptType.DYAD: Dyad,
        ScriptType.CENTERING: Centering,
        ScriptType.PARSE_EXPERIENCE: ParseExperience,
        ScriptType.FREE: Free,
    }
)
