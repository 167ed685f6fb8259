"""A presenter prepares a clip of theirs, at home and before the room opens."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from afttrainer import clock
from afttrainer.extensions import db
from afttrainer.forms.preparation import PreparationForm
from afttrainer.models import Membership, Preparation, QueuedClip, SupervisionSession
from afttrainer.models.follow_up import last_time
from afttrainer.web.keeping import Mistaken, Touched, keep, push_all, touched

preparations = Blueprint("preparations", __name__)


def own_clip(supervision_id: int, queued_id: int) -> tuple[QueuedClip, Membership]:
    """A clip of the signed-in person's own work in that meeting; others have no such page."""
    me = Membership.around(db.session, supervision_id, current_user.id)
    room = db.session.get_one(SupervisionSession, supervision_id) if me else None
    queued = next((q for q in room.queue if q.id == queued_id), None) if room else None
    if me is None or queued is None or queued.therapist is not me:
        abort(404)
    return queued, me


@preparations.route(
    "/supervisions/<int:supervision_id>/queue/<int:queued_id>/preparation", methods=["GET", "POST"]
)
def prepare(supervision_id: int, queued_id: int) -> str | Response | tuple[str, int]:
    queued, me = own_clip(supervision_id, queued_id)
    if request.method == "GET":
        return _page(queued, me, PreparationForm(formdata=None, obj=queued.preparation))
    form = PreparationForm(request.form)
    form.clip.data, form.clip.raw_data = queued_id, [str(queued_id)]
    my_id = me.id

    def say(session: Session) -> Touched:
        room = session.get_one(SupervisionSession, supervision_id)
        Preparation.say(
            session.get_one(Membership, my_id),
            QueuedClip.found(room, queued_id),
            clock.now(),
            wish=form.wish.data,
            feared=form.feared.data,
            stretch=form.stretch.data,
            wish_for_group=form.wish_for_group.data,
        )
        return touched([room])

    try:
        push_all(keep(form, say))
    except Mistaken:
        return _page(queued, me, form), 422
    flash(_("Your preparation is kept."))
    return redirect(url_for("pages.home"), code=303)


def _page(queued: QueuedClip, me: Membership, form: PreparationForm) -> str:
    return render_template(
        "preparation/prepare.html",
        queued=queued,
        me=me,
        group=me.group,
        form=form,
        last=last_time(me, queued.supervision),
    )
