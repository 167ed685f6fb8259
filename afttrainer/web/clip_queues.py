"""The clips that a meeting has ready."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from afttrainer import clock
from afttrainer.models import Clip, Membership, QueuedClip, SupervisionSession, clip_queue
from afttrainer.models.refusal import Refused
from afttrainer.web.keeping import Touched, change, touched
from afttrainer.web.supervisions import Page, meeting_page, own_meeting
from afttrainer.writing import Action

clip_queues = Blueprint("clip_queues", __name__)


@clip_queues.post("/supervisions/<int:supervision_id>/queue")
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


@clip_queues.post("/supervisions/<int:supervision_id>/queue/<int:queued_id>")
def arrange(supervision_id: int, queued_id: int) -> Page:
    """One step in the queue: earlier, later, out of it, or into another meeting's."""
    _meeting, me = own_meeting(supervision_id)
    my_id, step, other_id = me.id, request.form.get("step"), request.form.get("to", type=int)

    def arranged(session: Session) -> Touched:
        by = session.get_one(Membership, my_id)
        room = session.get_one(SupervisionSession, supervision_id)
        queued = QueuedClip.found(room, queued_id)
        if step == "out":
            clip_queue.unqueue(queued, by)
        elif step in ("up", "down"):
            clip_queue.move(queued, by, -1 if step == "up" else 1)
        elif step == "to":
            other = next((m for m in by.group.supervisions if m.id == other_id), None)
            if other is None:
                raise Refused(_("This meeting is not one of the group's."), status=404)
            clip_queue.hand_on(queued, other, by, clock.now())
            return touched([room, other])
        return touched([room])

    return _done(supervision_id, arranged)


def _done(supervision_id: int, action: Action[Touched]) -> Page:
    """Back to the plan, with a refusal in its place among what is there."""
    try:
        change(action)
    except Refused as no:
        return meeting_page(*own_meeting(supervision_id), str(no)), no.status
    return redirect(
        url_for("supervisions.meeting", supervision_id=supervision_id) + "#queue", code=303
    )
