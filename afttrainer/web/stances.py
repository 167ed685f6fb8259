"""Notes of those who lead on what a trainee needs just now; and what is shown to the trainee."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from afttrainer import clock
from afttrainer.extensions import write
from afttrainer.forms.stance import StanceForm
from afttrainer.models import Membership, StanceNote, stance
from afttrainer.models.participant import LARGEST_ID
from afttrainer.web.groups import Page, own_place
from afttrainer.web.keeping import Mistaken, keep
from afttrainer.web.members import own_member

stances = Blueprint("stances", __name__, url_prefix="/groups/<int:group_id>")
NOTES = "/members/<int:member_id>/notes"


@stances.route(NOTES, methods=["GET", "POST"])
def notes(group_id: int, member_id: int) -> Page:
    me, them = own_member(group_id, member_id)
    form = StanceForm(request.form)
    if request.method == "GET":
        _note_look(me.id, member_id)
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
    return _back(group_id, member_id)


def _note_look(my_id: int, member_id: int) -> None:
    def looked(session: Session) -> None:
        by = session.get_one(Membership, my_id)
        stance.opened_by(by, by.group.member(member_id), clock.now())

    write(looked)


@stances.route(NOTES + "/<int:note_id>", methods=["GET", "POST"])
def change(group_id: int, member_id: int, note_id: int) -> Page:
    me, them = own_member(group_id, member_id)
    note = StanceNote.own(me, them, min(note_id, LARGEST_ID))
    if request.method == "GET":
        return _change_page(me, them, StanceForm(formdata=None, obj=note))
    form = StanceForm(request.form)
    my_id = me.id

    def changed(session: Session) -> None:
        own = _own(session, my_id, member_id, note_id)
        own.change(clock.now(), stance=form.stance.data, words=form.words.data or "")

    try:
        keep(form, changed)
    except Mistaken:
        return _change_page(me, them, form), 422
    return _back(group_id, member_id)


@stances.route(NOTES + "/<int:note_id>/show", methods=["GET", "POST"])
def show(group_id: int, member_id: int, note_id: int) -> Page:
    """Asked once, with who will read it."""
    me, them = own_member(group_id, member_id)
    note = StanceNote.own(me, them, min(note_id, LARGEST_ID))
    if request.method == "GET":
        return render_template(
            "pages/ask.html",
            question=_("Show this note to %(name)s?", name=them.name),
            told=[
                note.words,
                _("One person more will read it: %(name)s.", name=them.name),
                _("You can hide it again; what was read was read."),
            ],
            yes=_("Show it"),
            back=url_for(".notes", group_id=group_id, member_id=member_id),
        )
    _do(me.id, member_id, note_id, lambda own: own.show(clock.now()))
    return _back(group_id, member_id)


@stances.post(NOTES + "/<int:note_id>/hide")
def hide(group_id: int, member_id: int, note_id: int) -> Response:
    me, them = own_member(group_id, member_id)
    _do(me.id, member_id, note_id, lambda own: own.hide(clock.now()))
    flash(_("Hidden from now on. %(name)s may have read it.", name=them.name))
    return _back(group_id, member_id)


@stances.post(NOTES + "/<int:note_id>/forget")
def forget(group_id: int, member_id: int, note_id: int) -> Response:
    me, _them = own_member(group_id, member_id)
    _do(me.id, member_id, note_id, lambda own: own.forget(clock.now()))
    flash(_("The note is gone."))
    return _back(group_id, member_id)


@stances.get("/notes-for-me")
def shown(group_id: int) -> str:
    """What somebody who leads has written about me and shows me."""
    me = own_place(group_id)
    return render_template(
        "group/shown_notes.html", me=me, group=me.group, notes=stance.shown_to(me)
    )


def _do(my_id: int, member_id: int, note_id: int, act: Callable[[StanceNote], None]) -> None:
    write(lambda session: act(_own(session, my_id, member_id, note_id)))


def _own(session: Session, my_id: int, member_id: int, note_id: int) -> StanceNote:
    by = session.get_one(Membership, my_id)
    return StanceNote.own(by, by.group.member(member_id), min(note_id, LARGEST_ID))


def _back(group_id: int, member_id: int) -> Response:
    return redirect(url_for(".notes", group_id=group_id, member_id=member_id), code=303)


def _page(me: Membership, them: Membership, form: StanceForm) -> str:
    return render_template(
        "group/notes.html",
        me=me,
        group=me.group,
        member=them,
        form=form,
        notes=stance.read_by(me, them),
        log=stance.log_for(me, them),
    )


def _change_page(me: Membership, them: Membership, form: StanceForm) -> str:
    return render_template("group/change_note.html", me=me, group=me.group, member=them, form=form)
