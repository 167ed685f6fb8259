"""Real processes and real sockets: what goes wrong here goes wrong as it does in a clinic."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.faults.device import Console, Device, Screen
from tests.faults.server import Server
from tests.faults.site import TWELVE, Site, furnish
from tests.network import Network, until

#: How much longer and more often than in `make test`: AFTTRAINER_SOAK=10 for a night.
SOAK = float(os.environ.get("AFTTRAINER_SOAK", "1"))


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return furnish(tmp_path_factory.mktemp("furnished"))


@pytest.fixture
def site(furnished: Site, tmp_path: Path) -> Site:
    return furnished.copied(tmp_path / "site")


@pytest.fixture
def make_server(site: Site) -> Iterator[Callable[[], Server]]:
    servers: list[Server] = []

    def make() -> Server:
        servers.append(Server(site))
        return servers[-1]

    yield make
    for server in servers:
        with suppress(AssertionError):
            server.thaw()
        server.kill()


@pytest.fixture
def server(make_server: Callable[[], Server]) -> Server:
    return make_server().start()


@pytest.fixture
def network(server: Server) -> Iterator[Network]:
    """Between all devices and the server."""
    with Network(server.port) as made:
        yield made


class People:
    """Whoever comes in by a test, and leaves at its end."""

    def __init__(self, site: Site, network: Network) -> None:
        self.site, self.network = site, network
        self.screens: list[Screen] = []

    def come(self, *names: str, number: int = 0, network: Network | None = None) -> list[Device]:
        base = f"http://localhost:{(network or self.network).port}"
        devices = [Device(name, self.site, base, number) for name in names]
        self.open(*devices)
        return devices

    def console(self) -> Console:
        console = Console(self.site, f"http://localhost:{self.network.port}")
        self.open(console)
        return console

    def open(self, *screens: Screen) -> None:
        for screen in screens:
            screen.comes()
            self.screens.append(screen)
        until(lambda: all(screen.is_connected for screen in screens))

    def go(self) -> None:
        for screen in self.screens:
            screen.goes()


@pytest.fixture
def people(site: Site, network: Network) -> Iterator[People]:
    made = People(site, network)
    yield made
    made.go()


@pytest.fixture
def twelve(people: People) -> list[Device]:
    return people.come(*TWELVE)
