"""What a group has tried so far, and what one has tried oneself."""

from __future__ import annotations

from flask import Blueprint, render_template

from afttrainer.content.codes import Strategy
from afttrainer.extensions import db
from afttrainer.models import practised as tries
from afttrainer.web.groups import own_place

practised = Blueprint("practised", __name__, url_prefix="/groups/<int:group_id>")


@practised.get("/practised")
def ways(group_id: int) -> str:
    me = own_place(group_id)
    return render_template(
        "group/practised.html",
        me=me,
        group=me.group,
        of_group=tries.by_group(db.session, me),
        of_me=tries.by_me(db.session, me),
        strategies=tuple(Strategy),
    )
