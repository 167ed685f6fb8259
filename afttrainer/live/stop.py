"""The presenter's stop, before it is written: silence first, the disk after (rule 12).

Whose stop it is is looked up on a reader's connection, which waits for no writer. Where the room
may be stopped, every screen hears of it at once; only then does the command go the way of all
commands. Nobody hears of a stop that is not its sender's to ask for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from flask import Flask, current_app
from flask_babel import gettext as _
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from afttrainer import clock
from afttrainer.database import is_away
from afttrainer.extensions import db, socketio
from afttrainer.live import film_state, ledger, stop_pass
from afttrainer.live.audiences import push, room_of
from afttrainer.live.envelope import Envelope
from afttrainer.live.ledger import Outcome
from afttrainer.live.unsaved_stops import UnsavedStop, stops
from afttrainer.models import Participant, SupervisionSession
from afttrainer.models.hold import may_stop
from afttrainer.models.refusal import Refused
from afttrainer.models.revision import ALL, PLAYBACK, mine

NAME: Final = "hold.stop"
#: What a screen may have been told by somebody who had not heard yet is put right by telling again.
TOLD_AGAIN_AFTER_S = (0.3, 1.0, 3.0)

FindSender = Callable[[Session], Participant | None]


def at_once(find_sender: FindSender, envelope: Envelope, supervision_id: int | None) -> None:
    """Silence the room where `envelope` is a stop of the one who may ask for it. Writes nothing."""
    if envelope.name != NAME or supervision_id is None:
        return
    now = clock.now()
    try:
        who = _whose(find_sender, envelope)
    except SQLAlchemyError as trouble:
        if not is_away(trouble):
            raise
        # The phone was given a pass with its button, for this moment.
        who = stop_pass.holder(envelope.body.get("may"), supervision_id)
    finally:
        db.session.rollback()
    if who is None or stops().of(supervision_id) is not None:
        return
    stop = UnsavedStop(who, clock.to_ms_exact(now), envelope.id)
    stops().keep(supervision_id, stop)
    rooms = [room_of(supervision_id, audience) for audience in film_state.AUDIENCES]
    socketio.emit("stop", {"at_ms": stop.at_ms}, to=rooms)
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    if app.testing:
        _tell_all(supervision_id)
    else:
        socketio.start_background_task(_tell_until_saved, app, supervision_id, stop)


def _whose(find_sender: FindSender, envelope: Envelope) -> int | None:
    """The sender, if the room is theirs to stop and is not stopped already."""
    me = find_sender(db.session)
    if me is None or not me.takes_part or not me.supervision.is_live or not may_stop(me):
        return None
    try:
        if ledger.answered(db.session, me, envelope) is not None:
            return None
    except Refused:
        return None
    touched_at = envelope.touched_at or clock.now()
    if envelope.offline and stops().was_lifted_since(me.id, touched_at):
        return None
    return me.id if me.supervision.hold is None else None


def _tell_until_saved(app: Flask, supervision_id: int, stop: UnsavedStop) -> None:
    for seconds in TOLD_AGAIN_AFTER_S:
        socketio.sleep(seconds)
        with app.app_context():
            if stops().of(supervision_id) != stop:
                return
            _tell_all(supervision_id)


def _tell_all(supervision_id: int) -> None:
    try:
        room = db.session.get(SupervisionSession, supervision_id)
        people = [mine(p) for p in room.participants] if room is not None else []
    except SQLAlchemyError as trouble:
        if not is_away(trouble):
            raise
        return  # What could be drawn then is drawn when the database is back.
    finally:
        db.session.rollback()
    push(supervision_id, [PLAYBACK, *ALL, *people])


def in_words(outcome: Outcome, envelope: Envelope, supervision_id: int | None) -> Outcome:
    """What the presenter is told of a stop that holds and could not be saved."""
    if envelope.name != NAME or supervision_id is None or not outcome.ack.get("again"):
        return outcome
    if stops().of(supervision_id) is None:
        return outcome
    words = _("The room is paused. It is not saved yet: keep this page open until it is.")
    return replace(outcome, ack=outcome.ack | {"held": True, "words": words})
