"""Film bytes as an answer of this server: ranges, and a pause between two pieces."""

from __future__ import annotations

import errno
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import gevent
from flask import Response, abort, request
from gevent.monkey import is_module_patched

from afttrainer import clock
from afttrainer.media.facts import MIME_TYPES
from afttrainer.media.serve import (
    Part,
    Unsatisfiable,
    chunks,
    etag,
    headers_for,
    parse_range,
    status_of,
)

#: How often it is asked whether what streams already may go on.
ASKED_EVERY = timedelta(seconds=1)


def film_response(
    path: Path, mime_type: str, may_go_on: Callable[[], bool] = lambda: True
) -> Response:
    """The film, or the part of it that the request asks for; 404 where it is gone.

    Whether the person may have it is asked before this is called, and `may_go_on` about once a
    second from then on: where it says no, the connection is broken off.
    """
    try:
        size, tag = path.stat().st_size, etag(path)
    except OSError:
        abort(404)
    answer = parse_range(request.headers.get("Range"), size, tag, request.headers.get("If-Range"))
    headers = headers_for(answer, size, tag, mime_type)
    if isinstance(answer, Unsatisfiable):
        return Response(status=status_of(answer), headers=headers)
    start, stop = (answer.start, answer.stop) if isinstance(answer, Part) else (0, size)
    pieces = chunks(path, start, stop, _pause(may_go_on)) if request.method != "HEAD" else iter(())
    return Response(pieces, status=status_of(answer), headers=headers, direct_passthrough=True)


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
