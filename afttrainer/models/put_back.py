"""The way back from a correction of one's own mark, or from having taken it back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from afttrainer.content.codes import Visibility
from afttrainer.models.base import session_of
from afttrainer.models.mark_step import MarkStep
from afttrainer.models.refusal import Refused
from afttrainer.models.tag import RuptureTag

if TYPE_CHECKING:
    from afttrainer.models.participant import Participant


def put_back(
    me: Participant, name: str, now: datetime, *, of: str | None = None, step: str | None = None
) -> bool:
    """Have my mark of that name be what it was before the step `of`; without `of`, have it be there
    again where it was taken back. Both names are numbers or the device's own.

    A note is read by nobody who does not read it now: that of a mark that was gone comes back for
    oneself alone. Returns whether anything has changed: then that is a step of its own, which the
    device may have named `step`. Raises Refused where there is no such step of mine, and where the
    marks have been shown and this one stays as it was.
    """
    back = _step_of(me, name, of)
    if back is None:
        # It is there, and was never gone.
        RuptureTag.own(me, name)
        return False
    mark = RuptureTag.own_named(me, str(back.tag_id))
    if back.is_so(mark) or (of is None and mark is not None):
        return False
    if why_not := back.why_not(mark):
        raise Refused(why_not)
    if mark is None:
        _anew(back).come_back(now, step)
    elif not back.was_there:
        mark.undo(now, step)
    else:
        mark.be_again(back, now, step)
    return True


def _step_of(me: Participant, name: str, of: str | None) -> MarkStep | None:
    steps = MarkStep.of_mark(me, name)
    if of is None:
        return next(iter(steps), None)
    for one in steps:
        if of in (str(one.id), one.client_uuid):
            return one
    raise Refused(_("This is no change of yours in this meeting: nothing was put back."))


def _anew(was: MarkStep) -> RuptureTag:
    """At the same film time, made when it was made. What is in me is mine alone again."""
    is_shared = was.came_after_reveal and not was.is_inner
    name, me = was.tag_uuid, was.author
    tag = RuptureTag(
        id=was.tag_id,
        author=me,
        queued_clip=was.queued_clip,
        made_at=was.placed_at,
        visibility=Visibility.GROUP if is_shared else Visibility.PRIVATE,
        # The device may have given that name to another since.
        client_uuid=None if name and RuptureTag.own_named(me, name) else name,
        **was.whole | {"note_visibility": Visibility.PRIVATE},
    )
    session_of(was).add(tag)
    return tag
