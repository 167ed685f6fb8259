"""The library of patterns: how ruptures show themselves, on clips that may be used for teaching."""

from __future__ import annotations

from functools import partial
from itertools import groupby

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from afttrainer import clock
from afttrainer.content.codes import DIRECTION_OF
from afttrainer.extensions import db, write
from afttrainer.forms.exemplar import ExemplarForm
from afttrainer.live import phone_clip
from afttrainer.models import Clip, Exemplar, Membership, User, exemplar
from afttrainer.models.participant import LARGEST_ID
from afttrainer.web.clips import own_clip
from afttrainer.web.film_bytes import film_response
from afttrainer.web.keeping import Mistaken, keep
from afttrainer.web.recordings import my_place, note_look, own_recording
from afttrainer.web.signed_in import asking_on

exemplars = Blueprint("exemplars", __name__)
exemplars.add_app_template_filter(exemplar.may_teach, "may_teach")
Page = str | AnyResponse | tuple[str, int]
OF_CLIP = "/films/<int:recording_id>/clips/<int:clip_id>/patterns"


@exemplars.get("/patterns")
def listed() -> str:
    _must_belong()
    shown = exemplar.all_shown(db.session, clock.now())
    by_marker = [(marker, list(of)) for marker, of in groupby(shown, lambda one: one.marker)]
    return render_template(
        "exemplar/exemplars.html", by_marker=by_marker, direction_of=DIRECTION_OF
    )


@exemplars.get("/patterns/<int:exemplar_id>")
def one(exemplar_id: int) -> str:
    found = _shown(exemplar_id)
    is_cut = phone_clip.name_of(found.clip) is not None
    direction = DIRECTION_OF[found.marker]
    return render_template(
        "exemplar/exemplar.html", exemplar=found, direction=direction, is_cut=is_cut
    )


@exemplars.get("/patterns/<int:exemplar_id>/film")
def film(exemplar_id: int) -> Response:
    """The clip alone, as phones get it: nothing in it lies outside the marks."""
    clip = _shown(exemplar_id).clip
    name = phone_clip.name_of(clip)
    if name is None:
        abort(404)
    note_look(clip.recording_id, clip.id, _place_of(current_user, clip))
    may_go_on = asking_on(partial(_is_open_to, current_user.id, exemplar_id))
    return film_response(name, may_go_on=may_go_on)


def _place_of(user: User, clip: Clip) -> Membership:
    """In the group whose film it is, where they are in several."""
    group_id = clip.recording.case.therapist.group_id
    places = [place for place in user.memberships if place.belongs]
    return next((place for place in places if place.group_id == group_id), places[0])


def _must_belong() -> None:
    """The library is for whoever is in a group here."""
    if not _belongs(current_user):
        abort(403, _("The library is for the members of this site’s groups."))


def _belongs(user: User) -> bool:
    return any(place.belongs for place in user.memberships)


def _shown(exemplar_id: int) -> Exemplar:
    _must_belong()
    found = exemplar.shown_to_all(db.session, min(exemplar_id, LARGEST_ID), clock.now())
    if found is None:
        abort(404)
    return found


def _is_open_to(user_id: int, exemplar_id: int) -> bool:
    user = db.session.get(User, user_id)
    found = exemplar.shown_to_all(db.session, exemplar_id, clock.now())
    return found is not None and user is not None and _belongs(user)


@exemplars.route(OF_CLIP, methods=["GET", "POST"])
def of_clip(recording_id: int, clip_id: int) -> Page:
    """One clip's entries; its therapist puts another in."""
    clip, me = _clip(recording_id, clip_id)
    if request.method == "GET":
        return _clip_page(clip, me, ExemplarForm(formdata=None))
    form, my_id = ExemplarForm(request.form), me.id

    def put_in(session: Session) -> None:
        by, found = session.get_one(Membership, my_id), session.get_one(Clip, clip_id)
        Exemplar.put_in(
            found,
            by,
            clock.now(),
            marker=form.marker.data,
            pattern=form.pattern.data or "",
            note=form.note.data or "",
            origin=form.origin.data,
            tells_nobody=bool(form.tells_nobody.data),
        )

    try:
        keep(form, put_in)
    except Mistaken:
        return _clip_page(clip, me, form), 422
    return _back(recording_id, clip_id)


@exemplars.post(f"{OF_CLIP}/<int:exemplar_id>/remove")
def take_out(recording_id: int, clip_id: int, exemplar_id: int) -> Page:
    _clip_of_mine, me = _clip(recording_id, clip_id)
    my_id = me.id

    def taken(session: Session) -> None:
        by, clip = session.get_one(Membership, my_id), session.get_one(Clip, clip_id)
        Exemplar.found(clip, exemplar_id).take_out(by)

    write(taken)
    return _back(recording_id, clip_id)


def _clip(recording_id: int, clip_id: int) -> tuple[Clip, Membership]:
    recording = own_recording(recording_id)
    return own_clip(recording, clip_id), my_place(recording)


def _clip_page(clip: Clip, me: Membership, form: ExemplarForm) -> str:
    now = clock.now()
    return render_template(
        "exemplar/of_clip.html",
        clip=clip,
        recording=clip.recording,
        me=me,
        group=me.group,
        form=form,
        now=now,
        may_put_in=me is clip.recording.case.therapist and exemplar.may_teach(clip.recording, now),
    )


def _back(recording_id: int, clip_id: int) -> AnyResponse:
    at = url_for(".of_clip", recording_id=recording_id, clip_id=clip_id)
    return redirect(at, code=303)
