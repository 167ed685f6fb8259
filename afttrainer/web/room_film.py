"""The film of the clip at work, for the screens of its room and for nobody else."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Flask, Response, abort, current_app
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from afttrainer import clock
from afttrainer.extensions import db
from afttrainer.models import Participant, QueuedClip, SupervisionSession
from afttrainer.web.film_bytes import film_response
from afttrainer.web.walls import wall_of_request

films = Blueprint("films", __name__, url_prefix="/supervision/<int:supervision_id>/clips")


@films.get("/<int:queued_clip_id>/film")
def film(supervision_id: int, queued_clip_id: int) -> Response:
    name = _open_clip(supervision_id, queued_clip_id).clip.recording.film_name
    if name is None:
        abort(404)
    return film_response(name, may_go_on=_asking_on(supervision_id, queued_clip_id))


@films.get("/<int:queued_clip_id>/captions")
def captions(supervision_id: int, queued_clip_id: int) -> Response:
    name = _open_clip(supervision_id, queued_clip_id).clip.recording.captions_name
    if name is None:
        abort(404)
    return film_response(name)


def _open_clip(supervision_id: int, queued_clip_id: int) -> QueuedClip:
    """The clip, where this request's screen may show it now; asked anew for every piece of film,
    so that a consent withdrawn while it plays stops it. 404 to whoever is not in the room."""
    room, me = _room_of_request(db.session, supervision_id)
    clip = next((q for q in room.queue if q.id == queued_clip_id), None) if room else None
    if room is None or clip is None or not room.is_live:
        abort(404)
    if clip is not room.film or not clip.is_showable(clock.now()):
        abort(403, _("This film is not being shown."))
    if me is not None and not _may_have(me, clip):
        abort(403, _("The film is on the wall."))
    return clip


def _asking_on(supervision_id: int, queued_clip_id: int) -> Callable[[], bool]:
    """Whether this request's screen may go on receiving it: a player asks for the whole film once,
    and a no may come while it streams."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    _room, me = _room_of_request(db.session, supervision_id)
    my_id = me.id if me is not None else None

    def may_go_on() -> bool:
        with app.app_context():
            clip = db.session.get(QueuedClip, queued_clip_id)
            me = db.session.get(Participant, my_id) if my_id is not None else None
            if clip is None or not clip.supervision.is_live or clip is not clip.supervision.film:
                return False
            if my_id is not None and (me is None or not me.takes_part or not _may_have(me, clip)):
                return False
            return clip.is_showable(clock.now())

    return may_go_on


def _room_of_request(
    session: Session, supervision_id: int
) -> tuple[SupervisionSession | None, Participant | None]:
    """The room, and who asks; a wall is nobody."""
    wall = wall_of_request(session)
    if wall is not None and wall.id == supervision_id:
        return wall, None
    me = None
    if current_user.is_authenticated:
        me = Participant.of(session, supervision_id, current_user.id)
    return (me.supervision, me) if me is not None else (None, None)


def _may_have(me: Participant, clip: QueuedClip) -> bool:
    """The supervisors and the presenter always; the others where the supervisor lets phones have
    the film."""
    playback = me.supervision.playback
    on_companions = playback is not None and playback.on_companions
    return me.supervises or clip.presenter is me or on_companions
