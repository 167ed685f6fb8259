"""Planning a meeting, its queue of clips, and opening its room."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from afttrainer import clock
from afttrainer.content.codes import SessionStatus
from afttrainer.extensions import db, write
from afttrainer.forms.plan import PlanForm, form_of, rearranged, typed_plan
from afttrainer.models import (
    Case,
    Clip,
    Membership,
    QueuedClip,
    SupervisionSession,
    clip_queue,
    plan,
)
from afttrainer.models.refusal import Refused
from afttrainer.web.groups import own_place
from afttrainer.web.keeping import Mistaken, Touched, change, keep, push_all, touched
from afttrainer.writing import Action

supervisions = Blueprint("supervisions", __name__)
Page = str | Response | tuple[str, int]
#: A group meets at the same hour every week.
USUALLY_AFTER = timedelta(days=7)


def own_meeting(supervision_id: int) -> tuple[SupervisionSession, Membership]:
    """A meeting of a group that the signed-in person leads."""
    me = Membership.around(db.session, supervision_id, current_user.id)
    if me is None:
        abort(404)
    if not me.supervises:
        abort(403, _("Only the supervisor can do this."))
    return db.session.get_one(SupervisionSession, supervision_id), me


@supervisions.post("/groups/<int:group_id>/supervisions")
def make(group_id: int) -> Response:
    """A new plan with the usual parts."""
    my_id = own_place(group_id, leading=True).id
    shelf = current_app.extensions["scripts"]
    fitting = {kind: shelf.of_type(types[0]) for kind, types in plan.SCRIPTED.items()}
    begin_with = {kind: found[0].key for kind, found in fitting.items() if found}
    parts = plan.usual_parts(begin_with)

    def add(session: Session) -> int:
        by = session.get_one(Membership, my_id)
        made = plan.plan_meeting(by.group, by, parts, _next_time(by))
        session.flush()
        return made.id

    return redirect(url_for(".meeting", supervision_id=write(add)), code=303)


def _next_time(by: Membership) -> datetime:
    """A week after the last one; of a new group, the next full hour."""
    now = clock.now()
    times = [s.planned_for for s in by.group.supervisions]
    if not times:
        return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    last = max(times).astimezone()
    # By the clock on the wall, so that summer time does not move the meeting.
    there = last.replace(tzinfo=None) + USUALLY_AFTER
    while there.astimezone() < now:
        there += USUALLY_AFTER
    return there.astimezone()


@supervisions.get("/supervisions/<int:supervision_id>/plan")
def meeting(supervision_id: int) -> str:
    return _page(*own_meeting(supervision_id))


def _page(meeting: SupervisionSession, me: Membership, words: str = "") -> str:
    now = clock.now()
    queued = {q.clip_id for q in meeting.queue}
    cases = Case.listed_for(db.session, me)
    clips = [c for case in cases for r in case.recordings if r.is_ready for c in r.clips]
    return render_template(
        "supervision/plan.html",
        meeting=meeting,
        me=me,
        group=meeting.group,
        clips=[c for c in clips if c.id not in queued],
        last_shown=clip_queue.last_shown(meeting),
        in_all=sum(p.planned_minutes for p in meeting.phases),
        shelf=current_app.extensions["scripts"],
        scripted=plan.SCRIPTED,
        now=now,
        words=words,
    )


@supervisions.route("/supervisions/<int:supervision_id>/plan/parts", methods=["GET", "POST"])
def parts(supervision_id: int) -> Page:
    """The parts and their minutes. Steps of arranging keep nothing yet; only saving does."""
    meeting, me = own_meeting(supervision_id)
    shelf = current_app.extensions["scripts"]
    if meeting.status is not SessionStatus.PLANNED:
        return redirect(url_for(".meeting", supervision_id=supervision_id), code=303)
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
        return redirect(url_for(".meeting", supervision_id=supervision_id), code=303)
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


@supervisions.post("/supervisions/<int:supervision_id>/queue")
def queue(supervision_id: int) -> Page:
    _meeting, me = own_meeting(supervision_id)
    my_id, clip_id = me.id, request.form.get("clip", type=int)

    def put(session: Session) -> Touched:
        by = session.get_one(Membership, my_id)
        room = session.get_one(SupervisionSession, supervision_id)
        clip = session.get(Clip, clip_id) if clip_id else None
        if clip is None:
            raise Refused(_("This clip is not one of the group's."), status=404)
        clip_queue.put_in(room, clip, by, clock.now())
        return touched([room])

    return _done(supervision_id, put)


@supervisions.post("/supervisions/<int:supervision_id>/queue/<int:queued_id>")
def arrange(supervision_id: int, queued_id: int) -> Page:
    """One step in the queue: earlier, later, or out of it."""
    _meeting, me = own_meeting(supervision_id)
    my_id, step = me.id, request.form.get("step")

    def arranged(session: Session) -> Touched:
        by = session.get_one(Membership, my_id)
        room = session.get_one(SupervisionSession, supervision_id)
        queued = QueuedClip.found(room, queued_id)
        if step == "out":
            clip_queue.unqueue(queued, by)
        elif step in ("up", "down"):
            clip_queue.move(queued, by, -1 if step == "up" else 1)
        return touched([room])

    return _done(supervision_id, arranged)


def _done(supervision_id: int, action: Action[Touched]) -> Page:
    """Back to the plan, with a refusal in its place among what is there."""
    try:
        change(action)
    except Refused as no:
        return _page(*own_meeting(supervision_id), str(no)), no.status
    return redirect(url_for(".meeting", supervision_id=supervision_id) + "#queue", code=303)


@supervisions.post("/supervisions/<int:supervision_id>/open")
def open_room(supervision_id: int) -> Page:
    _meeting, me = own_meeting(supervision_id)
    my_id = me.id

    def opened(session: Session) -> Touched:
        room = session.get_one(SupervisionSession, supervision_id)
        plan.open_room(room, session.get_one(Membership, my_id), clock.now())
        return touched([room])

    try:
        push_all(write(opened))
    except Refused as no:
        return _page(*own_meeting(supervision_id), str(no)), no.status
    return redirect(url_for("room.console", supervision_id=supervision_id), code=303)


@supervisions.route("/supervisions/<int:supervision_id>/drop", methods=["GET", "POST"])
def drop(supervision_id: int) -> Page:
    _meeting, me = own_meeting(supervision_id)
    my_id, group_id = me.id, me.group_id
    if request.method == "GET":
        return render_template(
            "pages/ask.html",
            question=_("Give up this planned meeting?"),
            told=[_("Its plan and its queue are forgotten. Films and clips stay.")],
            yes=_("Give it up"),
            back=url_for(".meeting", supervision_id=supervision_id),
        )

    def forget(session: Session) -> None:
        plan.drop(
            session.get_one(SupervisionSession, supervision_id),
            session.get_one(Membership, my_id),
        )

    write(forget)
    return redirect(url_for("groups.group", group_id=group_id), code=303)
