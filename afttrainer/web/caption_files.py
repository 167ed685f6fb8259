"""A film's captions: brought later, replaced, taken away."""

from __future__ import annotations

import contextlib
from typing import Any

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from afttrainer.extensions import db
from afttrainer.film_house import film_house
from afttrainer.forms.captions import CaptionsForm
from afttrainer.media.captions import MOST_BYTES, captions_in
from afttrainer.media.refusals import N_, BadCaptions, Refusal
from afttrainer.models import Membership, Recording, film_captions
from afttrainer.models.refusal import Refused
from afttrainer.web.keeping import Touched, change, touched
from afttrainer.web.recordings import Page, film_page, my_place, own_recording

caption_files = Blueprint(
    "caption_files", __name__, url_prefix="/films/<int:recording_id>/captions"
)


@caption_files.post("")
def bring(recording_id: int) -> Page:
    """What was there stays where the new ones cannot be read."""
    recording, form = own_recording(recording_id), CaptionsForm()
    my_id, sha256, before = my_place(recording).id, recording.sha256, recording.captions_name
    if not recording.is_ready or sha256 is None:
        raise Refused(_("The film is not ready yet."))
    try:
        name = film_house().store.keep_captions(sha256, captions_in(_file(form)))
    except Refusal as why:
        form.captions.errors = [_(why.template) % why.details]
        return film_page(recording, captions=form), 422
    change(lambda session: _give(session, recording_id, my_id, name))
    if name != before:
        _forget(before)
    flash(_("The captions are kept."))
    return redirect(url_for("recordings.recording", recording_id=recording_id), code=303)


def _file(form: CaptionsForm) -> bytes:
    given: Any = form.captions.data
    if not given:
        raise BadCaptions(CHOOSE)
    with given.stream as file:
        raw = bytes(file.read(MOST_BYTES + 1))
    if not raw:
        raise BadCaptions(CHOOSE)
    return raw


@caption_files.post("/remove")
def remove(recording_id: int) -> Page:
    recording = own_recording(recording_id)
    my_id, before = my_place(recording).id, recording.captions_name
    change(lambda session: _give(session, recording_id, my_id, None))
    _forget(before)
    flash(_("The captions are removed."))
    return redirect(url_for("recordings.recording", recording_id=recording_id), code=303)


def _give(session: Session, recording_id: int, my_id: int, name: str | None) -> Touched:
    by = session.get_one(Membership, my_id)
    return touched(film_captions.give(session.get_one(Recording, recording_id), by, name))


def _forget(name: str | None) -> None:
    """What a patient said goes with the captions, unless the same film bears them elsewhere."""
    same = select(func.count()).where(Recording.captions_name == name)
    if name is not None and not db.session.scalar(same):
        with contextlib.suppress(Refusal, OSError):
            film_house().store.place(name).path.unlink(missing_ok=True)


CHOOSE = N_("Please choose a file first.")
