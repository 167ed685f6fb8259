"""The database server goes in the middle of everything, and comes back."""

from __future__ import annotations

import random

from scripts.cluster import Cluster
from scripts.servers import PostgreSQL
from tests.faults.cluster.conftest import Everybody
from tests.faults.cluster.test_workers import APART_S
from tests.faults.device import Device
from tests.faults.record import all_is_well
from tests.faults.site import Site
from tests.faults.tapping import Tapping
from tests.network import until

#: What each worker looks after by itself has met the silence too, and must outlive it.
THEIR_ROUNDS = "The door could not be looked after just now"


def test_it_goes_while_twelve_send_and_nothing_answered_is_lost(
    site: Site, database: PostgreSQL, cluster: Cluster, people: Everybody, twelve: list[Device]
) -> None:
    console = people.console()
    with Tapping(twelve, random.Random(7), APART_S) as tapping:
        tapping.goes_on_for(20)
        database.crash()
        until(lambda: told_to_try_again(twelve))
    until(lambda: all(THEIR_ROUNDS in worker.said for worker in cluster.workers))
    database.start()
    all_is_well(site, twelve, console)


def told_to_try_again(devices: list[Device]) -> bool:
    """In words that a person could read."""
    return any("sent again" in words for d in devices for c in d.made for words in c.agains)
