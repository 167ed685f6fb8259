"""Whether there was a tension in a filmed session, from three sides."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from afttrainer import clock
from afttrainer.content.codes import Perspective
from afttrainer.extensions import db
from afttrainer.forms.tension import TensionForm
from afttrainer.models import Membership, Recording, case_history, tension
from afttrainer.models.tension import SessionViews, views_of
from afttrainer.web.keeping import Mistaken, keep
from afttrainer.web.recordings import my_place, own_recording

tensions = Blueprint("tensions", __name__, url_prefix="/films/<int:recording_id>/tension")
Page = str | Response | tuple[str, int]


@tensions.route("", methods=["GET", "POST"])
def views(recording_id: int) -> Page:
    """Known of the session already, it stays closed as long as the case's history does."""
    recording = own_recording(recording_id)
    me, case_id = my_place(recording), recording.case_id
    if not case_history.may_see(me, recording.case):
        return redirect(url_for("cases.case", case_id=case_id) + "#ruptures-h", code=303)
    found = _views(db.session, recording)
    sides = tension.may_say(found, me)
    if request.method == "GET":
        said = {side.value: seen or "" for side, seen in found.sides.items()}
        form = TensionForm(formdata=None, data=said)
        form.offer(sides)
        return _page(found, me, form)
    form = TensionForm(request.form)
    form.offer(sides)
    my_id = me.id

    def noted(session: Session) -> None:
        by = session.get_one(Membership, my_id)
        seen_now = _views(session, session.get_one(Recording, recording_id))
        for side, seen in form.said.items():
            tension.note(seen_now, by, side, seen, clock.now())

    try:
        keep(form, noted)
    except Mistaken:
        return _page(found, me, form), 422
    return redirect(url_for("cases.case", case_id=case_id) + "#tension-h", code=303)


def _views(session: Session, recording: Recording) -> SessionViews:
    found = views_of(session, [recording])
    if not found:
        abort(404)
    return found[0]


def _page(found: SessionViews, me: Membership, form: TensionForm) -> str:
    return render_template(
        "tension/tension.html",
        views=found,
        recording=found.recording,
        me=me,
        group=me.group,
        form=form,
        sides=[form[side.value] for side in Perspective if side.value in form],
    )
