"""What there is to see of a film besides the film, for whoever marks a clip in it."""

from __future__ import annotations

from flask import Blueprint, Response, abort, jsonify, url_for

from afttrainer.film_house import film_house
from afttrainer.media import alongside
from afttrainer.media.alongside import SmallPictures
from afttrainer.media.refusals import Refusal
from afttrainer.media.store import FilmStore
from afttrainer.web.film_bytes import film_response, off_the_loop
from afttrainer.web.recordings import watchable

#: A film has a few; more digits than the store's names have are no number of a sheet.
MOST_SHEETS = 1000

outlines = Blueprint("outlines", __name__, url_prefix="/films/<int:recording_id>")


@outlines.get("/outline")
def outline(recording_id: int) -> Response:
    """Where to fetch the waveform and the sheets of small pictures, and the quiet spans in ms.

    What is not there yet, or cannot be read, is null: a clip can be marked without it.
    """
    store, sha256 = _film(recording_id)
    waveform = store.has(store.name(sha256, alongside.WAVEFORM))
    whole = alongside.is_there(store, sha256)
    try:
        spans = off_the_loop(lambda: alongside.quiet_of(store, sha256)) or []
        small = off_the_loop(lambda: alongside.small_pictures_of(store, sha256))
    except (OSError, ValueError, Refusal):
        waveform, spans, small, whole = False, [], None, True
    told = {
        "whole": whole,
        "waveform": url_for(".waveform", recording_id=recording_id) if waveform else None,
        "quiet": [[span.start_ms, span.stop_ms] for span in spans],
        "pictures": _told(small, recording_id) if small else None,
    }
    return jsonify(told)


def _told(small: SmallPictures, recording_id: int) -> dict[str, object]:
    sheets = [
        url_for(".sheet", recording_id=recording_id, number=number)
        for number in range(small.sheets)
    ]
    return {
        "every_ms": small.every_ms,
        "count": small.count,
        "width": small.width,
        "height": small.height,
        "across": small.across,
        "down": small.down,
        "sheets": sheets,
    }


@outlines.get("/waveform")
def waveform(recording_id: int) -> Response:
    """audiowaveform's binary format: see `media/waveform.py`."""
    store, sha256 = _film(recording_id)
    return film_response(store.name(sha256, alongside.WAVEFORM), "application/octet-stream")


@outlines.get("/pictures/<int:number>")
def sheet(recording_id: int, number: int) -> Response:
    store, sha256 = _film(recording_id)
    if number >= MOST_SHEETS:
        abort(404)
    return film_response(alongside.sheet_name(store, sha256, number), "image/jpeg")


def _film(recording_id: int) -> tuple[FilmStore, str]:
    sha256 = watchable(recording_id).sha256
    if sha256 is None:
        abort(404)
    return film_house().store, sha256
