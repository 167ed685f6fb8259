"""What comes of films on their way in: from the request to the disk, and on to the film worker."""

from __future__ import annotations

from typing import cast

import gevent
from flask import current_app, request
from flask_babel import gettext as _
from gevent.monkey import is_module_patched
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.exceptions import ClientDisconnected

from afttrainer import clock
from afttrainer.accounts import off_the_loop
from afttrainer.extensions import db, write
from afttrainer.film_house import film_house
from afttrainer.media.arriving import Arriving
from afttrainer.media.refusals import NoRoom
from afttrainer.models import Recording, Upload
from afttrainer.models.refusal import Refused
from afttrainer.models.upload import Arrived

PIECE_BYTES = 512 * 1024
#: Who says nothing for so long in the middle of a film has gone; what came of it is kept.
SILENT_S = 60
CAPTIONS = "captions.vtt"


def arriving() -> Arriving:
    """The one of this worker."""
    found = current_app.extensions.get("arriving")
    if found is None:
        found = current_app.extensions["arriving"] = Arriving(film_house().store)
    return cast(Arriving, found)


def take_in(ticket: str, at: int, size: int) -> int:
    """What comes with this request, for as long as it comes; returns the length then."""
    here, began = arriving(), at
    try:
        while at < size and (piece := _next_piece(min(PIECE_BYTES, size - at))):
            at = off_the_loop(here.add, ticket, at, piece)
    finally:
        if at > began:
            off_the_loop(here.settle, ticket)
    return at


def _next_piece(most: int) -> bytes:
    """Nothing where the sender has gone."""
    silence = gevent.Timeout(SILENT_S) if is_module_patched("threading") else None
    try:
        if silence is not None:
            silence.start()
        return request.stream.read(most)
    except (ClientDisconnected, OSError):
        return b""
    except gevent.Timeout as over:
        if over is not silence:
            raise
        return b""
    finally:
        if silence is not None:
            silence.close()


def finish(ticket: str) -> None:
    """All of it is here: to the film worker, where its person has said whose it is."""
    here = arriving()
    sha256 = off_the_loop(here.sha256, ticket)

    def arrive(session: Session) -> Arrived | None:
        found = session.scalar(select(Upload).where(Upload.ticket == ticket))
        if found is None or found.arrived_at is not None:
            return None
        return found.arrive(sha256, clock.now())

    arrived = write(arrive)
    here.done_with(ticket)
    if arrived is Arrived.TO_BE_PREPARED:
        prepare(ticket)
    elif arrived is Arrived.HERE_ALREADY:
        film_house().store.discard(ticket)


def prepare(ticket: str) -> None:
    """Hand a film that has arrived to the film worker, with its captions if it has some."""
    house = film_house()
    film = house.store.incoming(ticket)
    beside = film.with_name(CAPTIONS)
    captions = str(beside) if beside.is_file() else None
    known = db.session.scalar(select(Recording.sha256).where(Recording.ticket == ticket))
    house.queue.prepare(ticket, str(film), captions, sha256=known)


def drop(ticket: str) -> None:
    """Nothing is left of an upload, nor of what was said of it."""

    def give_up(session: Session) -> None:
        found = session.scalar(select(Upload).where(Upload.ticket == ticket))
        if found is not None:
            found.give_up()

    write(give_up)
    off_the_loop(arriving().forget, ticket)


def need_room(size: int) -> None:
    """Space on the disk for this film beside all that is on its way. Raises Refused."""
    here, still = arriving(), size
    for other in db.session.scalars(select(Upload).where(Upload.arrived_at.is_(None))):
        try:
            still += max(0, other.size_bytes - here.length(other.ticket))
        except OSError:
            continue
    try:
        film_house().store.need_room(still)
    except NoRoom as why:
        raise Refused(_(why.template) % why.details, status=507) from None


def disk_full() -> str:
    return str(
        _(
            "The disk of the server is full. What has come of this film is kept there; it goes on "
            "by itself when there is space."
        )
    )
