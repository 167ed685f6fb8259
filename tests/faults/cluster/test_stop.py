"""A presenter's stop with several workers: heard at the other one, before it is saved anywhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from scripts.cluster import Cluster
from scripts.servers import PostgreSQL
from tests.faults.cluster.beating import BeatingWall
from tests.faults.cluster.conftest import Everybody
from tests.faults.device import Device
from tests.faults.record import all_is_well
from tests.faults.site import Site
from tests.faults.wire import EVENT
from tests.network import Network, until


class ListeningWall(BeatingWall):
    """Its player, which stands still at a stop without any drawing."""

    def __init__(self, *what: Any) -> None:
        super().__init__(*what)
        self.stops: list[float] = []

    def _hear(self, packet: str) -> None:
        if packet.startswith(EVENT):
            name, *what = json.loads(packet[len(EVENT) :])
            if name == "stop":
                self.stops.append(what[0]["at_ms"])
        super()._hear(packet)


@pytest.fixture
def ben(people: Everybody, ways: list[Network]) -> Device:
    """At one worker."""
    return people.come("Ben", network=ways[0])[0]


@pytest.fixture
def wall(site: Site, people: Everybody, ways: list[Network]) -> ListeningWall:
    """At the other."""
    made = ListeningWall(site, f"http://localhost:{ways[1].port}")
    people.open(made)
    return made


def stops(ben: Device) -> None:
    """As his button does, with the pass that goes with it."""
    button = next(part.html for part in ben.seen().values() if 'name="may"' in part.html)
    [may] = re.findall(r'name="may" value="([^"]+)"', button)
    ben.sends("hold.stop", may=may)


@contextmanager
def room_taken(site: Site) -> Iterator[None]:
    """Somebody else holds the room's row: whatever is written to it waits."""
    engine = create_engine(site.url)
    with engine.connect() as connection, connection.begin():
        row = text("SELECT id FROM supervision_session WHERE id = :id FOR UPDATE")
        connection.execute(row, {"id": site.supervision_id})
        yield
    engine.dispose()


def test_it_is_heard_at_the_other_worker_while_nothing_can_be_saved(
    site: Site, people: Everybody, ben: Device, wall: ListeningWall, ways: list[Network]
) -> None:
    console = people.console(network=ways[1])
    with room_taken(site):
        stops(ben)
        until(lambda: wall.stops)
        until(lambda: "Paused" in wall.page_now()["wall"].html)
        until(lambda: "Ben has asked for this" in console.page_now()["supervisor"].html)
        assert ben.waits == 1
    until(lambda: ben.waits == 0)
    until(lambda: "Paused" in wall.seen()["wall"].html)
    assert len(wall.stops) == 1
    ben.sends("hold.lift")
    until(lambda: "Paused" not in wall.seen()["wall"].html)
    all_is_well(site, [ben], wall, console)


def test_its_worker_is_killed_before_it_was_saved_and_the_phone_goes_on_asking(
    site: Site, cluster: Cluster, people: Everybody, wall: ListeningWall
) -> None:
    [ben] = people.come("Ben")
    with room_taken(site):
        stops(ben)
        until(lambda: wall.stops)
        for worker in cluster.workers:
            worker.crash()
    for worker in cluster.workers:
        worker.start()
    until(lambda: ben.waits == 0)
    until(lambda: "Paused" in wall.seen()["wall"].html)
    all_is_well(site, [ben], wall)


def test_with_the_database_away_the_room_falls_silent_all_the_same(
    site: Site, database: PostgreSQL, people: Everybody, ben: Device, wall: ListeningWall
) -> None:
    console = people.console()
    database.crash()
    stops(ben)
    until(lambda: wall.stops)
    until(lambda: any("The room is paused" in words for c in ben.made for words in c.agains))
    database.start()
    until(lambda: ben.waits == 0)
    until(lambda: "Paused" in wall.seen()["wall"].html)
    all_is_well(site, [ben], wall, console)
