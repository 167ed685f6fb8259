"""The live room's pages, and the second door for its commands."""

from __future__ import annotations

from flask import (
    Blueprint,
    abort,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from afttrainer.extensions import db
from afttrainer.live import fragments, stop
from afttrainer.live.audiences import push
from afttrainer.live.envelope import Envelope
from afttrainer.live.protocol import perform
from afttrainer.models import Membership, Participant
from afttrainer.models.participant import LARGEST_ID
from afttrainer.models.refusal import Refused
from afttrainer.models.revision import EVERYONE, SUPERVISOR, mine
from afttrainer.web.shown import note_reading

room = Blueprint("room", __name__, url_prefix="/supervision/<int:supervision_id>")


def own_part(supervision_id: int, *, supervising: bool = False) -> Participant:
    """The signed-in person's part in that meeting. To an outsider there is no such page."""
    me = Participant.of(db.session, supervision_id, current_user.id)
    if me is None:
        abort(404)
    if supervising and not me.supervises:
        abort(403, _("Only the supervisor can do this."))
    return me


@room.get("")
def enter(supervision_id: int) -> AnyResponse:
    me = own_part(supervision_id)
    where = "room.console" if me.supervises else "room.companion"
    return redirect(url_for(where, supervision_id=supervision_id))


@room.get("/console")
def console(supervision_id: int) -> str:
    me = _own_page(supervision_id, supervising=True)
    note_reading(me)
    return _screen("console", me, [SUPERVISOR, mine(me)])


@room.get("/companion")
def companion(supervision_id: int) -> str:
    me = _own_page(supervision_id)
    return _screen("companion", me, [EVERYONE, mine(me)])


def _own_page(supervision_id: int, *, supervising: bool = False) -> Participant:
    """Whoever was removed finds what their device has kept, and nothing of the room."""
    try:
        return own_part(supervision_id, supervising=supervising)
    except NotFound:
        once = Participant.once_of(db.session, supervision_id, current_user.id)
        if once is None:
            raise
        page = render_template("room/left.html", supervision_id=supervision_id, part=once.id)
        abort(make_response(page, 404))


def _screen(screen: str, me: Participant, audiences: list[str]) -> str:
    supervision = me.supervision
    drawn = [fragments.render(supervision, audience) for audience in audiences]
    return render_template(
        f"room/{screen}.html", supervision=supervision, me=me, fragments=drawn, screen=screen
    )


def what_was_sent() -> object:
    """What came, None where it is nothing that could be read: too deep is not readable either."""
    try:
        return request.get_json(silent=True)
    except RecursionError:
        return None


@room.post("/command")
def command(supervision_id: int) -> tuple[AnyResponse, int]:
    """The same commands as over the socket, for networks that let no socket through."""
    user_id = current_user.id

    def me(session: Session) -> Participant | None:
        return Participant.of(session, supervision_id, user_id)

    sent = what_was_sent()
    if not means_whoever_asks(sent, supervision_id):
        words = _("Somebody else is signed in on this device now.")
        return jsonify(ok=False, again=True, words=words), 409
    try:
        envelope = Envelope.read(sent)
    except Refused as no:
        return jsonify(ok=False, words=str(no), fields={}), no.status
    stop.at_once(me, envelope, supervision_id)
    done = perform(me, envelope, room=supervision_id)
    outcome = stop.in_words(done, envelope, supervision_id)
    push(outcome.supervision_id, outcome.touched)
    return jsonify(outcome.ack), outcome.status


def means_whoever_asks(sent: object, supervision_id: int) -> bool:
    """Whether it is the signed-in person's own: on a shared device a page of somebody else's may be
    open still, and what waits there must not go out under another name."""
    named = sent.get("participant") if isinstance(sent, dict) else None
    if named is None:
        return True
    if type(named) is not int or named < 1 or max(named, supervision_id) > LARGEST_ID:
        return False
    of_whom = (
        select(Membership.user_id)
        .join(Participant, Participant.membership_id == Membership.id)
        .where(Participant.id == named, Participant.supervision_id == supervision_id)
    )
    return bool(db.session.scalar(of_whom) == current_user.id)
