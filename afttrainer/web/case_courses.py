"""How the work with one patient goes on, over its weeks."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from afttrainer import clock
from afttrainer.content.codes import CasePhase
from afttrainer.extensions import db, write
from afttrainer.forms.base import RoomForm
from afttrainer.forms.case_course import AgreedForm, EndingForm, LimitsForm, StuckForm, ThemesForm
from afttrainer.models import Case, CaseCourse, Membership, StuckSpan, case_history
from afttrainer.models.participant import LARGEST_ID
from afttrainer.web.cases import Page, own_case
from afttrainer.web.keeping import Mistaken, keep

case_courses = Blueprint("case_courses", __name__, url_prefix="/cases/<int:case_id>/course")
Forms = dict[str, RoomForm]
Change = Callable[[Case, Membership], object]


@case_courses.get("")
def course(case_id: int) -> Page:
    """Known of the patient already, it stays closed as long as the history does."""
    case, me = own_case(case_id)
    if not case_history.may_see(me, case):
        return redirect(url_for("cases.case", case_id=case_id) + "#ruptures-h", code=303)
    return _page(case, me, {})


@case_courses.post("/agreed")
def agree(case_id: int) -> Page:
    form = AgreedForm(request.form)

    def agreed(case: Case, by: Membership) -> None:
        tasks, goals = form.agreed_tasks.data or "", form.agreed_goals.data or ""
        CaseCourse.of(case, by).agree(tasks, goals, clock.now())

    return _kept(case_id, "agreed", form, agreed)


@case_courses.post("/reviewed")
def review(case_id: int) -> Page:
    return _done(case_id, lambda case, by: CaseCourse.of(case, by).review(clock.now()))


@case_courses.post("/ending")
def end(case_id: int) -> Page:
    form = EndingForm(request.form)

    def ended(case: Case, by: Membership) -> None:
        phase = form.phase.data or CasePhase.UNDER_WAY
        how, left = form.ended_how.data, form.sessions_left.data
        CaseCourse.of(case, by).end(phase, how=how, sessions_left=left)

    return _kept(case_id, "ending", form, ended)


@case_courses.post("/session-over")
def session_over(case_id: int) -> Page:
    return _done(case_id, lambda case, by: CaseCourse.of(case, by).one_session_less())


@case_courses.post("/themes")
def name_themes(case_id: int) -> Page:
    form = ThemesForm(request.form)

    def named(case: Case, by: Membership) -> None:
        themes, ending_too = form.themes.data or [], bool(form.ending_too.data)
        CaseCourse.of(case, by).name(themes, ending_too=ending_too)

    return _kept(case_id, "themes", form, named)


@case_courses.post("/limits")
def reflect(case_id: int) -> Page:
    form = LimitsForm(request.form)

    def reflected(case: Case, by: Membership) -> None:
        CaseCourse.of(case, by).reflect(by, form.limits.data or "")

    return _kept(case_id, "limits", form, reflected)


@case_courses.post("/stuck")
def get_stuck(case_id: int) -> Page:
    form = StuckForm(request.form)

    def began(case: Case, by: Membership) -> None:
        StuckSpan.begin(case, by, form.words.data or "", clock.now())

    return _kept(case_id, "stuck", form, began)


@case_courses.post("/stuck/<int:span_id>/over")
def go_on(case_id: int, span_id: int) -> Page:
    number = min(span_id, LARGEST_ID)
    return _done(case_id, lambda case, by: StuckSpan.found(case, by, number).end(clock.now()))


@case_courses.post("/stuck/<int:span_id>/remove")
def take_away(case_id: int, span_id: int) -> Page:
    number = min(span_id, LARGEST_ID)

    def taken(case: Case, by: Membership) -> None:
        case.stuck_spans.remove(StuckSpan.found(case, by, number))

    return _done(case_id, taken)


def _kept(case_id: int, name: str, form: RoomForm, change: Change) -> Page:
    case, me = own_case(case_id)
    my_id = me.id

    def changed(session: Session) -> None:
        change(session.get_one(Case, case_id), session.get_one(Membership, my_id))

    try:
        keep(form, changed)
    except Mistaken:
        return _page(case, me, {name: form}), 422
    return _back(case_id)


def _done(case_id: int, change: Change) -> Page:
    _case, me = own_case(case_id)
    my_id = me.id

    def changed(session: Session) -> None:
        change(session.get_one(Case, case_id), session.get_one(Membership, my_id))

    write(changed)
    return _back(case_id)


def _back(case_id: int) -> Response:
    return redirect(url_for(".course", case_id=case_id), code=303)


def _page(case: Case, me: Membership, typed: Forms) -> str:
    now_is = case.course or CaseCourse()
    ending_too = bool(request.args.get("ending"))
    forms: Forms = {
        "agreed": AgreedForm(formdata=None, obj=now_is),
        "ending": EndingForm(formdata=None, obj=now_is),
        "themes": ThemesForm(formdata=None, themes=now_is.named, ending_too=ending_too),
        "limits": LimitsForm(formdata=None, obj=now_is),
        "stuck": StuckForm(formdata=None),
    } | typed
    themes = forms["themes"]
    if isinstance(themes, ThemesForm):
        themes.offer(now_is)
    return render_template(
        "case/course.html",
        case=case,
        me=me,
        group=me.group,
        course=now_is,
        forms=forms,
        now=clock.now(),
        spans=[(span, span.meetings(db.session)) for span in reversed(case.stuck_spans)],
    )
