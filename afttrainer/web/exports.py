"""Clips that leave the site as a file: only where its setting, the role and the patient's consent
all say yes. There is no other way to take a film away."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response, abort, redirect, render_template, url_for
from flask import request as asked_with
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from afttrainer import clock, export_desk
from afttrainer.extensions import db, write
from afttrainer.film_house import film_house
from afttrainer.forms.clip_export import ClipExportForm
from afttrainer.models import Clip, ClipExport, Membership
from afttrainer.models.clip_export import ExportRule, must_be_allowed
from afttrainer.models.refusal import Refused
from afttrainer.web.clips import own_clip
from afttrainer.web.film_bytes import film_response
from afttrainer.web.recordings import export_rule, my_place, own_recording
from afttrainer.web.signed_in import asking_on

exports = Blueprint(
    "exports", __name__, url_prefix="/films/<int:recording_id>/clips/<int:clip_id>/exports"
)
Page = str | AnyResponse | tuple[str, int]


@exports.get("")
def listed(recording_id: int, clip_id: int) -> str:
    clip, me = _clip(recording_id, clip_id)
    must_be_allowed(clip.recording, me, export_rule(), clock.now())
    return _page(clip, me)


def _page(clip: Clip, me: Membership, words: str = "") -> str:
    form = ClipExportForm(formdata=None, data={"is_marked": True})
    return render_template(
        "film/exports.html",
        clip=clip,
        recording=clip.recording,
        me=me,
        group=me.group,
        form=form,
        rule=export_rule(),
        words=words,
        now=clock.now(),
    )


@exports.post("")
def ask(recording_id: int, clip_id: int) -> Page:
    clip, me = _clip(recording_id, clip_id)
    my_id, rule, form = me.id, export_rule(), ClipExportForm(asked_with.form)

    def begin(session: Session) -> int:
        by, found = session.get_one(Membership, my_id), session.get_one(Clip, clip_id)
        asked = ClipExport.ask(found, by, rule, clock.now(), is_marked=form.is_marked.data)
        session.flush()
        return asked.id

    try:
        export_id = write(begin)
    except Refused as no:
        if no.status == 403:
            raise
        return _page(clip, me, str(no)), no.status
    # Only now: what the worker is told of is on disk.
    export_desk.order(film_house(), db.session.get_one(ClipExport, export_id))
    return _back(recording_id, clip_id)


@exports.get("/<int:export_id>/state")
def state(recording_id: int, clip_id: int, export_id: int) -> str:
    """How far it is, for the page to ask again and again."""
    asked, _me = _export(recording_id, clip_id, export_id)
    recording = own_recording(recording_id)
    return render_template("film/_export.html", export=asked, recording=recording)


@exports.post("/<int:export_id>/end")
def end(recording_id: int, clip_id: int, export_id: int) -> Page:
    """Leave off making it, or remove what was made."""
    _export(recording_id, clip_id, export_id)

    def ended(session: Session) -> None:
        found = session.get_one(ClipExport, export_id)
        if found.is_alive:
            found.end()

    write(ended)
    asked, _me = _export(recording_id, clip_id, export_id)
    film_house().cuts.stop(asked.ticket)
    return _back(recording_id, clip_id)


@exports.get("/<int:export_id>/film")
def film(recording_id: int, clip_id: int, export_id: int) -> Response:
    asked, me = _export(recording_id, clip_id, export_id, of_anybody=True)
    my_id, sha256 = me.id, own_recording(recording_id).sha256
    asked.may_be_taken(me, export_rule(), clock.now())
    if sha256 is None:
        abort(404)

    def take(session: Session) -> None:
        found, by = session.get_one(ClipExport, export_id), session.get_one(Membership, my_id)
        found.may_be_taken(by, export_rule(), clock.now())
        found.take(clock.now())

    if asked_with.method == "GET" and asked.taken_at is None:
        write(take)
    stored = film_house().store.name(sha256, asked.file)
    may_go_on = asking_on(partial(_still_holds, export_id, export_rule()))
    answer = film_response(stored, "video/mp4", may_go_on)
    # A name that says nothing of anybody.
    name = _("clip-%(number)s.mp4", number=clip_id)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def _still_holds(export_id: int, rule: ExportRule) -> bool:
    """Whether all three still allow it."""
    found = db.session.get(ClipExport, export_id)
    return found is not None and found.still_holds(rule, clock.now())


def _clip(recording_id: int, clip_id: int) -> tuple[Clip, Membership]:
    recording = own_recording(recording_id)
    return own_clip(recording, clip_id), my_place(recording)


def _export(
    recording_id: int, clip_id: int, export_id: int, *, of_anybody: bool = False
) -> tuple[ClipExport, Membership]:
    """One's own; another's only to be told that it is another's."""
    clip, me = _clip(recording_id, clip_id)
    found = next((one for one in clip.exports if one.id == export_id), None)
    if found is None or not (of_anybody or found.asked_by is me):
        abort(404)
    return found, me


def _back(recording_id: int, clip_id: int) -> AnyResponse:
    at = url_for(".listed", recording_id=recording_id, clip_id=clip_id)
    return redirect(at, code=303)
