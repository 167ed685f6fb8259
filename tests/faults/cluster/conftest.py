"""A site of two workers on PostgreSQL and Valkey or Redis, behind nginx: real processes all."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from scripts.cluster import Cluster
from scripts.servers import NotInstalled, PostgreSQL, own_folder
from tests.faults.cluster.beating import BeatingConsole, BeatingDevice, BeatingWall, Beats
from tests.faults.conftest import People
from tests.faults.device import Device
from tests.faults.site import Site, furnish
from tests.network import Network

FURNISHED = "furnished"
TROUBLE = re.compile("Traceback|Fatal Python error|was sent SIG(?!KILL|TERM)")
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def database() -> Iterator[PostgreSQL]:
    """As a clinic's: what it has acknowledged is on disk."""
    with ExitStack() as until_the_end:
        folder = until_the_end.enter_context(own_folder())
        try:
            yield until_the_end.enter_context(PostgreSQL(folder))
        except NotInstalled as missing:
            pytest.skip(str(missing))


@pytest.fixture(scope="session")
def furnished(database: PostgreSQL, tmp_path_factory: pytest.TempPathFactory) -> Site:
    return furnish(tmp_path_factory.mktemp("furnished"), database.create(FURNISHED))


@pytest.fixture
def site(furnished: Site, database: PostgreSQL, tmp_path: Path) -> Iterator[Site]:
    name = f"site_{next(_numbers)}"
    own = replace(furnished.copied(tmp_path), database_url=database.create(name, like=FURNISHED))
    yield own.as_of_now()
    database.drop(name)


@pytest.fixture
def cluster(site: Site) -> Iterator[Cluster]:
    made = Cluster(site.folder, database_url=site.database_url, options=["--no-demo"])
    try:
        with made:
            yield made
            for worker in made.workers:
                assert not TROUBLE.search(worker.said), worker.said
                worker.crash()  # Leaving in order has its own test, and takes longer.
    except NotInstalled as missing:
        pytest.skip(str(missing))


@pytest.fixture
def network(cluster: Cluster) -> Iterator[Network]:
    """Between all devices and nginx."""
    with Network(cluster.door.port) as made:
        yield made


@pytest.fixture
def ways(cluster: Cluster) -> Iterator[list[Network]]:
    """One to each worker, past nginx: for tests that have to know who is where."""
    with ExitStack() as until_the_end:
        yield [until_the_end.enter_context(Network(one.port)) for one in cluster.workers]


class Everybody(People):
    def come(self, *names: str, number: int = 0, network: Network | None = None) -> list[Device]:
        base = self._base(network)
        devices: list[Device] = [BeatingDevice(name, self.site, base, number) for name in names]
        self.open(*devices)
        return devices

    def console(self, network: Network | None = None) -> BeatingConsole:
        console = BeatingConsole(self.site, self._base(network))
        self.open(console)
        return console

    def wall(self, network: Network | None = None) -> BeatingWall:
        wall = BeatingWall(self.site, self._base(network))
        self.open(wall)
        return wall

    def _base(self, network: Network | None) -> str:
        return f"http://localhost:{(network or self.network).port}"


@pytest.fixture
def people(site: Site, network: Network) -> Iterator[Everybody]:
    made = Everybody(site, network)
    yield made
    made.go()


def missed(people: People) -> int:
    """How often pages found out by themselves that they had not been told of something."""
    return sum(screen.missed for screen in people.screens if isinstance(screen, Beats))
