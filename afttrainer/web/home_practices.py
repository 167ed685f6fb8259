"""One's own log of practice at home, and a practice done now, between two meetings."""

from __future__ import annotations

import hashlib
import secrets

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from afttrainer import clock
from afttrainer.content.codes import OwnThing, SoloOrRelational
from afttrainer.content.scripts import Centering, MindfulnessInduction, Script
from afttrainer.extensions import write
from afttrainer.forms.consent import today
from afttrainer.forms.home_practice import OwnPageForm, filled_from, offer_as_before
from afttrainer.interchange.home_practice_json import log_document
from afttrainer.models import HomePractice, Membership, home_practice, practice_weeks
from afttrainer.models import shown as own_shown
from afttrainer.models.home_practice import Said
from afttrainer.web.groups import Page, own_place
from afttrainer.web.keeping import Mistaken, Touched, change, keep, push_all, touched
from afttrainer.writing import TryAgain

home_practices = Blueprint("home_practices", __name__, url_prefix="/groups/<int:group_id>")
LOG = "/home-practice"


@home_practices.route(LOG, methods=["GET", "POST"])
def log(group_id: int) -> Page:
    me = own_place(group_id)
    if request.method == "GET":
        return _page(me, OwnPageForm(formdata=None, data={"day": today()}))
    form, my_id = OwnPageForm(request.form), me.id

    def kept(session: Session) -> Touched:
        my_place, said = session.get_one(Membership, my_id), form.said(today())
        HomePractice.keep(my_place, clock.now(), said, client_uuid=_name_of(form.press.data, said))
        return _touched(my_place)

    try:
        push_all(keep(form, kept))
    except Mistaken:
        return _page(me, form), 422
    flash(_("Kept."))
    return redirect(url_for(".log", group_id=group_id), code=303)


@home_practices.route(LOG + "/<int:line_id>", methods=["GET", "POST"])
def change_line(group_id: int, line_id: int) -> Page:
    me = own_place(group_id)
    line = HomePractice.own(me, line_id)
    if request.method == "GET":
        return _line_page(me, line, filled_from(OwnPageForm, line))
    form, my_id = OwnPageForm(request.form), me.id

    def changed(session: Session) -> Touched:
        own = HomePractice.own(session.get_one(Membership, my_id), line_id)
        own.change(clock.now(), form.said(own.day, own))
        return _touched(own.membership)

    try:
        push_all(keep(form, changed))
    except Mistaken:
        offer_as_before(form, line)
        return _line_page(me, line, form), 422
    return redirect(url_for(".log", group_id=group_id), code=303)


@home_practices.post(LOG + "/<int:line_id>/forget")
def forget(group_id: int, line_id: int) -> Response:
    my_id = own_place(group_id).id

    def forgotten(session: Session) -> Touched:
        me = session.get_one(Membership, my_id)
        HomePractice.own(me, line_id).forget(clock.now())
        return _touched(me)

    change(forgotten)
    flash(_("The line is gone."))
    return redirect(url_for(".log", group_id=group_id), code=303)


@home_practices.route(LOG + "/forget-all", methods=["GET", "POST"])
def forget_all(group_id: int) -> Page:
    """Asked once."""
    me = own_place(group_id)
    my_id = me.id
    if request.method == "GET":
        return render_template(
            "pages/ask.html",
            question=_("Delete all that you noted of practice at home?"),
            told=[_("It cannot be had back. You can take a copy along first, on the page before.")],
            yes=_("Delete all of it"),
            back=url_for(".log", group_id=group_id),
        )

    def forgotten(session: Session) -> Touched:
        whose = session.get_one(Membership, my_id)
        home_practice.forget_all(whose, clock.now())
        return _touched(whose)

    change(forgotten)
    flash(_("All of it is gone."))
    return redirect(url_for(".log", group_id=group_id), code=303)


@home_practices.get(LOG + ".json")
def log_json(group_id: int) -> Response:
    """One's own, to take along."""
    answer = jsonify(log_document(own_place(group_id)))
    answer.headers["Content-Disposition"] = "attachment; filename=home-practice.json"
    return answer


@home_practices.get(LOG + "/now/<key>")
def now(group_id: int, key: str) -> str:
    """A practice of the meeting, by oneself: the same sentences, length and bells."""
    me, script = own_place(group_id), current_app.extensions["scripts"].get(key)
    if not _runs_by_clock(script):
        abort(404)
    return render_template(
        "home_practice/now.html",
        me=me,
        group=me.group,
        script=script,
        press=secrets.token_hex(16),
        site_help=current_app.extensions["settings"].site_help,
    )


def _runs_by_clock(script: Script | None) -> bool:
    return isinstance(script, MindfulnessInduction | Centering)


def _note_reading(me: Membership) -> None:
    """Of whoever leads, and has before them what others let them read here (F3)."""
    at, my_id, thing = clock.now(), me.id, OwnThing.HOME_PRACTICE
    authors = [line.membership for line in home_practice.shown_to(me)] if me.supervises else []
    if not own_shown.waits_between_meetings(me, authors, thing, at):
        return

    def noted(session: Session) -> None:
        by = session.get_one(Membership, my_id)
        whose = [line.membership for line in home_practice.shown_to(by)]
        own_shown.note_reading_between_meetings(by, whose, thing, at)

    try:
        write(noted)
    except TryAgain:
        # With a full disk the page still opens: it is noted at the next look.
        return


def _name_of(press: str | None, said: Said) -> str | None:
    """The same press of the same page with the same on it; whoever has gone back to that page, and
    typed another line there, keeps another."""
    return hashlib.sha256(f"{press} {said}".encode()).hexdigest() if press else None


def _touched(me: Membership) -> Touched:
    return touched([me.group.open_room])


def _page(me: Membership, form: OwnPageForm) -> str:
    _note_reading(me)
    form.offer_readers(me)
    shelf = current_app.extensions["scripts"]
    own = me.home_practices
    return render_template(
        "home_practice/log.html",
        me=me,
        group=me.group,
        form=form,
        practices=home_practice.practices(shelf),
        runs_by_clock=_runs_by_clock,
        kinds=tuple(SoloOrRelational),
        new_press=lambda: secrets.token_hex(16),
        weeks=practice_weeks.by_week(own),
        picture=practice_weeks.last_weeks(own, today()),
        shown=home_practice.shown_to(me),
        today=today(),
    )


def _line_page(me: Membership, line: HomePractice, form: OwnPageForm) -> str:
    form.offer_readers(me)
    return render_template("home_practice/change.html", me=me, group=me.group, line=line, form=form)
