"""What a presenter says aloud into their own phone while watching: sent, heard and deleted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    jsonify,
    redirect,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from afttrainer import clock
from afttrainer.extensions import db, write
from afttrainer.film_house import film_house
from afttrainer.media.film_keys import KeyGone
from afttrainer.media.refusals import Refusal
from afttrainer.media.serve import etag
from afttrainer.media.spoken import SoundKind, kind_of
from afttrainer.models import NarrationSound, Participant, QueuedClip
from afttrainer.models.narration_sound import BYTES_AT_MOST, must_take, new_token
from afttrainer.models.participant import LARGEST_ID
from afttrainer.models.refusal import NotYours, Refused
from afttrainer.web.film_bytes import answer, off_the_loop
from afttrainer.web.keeping import Touched, push_all, touched
from afttrainer.web.room import means_whoever_asks, own_part

narration_sounds = Blueprint(
    "narration_sounds", __name__, url_prefix="/supervision/<int:supervision_id>/narration"
)
_NAME = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Sent:
    """What came: the sound itself, and what the address tells of it."""

    sound: bytes
    kind: SoundKind
    clip: int
    begun: datetime
    lasts_ms: int
    #: Made on the phone.
    name: str


@narration_sounds.post("")
def say(supervision_id: int) -> tuple[AnyResponse, int]:
    me = own_part(supervision_id)
    named = request.args.get("participant", type=int)
    if not means_whoever_asks({"participant": named}, supervision_id):
        words = _("Somebody else is signed in on this device now.")
        return jsonify(ok=False, again=True, words=words), 409
    try:
        push_all(_keep(supervision_id, current_user.id, _sent(me)))
    except Refused as no:
        return jsonify(ok=False, words=str(no)), no.status
    except (OSError, Refusal) as why:
        current_app.logger.error("What was said could not be kept: %s", why)
        words = _("This computer could not keep it just now.")
        return jsonify(ok=False, again=True, words=words), 503
    return jsonify(ok=True), 200


def _sent(me: Participant) -> Sent:
    """Raises Refused for what is not taken; asked before anything is laid down."""
    if (request.content_length or 0) > BYTES_AT_MOST:
        raise Refused(_("This recording is too long. Say it in shorter pieces."), status=413)
    clip, begun = request.args.get("clip", 0, type=int), _begun_at(me)
    must_take(me, QueuedClip.found(me.supervision, clip), begun)
    sound, name = request.get_data(), request.args.get("id", "")
    kind = kind_of(sound)
    if kind is None:
        raise Refused(_("This is no recording that a browser makes."), status=422)
    if not _NAME.fullmatch(name):
        raise Refused(_("This could not be read."), status=422)
    return Sent(sound, kind, clip, begun, request.args.get("lasts", 0, type=int), name)


def _keep(supervision_id: int, user_id: int, sent: Sent) -> Touched:
    """The sound first, then whose it is; without that it is erased again."""
    spoken, token = film_house().spoken, new_token()

    def noted(session: Session) -> tuple[str, Touched]:
        me = _me(session, supervision_id, user_id)
        made = NarrationSound.add(
            me,
            QueuedClip.found(me.supervision, sent.clip),
            sent.begun,
            clock.now(),
            lasts_ms=sent.lasts_ms,
            kind=sent.kind,
            token=token,
            client_uuid=sent.name,
        )
        return made.token, touched([me.supervision])

    off_the_loop(lambda: spoken.keep(token, sent.sound))
    kept = ""
    try:
        kept, changed = write(noted, room=supervision_id)
    finally:
        if kept != token:  # refused, or it had come before
            off_the_loop(lambda: spoken.remove(token))
    return changed


def _me(session: Session, supervision_id: int, user_id: int) -> Participant:
    """Raises NotYours for whoever has left the meeting since."""
    me = Participant.of(session, supervision_id, user_id)
    if me is None:
        raise NotYours(_("You are not in this meeting any more."))
    return me


def _begun_at(me: Participant) -> datetime:
    """When they began to speak, by their device's reckoning of server time; now where that cannot
    have been in this meeting."""
    now = clock.now()
    try:
        begun = clock.from_ms(request.args.get("begun", 0.0, type=float))
    except (TypeError, ValueError, OverflowError, OSError):
        return now
    room = me.supervision
    return begun if (room.opened_at or room.planned_for) <= begun <= now else now


@narration_sounds.get("/<int:sound_id>")
def hear(supervision_id: int, sound_id: int) -> Response:
    """For its author, and for those who lead while the meeting runs."""
    me = own_part(supervision_id)
    found = db.session.get(NarrationSound, sound_id) if sound_id <= LARGEST_ID else None
    if found is None or not found.may_be_heard_by(me, clock.now()):
        abort(404)
    token = found.token
    try:
        place = film_house().spoken.place(token)
        sound = off_the_loop(place.open)
        tag = etag(place.path)
    except (OSError, KeyGone):
        abort(404)
    except Refusal as why:
        current_app.logger.error("A recording could not be opened: %s", why)
        abort(500, _(why.template) % why.details)
    return answer(sound, tag, found.kind.mime_type)


@narration_sounds.post("/<int:sound_id>/forget")
def forget(supervision_id: int, sound_id: int) -> AnyResponse:
    """By its author, at any time; from the room's page by script, from the record by a form."""
    own_part(supervision_id)
    user_id = current_user.id

    def forgotten(session: Session) -> tuple[str, Touched]:
        me = _me(session, supervision_id, user_id)
        sound = NarrationSound.own(me, min(sound_id, LARGEST_ID))
        token = sound.token
        sound.remove()
        return token, touched([me.supervision])

    token, changed = write(forgotten, room=supervision_id)
    spoken = film_house().spoken
    off_the_loop(lambda: spoken.remove(token))
    push_all(changed)
    if request.accept_mimetypes.best == "application/json":
        return jsonify(ok=True)
    flash(_("The recording is deleted."))
    return redirect(url_for("records.record", supervision_id=supervision_id), code=303)
