"""People who keep tapping, whatever happens to their phones."""

from __future__ import annotations

import random
import threading
from collections.abc import Sequence

from tests.faults.device import Device
from tests.network import until

#: Between two taps of one person, drawn by lot: a lively room.
APART_S = (0.05, 0.4)
CHECKS_IN = 0.2
#: On a machine that is busy with other things, those who tap would else be ever further ahead.
WAIT_AT_MOST = 15


class Tapping:
    """Each in their own rhythm while the block lasts. Most taps are marks; some all may read."""

    def __init__(
        self,
        devices: Sequence[Device],
        chance: random.Random,
        apart_s: tuple[float, float] = APART_S,
    ) -> None:
        self.devices, self._apart_s = devices, apart_s
        self._over = threading.Event()
        self._threads = [
            threading.Thread(target=self._tap, args=(device, random.Random(chance.random())))
            for device in devices
        ]

    def __enter__(self) -> Tapping:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_why: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    @property
    def answers(self) -> int:
        return sum(len(device.answered) for device in self.devices)

    def goes_on_for(self, answers: int) -> None:
        """Until so many more have been answered."""
        enough = self.answers + answers
        until(lambda: self.answers >= enough, every_s=0.001)

    def _tap(self, device: Device, chance: random.Random) -> None:
        said = 0
        while not self._over.wait(chance.uniform(*self._apart_s)):
            if device.waits >= WAIT_AT_MOST:
                continue
            if chance.random() < CHECKS_IN:
                said += 1
                device.checks_in(f"word {said}")
            else:
                device.taps(chance.choice(("withdrawal", "confrontation")))
