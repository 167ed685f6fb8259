"""Notes of those who lead on what a trainee needs just now."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from afttrainer import clock
from afttrainer.extensions import write
from afttrainer.forms.stance import StanceForm
from afttrainer.models import Membership, StanceNote, stance
from afttrainer.models.participant import LARGEST_ID
from afttrainer.web.groups import Page
from afttrainer.web.keeping import Mistaken, keep
from afttrainer.web.members import own_member

stances = Blueprint(
    "stances", __name__, url_prefix="/groups/<int:group_id>/members/<int:member_id>"
)


@stances.route("/notes", methods=["GET", "POST"])
def notes(group_id: int, member_id: int) -> Page:
    me, them = own_member(group_id, member_id)
    form = StanceForm(request.form)
    if request.method == "GET":
        return _page(me, them, form)
    my_id = me.id

    def written(session: Session) -> None:
        by = session.get_one(Membership, my_id)
        about = by.group.member(member_id)
        words = form.words.data or ""
        StanceNote.write(by, about, clock.now(), stance=form.stance.data, words=words)

    try:
        keep(form, written)
    except Mistaken:
        return _page(me, them, form), 422
    return redirect(url_for(".notes", group_id=group_id, member_id=member_id), code=303)


@stances.post("/notes/<int:note_id>/forget")
def forget(group_id: int, member_id: int, note_id: int) -> Response:
    me, _them = own_member(group_id, member_id)
    my_id = me.id

    def forgotten(session: Session) -> None:
        by = session.get_one(Membership, my_id)
        stance.forget(by, by.group.member(member_id), min(note_id, LARGEST_ID))

    write(forgotten)
    flash(_("The note is gone."))
    return redirect(url_for(".notes", group_id=group_id, member_id=member_id), code=303)


def _page(me: Membership, them: Membership, form: StanceForm) -> str:
    return render_template(
        "group/notes.html",
        me=me,
        group=me.group,
        member=them,
        form=form,
        notes=stance.read_by(me, them),
    )
