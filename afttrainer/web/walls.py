"""The wall: opened once by a token from the console, then known by its own key."""

from __future__ import annotations

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from afttrainer import clock
from afttrainer.extensions import db, write
from afttrainer.live import fragments
from afttrainer.models import SupervisionSession, WallPass
from afttrainer.models.revision import WALL
from afttrainer.models.user import digest
from afttrainer.web import guessing
from afttrainer.web.room import own_part

walls = Blueprint("walls", __name__)
COOKIE = "wall"


def wall_of_request(session: Session) -> SupervisionSession | None:
    """The meeting that this browser's wall key belongs to, if it is a wall."""
    found = pass_of_request(session)
    return found.supervision if found else None


def pass_of_request(session: Session) -> WallPass | None:
    """By what this browser became a wall, if it is one."""
    key = request.cookies.get(COOKIE)
    if not key:
        return None
    return session.scalar(select(WallPass).where(WallPass.key_hash == digest(key)))


@walls.post("/supervision/<int:supervision_id>/wall")
def make_pass(supervision_id: int) -> AnyResponse:
    """A fresh one-time address, opened at once in the window that asked."""
    me = own_part(supervision_id, supervising=True)
    lives = current_app.config["WALL_LINK_LIVES"]
    participant_id = me.id

    def make(session: Session) -> str:
        from afttrainer.models import Participant

        supervision = session.get_one(Participant, participant_id).supervision
        wall_pass, token = WallPass.make(clock.now(), lives)
        supervision.wall_passes.append(wall_pass)
        return token

    return redirect(url_for("walls.open_wall", token=write(make)), code=303)


@walls.get("/wall/<token>")
def open_wall(token: str) -> AnyResponse:
    by_token = select(WallPass).where(WallPass.token_hash == digest(token))

    def use(session: Session) -> str | None:
        found = session.scalar(by_token)
        return found.open(clock.now()) if found else None

    # Looked up first: no stranger's guess takes the writer's time.
    is_known = db.session.scalar(by_token) is not None
    if not is_known:
        guessing.begin()
    key = write(use) if is_known else None
    if key is None:
        page = render_template(
            "room/wall_closed.html",
            message=_("This address opened a wall once already. Open the wall from the console."),
        )
        return Response(page, status=410)
    response = redirect(url_for("walls.wall"), code=303)
    response.set_cookie(
        COOKIE, key, httponly=True, samesite="Lax", secure=current_app.config["HTTPS"]
    )
    return response


@walls.get("/wall")
def wall() -> str:
    supervision = wall_of_request(db.session)
    if supervision is None:
        abort(403, _("Open the wall from the console."))
    return render_template(
        "room/wall.html",
        supervision=supervision,
        fragments=[fragments.render(supervision, WALL)],
        screen="wall",
    )
