"""What I have shown of what was mine alone, and who of those who lead has had it before them."""

from __future__ import annotations

from flask import Blueprint, render_template
from sqlalchemy.orm import Session

from afttrainer import clock
from afttrainer.extensions import write
from afttrainer.models import Participant
from afttrainer.models import shown as own_shown
from afttrainer.web.groups import own_place
from afttrainer.writing import TryAgain

shown = Blueprint("shown", __name__, url_prefix="/groups/<int:group_id>")


@shown.get("/shown-by-me")
def mine(group_id: int) -> str:
    me = own_place(group_id)
    return render_template(
        "group/shown_by_me.html", me=me, group=me.group, trail=own_shown.trail_of(me)
    )


def note_reading(reader: Participant) -> None:
    """Before a page is drawn that holds what others have shown: of whoever leads it is written down
    (F3)."""
    now, my_id, room_id = clock.now(), reader.id, reader.supervision_id
    if not reader.supervises or not own_shown.waits_to_be_noted(reader, now):
        return

    def noted(session: Session) -> None:
        own_shown.note_reading(session.get_one(Participant, my_id), now)

    try:
        write(noted, room=room_id)
    except TryAgain:
        # With a full disk the room still opens to whoever leads it: it is noted at the next look.
        return
