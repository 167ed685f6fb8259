"""When a meeting runs behind its plan: two or three ways to go on, each taken with one tap.

No way touches the debrief or the presenter's check-out. Those are shortened by the supervisor's own
express yes alone (S2, Training process: the presenter's leave has its own time).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from flask_babel import gettext as _
from flask_babel import ngettext

from afttrainer.content.words import label
from afttrainer.models.refusal import Refused
from afttrainer.models.revision import SUPERVISOR

if TYPE_CHECKING:
    from afttrainer.models.phase import Phase
    from afttrainer.models.supervision import SupervisionSession

#: A minute behind is no reason to change anything.
WORTH_MINUTES: Final = 2
#: What is left of a part that was shortened.
KEEPS_MINUTES: Final = 1
#: A meeting may grow by so many minutes in all.
EXTENDED_AT_MOST: Final = 120


class Way(StrEnum):
    FROM_ONE = "from_one"
    FROM_ALL = "from_all"
    LATER = "later"


@dataclass(frozen=True)
class RePlan:
    """`minutes` is what it brings in; `shortened` says by how many minutes which phase, by id."""

    way: Way
    minutes: int
    words: str
    shortened: Mapping[int, int]


def offers(supervision: SupervisionSession, now: datetime) -> list[RePlan]:
    """What may be taken now, with its words; nothing while the plan holds or nearly so."""
    pace = supervision.pace(now)
    behind = -pace.minutes_ahead if pace else 0
    if behind < WORTH_MINUTES:
        return []
    return [
        offer
        for way in Way
        if (offer := _offer(supervision, way, behind, now)) is not None and offer.minutes > 0
    ]


def take(supervision: SupervisionSession, way: Way, minutes: int, now: datetime) -> None:
    """Change the plan that way. `minutes` is what the presser's screen showed: where it is another
    number by now, they see the present ones first."""
    offer = next((o for o in offers(supervision, now) if o.way is way), None)
    if offer is None or offer.minutes != minutes:
        raise Refused(_("The clock has moved on. This is how the plan stands now."))
    for phase in supervision.phases:
        phase.planned_minutes -= offer.shortened.get(phase.id, 0)
    if way is Way.LATER:
        supervision.extended_minutes += offer.minutes
    supervision.touch(SUPERVISOR)


def extend(supervision: SupervisionSession, minutes: int) -> None:
    """Let the meeting end later, or with a minus take some of that back. What was planned stays
    known: it is what the record compares with."""
    extended = supervision.extended_minutes + minutes
    if not 0 <= extended <= EXTENDED_AT_MOST:
        raise Refused(
            _("A meeting grows by 0 to %(most)s minutes.", most=EXTENDED_AT_MOST), status=422
        )
    supervision.extended_minutes = extended
    supervision.touch(SUPERVISOR)


def begin_leaving_by(supervision: SupervisionSession, now: datetime) -> datetime | None:
    """The latest instant at which the parts kept free can begin and still be whole; None once the
    room has come to the last of them, or where there are none."""
    pace = supervision.pace(now)
    coming = [p for p in supervision.phases if p.is_kept_free and not p.visits]
    if pace is None or not coming:
        return None
    first = min(p.position for p in coming)
    rest = [p for p in supervision.phases if p.position >= first and supervision.wants(p)]
    return pace.ends_at - timedelta(minutes=sum(p.planned_minutes for p in rest))


def _offer(supervision: SupervisionSession, way: Way, behind: int, now: datetime) -> RePlan | None:
    if way is Way.LATER:
        minutes = min(behind, EXTENDED_AT_MOST - supervision.extended_minutes)
        words = ngettext("End %(num)s minute later", "End %(num)s minutes later", minutes)
        return RePlan(way, minutes, words, {})
    giving = _giving(supervision, now)
    if not giving:
        return None
    if way is Way.FROM_ONE:
        phase = max(giving, key=lambda p: giving[p])
        minutes = min(behind, giving[phase])
        return RePlan(way, minutes, _shorten(phase, minutes), {phase.id: minutes})
    shares = _shared(giving, behind)
    if len(shares) < 2:
        return None
    words = _("Shorten a little each: %(parts)s", parts=_listed(shares))
    return RePlan(way, sum(shares.values()), words, {p.id: m for p, m in shares.items()})


def _giving(supervision: SupervisionSession, now: datetime) -> dict[Phase, int]:
    """Which parts, from the present one on, have whole minutes to give, and how many."""
    here = supervision.phase.position if supervision.phase else -1
    found = {}
    for phase in supervision.phases:
        if phase.position < here or phase.is_kept_free or not supervision.wants(phase):
            continue
        spare = int(phase.seconds_left(now) // 60) - KEEPS_MINUTES
        if spare > 0:
            found[phase] = spare
    return found


def _shared(giving: Mapping[Phase, int], behind: int) -> dict[Phase, int]:
    """In proportion to what each has, in whole minutes; what rounding leaves goes to those that it
    cost most."""
    total = sum(giving.values())
    minutes = min(behind, total)
    exact = {phase: minutes * spare / total for phase, spare in giving.items()}
    shares = {phase: int(share) for phase, share in exact.items()}
    for phase in sorted(giving, key=lambda p: shares[p] - exact[p])[
        : minutes - sum(shares.values())
    ]:
        shares[phase] += 1
    return {phase: share for phase, share in shares.items() if share}


def _shorten(phase: Phase, minutes: int) -> str:
    words: str = ngettext(
        "Shorten “%(part)s” by %(num)s minute",
        "Shorten “%(part)s” by %(num)s minutes",
        minutes,
        part=label(phase.kind),
    )
    return words


def _listed(shares: Mapping[Phase, int]) -> str:
    parts: Sequence[str] = [f"{label(p.kind)} −{minutes}" for p, minutes in shares.items()]
    return ", ".join(parts)
