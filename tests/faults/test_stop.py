"""The server is asked to leave while everybody sends."""

from __future__ import annotations

import os
import random
import signal

import pytest

from tests.faults.conftest import People
from tests.faults.device import Device
from tests.faults.record import Record, all_is_well, is_sound, nothing_is_lost_or_invented
from tests.faults.server import Server
from tests.faults.site import Site
from tests.faults.tapping import Tapping
from tests.network import until


@pytest.mark.parametrize("to_all", [False, True], ids=["to the server", "to all its processes"])
def test_a_graceful_stop_keeps_what_was_answered_and_leaves_in_peace(
    to_all: bool, site: Site, server: Server, people: People, twelve: list[Device]
) -> None:
    """A service manager may tell the one process that it knows, or all that belong to it."""
    with Tapping(twelve, random.Random(4)) as tapping:
        tapping.goes_on_for(60)
        if to_all:
            os.killpg(server.process.pid, signal.SIGTERM)
        assert server.terminate() == 0, server.said
        until(lambda: not any(device.is_connected for device in twelve))
    nothing_is_lost_or_invented(Record(site), twelve)
    is_sound(site)
    assert not server.left_over(), "what it started has left as well"
    assert "graceful timeout" not in server.said, "it waits for no line that merely stands"
    assert "Traceback" not in server.said, server.said

    server.start()
    all_is_well(site, twelve)
