"""Real processes and real sockets: what goes wrong here goes wrong as it does in a clinic."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.companion import Trainee
from tests.browser.stage import PHONE, Stage
from tests.browser.watching import OUT_OF_CONTACT
from tests.faults.cluster.beating import BeatingConsole, BeatingDevice
from tests.faults.device import Console, Device, Screen
from tests.faults.furnished import furnished as furnished
from tests.faults.furnished import site as site
from tests.faults.server import Server
from tests.faults.site import TWELVE, Site
from tests.faults.sleeping import NoCompiler, Sleep
from tests.network import Network, until

#: How much longer and more often than in `make test`: AFTTRAINER_SOAK=10 for a night.
SOAK = float(os.environ.get("AFTTRAINER_SOAK", "1"))


@pytest.fixture(scope="session", autouse=True)
def _others_come_first() -> None:
    """In `make test` another process has the screens of people, who are in a hurry; twelve devices
    that send all the time are not."""
    if hasattr(os, "nice"):
        os.nice(5)


@pytest.fixture
def make_server(site: Site) -> Iterator[Callable[[], Server]]:
    servers: list[Server] = []

    def make() -> Server:
        servers.append(Server(site))
        return servers[-1]

    yield make
    for server in servers:
        server.kill()


@pytest.fixture
def server(make_server: Callable[[], Server]) -> Server:
    return make_server().start()


@pytest.fixture
def network(server: Server) -> Iterator[Network]:
    """Between all devices and the server."""
    with Network(server.port) as made:
        yield made


@pytest.fixture
def sleep(make_server: Callable[[], Server], tmp_path: Path) -> Sleep:
    """A server whose clock can be moved on."""
    server = make_server()
    try:
        made = Sleep(server, tmp_path)
    except NoCompiler as no:
        pytest.skip(f"clocks cannot be moved here: {no}")
    server.start()
    return made


class People:
    """Whoever comes in by a test, and leaves at its end."""

    def __init__(self, site: Site, network: Network) -> None:
        self.site, self.network = site, network
        self.screens: list[Screen] = []

    def come(self, *names: str, number: int = 0, network: Network | None = None) -> list[Device]:
        base = f"http://localhost:{(network or self.network).port}"
        devices: list[Device] = [BeatingDevice(name, self.site, base, number) for name in names]
        self.open(*devices)
        return devices

    def console(self) -> Console:
        console = BeatingConsole(self.site, f"http://localhost:{self.network.port}")
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


class Reached:
    """The house as browsers know it: an address, and everybody's way in."""

    def __init__(self, server: Server, network: Network) -> None:
        self.base = network.address(server.base)
        self._server = server

    @property
    def links(self) -> dict[str, str]:
        """A fresh one at each look."""
        tokens = self._server.site.tokens
        return {name.lower(): f"{self.base}/link/{own[-1]}" for name, own in tokens.items() if own}

    @property
    def said(self) -> str:
        return self._server.said


@pytest.fixture
def stage(browser: Browser, server: Server, network: Network) -> Iterator[Stage]:
    """Real phones; what they say of being out of contact is nobody's complaint here."""
    made = Stage(browser, Reached(server, network))  # type: ignore[arg-type]
    yield made
    made.close()
    assert not made.watch.troubles, made.watch.troubles


def phone_of(name: str, stage: Stage, site: Site, script: str = "") -> Trainee:
    """A real browser in the room; `script` runs in each of its pages before all else."""
    phone = stage.device(Trainee, name, PHONE)
    phone.context.add_init_script(script)
    stage.watch.expect(name, *OUT_OF_CONTACT, "ERR_SOCKET_NOT_CONNECTED")
    phone.follows_the_link()
    site.tokens[name].pop()
    phone.opens(f"{stage.house.base}/supervision/{site.supervision_id}/companion")
    phone.is_in_the_room()
    # What the page can do beyond drawing is loaded after it.
    phone.page.wait_for_load_state("networkidle")
    return phone
