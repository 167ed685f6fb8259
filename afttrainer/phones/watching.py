"""What a phone does while the film runs: marks, in two taps, and now and then a word more."""

from __future__ import annotations

import random
import time
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from afttrainer.content.codes import MARKERS_OF, Direction, Family
from afttrainer.content.film_time import film_time
from afttrainer.content.words import label
from afttrainer.terminal import _

#: Seconds between one person's marks.
BETWEEN_S = (5.0, 25.0)
FAMILIES = {
    Direction.AWAY_FROM_OTHER: Family.WITHDRAWAL,
    Direction.TOWARD_OTHER_AWAY_FROM_SELF: Family.WITHDRAWAL,
    Direction.AGAINST_OTHER: Family.CONFRONTATION,
}
Send = Callable[[str, Mapping[str, str]], Mapping[str, Any]]


class Watcher:
    """One person at the tag pad."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._film: Mapping[str, Any] = {}
        #: By the monotonic clock.
        self.next_mark = 0.0

    def hear(self, film: Mapping[str, Any]) -> None:
        """The film as the server tells it: the state, which holds until the next one."""
        if film and not self.is_running:
            self.next_mark = time.monotonic() + self._chance.uniform(1, BETWEEN_S[1])
        self._film = film or self._film

    @property
    def is_running(self) -> bool:
        if not self._film.get("playing") or self._film.get("held"):
            return False
        if self._film.get("rests_ms"):
            return True
        ran = (time.time() * 1000 - self._film["changed_at_ms"]) * self._film["rate"]
        ends = self._film.get("stops_at_ms") or self._film["duration_ms"]
        return bool(self._film["position_ms"] + ran < ends)

    def act(self, send: Send) -> str | None:
        """Mark something if the time has come; what was done, in words."""
        if not self.is_running or time.monotonic() < self.next_mark:
            return None
        self.next_mark = time.monotonic() + self._chance.uniform(*BETWEEN_S)
        direction = self._chance.choice(list(Direction))
        marker = self._chance.choice(MARKERS_OF[direction])
        name, family = str(uuid.uuid4()), FAMILIES[direction]
        body = {"family": family.value, "client_uuid": name, "clip": str(self._film["clip"])}
        answer = send("tag.place", body)
        if not answer.get("ok"):
            return _("marks nothing: %(words)s", words=answer.get("words", ""))
        send("tag.mark", {"tag": name, "direction": direction.value, "marker": marker.value})
        if self._chance.random() < 0.3:
            send("tag.say", {"tag": name, "intensity": "3", "note_visibility": "private"})
        when = film_time(int(answer["clip_ms"]))
        return _("marks “%(marker)s” at %(when)s", marker=label(marker), when=when)
