"""Nothing about a room lives in a worker: any command may come to any of them, and any may go."""

from __future__ import annotations

import random
import subprocess

from scripts.cluster import Cluster
from tests.faults.cluster.conftest import Everybody
from tests.faults.device import Device
from tests.faults.record import all_is_well
from tests.faults.site import Site
from tests.faults.tapping import Tapping
from tests.network import Network, until


def says(*screens: Device, word: str) -> bool:
    return all(any(word in part.html for part in one.seen().values()) for one in screens)


def has_sockets(port: int) -> bool:
    """Whether anybody is connected to that worker (Linux)."""
    told = subprocess.run(["ss", "-Htn", f"sport = :{port}"], capture_output=True, text=True)
    return "ESTAB" in told.stdout


def test_a_command_at_either_worker_shows_on_the_screens_of_both(
    site: Site, people: Everybody, ways: list[Network]
) -> None:
    [ben], [chiara] = (people.come(n, network=w) for n, w in zip(("Ben", "Chiara"), ways))
    consoles = [people.console(network=way) for way in ways]
    ben.checks_in("quiet")
    until(lambda: all("quiet" in one.seen()["supervisor"].html for one in consoles))
    chiara.checks_in("awake")
    until(lambda: all("awake" in one.seen()["supervisor"].html for one in consoles))
    all_is_well(site, [ben, chiara], *consoles)


def test_a_worker_is_killed_while_twelve_send_and_its_people_go_on_at_the_other(
    site: Site, cluster: Cluster, people: Everybody, twelve: list[Device]
) -> None:
    console = people.console()
    chance = random.Random(5)
    assert all(device.connections == 1 for device in twelve)
    with Tapping(twelve, chance) as tapping:
        for worker in cluster.workers:
            tapping.goes_on_for(40)
            worker.crash()
            tapping.goes_on_for(40)
            until(lambda: all(device.is_connected for device in twelve))
            worker.start()
    moved = [device for device in twelve if device.connections > 1]
    assert len(moved) > 6, "people were at both, and each worker was killed once"
    all_is_well(site, twelve, console)
    assert not any("Traceback" in worker.said for worker in cluster.workers)
