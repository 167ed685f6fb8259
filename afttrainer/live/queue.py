"""Live door of the clip queue: the supervisor offers, the presenter decides."""

from __future__ import annotations

from afttrainer.forms.queue import ChoicesForm, OfferForm, QueuedClipForm, TakeUpForm
from afttrainer.live.protocol import By, Judged, Room, command
from afttrainer.models import QueuedClip, offer
from afttrainer.models.refusal import must_be_as_shown


def _clip(room: Room, form: QueuedClipForm) -> QueuedClip:
    return QueuedClip.found(room.supervision, form.clip.data or 0)


@command("queue.offer", OfferForm, by=By.SUPERVISOR, judged=Judged.NOW)
def ask(room: Room, form: OfferForm) -> None:
    asked_for = offer.asked_for(room.supervision)
    must_be_as_shown(form.shown.data, asked_for and asked_for.id)
    offer.ask(_clip(room, form), room.now)


@command("queue.take_up", TakeUpForm, by=By.SUPERVISOR, judged=Judged.NOW)
def take_up(room: Room, form: TakeUpForm) -> None:
    must_be_as_shown(form.shown.data, room.supervision.queued_clip_id)
    _clip(room, form).take_up(room.now)


@command("queue.put_aside", QueuedClipForm, by=By.SUPERVISOR, judged=Judged.NOW)
def put_aside(room: Room, form: QueuedClipForm) -> None:
    _clip(room, form).put_aside(room.now)


# The presenter of a clip that is only offered is not yet the room's presenter: the verbs ask whose
# clip it is.


@command("queue.accept", QueuedClipForm, by=By.ANYONE, judged=Judged.NOW)
def accept(room: Room, form: QueuedClipForm) -> None:
    offer.accept(room.me, _clip(room, form), room.now)


@command("queue.decline", QueuedClipForm, by=By.ANYONE, judged=Judged.WHENEVER)
def decline(room: Room, form: QueuedClipForm) -> None:
    offer.decline(room.me, _clip(room, form))


@command("queue.choose", ChoicesForm, by=By.ANYONE, judged=Judged.WHENEVER)
def choose(room: Room, form: ChoicesForm) -> None:
    offer.choose(
        room.me,
        _clip(room, form),
        introduction=form.introduction.data,
        narrates=form.narrates.data,
    )


@command("queue.withdraw", QueuedClipForm, by=By.ANYONE, judged=Judged.WHENEVER)
def withdraw(room: Room, form: QueuedClipForm) -> None:
    offer.withdraw(room.me, _clip(room, form), room.now)


@command("queue.give_again", QueuedClipForm, by=By.ANYONE, judged=Judged.WHENEVER)
def give_again(room: Room, form: QueuedClipForm) -> None:
    offer.give_again(room.me, _clip(room, form))


@command("queue.enough", QueuedClipForm, by=By.ANYONE, judged=Judged.WHENEVER)
def enough(room: Room, form: QueuedClipForm) -> None:
    offer.enough(room.me, _clip(room, form), room.now)


@command("queue.more", QueuedClipForm, by=By.ANYONE, judged=Judged.NOW)
def more(room: Room, form: QueuedClipForm) -> None:
    offer.more(room.me, _clip(room, form))
