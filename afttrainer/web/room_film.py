"""The film of the clip at work, for the screens of its room and for nobody else."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flask import Blueprint, Response, abort, request
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from afttrainer import clock
from afttrainer.extensions import db
from afttrainer.live import phone_clip
from afttrainer.models import Participant, QueuedClip, Recording, SupervisionSession, skipped
from afttrainer.web import growing_film
from afttrainer.web.film_bytes import film_response
from afttrainer.web.signed_in import asking_on
from afttrainer.web.walls import wall_of_request

films = Blueprint("films", __name__, url_prefix="/supervision/<int:supervision_id>/clips")


@films.get("/<int:queued_clip_id>/film")
def film(supervision_id: int, queued_clip_id: int) -> Response:
    """All of the recording: for the wall, for whoever supervises, and for whose film it is."""
    name = _whole(supervision_id, queued_clip_id).film_name
    if name is None:
        abort(404)
    return film_response(name, may_go_on=_asking_on(supervision_id, queued_clip_id, may_have_all))


@films.get("/<int:queued_clip_id>/clip")
def clip(supervision_id: int, queued_clip_id: int) -> Response:
    """The clip alone, for phones: nothing in it lies outside the marks."""
    name = phone_clip.name_of(_open_clip(supervision_id, queued_clip_id, may_have).clip)
    if name is None:
        abort(404)
    return film_response(name, may_go_on=_asking_on(supervision_id, queued_clip_id, may_have))


@films.get("/<int:queued_clip_id>/growing")
def growing(supervision_id: int, queued_clip_id: int) -> Response:
    after = request.args.get("after", 0, type=int)
    return growing_film.parts(_whole(supervision_id, queued_clip_id), max(0, after))


@films.get("/<int:queued_clip_id>/growing/film")
def growing_bytes(supervision_id: int, queued_clip_id: int) -> Response:
    recording = _whole(supervision_id, queued_clip_id)
    go_on = _asking_on(supervision_id, queued_clip_id, may_have_all)
    return growing_film.some_bytes(recording, go_on)


@films.get("/<int:queued_clip_id>/captions")
def captions(supervision_id: int, queued_clip_id: int) -> Response:
    name = _whole(supervision_id, queued_clip_id).captions_name
    if name is None:
        abort(404)
    return film_response(name)


def may_have_all(me: Participant | None, clip: QueuedClip) -> bool:
    """Who gets the whole recording while the clip is shown; None asks for the wall."""
    return me is None or me.supervises or clip.presenter is me


def may_have(me: Participant | None, clip: QueuedClip) -> bool:
    """Who gets the clip, cut at its marks: the others where the supervisor lets phones show it, and
    its presenter leaves nothing out, which would be in the file."""
    if may_have_all(me, clip):
        return True
    playback = clip.supervision.playback
    return playback is not None and playback.on_companions and not skipped.has_gap(clip)


May = Callable[[Participant | None, QueuedClip], bool]


def _whole(supervision_id: int, queued_clip_id: int) -> Recording:
    return _open_clip(supervision_id, queued_clip_id, may_have_all).clip.recording


def _open_clip(supervision_id: int, queued_clip_id: int, may: May) -> QueuedClip:
    """The clip, where this request's screen may show it now; asked anew for every piece of film,
    so that a consent withdrawn while it plays stops it. 404 to whoever is not in the room."""
    room, me = _room_of_request(db.session, supervision_id)
    clip = next((q for q in room.queue if q.id == queued_clip_id), None) if room else None
    if room is None or clip is None or not room.is_live:
        abort(404)
    if clip is not room.film or not clip.may_watch(me, clock.now()):
        abort(403, _("This film is not being shown."))
    if not may(me, clip):
        abort(403, _("The film is on the wall."))
    return clip


def _asking_on(supervision_id: int, queued_clip_id: int, may: May) -> Callable[[], bool]:
    """Whether this request's screen may go on receiving it: a player asks for the whole film once,
    and a no may come while it streams."""
    _room, me = _room_of_request(db.session, supervision_id)
    my_id = me.id if me is not None else None
    return asking_on(partial(_may_go_on, my_id, queued_clip_id, may), is_wall=me is None)


def _may_go_on(my_id: int | None, queued_clip_id: int, may: May) -> bool:
    clip = db.session.get(QueuedClip, queued_clip_id)
    me = db.session.get(Participant, my_id) if my_id is not None else None
    if clip is None or not clip.supervision.is_live or clip is not clip.supervision.film:
        return False
    if my_id is not None and (me is None or not me.takes_part):
        return False
    return may(me, clip) and clip.may_watch(me, clock.now())


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
