"""A rupture, and a moment looked at again, as one reader may read of them afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from afttrainer.content.codes import AllianceComponent
from afttrainer.models.cycle_pin import CyclePin
from afttrainer.models.pull import Pull
from afttrainer.models.queue import QueuedClip
from afttrainer.models.rupture import RuptureEvent
from afttrainer.models.rupture_view import RuptureView
from afttrainer.models.second_look import SecondLook
from afttrainer.models.second_view import SecondView

Readable = Callable[[Iterable[Any]], list[Any]]


@dataclass(frozen=True)
class RecordedRupture:
    event: RuptureEvent
    pins: Sequence[CyclePin]
    pulls: Sequence[Pull]

    @property
    def dissent(self) -> Sequence[RuptureView]:
        """Views that differ from the agreed one: kept, never voted away."""
        return self.event.differing

    @property
    def components(self) -> list[AllianceComponent]:
        return self.event.strained


@dataclass(frozen=True)
class RecordedLook:
    look: SecondLook
    views: Sequence[SecondView]


def as_read(event: RuptureEvent, readable: Readable) -> RecordedRupture:
    return RecordedRupture(event, readable(event.pins), readable(event.pulls))


def looks(clip: QueuedClip, readable: Readable) -> list[RecordedLook]:
    """Those in which anything was said."""
    found = [RecordedLook(look, readable(look.views)) for look in clip.second_looks]
    return [one for one in found if any(v.line or v.family for v in one.views)]
