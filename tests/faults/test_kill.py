"""The server is gone in the middle of whatever it did."""

from __future__ import annotations

import random

from tests.faults.conftest import SOAK, People
from tests.faults.device import Device
from tests.faults.record import all_is_well
from tests.faults.server import Server
from tests.faults.site import Site
from tests.faults.tapping import Tapping
from tests.network import until

KILLS = round(5 * SOAK)
#: Commands that are answered between two kills, by the lot.
BETWEEN = (3, 60)


def test_killed_again_and_again_while_twelve_send(
    site: Site, server: Server, people: People, twelve: list[Device]
) -> None:
    """At instants drawn by lot, some of them while many commands share one commit."""
    chance = random.Random(9)
    console = people.console()
    with Tapping(twelve, chance) as tapping:
        for _ in range(KILLS):
            tapping.goes_on_for(chance.randint(*BETWEEN))
            server.kill()
            server.start()
        until(lambda: all(device.is_connected for device in twelve))
        tapping.goes_on_for(24)
    all_is_well(site, twelve, console)
    assert "Traceback" not in server.said, server.said
