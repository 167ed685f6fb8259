"""What a group says of a rupture, before it is kept: it must fit the clip and itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from afttrainer.content.codes import DIRECTIONS_OF, AllianceComponent, Direction, Family
from afttrainer.models.refusal import Refused

#: Times are typed to a tenth of a second, so the clip's last moment may be typed a little after it.
TYPED_WITHIN_MS = 100


@dataclass(frozen=True)
class Description:
    """What the group says of a rupture. Times in ms within the clip."""

    start_ms: int
    anchor_ms: int
    end_ms: int
    family: Family
    direction: Direction | None
    components: Sequence[AllianceComponent] = ()
    patient_side: str = ""
    therapist_side: str = ""


def settled(family: Family, direction: Direction | None) -> Direction | None:
    """The direction, also where the family has only one."""
    allowed = DIRECTIONS_OF[family]
    return allowed[0] if len(allowed) == 1 else direction


def check_direction(family: Family, direction: Direction | None) -> None:
    """Raises Refused for a direction that the family does not have."""
    if direction is not None and direction not in DIRECTIONS_OF[family]:
        words = _("This direction does not go with that kind of rupture. Please choose another.")
        raise Refused(words, fields={"direction": [words]}, status=422)


def check(said: Description, duration_ms: int) -> None:
    """Raises Refused, with words for each field, unless the times and the direction fit."""
    check_direction(said.family, said.direction)
    wrong: dict[str, list[str]] = {}
    if said.start_ms > said.end_ms:
        wrong["end"] = [_("The end lies before the beginning.")]
    elif not said.start_ms <= said.anchor_ms <= said.end_ms:
        wrong["anchor"] = [_("The clearest moment lies between the beginning and the end.")]
    if said.end_ms > duration_ms + TYPED_WITHIN_MS:
        wrong["end"] = [_("The clip is over by then.")]
    if said.start_ms < 0:
        wrong["start"] = [_("The clip has not begun by then.")]
    if wrong:
        raise Refused(_("Not saved yet: please look at what is marked."), fields=wrong, status=422)
