"""What a group says of a rupture, before it is kept: it must fit the clip and itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from afttrainer.content.codes import (
    DIRECTIONS_OF,
    AllianceComponent,
    ConfrontationTarget,
    Direction,
    Family,
    RuptureFacet,
)
from afttrainer.models.refusal import Refused

#: Times are typed to a tenth of a second, so the clip's last moment may be typed a little after it.
TYPED_WITHIN_MS = 100
#: Against whom or what somebody turns is asked where somebody turns against.
HAS_TARGET = frozenset({Family.CONFRONTATION, Family.MIXED})


@dataclass(frozen=True)
class Description:
    """What the group says of a rupture. Times in ms within the clip; none for one that was not on
    film but came up in an exercise."""

    family: Family
    direction: Direction | None
    start_ms: int | None = None
    end_ms: int | None = None
    anchor_ms: int | None = None
    target: ConfrontationTarget | None = None
    components: Sequence[AllianceComponent] = ()
    facets: Sequence[RuptureFacet] = ()
    patient_side: str = ""
    therapist_side: str = ""
    #: What the patient said there: where an exercise on it begins.
    quote: str = ""


def settled(family: Family, direction: Direction | None) -> Direction | None:
    """The direction, also where the family has only one."""
    allowed = DIRECTIONS_OF[family]
    return allowed[0] if len(allowed) == 1 else direction


def check_direction(family: Family, direction: Direction | None) -> None:
    """Raises Refused for a direction that the family does not have."""
    if direction is not None and direction not in DIRECTIONS_OF[family]:
        words = _("This direction does not go with that kind of rupture. Please choose another.")
        raise Refused(words, fields={"direction": [words]}, status=422)


def check_kind(said: Description) -> None:
    """Raises Refused where what it was does not fit itself."""
    check_direction(said.family, said.direction)
    if said.target is not None and said.family not in HAS_TARGET:
        words = _("Only where somebody turns against: leave it out here.")
        raise Refused(words, fields={"target": [words]}, status=422)


def check_times(said: Description, duration_ms: int) -> tuple[int, int, int]:
    """Start, anchor and end within the clip. Raises Refused, with words for each field, unless
    they fit."""
    start_ms, anchor_ms, end_ms = said.start_ms, said.anchor_ms, said.end_ms
    if start_ms is None or anchor_ms is None or end_ms is None:
        raise Refused(_("Where in the film was it?"), status=422)
    wrong: dict[str, list[str]] = {}
    if start_ms > end_ms:
        wrong["end"] = [_("The end lies before the beginning.")]
    elif not start_ms <= anchor_ms <= end_ms:
        wrong["anchor"] = [_("The clearest moment lies between the beginning and the end.")]
    if end_ms > duration_ms + TYPED_WITHIN_MS:
        wrong["end"] = [_("The clip is over by then.")]
    if start_ms < 0:
        wrong["start"] = [_("The clip has not begun by then.")]
    if wrong:
        raise Refused(_("Not saved yet: please look at what is marked."), fields=wrong, status=422)
    return min(start_ms, duration_ms), min(anchor_ms, duration_ms), min(end_ms, duration_ms)
