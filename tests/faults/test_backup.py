"""Copies of a real server's database, taken while everybody sends, and brought back."""

from __future__ import annotations

import random
import resource
import subprocess
from pathlib import Path

from afttrainer.backup.judging import judge
from afttrainer.places import settings
from tests.faults.conftest import People
from tests.faults.device import Device
from tests.faults.record import Record, agrees, all_is_well, is_sound
from tests.faults.server import Server
from tests.faults.site import Site
from tests.faults.tapping import Tapping
from tests.network import until
from tests.serving import command

#: Less than the database has, as a quota or a full disk would leave.
LITTLE_BYTES = 200_000


def said(words: str) -> str:
    """Without the ends of its lines."""
    return " ".join(words.split())


def test_taken_while_twelve_send_and_brought_back(
    site: Site, server: Server, people: People, twelve: list[Device], tmp_path: Path
) -> None:
    """It is whole, holds what was acknowledged before it began, and every screen that stood open
    shows what came back."""
    console = people.console()
    file = tmp_path / "copy.sqlite3"
    with Tapping(twelve, random.Random(11)) as tapping:
        tapping.goes_on_for(36)
        before = {
            device.name: {c.uuid for c in device.answered if c.name == "tag.place" and c.ok}
            for device in twelve
        }
        taken = command(site.folder, "backup", str(file))
        assert taken.returncode == 0, taken.stderr
        tapping.goes_on_for(24)
    all_is_well(site, twelve, console)

    refused = command(site.folder, "restore", str(file))
    assert "AFT Trainer is running on this database. Stop it first." in said(refused.stderr)
    assert refused.returncode != 0
    assert server.terminate() == 0
    restored = command(site.folder, "restore", str(file))
    assert restored.returncode == 0, restored.stderr
    server.start()
    until(lambda: all(device.is_connected for device in twelve))

    is_sound(site)
    record = Record(site)
    for name, marks in before.items():
        assert marks <= set(record.marks[name]), name
    for screen in (*twelve, console):
        agrees(screen)
    assert "Traceback" not in server.said, server.said


def test_a_server_takes_its_first_by_itself(site: Site, server: Server) -> None:
    folder = settings().Config(home=site.home).backup_folder
    until(lambda: folder.is_dir() and any(folder.glob("*.sqlite3")))
    copies = list(folder.glob("*.sqlite3"))
    assert len(copies) == 1
    assert judge(copies[0]) == judge(site.database)
    assert list(folder.glob("*.part*")) == []


def with_little_room(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    little = (LITTLE_BYTES, LITTLE_BYTES)
    return command(folder, *words, first=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, little))


def test_on_a_full_disk_nothing_half_lies_about(site: Site, tmp_path: Path) -> None:
    file = tmp_path / "copy.sqlite3"
    assert command(site.folder, "backup", str(file)).returncode == 0
    before, here = Record(site), set(site.home.iterdir())

    taken = with_little_room(site.folder, "backup")
    brought = with_little_room(site.folder, "restore", str(file))

    assert "A copy of the database could not be taken: " in said(taken.stderr)
    assert [path.name for path in (site.home / "backups").iterdir()] == [".lock"]
    assert "could not be restored: " in said(brought.stderr)
    assert "Traceback" not in taken.stderr + brought.stderr
    new = {path.name for path in set(site.home.iterdir()) - here}
    assert new <= {"backups", "running.lock"}
    is_sound(site)
    assert Record(site).marks == before.marks
