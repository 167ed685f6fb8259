"""Cases: a trainee's own, under code names."""

from __future__ import annotations

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from afttrainer import clock, site_names
from afttrainer.content.codes import Role
from afttrainer.extensions import db, write
from afttrainer.forms.case import CaseForForm, CaseForm
from afttrainer.models import Case, Membership, case_history, film_look
from afttrainer.models.case_ruptures import followed_up, ruptures_of
from afttrainer.models.tension import SessionViews, views_of
from afttrainer.web.groups import own_place
from afttrainer.web.keeping import Mistaken, Touched, change, keep, touched

cases = Blueprint("cases", __name__)
Page = str | Response | tuple[str, int]


@cases.app_template_filter()
def listed_name(typed: str) -> str:
    """A name of the site's own list that stands in it; "" for none."""
    return site_names.listed_name(typed, current_app.extensions["settings"].names_file)


def own_case(case_id: int) -> tuple[Case, Membership]:
    """A case open to the signed-in person, and their place in its group."""
    found = Case.of(db.session, case_id, current_user.id)
    if found is None:
        abort(404)
    return found


@cases.route("/groups/<int:group_id>/cases", methods=["GET", "POST"])
def listed(group_id: int) -> Page:
    me = own_place(group_id)
    form = _form_for(me)
    status = 200
    if request.method == "POST":
        try:
            return redirect(url_for(".case", case_id=_begun(me, form)), code=303)
        except Mistaken:
            status = 422
    known = Case.listed_for(db.session, me)
    page = render_template(
        "case/cases.html",
        me=me,
        group=me.group,
        cases=known,
        differing=_differing(known, me),
        form=form,
    )
    return page, status


def _differing(known: list[Case], me: Membership) -> list[SessionViews]:
    """Sessions that one side alone calls tense; a case whose history is closed now is left out."""
    sessions = views_of(db.session, [film for case in known for film in case.recordings])
    return [
        one
        for one in sessions
        if one.only_for is not None and case_history.may_see(me, one.recording.case)
    ]


def _form_for(me: Membership) -> CaseForm:
    if not me.supervises:
        return CaseForm(request.form)
    form = CaseForForm(request.form)
    trainees = [m for m in me.group.members if m.role is Role.TRAINEE]
    form.offer([*trainees, me])
    return form


def _begun(me: Membership, form: CaseForm) -> int:
    my_id = me.id

    def begin(session: Session) -> int:
        by = session.get_one(Membership, my_id)
        of = by.group.member(form.therapist.data) if isinstance(form, CaseForForm) else by
        begun = Case.begin(of, by, form.code.data or "", clock.now())
        session.flush()
        return begun.id

    return keep(form, begin)


@cases.get("/cases/<int:case_id>")
def case(case_id: int) -> str:
    found, me = own_case(case_id)
    return _case_page(found, me, CaseForm(formdata=None, obj=found))


def _case_page(found: Case, me: Membership, form: CaseForm) -> str:
    only_open = bool(request.args.get("open"))
    return render_template(
        "case/case.html",
        case=found,
        me=me,
        group=me.group,
        form=form,
        now=clock.now(),
        only_open=only_open,
        history_is_open=case_history.may_see(me, found),
        history_lines=case_history.lines_for(me, found),
        looks=film_look.watched(db.session, me, found),
        ruptures=ruptures_of(db.session, found, only_open=only_open),
        sessions=views_of(db.session, found.recordings),
        followed=followed_up(db.session, found),
    )


@cases.post("/cases/<int:case_id>/history")
def open_history(case_id: int) -> Response:
    """Before or while a film of it is shown: written down for the therapist and those who lead."""
    _found, me = own_case(case_id)
    my_id = me.id

    def opened(session: Session) -> Touched:
        case = session.get_one(Case, case_id)
        queued = case_history.closed_for(case)
        by = session.get_one(Membership, my_id)
        case_history.open_all_the_same(by, case, clock.now())
        return touched([queued.supervision if queued else None])

    change(opened)
    return redirect(url_for(".case", case_id=case_id) + "#ruptures-h", code=303)


@cases.post("/cases/<int:case_id>/code")
def rename(case_id: int) -> Page:
    found, me = own_case(case_id)
    form = CaseForm(request.form)
    my_id = me.id

    def name(session: Session) -> None:
        session.get_one(Case, case_id).rename(
            session.get_one(Membership, my_id), form.code.data or ""
        )

    try:
        keep(form, name)
    except Mistaken:
        return _case_page(found, me, form), 422
    return redirect(url_for(".case", case_id=case_id), code=303)


@cases.route("/cases/<int:case_id>/remove", methods=["GET", "POST"])
def remove(case_id: int) -> Page:
    found, me = own_case(case_id)
    code, my_id, group_id = found.code, me.id, me.group_id
    if request.method == "GET":
        return render_template(
            "pages/ask.html",
            question=_("Remove the case %(code)s?", code=code),
            told=[_("Only a case without films can be removed.")],
            yes=_("Remove"),
            back=url_for(".case", case_id=case_id),
        )
    write(lambda session: session.get_one(Case, case_id).remove(session.get_one(Membership, my_id)))
    flash(_("The case %(code)s is removed.", code=code))
    return redirect(url_for(".listed", group_id=group_id), code=303)
