"""The disk is full, or somebody else has the database."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.faults import shelf
from tests.faults.conftest import SOAK, People
from tests.faults.device import Device
from tests.faults.record import Record, all_is_well, is_sound
from tests.faults.server import Server
from tests.faults.site import TWELVE, Site
from tests.faults.tapping import Tapping
from tests.faults.wire import ACK
from tests.network import Network, until

#: The server waits 1.5 s for a database that somebody else has.
LOCKED_S = 7 * max(1.0, SOAK)
PULSE = {"state": "ok"}
#: Longer than a ping and its answer may take together.
LOCKED_LONG_S = 13.5
#: Another process, as a backup program is one.
HOLDS = """
import sqlite3, sys, time
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("PRAGMA busy_timeout = 60000")
database.execute("BEGIN IMMEDIATE")
print("has it", flush=True)
time.sleep(float(sys.argv[2]))
sys.stdin.read()
database.execute("ROLLBACK")
"""


@contextmanager
def held_by_another(
    database: Path, seconds: float, *, until_told: bool = False
) -> Iterator[subprocess.Popen[str]]:
    """Nobody else can write from here until that process has had its time, and until it is told to
    go, which `communicate` does."""
    words = [sys.executable, "-c", HOLDS, str(database), str(seconds)]
    told = subprocess.PIPE if until_told else subprocess.DEVNULL
    with subprocess.Popen(words, stdin=told, stdout=subprocess.PIPE, encoding="utf-8") as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "has it\n"
        yield other


def test_locked_for_longer_than_the_server_waits(
    site: Site, server: Server, people: People, twelve: list[Device]
) -> None:
    """Everybody is told to wait, reading goes on, and it all goes through afterwards."""
    with Tapping(twelve, random.Random(5)) as tapping:
        tapping.goes_on_for(24)
        with held_by_another(site.database, LOCKED_S, until_told=True) as other:
            until(lambda: any(command.agains for d in twelve for command in d.outbox))
            assert "data-audience" in twelve[0].visitor.get(twelve[0].address)
            other.communicate()
        tapping.goes_on_for(24)
    all_is_well(site, twelve)
    told = {words for d in twelve for command in d.answered for words in command.agains}
    assert told == {"Could not be saved just now. It is kept here and will be sent again."}


def test_whoever_has_much_waiting_is_not_taken_for_gone(site: Site, people: People) -> None:
    """The answers to the server's pings stand behind commands that take longer than those may."""
    aditi = people.come("Aditi")[0]
    with closing(aditi.wire()) as wire, held_by_another(site.database, LOCKED_LONG_S) as other:
        asked = [
            wire.emit(
                "command",
                {"id": f"one-of-many-{number}", "name": "pulse.say", "body": PULSE},
            )
            for number in range(round(LOCKED_LONG_S / 1.5) + 1)
        ]
        answers = [wire.hear(ACK) for _one in asked]
        other.wait()
    assert [int(told[: told.index("[")]) for told in answers] == asked, "each, in its turn"
    assert "kept here and will be sent again" in answers[0]


def test_a_stop_goes_past_what_waits_on_its_own_line(site: Site, people: People) -> None:
    """The presenter's phone may have other things under way, and it is the same phone."""
    aditi, ben = people.come("Aditi", "Ben")
    with closing(ben.wire()) as wire, held_by_another(site.database, LOCKED_S) as other:
        for number in range(round(LOCKED_S / 1.5) + 1):
            wire.emit("command", {"id": f"before-{number}", "name": "pulse.say", "body": PULSE})
        wire.emit("command", {"id": "ben-says-stop", "name": "hold.stop", "body": {}})
        until(lambda: "stop" in aditi.heard)
        assert other.poll() is None, "while nothing can be saved"
        other.wait()


@pytest.mark.parametrize("way", ["backup", "VACUUM INTO"])
def test_a_backup_while_everybody_sends(
    way: str, site: Site, people: People, twelve: list[Device], tmp_path: Path
) -> None:
    """It is a whole database, and holds all that was acknowledged before it began."""
    copy = tmp_path / "copy" / "home" / "afttrainer.sqlite3"
    copy.parent.mkdir(parents=True)
    with Tapping(twelve, random.Random(6)) as tapping:
        tapping.goes_on_for(36)
        before = [command.id for device in twelve for command in device.answered]
        with closing(sqlite3.connect(site.database)) as database:
            if way == "backup":
                with closing(sqlite3.connect(copy)) as target:
                    database.backup(target, pages=4, sleep=0.01)
            else:
                database.execute("VACUUM INTO ?", (str(copy),))
        tapping.goes_on_for(24)
    all_is_well(site, twelve)
    saved = Site(tmp_path / "copy", site.supervision_id, site.clip_id, {})
    is_sound(saved)
    assert set(before) <= set(Record(saved).ledger)


@pytest.fixture
def small_disk(site: Site) -> Iterator[Path]:
    try:
        with shelf.small_disk(site.home) as where:
            yield where
    except shelf.NoSmallDisk as no:
        pytest.skip(f"a small disk cannot be mounted here ({no}); the test with a quota is run")


def is_refused_and_recovers(
    site: Site,
    server: Server,
    devices: list[Device],
    make_full: Callable[[], Callable[[], None]],
    while_full: Callable[[], None] = lambda: None,
) -> None:
    with Tapping(devices, random.Random(7)) as tapping:
        tapping.goes_on_for(36)
        has_room = make_full()
        until(lambda: sum(bool(d.outbox and d.outbox[0].agains) for d in devices) >= 6)
        assert "data-audience" in devices[0].visitor.get(devices[0].address), "reading goes on"
        told = {words for d in devices for command in d.outbox for words in command.agains}
        assert told == {"Could not be saved just now. It is kept here and will be sent again."}
        while_full()
        has_room()
        until(lambda: not any(command.agains for d in devices for command in d.outbox))
        tapping.goes_on_for(24)
    all_is_well(site, devices)
    server.restart()
    all_is_well(site, devices)


def test_a_full_disk(small_disk: Path, site: Site, server: Server) -> None:
    """A presenter's stop reaches every screen all the same, and is kept when there is room."""
    with Network(server.port) as network:
        people = People(site, network)
        devices = people.come(*(name for name in TWELVE if name != "Ben"))
        ben = people.come("Ben")[0]
        wire = ben.wire()

        def stops() -> None:
            answer = wire.ask("command", {"id": "ben-says-stop", "name": "hold.stop", "body": {}})
            assert answer["again"], answer
            assert answer["held"], "it is told to hold all the same"
            until(lambda: all("stop" in screen.heard for screen in people.screens))

        def make_full() -> Callable[[], None]:
            return shelf.fill(small_disk).unlink

        try:
            is_refused_and_recovers(site, server, devices, make_full, stops)
            assert "Go on" in ben.page_now()[ben.own].html, "the stop is in the record by now"
        finally:
            wire.close()
            people.go()
            server.kill()


def test_a_quota_that_is_used_up(
    site: Site, server: Server, people: People, twelve: list[Device]
) -> None:
    """The system says another word for it than for a full disk; people are told the same."""

    def make_full() -> Callable[[], None]:
        shelf.limit_files(server, 4096)
        return lambda: shelf.limit_files(server, None)

    is_refused_and_recovers(site, server, twelve, make_full)
