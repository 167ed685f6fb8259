"""What goes from worker to worker: at once while Valkey or Redis is there, and soon without it."""

from __future__ import annotations

import random
import re

from scripts.cluster import Cluster
from tests.faults.cluster.beating import QuietDevice
from tests.faults.cluster.conftest import Everybody, missed
from tests.faults.cluster.test_workers import APART_S
from tests.faults.device import Console, Device, Screen
from tests.faults.record import all_is_well
from tests.faults.site import Site
from tests.faults.tapping import Tapping
from tests.network import Network, until


def removes(console: Console, name: str) -> None:
    group = console.visitor.get("/")
    [address] = set(re.findall(r'href="(/groups/\d+)"', group))
    members = console.visitor.get(address)
    [theirs] = re.findall(rf'href="({address}/members/\d+)">[^<]*<span[^>]*> {name}<', members)
    console.visitor.post(f"{theirs}/remove")


def is_turned_away(screen: Screen) -> bool:
    return not screen.is_connected and screen.refused is not None


def test_it_is_restarted_while_twelve_send_and_screens_miss_nothing_for_long(
    site: Site, cluster: Cluster, people: Everybody, twelve: list[Device]
) -> None:
    console = people.console()
    with Tapping(twelve, random.Random(6), APART_S) as tapping:
        tapping.goes_on_for(20)
        cluster.messages.crash()
        tapping.goes_on_for(20)
        until(lambda: missed(people) > 0)
        cluster.messages.start()
        tapping.goes_on_for(12)
    all_is_well(site, twelve, console)
    assert not any(command.agains for device in twelve for command in device.answered)


def test_whoever_is_removed_at_one_worker_is_shown_out_by_the_other(
    people: Everybody, ways: list[Network]
) -> None:
    console = people.console(network=ways[0])
    [chiara] = people.come("Chiara", network=ways[1])
    removes(console, "Chiara")
    until(lambda: is_turned_away(chiara))


def test_they_are_shown_out_even_where_no_word_of_it_came(
    site: Site, cluster: Cluster, people: Everybody, ways: list[Network]
) -> None:
    """And where their page asks for nothing: it must not go on hearing what the room is told."""
    console = people.console(network=ways[0])
    chiara = QuietDevice("Chiara", site, f"http://localhost:{ways[1].port}")
    people.open(chiara)
    cluster.messages.crash()
    removes(console, "Chiara")
    until(lambda: is_turned_away(chiara))
