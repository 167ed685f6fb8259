"""Clips: the stretch of a film that its therapist, or the supervisor for them, has chosen.

Marks are set by whoever may watch the film now; removing them is open to both at any time.
"""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from afttrainer import clock
from afttrainer.extensions import write
from afttrainer.forms.clip import ClipForm, SplitForm
from afttrainer.models import Clip, Membership, Recording
from afttrainer.web.keeping import Mistaken, keep
from afttrainer.web.recordings import my_place, own_recording, watchable
from afttrainer.writing import Action

clips = Blueprint("clips", __name__, url_prefix="/films/<int:recording_id>")
Page = str | Response | tuple[str, int]


def own_clip(recording: Recording, clip_id: int) -> Clip:
    clip = next((c for c in recording.clips if c.id == clip_id), None)
    if clip is None:
        abort(404)
    return clip


@clips.route("/clip", methods=["GET", "POST"])
def choose(recording_id: int) -> Page:
    recording = watchable(recording_id)
    if not recording.can_be_marked:
        return redirect(url_for("recordings.recording", recording_id=recording_id))
    if request.method == "GET":
        whole = {"title": "", "in_ms": 0, "out_ms": recording.duration_ms}
        return _page(recording, ClipForm(formdata=None, data=whole))
    form = ClipForm(request.form)
    my_id = my_place(recording).id

    def take(session: Session) -> None:
        by = session.get_one(Membership, my_id)
        clip = session.get_one(Recording, recording_id).choose_clip(
            by, form.title.data or "", form.in_ms.data, form.out_ms.data, clock.now()
        )
        clip.call_hard(by, form.is_hard.data)

    return _kept(recording, form, take)


@clips.route("/clips/<int:clip_id>", methods=["GET", "POST"])
def edit(recording_id: int, clip_id: int) -> Page:
    recording = watchable(recording_id)
    clip = own_clip(recording, clip_id)
    if request.method == "GET":
        return _page(recording, ClipForm(formdata=None, obj=clip), clip)
    form = ClipForm(request.form)
    my_id = my_place(recording).id

    def mark(session: Session) -> None:
        found = session.get_one(Clip, clip_id)
        by = session.get_one(Membership, my_id)
        found.change(by, form.title.data or "", form.in_ms.data, form.out_ms.data)
        found.call_hard(by, form.is_hard.data)

    return _kept(recording, form, mark, clip)


def _kept(
    recording: Recording, form: ClipForm, action: Action[None], clip: Clip | None = None
) -> Page:
    recording_id = recording.id
    try:
        keep(form, action)
    except Mistaken:
        return _page(recording, form, clip), 422
    return redirect(url_for("recordings.recording", recording_id=recording_id) + "#clips", code=303)


def _page(
    recording: Recording, form: ClipForm, clip: Clip | None = None, split: SplitForm | None = None
) -> str:
    if clip is not None and split is None:
        middle = (clip.in_ms + clip.out_ms) // 2
        split = SplitForm(formdata=None, data={"at_ms": middle, "title": clip.title})
    return render_template(
        "film/clip.html",
        recording=recording,
        me=my_place(recording),
        group=recording.case.therapist.group,
        form=form,
        clip=clip,
        split=split,
    )


@clips.post("/clips/<int:clip_id>/split")
def split(recording_id: int, clip_id: int) -> Page:
    """One clip becomes two, with nothing between them."""
    recording = watchable(recording_id)
    clip, my_id, form = (
        own_clip(recording, clip_id),
        my_place(recording).id,
        SplitForm(request.form),
    )

    def part(session: Session) -> None:
        by, found = session.get_one(Membership, my_id), session.get_one(Clip, clip_id)
        found.split(by, form.at_ms.data, form.title.data or "", clock.now())

    try:
        keep(form, part)
    except Mistaken:
        return _page(recording, ClipForm(formdata=None, obj=clip), clip, form), 422
    return redirect(url_for("recordings.recording", recording_id=recording_id) + "#clips", code=303)


@clips.route("/clips/<int:clip_id>/remove", methods=["GET", "POST"])
def remove(recording_id: int, clip_id: int) -> Page:
    recording = own_recording(recording_id)
    clip, my_id = own_clip(recording, clip_id), my_place(recording).id
    back = url_for("recordings.recording", recording_id=recording_id)
    if request.method == "GET":
        return render_template(
            "pages/ask.html",
            question=_("Remove the clip “%(title)s”?", title=clip.title),
            told=[_("Only the two marks are forgotten; the film stays as it is.")],
            yes=_("Remove"),
            back=back,
        )

    def forget(session: Session) -> None:
        session.get_one(Clip, clip_id).remove(session.get_one(Membership, my_id))

    write(forget)
    flash(_("The clip is removed."))
    return redirect(back + "#clips", code=303)
