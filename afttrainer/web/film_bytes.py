"""Film bytes as an answer of this server: ranges, and a pause between two pieces."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cache
from logging import Logger
from typing import Any, BinaryIO, TypeVar

import gevent
from flask import Response, abort, current_app, request
from flask_babel import gettext as _
from gevent.monkey import is_module_patched
from gevent.threadpool import ThreadPool

from afttrainer import clock
from afttrainer.film_house import film_house
from afttrainer.media.facts import MIME_TYPES
from afttrainer.media.film_keys import KeyGone
from afttrainer.media.refusals import Refusal
from afttrainer.media.serve import (
    Part,
    Unsatisfiable,
    Whole,
    chunks,
    etag,
    headers_for,
    parse_range,
    status_of,
)
from afttrainer.media.store import FilmStore

#: How often it is asked whether what streams already may go on.
ASKED_EVERY = timedelta(seconds=1)
#: A proxy sends the rest of what it was given, whatever is said meanwhile: so it is given no more.
GIVEN_AT_MOST = 4 * 1024 * 1024
#: A proxy may keep a yes for so long, and ask for the pieces of a film no more often.
FOR_SO_LONG = timedelta(seconds=2)
#: What it sends: only the addresses of films come in by the door that has their folder behind it.
SENT_BY_PROXY = ("film.", "clip-")
#: Threads that read and open films; one disk gives no more to more of them.
READ_BY = 4

T = TypeVar("T")


def film_response(
    stored: str, mime_type: str | None = None, may_go_on: Callable[[], bool] = lambda: True
) -> Response:
    """What lies in the film store under that name, or the part of it that the request asks for;
    404 where it is gone.

    Whether the person may have it is asked before this is called, and `may_go_on` now and about
    once a second from then on: where it says no, the connection is broken off.
    """
    if not may_go_on():  # a proxy asks for each piece by the cookie of a sign-in that may be over
        abort(404)
    mime_type = mime_type or mime_type_of(stored)
    accel = accelerated(stored, mime_type)
    if accel is not None:
        return accel
    store = film_house().store
    try:
        tag, film = off_the_loop(lambda: _open(store, stored))
    except (OSError, KeyGone):
        abort(404)
    except Refusal as why:
        current_app.logger.error("A film could not be opened: %s", why)
        abort(500, _(why.template) % why.details)
    return answer(film, tag, mime_type, may_go_on)


def _open(store: FilmStore, stored: str) -> tuple[str, BinaryIO]:
    place = store.place(stored)
    return etag(place.path), place.open()


def answer(
    film: BinaryIO, tag: str, mime_type: str, may_go_on: Callable[[], bool] = lambda: True
) -> Response:
    """The same for an open film, which is closed when all is sent."""
    size = film.seek(0, os.SEEK_END)
    asked = parse_range(request.headers.get("Range"), size, tag, request.headers.get("If-Range"))
    headers = headers_for(asked, size, tag, mime_type)
    if isinstance(asked, Unsatisfiable) or request.method == "HEAD":
        film.close()
        return Response(status=status_of(asked), headers=headers)
    start, stop = (asked.start, asked.stop) if isinstance(asked, Part) else (0, size)
    pieces = _said(chunks(film, start, stop, _pause(may_go_on), off_the_loop), current_app.logger)
    made = Response(pieces, status=status_of(asked), headers=headers, direct_passthrough=True)
    made.call_on_close(film.close)  # also where the viewer has gone before the first piece
    return made


def _said(pieces: Iterator[bytes], log: Logger) -> Iterator[bytes]:
    """A film that was changed on the disk ends where that is; the operator is told."""
    try:
        yield from pieces
    except Refusal as why:
        log.error("A film could not be read any further: %s", why)
        raise ConnectionResetError(errno.ECONNRESET, "the film cannot be read") from why


def accelerated(stored: str, mime_type: str) -> Response | None:
    """The proxy's own work, where the site says that it may read the films (docs/operating.md);
    it answers ranges and HEAD itself.

    None for what is sealed all the same, for what lies beside a film, and for more than 4 MiB: a
    proxy that cuts what players ask for into pieces asks for each of them, and so hears of a no.
    """
    location = current_app.extensions["settings"].films_accel
    if not location or not stored.rpartition("/")[2].startswith(SENT_BY_PROXY):
        return None
    try:
        size = film_house().store.path(stored).stat().st_size
    except OSError:
        return None
    asked = parse_range(request.headers.get("Range"), size, "", request.headers.get("If-Range"))
    sent = asked.stop - asked.start if isinstance(asked, Part) else size
    if isinstance(asked, Unsatisfiable) or sent > GIVEN_AT_MOST:
        return None
    headers = headers_for(Whole(), 0, "", mime_type)
    for its_own in ("Content-Length", "ETag", "Accept-Ranges"):
        headers.pop(its_own)
    its_yes = {
        "X-Accel-Redirect": f"{location}{stored}",
        "X-Accel-Expires": f"{FOR_SO_LONG.total_seconds():.0f}",
    }
    return Response(headers=headers | its_yes)


def off_the_loop(read: Callable[[], T]) -> T:
    """On a thread of the films' own: no room waits for a disk, nor for a film being opened."""
    if not is_module_patched("threading"):
        return read()
    done: T = _readers().apply(read)
    return done


@cache
def _readers() -> Any:
    return ThreadPool(READ_BY)


def mime_type_of(film_name: str) -> str:
    """By the name that the film store gave it."""
    return MIME_TYPES[film_name.rpartition(".")[2]]


def _pause(may_go_on: Callable[[], bool]) -> Callable[[], None]:
    """Between two pieces of film the tags of all rooms come through, and a no to the film."""
    asked_at = clock.now()

    def pause() -> None:
        nonlocal asked_at
        if is_module_patched("threading"):
            gevent.sleep(0)
        if clock.now() - asked_at >= ASKED_EVERY:
            asked_at = clock.now()
            if not may_go_on():
                # As if the other side had gone: servers close the connection and say nothing.
                raise ConnectionResetError(errno.ECONNRESET, "the film is not shown any more")

    return pause
