"""Live door of the presenter's stop, open in every part of the meeting. The verbs look who asks: a
moment of an earlier film may be in the player, and its presenter stops that."""

from __future__ import annotations

from flask_babel import gettext as _

from afttrainer.forms.playback import PauseForm
from afttrainer.forms.queue import SkippedForm
from afttrainer.live.protocol import By, Judged, Room, command
from afttrainer.live.unsaved_stops import stops
from afttrainer.models import Hold, QueuedClip, skipped
from afttrainer.models.refusal import Refused


@command("hold.stop", PauseForm, by=By.ANYONE, judged=Judged.WHENEVER)
def stop(room: Room, _form: PauseForm) -> None:
    """However late it comes: nobody else's wish outranks it (see `live.stop` for what came before
    this)."""
    if room.offline and stops().was_lifted_since(room.me.id, room.touched_at):
        raise Refused(
            _("You have said to go on since you pressed this. Press Stop again if you need it.")
        )
    Hold.ask(room.me, room.now)


@command("hold.lift", PauseForm, by=By.ANYONE, judged=Judged.OWN_TIME, traceless=True)
def lift(room: Room, _form: PauseForm) -> None:
    hold = room.supervision.hold
    if room.offline and hold is not None and hold.since > room.touched_at:
        raise Refused(_("You have asked for a pause since you pressed this. It is still on."))
    Hold.lift(room.me)
    stops().lifted(room.me.id, room.touched_at)


@command("hold.skip", PauseForm, by=By.ANYONE, judged=Judged.NOW)
def skip(room: Room, _form: PauseForm) -> None:
    skipped.skip(room.me, room.now)
    stops().lifted(room.me.id, room.touched_at)


@command("hold.open_again", SkippedForm, by=By.ANYONE, judged=Judged.NOW)
def open_again(room: Room, form: SkippedForm) -> None:
    clip = QueuedClip.found(room.supervision, form.clip.data or 0)
    skipped.open_again(room.me, clip, form.start.data or 0)


@command("hold.leave_exercise", PauseForm, by=By.ANYONE, judged=Judged.WHENEVER)
def leave_exercise(room: Room, _form: PauseForm) -> None:
    Hold.leave_exercise(room.me, room.now)
    stops().lifted(room.me.id, room.touched_at)
