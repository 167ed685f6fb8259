"""Which sentence of its script stands on the wall while an exercise runs."""

from __future__ import annotations

from afttrainer.content.codes import StepKind
from afttrainer.content.scripts import RotatingRolePlay, ScriptShelf, Step, TwoChair
from afttrainer.models import Exercise


def prompt_of(exercise: Exercise, shelf: ScriptShelf) -> Step | None:
    """Before it begins how to get ready, after it how to step out of the role, and between them
    the step the supervisor chose, else the usual one: each stay in a chair and each turn has the
    next. None where the script is no longer on the shelf."""
    script = shelf.get(exercise.script_key or "")
    if script is None:
        return None
    if exercise.is_planned:
        return next(iter(script.steps_of(StepKind.PREPARE)), None)
    if not exercise.is_running:
        return next(iter(script.steps_of(StepKind.STEP_OUT)), None)
    chosen = next((step for step in script.steps if step.key == exercise.prompt_key), None)
    if chosen is not None:
        return chosen
    if isinstance(script, TwoChair) and exercise.seat is not None:
        prompts = script.prompts_for(exercise.seat)
        stays = sum(span.seat is exercise.seat for span in exercise.seat_spans)
        return prompts[min(stays, len(prompts)) - 1]
    if isinstance(script, RotatingRolePlay):
        return script.prompt_for_turn(max(0, len(exercise.attempts) - 1))
    return None
