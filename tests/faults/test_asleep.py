"""The laptop that serves the room has slept for ten minutes."""

from __future__ import annotations

import random
import time

import pytest

from tests.faults.conftest import People
from tests.faults.device import Device
from tests.faults.record import Record, all_is_well, here
from tests.faults.server import Server
from tests.faults.site import TWELVE, Site
from tests.faults.sleeping import Sleep
from tests.faults.tapping import Tapping
from tests.faults.wire import clock_of
from tests.network import until

TEN_MINUTES_S = 600
#: Between a device's idea of server time and the server's own, over loopback.
NEARLY_S = 1.0


@pytest.fixture
def server(sleep: Sleep) -> Server:
    return sleep.server


def film_ms_of(site: Site, uuid: str) -> int:
    return next(
        tag.clip_ms for own in Record(site).tags.values() for tag in own if tag.uuid == uuid
    )


def tells_the_time(device: Device, ahead_s: float = 0) -> str:
    """Its server's clock goes right, or so far ahead; gives which clock tells it. However long the
    question takes, the answer lies between its beginning and its end."""
    asked_s = time.time()
    told_s, boot = clock_of(device.wire())
    assert asked_s - NEARLY_S < told_s - ahead_s < time.time() + NEARLY_S
    return boot


def test_after_ten_minutes_of_sleep_the_room_goes_on(
    site: Site, server: Server, sleep: Sleep, people: People
) -> None:
    twelve = people.come(*TWELVE)
    boot = tells_the_time(twelve[0])
    with Tapping(twelve, random.Random(8)) as tapping:
        tapping.goes_on_for(24)
        first = twelve[0].taps()
        until(lambda: first.answer)
        sleep.falls_asleep()
        until(lambda: not any(device.is_connected for device in twelve))
        for device in twelve:
            device.ahead_s = TEN_MINUTES_S
        sleep.wakes_up(TEN_MINUTES_S)
        until(lambda: all(device.is_connected for device in twelve))
        tapping.goes_on_for(24)
    late = twelve[0].taps("confrontation")
    all_is_well(site, twelve)

    boot_after = tells_the_time(twelve[0], ahead_s=TEN_MINUTES_S)  # it has counted the sleep
    assert boot_after == boot, "devices that were awake need not compare their clocks anew"
    lies_apart_ms = film_ms_of(site, late.uuid) - film_ms_of(site, first.uuid)
    assert first.at
    assert late.at
    assert lies_apart_ms == pytest.approx(late.at - first.at, abs=2), "the film's time went on"
    assert "Traceback" not in server.said, server.said


def test_a_phone_that_sleeps_ten_minutes_is_away_and_comes_back(site: Site, people: People) -> None:
    """Its script stands still, so that it answers nothing: neither socket nor heartbeat."""
    aditi, ben = people.come("Aditi", "Ben")
    console = people.console()
    until(lambda: "Aditi" in here(console))
    aditi.sleeps()
    until(lambda: "Aditi" not in here(console))
    ben.checks_in("meanwhile")
    until(lambda: ben.waits == 0)
    aditi.wakes()
    kept = aditi.taps()
    until(lambda: kept.answer)
    all_is_well(site, [aditi, ben], console)
    assert "Aditi" in here(console)
