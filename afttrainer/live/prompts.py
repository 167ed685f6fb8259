"""Which sentence of its script stands on the wall while an exercise runs."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from afttrainer.content.codes import StepKind
from afttrainer.content.scripts import (
    Centering,
    Dyad,
    Free,
    ParseExperience,
    RotatingRolePlay,
    ScriptShelf,
    Step,
    TwoChair,
)
from afttrainer.models import Exercise, Participant, dyad


def prompt_of(exercise: Exercise, shelf: ScriptShelf) -> Step | None:
    """Before it begins how to get ready, after it the first line of coming back, and between them
    the step the supervisor chose, else the usual one: each stay in a chair and each turn has the
    next. None where the script is no longer on the shelf, and where the clock leads through it."""
    script = shelf.get(exercise.script_key or "")
    if script is None:
        return None
    if exercise.is_planned:
        return next(iter(script.steps_of(StepKind.PREPARE)), None)
    if not exercise.is_running:
        return next((step for _second, step in script.closing_lines()), None)
    chosen = next((step for step in script.steps if step.key == exercise.prompt_key), None)
    if chosen is not None:
        return chosen
    if isinstance(script, TwoChair):
        return _in_chairs(exercise, script)
    if isinstance(script, RotatingRolePlay):
        return script.prompt_for_turn(max(0, len(exercise.attempts) - 1))
    if isinstance(script, ParseExperience | Free):
        return next(iter(script.steps_of(StepKind.PRACTICE)), None)
    return None


def _in_chairs(exercise: Exercise, script: TwoChair) -> Step | None:
    if exercise.seat is None:
        return None
    if exercise.seat_spans[-1].is_again:
        usual = _("The same moment once more, and differently: as you would like it this time.")
        return Step(key="again", prompt=script.again or usual)
    prompts = script.prompts_for(exercise.seat)
    stays = sum(span.seat is exercise.seat and not span.is_again for span in exercise.seat_spans)
    return prompts[min(stays, len(prompts)) - 1]


def next_step(exercise: Exercise, shelf: ScriptShelf) -> Step | None:
    """What stands after the present one in the script; None after the last, and where chairs,
    turns or the clock lead through it."""
    script = shelf.get(exercise.script_key or "")
    standing = prompt_of(exercise, shelf)
    if not isinstance(script, ParseExperience | Free) or standing is None:
        return None
    coming = [step for step in script.steps if step.kind is not StepKind.PREPARE]
    here = next((i for i, step in enumerate(coming) if step.key == standing.key), -1)
    return coming[here + 1] if here + 1 < len(coming) else None


def shown_since(exercise: Exercise, shelf: ScriptShelf) -> tuple[datetime, int] | None:
    """Since when what stands there has stood, and how many seconds are suggested for it; None
    where no time is, or the exercise rests."""
    script = shelf.get(exercise.script_key or "")
    if script is None or exercise.clock_began_at is None or not exercise.is_running:
        return None
    if isinstance(script, TwoChair) and exercise.seat_spans:
        return exercise.seat_spans[-1].clock_began_at, script.seconds_per_seat
    if isinstance(script, RotatingRolePlay) and exercise.attempts:
        return exercise.attempts[-1].clock_began_at, script.seconds_per_turn
    step = prompt_of(exercise, shelf)
    if isinstance(script, ParseExperience | Free) and step is not None and step.seconds:
        return exercise.prompt_at or exercise.clock_began_at, step.seconds
    return None


def led_by_clock(exercise: Exercise, shelf: ScriptShelf) -> list[tuple[int, str]]:
    """The wall's sentences of an exercise that the clock leads through, each with its second."""
    script = shelf.get(exercise.script_key or "")
    if isinstance(script, Centering):
        return [(second, step.prompt) for second, step in script.schedule()]
    if isinstance(script, Dyad):
        quiet = _("Silence. Nothing to do.")
        return [
            (part.begins_s, script.prompt_for_round(part.round).prompt if part.speaker else quiet)
            for part in parts_of(exercise, script)
        ]
    return []


def parts_of(exercise: Exercise, script: Dyad) -> list[dyad.Part]:
    return dyad.parts(exercise, script.rounds, script.seconds_per_turn, script.seconds_of_silence)


def lasts_s(exercise: Exercise, shelf: ScriptShelf) -> int:
    """How long the clock leads through it; 0 where it does not."""
    script = shelf.get(exercise.script_key or "")
    if isinstance(script, Centering):
        return script.lasts_s
    if isinstance(script, Dyad):
        last = parts_of(exercise, script)[-1]
        return last.begins_s + last.lasts_s
    return 0


def bells(exercise: Exercise, shelf: ScriptShelf) -> list[int]:
    """At which seconds the wall rings."""
    script = shelf.get(exercise.script_key or "")
    if isinstance(script, Centering):
        ends = [script.lasts_s] if script.bell_at_end else []
        return ([0] if script.bell_at_start else []) + ends
    if isinstance(script, Dyad):
        return [*(part.begins_s for part in parts_of(exercise, script)), lasts_s(exercise, shelf)]
    return []


def my_lines(exercise: Exercise, shelf: ScriptShelf, me: Participant) -> list[tuple[int, str]]:
    """What one person's phone says in pairs, each with its second: speak, listen, or be quiet."""
    script, place = shelf.get(exercise.script_key or ""), dyad.place_of(exercise, me)
    if not isinstance(script, Dyad) or place is None:
        return []
    with_me = sum(other.pair == place.pair for other in exercise.dyad_places)
    lines = []
    for part in parts_of(exercise, script):
        if part.speaker is None:
            words = _("Silence. Nothing to do.")
        elif part.speaker > with_me:
            words = _("The rest of the time is for both of you.")
        elif part.speaker == place.speaks:
            words = _("You speak.")
        else:
            words = _("You listen.")
        lines.append((part.begins_s, words))
    return lines


def closing(exercise: Exercise, shelf: ScriptShelf) -> list[tuple[int, str]]:
    """Back to the body, and out of the role: each line with its second since the end."""
    script = shelf.get(exercise.script_key or "")
    lines = script.closing_lines() if script is not None else ()
    return [(second, step.prompt) for second, step in lines]
