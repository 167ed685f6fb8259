"""The socket's one event for commands, and the clock that devices set theirs by."""

from __future__ import annotations

from typing import Any

from flask import current_app, request
from flask_babel import gettext as _
from flask_socketio import ConnectionRefusedError
from sqlalchemy.orm import Session

from afttrainer import clock
from afttrainer.database import is_away
from afttrainer.extensions import socketio
from afttrainer.live import heartbeat, presence, stop, wall_report
from afttrainer.live.audiences import push
from afttrainer.live.envelope import Envelope
from afttrainer.live.protocol import perform
from afttrainer.models import Participant
from afttrainer.models.refusal import Refused
from afttrainer.writing import TryAgain


def register() -> None:
    """Bind the handlers; done once an application."""
    presence.register()
    heartbeat.register()
    socketio.on_event("command", command)
    socketio.on_event("clock", tell_time)
    socketio.on_event("wall.report", wall_report.heard)
    socketio.on_error_default(ours)


def ours(mistake: BaseException) -> dict[str, Any]:
    """A mistake of the program is an answer too: unanswered, it would stop the device's outbox.

    To a socket that opens any answer would be a yes, and it would hear of nothing ever after.
    """
    if is_away(mistake) or isinstance(mistake, TryAgain):
        return _not_now(mistake)
    if presence.is_connecting():
        raise mistake
    current_app.logger.error("a mistake of the program", exc_info=mistake)
    words = _("Something went wrong in the program itself. What was saved before is safe.")
    return {"ok": False, "words": words, "fields": {}}


def _not_now(away: BaseException) -> dict[str, Any]:
    """Nothing was done, so the device keeps what it sent and the screen tries to connect again."""
    current_app.logger.warning("the database would not: %s", away)
    if presence.is_connecting():
        raise ConnectionRefusedError(_("Not just now. This screen tries again.")) from away
    words = _("Could not be saved just now. It is kept here and will be sent again.")
    return {"ok": False, "again": True, "words": words}


def command(*sent: object) -> dict[str, Any]:
    """One command; what this returns is its ack, sent before anybody else hears of it."""
    raw = sent[0] if len(sent) == 1 else None
    socket_id = request.sid  # type: ignore[attr-defined]

    wall = presence.is_wall()

    def sender(session: Session) -> Participant | None:
        return presence.sender_by_socket(session, socket_id, wall=wall)

    try:
        envelope, room = Envelope.read(raw), presence.room_of_socket()
        stop.at_once(sender, envelope, room)
        outcome = stop.in_words(perform(sender, envelope, room=room), envelope, room)
    except Refused as no:
        return {"ok": False, "words": str(no), "fields": {}}
    except presence.SignInOver:
        # Nothing was done, so the device keeps it; the page it reloads asks to sign in again.
        presence.close_sockets([socket_id])
        return {"ok": False, "again": True, "words": _("Please sign in again.")}
    push(outcome.supervision_id, outcome.touched)
    return outcome.ack


def tell_time(*_sent: object) -> dict[str, Any]:
    """Server time in ms and fractions, and which clock tells it: another one means start over."""
    return {"ms": clock.to_ms_exact(clock.now()), "boot": clock.boot_id()}
