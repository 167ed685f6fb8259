"""Planning a meeting, its queue of clips, and opening its room."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from afttrainer import clock
from afttrainer.extensions import db, write
from afttrainer.models import (
    Case,
    Membership,
    SupervisionSession,
    clip_queue,
    plan,
)
from afttrainer.models.refusal import Refused
from afttrainer.web.groups import own_place
from afttrainer.web.keeping import Touched, push_all, touched

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
    return meeting_page(*own_meeting(supervision_id))


def meeting_page(meeting: SupervisionSession, me: Membership, words: str = "") -> str:
    now = clock.now()
    queued = {q.clip_id for q in meeting.queue}
    cases = Case.listed_for(db.session, me)
    clips = [c for case in cases for r in case.recordings if r.can_be_marked for c in r.clips]
    return render_template(
        "supervision/plan.html",
        meeting=meeting,
        me=me,
        group=meeting.group,
        clips=[c for c in clips if c.id not in queued],
        last_shown=clip_queue.last_shown(meeting),
        other_meetings=clip_queue.others_to_come(meeting),
        in_all=sum(p.planned_minutes for p in meeting.phases),
        shelf=current_app.extensions["scripts"],
        scripted=plan.SCRIPTED,
        now=now,
        words=words,
    )


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
        return meeting_page(*own_meeting(supervision_id), str(no)), no.status
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
