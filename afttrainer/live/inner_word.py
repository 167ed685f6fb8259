"""Live door of the one word after a turn."""

from __future__ import annotations

from afttrainer.content.codes import Visibility
from afttrainer.forms.exercise import InnerWordForm
from afttrainer.live.exercise import exercise_of
from afttrainer.live.protocol import By, Judged, Room, command
from afttrainer.models import InnerWord, MetacommunicationAttempt, SeatSpan, attempt, two_chair


@command("inner_word.say", InnerWordForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def say(room: Room, form: InnerWordForm) -> None:
    visibility = form.visibility.data or Visibility.PRIVATE
    word = form.word.data or ""
    InnerWord.say(room.me, _turn(room, form), room.now, word=word, visibility=visibility)


def _turn(room: Room, form: InnerWordForm) -> SeatSpan | MetacommunicationAttempt:
    exercise = exercise_of(room, form)
    if form.attempt.data is not None:
        return attempt.found(exercise, form.attempt.data)
    return two_chair.turn_in_chair(exercise, form.turn.data or 0)
