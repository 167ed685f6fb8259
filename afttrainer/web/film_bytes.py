"""Film bytes as an answer of this server: ranges, and a pause between two pieces."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import gevent
from flask import Response, abort, request
from gevent.monkey import is_module_patched

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


def film_response(path: Path, mime_type: str) -> Response:
    """The film, or the part of it that the request asks for; 404 where it is gone.

    Whether the person may have it is asked before this is called.
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
    pieces = chunks(path, start, stop, _pause()) if request.method != "HEAD" else iter(())
    return Response(pieces, status=status_of(answer), headers=headers, direct_passthrough=True)


def mime_type_of(film_name: str) -> str:
    """By the name that the film store gave it."""
    return MIME_TYPES[film_name.rpartition(".")[2]]


def _pause() -> Callable[[], None]:
    """Between two pieces of film the tags of all rooms come through."""
    if is_module_patched("threading"):
        return lambda: gevent.sleep(0)
    return lambda: None
