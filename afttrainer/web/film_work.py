"""The film worker's work on one film: watched as it grows, stopped, and begun again."""

from __future__ import annotations

import contextlib

from flask import Blueprint, flash, redirect, request, url_for
from flask import Response as FilmResponse
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from afttrainer.film_house import film_house
from afttrainer.media.facts import FilmFacts
from afttrainer.models import Recording, RecordingStatus
from afttrainer.web import growing_film
from afttrainer.web.recordings import may_go_on_reading, note_look, own_recording, watchable

film_work = Blueprint("film_work", __name__, url_prefix="/films/<int:recording_id>")


@film_work.app_template_global()
def can_begin_again(recording: Recording) -> bool:
    """Whether it was put aside for a reason that may have passed, and its file is still here."""
    if recording.status is not RecordingStatus.REFUSED:
        return False
    report = film_house().queue.reports.get(recording.ticket)
    return report is not None and report.stage == "stopped" and report.source.exists()


@film_work.app_template_global()
def is_unheard(recording: Recording) -> bool:
    """Whether it came with a sound of a kind that is not taken in, and has none here."""
    facts: FilmFacts | None = None
    if recording.is_growing:
        report = film_house().queue.reports.get(recording.ticket)
        facts = report.facts if report is not None else None
    elif recording.is_ready and recording.sha256 is not None:
        with contextlib.suppress(OSError, ValueError):
            _stored, facts = film_house().store.find(recording.sha256) or ("", None)
    return facts is not None and facts.unheard is not None


@film_work.get("/growing")
def growing(recording_id: int) -> FilmResponse:
    """What there is by now of a film that is being encoded."""
    after = request.args.get("after", 0, type=int)
    return growing_film.parts(watchable(recording_id), max(0, after))


@film_work.get("/growing/film")
def growing_bytes(recording_id: int) -> FilmResponse:
    watchable(recording_id)
    note_look(recording_id)
    return growing_film.some_bytes(own_recording(recording_id), may_go_on_reading(recording_id))


@film_work.post("/stop")
def stop(recording_id: int) -> Response:
    found = own_recording(recording_id)
    film_house().queue.reports.cancel(found.ticket)
    flash(_("The film is not prepared any further."))
    return _back(recording_id)


@film_work.post("/again")
def again(recording_id: int) -> Response:
    found = own_recording(recording_id)
    if can_begin_again(found) and film_house().queue.again(found.ticket):
        flash(_("The film is being prepared once more."))
    return _back(recording_id)


def _back(recording_id: int) -> Response:
    return redirect(url_for("recordings.recording", recording_id=recording_id), code=303)
