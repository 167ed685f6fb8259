"""The parts of a plan and their minutes."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from afttrainer.content.codes import SessionStatus
from afttrainer.forms.plan import PlanForm, form_of, rearranged, typed_plan
from afttrainer.models import Membership, SupervisionSession, plan
from afttrainer.web.keeping import Mistaken, keep
from afttrainer.web.supervisions import Page, own_meeting

plans = Blueprint("plans", __name__)


@plans.route("/supervisions/<int:supervision_id>/plan/parts", methods=["GET", "POST"])
def parts(supervision_id: int) -> Page:
    """The parts and their minutes. Steps of arranging keep nothing yet; only saving does."""
    meeting, me = own_meeting(supervision_id)
    shelf = current_app.extensions["scripts"]
    if meeting.status is not SessionStatus.PLANNED:
        return redirect(url_for("supervisions.meeting", supervision_id=supervision_id), code=303)
    if request.method == "GET":
        form = form_of(meeting)
    elif (step := request.form.get("step", "save")) != "save":
        form = rearranged(request.form, step)
    else:
        form = typed_plan(request.form)
    form.offer(shelf)
    if request.method == "POST" and request.form.get("step", "save") == "save":
        try:
            _keep_plan(supervision_id, me.id, form)
        except Mistaken:
            return _parts_page(meeting, me, form), 422
        flash(_("The plan is saved."))
        return redirect(url_for("supervisions.meeting", supervision_id=supervision_id), code=303)
    return _parts_page(meeting, me, form)


def _keep_plan(supervision_id: int, my_id: int, form: PlanForm) -> None:
    def replan(session: Session) -> None:
        plan.replan(
            session.get_one(SupervisionSession, supervision_id),
            session.get_one(Membership, my_id),
            form.wished,
            form.begins,
            form.planned_minutes.data or 0,
            anyway=form.anyway.data,
        )

    keep(form, replan)


def _parts_page(meeting: SupervisionSession, me: Membership, form: PlanForm) -> str:
    return render_template(
        "supervision/parts.html",
        meeting=meeting,
        me=me,
        group=meeting.group,
        form=form,
        scripted=plan.SCRIPTED,
        unsaved=request.method == "POST",
    )
