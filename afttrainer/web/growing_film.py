"""A film that is still being encoded, for a player that is fed with it: what there is of it by now,
and the bytes of that.

Who may have it was asked before; here is only how it is told.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import BinaryIO

from flask import Response, abort, jsonify

from afttrainer.film_house import film_house
from afttrainer.media.fragments import Fragments
from afttrainer.media.refusals import Refusal
from afttrainer.media.store import FilmStore
from afttrainer.models import Recording
from afttrainer.web.film_bytes import answer, off_the_loop

#: Films whose beginnings are remembered, so that not all of each is gone through at every look.
REMEMBERED = 8
#: Pieces told at once, a piece every two seconds of film.
TOLD_AT_ONCE = 400

_seen: dict[str, Fragments] = {}


def parts(recording: Recording, after: int) -> Response:
    """`pieces` are [from, up to, begins at ms] of the bytes, beginning with piece number `after`.

    `stream` names the encoding: under another one all that was said before is void. `type` and
    `beginning` (how many bytes come before all pieces) are null and 0 until it has begun.
    `is_whole` where there is nothing to feed any more: the film is to be had as any other.
    """
    found, stream, store = Fragments(), None, film_house().store
    if recording.is_growing:
        ticket, sha256 = recording.ticket, recording.sha256 or ""
        try:
            stream, found = off_the_loop(lambda: _look(store, ticket, sha256))
        except (OSError, Refusal):
            found = Fragments()  # between two steps of the film worker
    told = {
        "is_whole": recording.is_ready,
        "stream": stream,
        "type": found.mime_type or None,
        "beginning": found.beginning,
        "duration_ms": recording.duration_ms,
        "pieces": [[p.start, p.stop, p.at_ms] for p in found.found[after : after + TOLD_AT_ONCE]],
    }
    said = jsonify(told)
    said.headers["Cache-Control"] = "private, no-store"
    return said


def some_bytes(recording: Recording, may_go_on: Callable[[], bool]) -> Response:
    if not recording.is_growing:
        abort(404)
    ticket, sha256, store = recording.ticket, recording.sha256 or "", film_house().store
    try:
        stream, film = off_the_loop(lambda: _open(store, ticket, sha256))
    except (OSError, Refusal):
        abort(404)
    return answer(film, f'"{stream}"', "video/mp4", may_go_on)


def _open(store: FilmStore, ticket: str, sha256: str) -> tuple[str, BinaryIO]:
    """The name of the encoding, and the open film."""
    place = store.growing(ticket, sha256)
    for growing in (True, False):  # when all of it is encoded it is laid out, and has another name
        path = place.path.with_name(place.path.name + ".part") if growing else place.path
        try:
            return f"{ticket}-{path.stat().st_ino:x}", place.open(growing=growing)
        except FileNotFoundError:
            if not growing:
                raise
    raise FileNotFoundError


def _look(store: FilmStore, ticket: str, sha256: str) -> tuple[str, Fragments]:
    stream, film = _open(store, ticket, sha256)
    with film:
        found = _seen.pop(stream, None) or Fragments()
        found.look(film, film.seek(0, os.SEEK_END))
        _seen[stream] = found
        while len(_seen) > REMEMBERED:
            del _seen[next(iter(_seen))]
    return stream, found
