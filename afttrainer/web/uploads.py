"""Films that come in bit by bit: the tus protocol, version 1.0.0, with creation, termination and
expiration (https://tus.io/protocols/resumable-upload).

An upload belongs to the person who began it, who is asked for anew with every request.
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from datetime import datetime

from flask import Blueprint, Response, abort, current_app, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.http import http_date

from afttrainer import clock
from afttrainer.accounts import off_the_loop
from afttrainer.extensions import csrf, db, write
from afttrainer.media.arriving import Elsewhere
from afttrainer.media.refusals import NoRoom
from afttrainer.models import Membership, Upload
from afttrainer.models.refusal import Refused
from afttrainer.models.upload import Allowance
from afttrainer.web.arrivals import arriving, disk_full, drop, finish, need_room, take_in
from afttrainer.web.groups import own_place

uploads = Blueprint("uploads", __name__, url_prefix="/groups/<int:group_id>/uploads")
# Of these requests none can be made by another site's page: each must carry a header (below) that
# a browser sends to its own site only. A page's token would be stale before 8 GB are here.
csrf.exempt(uploads)

VERSION = "1.0.0"
BODY = "application/offset+octet-stream"
_NUMBER = re.compile(r"[0-9]{1,18}")
_MARK = re.compile(r"[A-Za-z0-9_.-]{1,80}")


def allowance() -> Allowance:
    settings = current_app.extensions["settings"]
    return Allowance(settings.upload_limit_bytes, settings.group_films_bytes or None)


@uploads.before_request
def _speaks_tus() -> Response | None:
    if request.method in ("OPTIONS", "GET") or request.headers.get("Tus-Resumable") == VERSION:
        return None
    return _said(_("This address is for films that are being sent."), 412, {"Tus-Version": VERSION})


@uploads.after_request
def _says_so(response: Response) -> Response:
    response.headers["Tus-Resumable"] = VERSION
    return response


@uploads.errorhandler(Refused)
def _refused(no: Refused) -> Response:
    return _said(str(no), no.status)


@uploads.route("", methods=["OPTIONS"], provide_automatic_options=False)
@uploads.route("/<ticket>", methods=["OPTIONS"], provide_automatic_options=False)
def abilities(group_id: int, ticket: str = "") -> Response:  # noqa: ARG001 - the same for each
    own_place(group_id)
    told = {
        "Tus-Version": VERSION,
        "Tus-Extension": "creation,termination,expiration",
        "Tus-Max-Size": str(allowance().film_bytes),
    }
    return Response(status=204, headers=told)


@uploads.post("")
def begin(group_id: int) -> Response:
    me = own_place(group_id)
    size = _number("Upload-Length")
    if size is None:
        return _said(_("It was not said how large the film is."), 400)
    my_id, mark, allowed = me.id, _mark(), allowance()
    need_room(size)

    def note(session: Session) -> tuple[str, datetime]:
        by = session.get_one(Membership, my_id)
        begun = Upload.begin(by, size, mark, allowed, clock.now())
        return begun.ticket, begun.expires_at

    ticket, expires_at = write(note)
    off_the_loop(arriving().begin, ticket)
    told = {"Location": url_for(".upload", group_id=group_id, ticket=ticket)}
    return Response(status=201, headers=told | _until(expires_at))


@uploads.route("/<ticket>", methods=["HEAD", "PATCH", "DELETE", "POST"])
def upload(group_id: int, ticket: str) -> Response:
    method = request.method
    if method == "POST":  # for networks that let no other method through
        method = request.headers.get("X-HTTP-Method-Override", "")
    if method == "HEAD":
        return _where(_own(group_id, ticket))
    if method == "PATCH":
        return _go_on(_own(group_id, ticket))
    if method == "DELETE":
        drop(_own(group_id, ticket).ticket)
        return Response(status=204)
    abort(405)


@uploads.get("/<ticket>/card")
def card(group_id: int, ticket: str) -> str:
    """Where its person says whose film it is, while it comes."""
    from afttrainer.web.bringing import card_of

    found = _own(group_id, ticket)
    return render_template("film/_arriving.html", me=found.member, card=card_of(found))


def _own(group_id: int, ticket: str) -> Upload:
    found = Upload.of(db.session, ticket, own_place(group_id))
    if found is None:
        abort(404)
    if found.has_expired(clock.now()):
        abort(410, _("The time to go on with this film is over. Please begin anew."))
    return found


def _where(found: Upload) -> Response:
    length = _length(found)
    if length == found.size_bytes and found.arrived_at is None:
        finish(found.ticket)  # the power went just before
    told = {
        "Upload-Offset": str(length),
        "Upload-Length": str(found.size_bytes),
        "Cache-Control": "no-store",
    }
    return Response(status=200, headers=told | _until(found.expires_at))


def _go_on(found: Upload) -> Response:
    ticket, size = found.ticket, found.size_bytes
    if request.mimetype != BODY:
        return _said(_("This address is for films that are being sent."), 415)
    at, length, coming = _number("Upload-Offset"), _length(found), request.content_length
    if at is None:
        return _said(_("It was not said where the film goes on."), 400)
    if at != length:
        return _said(_("The film goes on elsewhere."), 409, {"Upload-Offset": str(length)})
    if coming is not None and at + coming > size:
        return _said(_("This is more than was said to come."), 413)
    found.must_have_room(db.session, allowance())
    expires_at = found.expires_at
    if not found.was_just_noted(clock.now()):
        expires_at = write(lambda session: _noted(session, ticket))
    request.max_content_length = size - at
    try:
        length = take_in(ticket, at, size)
    except Elsewhere as now:
        return _said(_("The film goes on elsewhere."), 409, {"Upload-Offset": str(now.length)})
    except NoRoom:
        return _said(disk_full(), 507)
    if length == size:
        finish(ticket)
    return Response(status=204, headers={"Upload-Offset": str(length)} | _until(expires_at))


def _noted(session: Session, ticket: str) -> datetime:
    found = session.scalars(select(Upload).where(Upload.ticket == ticket)).one()
    return found.goes_on(clock.now())


def _length(found: Upload) -> int:
    try:
        return arriving().length(found.ticket)
    except OSError:
        abort(410, _("What had come of this film is not here any more. Please begin anew."))


def _number(header: str) -> int | None:
    found = request.headers.get(header, "")
    return int(found) if _NUMBER.fullmatch(found) else None


def _mark() -> str:
    """Of all that a client may say of a film, only its own mark is heard."""
    for pair in request.headers.get("Upload-Metadata", "")[:4096].split(","):
        name, _space, encoded = pair.strip().partition(" ")
        if name != "mark":
            continue
        try:
            mark = b64decode(encoded, validate=True).decode("ascii")
        except (binascii.Error, ValueError):
            return ""
        return mark if _MARK.fullmatch(mark) else ""
    return ""


def _until(expires_at: datetime) -> dict[str, str]:
    return {"Upload-Expires": http_date(expires_at)}


def _said(words: str, status: int, headers: dict[str, str] | None = None) -> Response:
    return Response(words, status=status, mimetype="text/plain", headers=headers)
