"""Live door of one try: its words, its place among the six, its effect."""

from __future__ import annotations

from flask_babel import gettext as _

from afttrainer.forms.exercise import AttemptForm, FeltForm, ObserveForm
from afttrainer.live.exercise import exercise_of
from afttrainer.live.protocol import By, Judged, Room, command
from afttrainer.models import MetacommunicationAttempt, Observation, attempt
from afttrainer.models.refusal import Refused


@command("attempt.save", AttemptForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def save(room: Room, form: AttemptForm) -> None:
    """Only what was sent is changed: two people may each be writing their part of one try."""
    one = attempt.found(exercise_of(room, form), form.attempt.data or 0)
    if form.words.raw_data:
        one.say(room.me, form.words.data or "")
    if form.answer.raw_data:
        one.hear(room.me, form.answer.data or "")
    try:
        place = form.place
    except KeyError:
        raise Refused(_("This is none of the six ways."), status=422) from None
    if place is not None:
        one.place(room.me, *place)
    if form.meant.raw_data:
        one.mean(room.me, form.meant.data or "")
    _weigh(room, form, one)
    if form.restart_from.data is not None:
        one.start_from(room.me, form.restart_from.data)


def _weigh(room: Room, form: AttemptForm, one: MetacommunicationAttempt) -> None:
    try:
        strategy = form.way if form.strategy.raw_data else one.strategy
    except ValueError:
        raise Refused(_("This is none of the four ways."), status=422) from None
    said = form.new_experience.data
    new_experience = one.new_experience if said is None else bool(said)
    if (strategy, new_experience) != (one.strategy, one.new_experience):
        one.weigh(room.me, strategy, new_experience=new_experience)


@command("attempt.feel", FeltForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def feel(room: Room, form: FeltForm) -> None:
    one = attempt.found(exercise_of(room, form), form.attempt.data or 0)
    one.feel(room.me, form.felt_effect.data, room.touched_at)


@command("attempt.observe", ObserveForm, by=By.ANYONE, judged=Judged.OWN_TIME)
def observe(room: Room, form: ObserveForm) -> None:
    one = attempt.found(exercise_of(room, form), form.attempt.data or 0)
    seen, words = form.seen.data or (), form.words.data or ""
    Observation.say(room.me, one, room.now, marks=form.marks, seen=seen, words=words)
