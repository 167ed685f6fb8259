"""How a trainee answers what a phone asks: which commands, how soon, in which words.

What is not listed is left alone: nobody's phone here stops a film, takes a clip back or undoes a
mark by chance.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from afttrainer.phones.page import Form
from afttrainer.terminal import _


@dataclass(frozen=True)
class Habit:
    """`says` is printed; `after_s` is how long one takes, from and to; `again` where it is done
    anew each time it is offered; `fixed` goes into the fields of that name."""

    says: str
    after_s: tuple[float, float] = (2, 8)
    again: bool = False
    fixed: Mapping[str, str] | None = None
    skipped: tuple[str, ...] = ()
    #: Share of people who do it at all.
    share: float = 1.0


HABITS: Final[Mapping[str, Habit]] = {
    "check_in.save": Habit(_("checks in")),
    "queue.accept": Habit(_("says yes to showing the film"), (2, 4)),
    "queue.choose": Habit(_("chooses how it is shown"), (2, 4), fixed={"introduction": "none"}),
    "narration.add": Habit(_("writes what comes back"), (6, 20), again=True),
    "affect.save": Habit(_("says what it felt like"), skipped=("own_feeling", "own_place")),
    "second_look.say": Habit(_("says in a line what they saw"), (4, 12)),
    "rupture.see": Habit(_("sees the rupture so"), share=0.7),
    "rupture.differ": Habit(
        _("sees the rupture differently"),
        (6, 12),
        fixed={"family": "unsure"},
        skipped=("direction",),
        share=0.25,
    ),
    "exercise.agree": Habit(_("agrees to the exercise"), (2, 4)),
    "two_chair.say": Habit(_("says a fear and an expectation"), (3, 6)),
    "two_chair.switch": Habit(_("changes chairs"), (7, 14), again=True),
    "attempt.save": Habit(_("writes down the try"), (3, 9)),
    "rotation.pass": Habit(_("passes"), (4, 8), share=0.15),
    "rotation.finish": Habit(_("has tried"), (10, 16)),
    "rotation.come_back": Habit(_("takes the turn after all"), (8, 20)),
    "attempt.feel": Habit(_("says how it felt as the patient"), (2, 5)),
    "exercise.step_out": Habit(_("steps out of the role"), (3, 6)),
    "debrief.save": Habit(_("says what to take along")),
    "presenter_checkout.group": Habit(_("checks out with the group"), (3, 7)),
    "presenter_checkout.case": Habit(_("checks out about the case"), (3, 7)),
    "rating.save": Habit(_("rates the meeting")),
}

LINES: Final[Mapping[str, tuple[str, ...]]] = {
    "word": ("curious", "tired", "steady", "a bit raw", "awake", "in between"),
    "progress": (
        "I asked one question less, and it was enough.",
        "Nothing went as planned, and we laughed about it.",
        "",
    ),
    "words": (
        "I felt myself lean back.",
        "Something went quiet between us. Did you notice it too?",
        "I would like to understand what that was like for you.",
        "It got warmer when you said it plainly.",
        "I notice that I am being very careful with you.",
    ),
    "line": ("He is gone before she has asked.", "I saw him look after her.", ""),
    "answer": ("It is all right.", "Nobody has asked me that.", "I would rather not say."),
    "to_use": ("The pause is mine. The rest I will leave here.", ""),
    "fear": ("That he gets up and goes.",),
    "expectation": ("That I must have an answer.",),
    "group_words": ("Less alone than before.",),
    "case_words": ("We were both in a hurry.",),
    "next_step": ("Wait once.",),
}


def filled(form: Form, habit: Habit, chance: random.Random) -> dict[str, str]:
    """The body of the command as this person fills the form."""
    body = dict(form.hidden)
    for name, values in form.choices.items():
        if name not in habit.skipped:
            body[name] = chance.choice(values)
    for name in form.lines:
        if name not in habit.skipped:
            body[name] = chance.choice(LINES.get(name, ("",)))
    body.update({k: v for k, v in (habit.fixed or {}).items() if k in form.choices})
    return {name: value for name, value in body.items() if value}
