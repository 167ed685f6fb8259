"""The acceptance script's evening at the doors, with everything that any screen was ever sent.

Seven people and a wall, walked through each state of the script and each kind of exercise.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.live.evening_end import Leaving
from tests.live.evening_exercises import Exercises
from tests.live.evening_film import BeforeTheReveal
from tests.live.evening_talk import WhatHappened


class Evening(BeforeTheReveal, WhatHappened, Exercises, Leaving):
    def pass_by(self) -> Iterator[str]:
        """Each state of the script, once the room is in it and all have looked."""
        for state in (
            self.lobby, self.arriving, self.check_in, self.choosing, self.offered, self.asked,
            self.watching, self.stopped, self.marked, self.feeling, self.shown, self.noted,
            self.looked_again, self.replayed, self.defined, self.both_sides, self.the_circle,
            self.how_it_went_on, self.exercise_offered, self.two_chairs, self.resting, self.turns,
            self.new_rupture, self.out_of_the_role, self.stepping_out, self.in_pairs,
            self.centering, self.taking_apart, self.our_own, self.exercises_over, self.debrief,
            self.question_asked, self.question_shown, self.check_out, self.checked_out,
            self.past_the_end, self.questions, self.closed,
        ):  # fmt: skip
            state()
            self.look(state.__name__)
            yield state.__name__
