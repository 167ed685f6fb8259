"""Live door of the two chairs."""

from __future__ import annotations

from afttrainer.forms.exercise import AgainForm, BeforeForm, PhraseForm, SeatForm
from afttrainer.live.exercise import exercise_of
from afttrainer.live.protocol import By, Judged, Room, command
from afttrainer.models import two_chair


@command("two_chair.switch", SeatForm, by=By.ANYONE, judged=Judged.NOW)
def switch(room: Room, form: SeatForm) -> None:
    two_chair.switch_seat(room.me, exercise_of(room, form), form.seat.data, room.now)


@command("two_chair.again", AgainForm, by=By.ANYONE, judged=Judged.NOW)
def again(room: Room, form: AgainForm) -> None:
    two_chair.once_more(room.me, exercise_of(room, form), room.now, shown=form.shown.data)


@command("two_chair.say", BeforeForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def say(room: Room, form: BeforeForm) -> None:
    fear, expectation = form.fear.data or "", form.expectation.data or ""
    two_chair.say_before(room.me, exercise_of(room, form), fear, expectation)


@command("two_chair.keep_phrase", PhraseForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def keep_phrase(room: Room, form: PhraseForm) -> None:
    phrase = form.key_phrase.data or ""
    two_chair.keep_phrase(room.me, exercise_of(room, form), form.turn.data or 0, phrase)
