"""A thousand malformed, oversized and foreign commands: the room goes on as if none had come."""

from __future__ import annotations

import json
import random
from collections import Counter

from tests.faults.conftest import SOAK, People
from tests.faults.device import Device
from tests.faults.nonsense import Nonsense
from tests.faults.record import Record, all_is_well
from tests.faults.server import Server
from tests.faults.site import Site
from tests.faults.wire import ACK, Broken, Refusal
from tests.network import until

HOW_MANY = round(1000 * SOAK)
MEMORY_MAY_GROW_BYTES = 48 * 1024**2
TASTE = 100


class Troublemaker:
    """Somebody with a rightful place in the room, and a socket that they speak by hand."""

    def __init__(self, device: Device) -> None:
        self.device = device
        self.closed = self.answered = 0
        self.answers: list[object] = []
        self.wire = device.wire()

    def says(self, nonsense: Nonsense) -> str:
        """Something, and a question after it: there is an answer, or the socket closes."""
        kind, say = nonsense.one()
        try:
            say(self.wire)
            number = str(self.wire.emit("clock", None))
            while True:
                heard = self.wire.hear(ACK)
                if heard.startswith(number + "["):
                    return kind
                self.answered += 1
                self.answers += json.loads(heard[heard.index("[") :])
        except (*Broken, Refusal):
            self.closed += 1
            self.wire.close()
            self.wire = self.device.wire()
            return f"{kind}, closed"


def test_a_thousand_of_them(
    site: Site, server: Server, people: People, twelve: list[Device]
) -> None:
    console = people.console()
    femi, *others = reversed(twelve)
    troublemaker = Troublemaker(femi)
    nonsense = Nonsense(random.Random(1000), range(1, 60))
    kinds: Counter[str] = Counter()
    before = Record(site)
    kinds.update(troublemaker.says(nonsense) for _ in range(TASTE))
    memory = server.memory_bytes()
    for number in range(HOW_MANY - TASTE):
        kinds[troublemaker.says(nonsense)] += 1
        if number % 25 == 0:
            others[number // 25 % len(others)].taps()
    tapped = [command for device in others for command in device.made]
    until(lambda: all(command.answer for command in tapped))

    told = [a for a in troublemaker.answers if isinstance(a, dict) and "ok" in a]
    refused = [a for a in told if not a["ok"]]
    assert len(refused) > HOW_MANY / 4, kinds
    assert all(isinstance(a.get("words"), str) and a["words"] for a in refused)
    assert server.memory_bytes() - memory < MEMORY_MAY_GROW_BYTES
    # What is no Engine.IO either, which no code of ours ever sees, may leave a trace in the log.
    for trace in ("a mistake of the program", "handler error", "did not hold"):
        assert trace not in server.said, server.said
    assert len({device.connections for device in others}) == 1, "nobody else was thrown out"
    # What they did as a member of the room is theirs; nobody else's things have changed.
    after = Record(site)
    assert {n: m for n, m in after.words.items() if n != femi.name} == before.words
    assert after.phase_id == before.phase_id
    troublemaker.wire.close()
    all_is_well(site, others, console)
