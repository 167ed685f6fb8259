"""Nothing about a room lives in a worker: any command may come to any of them, and any may go."""

from __future__ import annotations

import os
import random
import re
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

from scripts.cluster import Cluster, Worker
from scripts.servers import PostgreSQL
from tests.faults.cluster.conftest import Everybody
from tests.faults.device import Device, Screen
from tests.faults.record import all_is_well
from tests.faults.site import Site
from tests.faults.tapping import Tapping
from tests.network import Network, until
from tests.serving import left_over

#: As lively as a room is, and no livelier: how much a worker carries is for the benchmarks.
APART_S = (1.0, 4.0)


def revision(screen: Screen) -> int:
    return screen.seen()["supervisor"].revision


def test_a_command_at_either_worker_is_told_to_the_screens_of_both(
    site: Site, people: Everybody, ways: list[Network]
) -> None:
    [ben], [chiara] = people.come("Ben", network=ways[0]), people.come("Chiara", network=ways[1])
    consoles = [people.console(network=way) for way in ways]
    for device in (ben, chiara):
        before = [revision(console) for console in consoles]
        device.checks_in(f"by {device.name}")
        until(lambda: all(revision(c) > b for c, b in zip(consoles, before, strict=True)))  # noqa: B023 - awaited here
    all_is_well(site, [ben, chiara], *consoles)


def test_of_two_workers_one_is_killed_while_twelve_send(
    site: Site, cluster: Cluster, people: Everybody, twelve: list[Device]
) -> None:
    console = people.console()
    gone, left = cluster.workers
    with Tapping(twelve, random.Random(5), APART_S) as tapping:
        tapping.goes_on_for(20)
        gone.crash()
        tapping.goes_on_for(20)
    until(lambda: all(device.is_connected for device in twelve))
    assert any(device.connections > 1 for device in twelve), "some were at that one"
    all_is_well(site, twelve, console)
    assert left.is_running


def test_the_films_are_looked_after_by_whoever_is_left(cluster: Cluster) -> None:
    first, second = cluster.workers
    until(lambda: has_the_film_worker(first))
    assert not has_the_film_worker(second)

    first.crash()
    until(lambda: has_the_film_worker(second))


def has_the_film_worker(worker: Worker) -> bool:
    """Whether a process of this worker's has started it (Linux)."""
    assert worker.process is not None
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if b"afttrainer.media.worker" in (process / "cmdline").read_bytes():
                parent = int((process / "stat").read_text().rpartition(")")[2].split()[1])
                if os.getpgid(parent) == worker.process.pid:
                    return True
    return False


def test_both_tell_the_same_time(people: Everybody, ways: list[Network]) -> None:
    [ben], [chiara] = people.come("Ben", network=ways[0]), people.come("Chiara", network=ways[1])
    with ExitStack() as until_the_end:
        lines = [device.wire() for device in (ben, chiara, ben)]
        for line in lines:
            until_the_end.callback(line.close)
        told = [line.ask("clock", {}) for _round in range(20) for line in lines]

    assert len({one["boot"] for one in told}) == 1
    times = [one["ms"] for one in told]
    assert times == sorted(times), "whoever is asked later says that it is later"


def test_workers_may_begin_a_new_site_at_the_same_time(
    database: PostgreSQL, tmp_path: Path
) -> None:
    """Its tables, its secret, its first accounts: made once, and told by one of them."""
    empty = database.create("empty")
    with Cluster(tmp_path, workers=3, database_url=empty, together=True) as cluster:
        said = [worker.said for worker in cluster.workers]
        assert sum("Each works once" in words for words in said) == 1, said
        assert len(set(join_codes(said))) == 1
        secrets = list(cluster.home.glob("secret_key*"))
        assert [path.name for path in secrets] == ["secret_key"]


def test_a_worker_of_another_machine_shares_no_home_with_the_others(
    cluster: Cluster, people: Everybody, ways: list[Network], tmp_path: Path
) -> None:
    """Only the secret, the database and the server for messages."""
    secret = (cluster.home / "secret_key").read_text().strip()
    own = {"AFTTRAINER_HOME": str(tmp_path / "far_home"), "AFTTRAINER_SECRET": secret}
    far = Worker(3, tmp_path / "far", cluster.settings | own, "--no-demo", "--no-film-worker")
    console, [ben] = people.console(network=ways[0]), people.come("Ben", network=ways[1])
    with far, Network(far.port) as way:
        [chiara] = people.come("Chiara", network=way)
        before = revision(console)
        chiara.checks_in("from afar")
        until(lambda: revision(console) > before)
        there = ben.visitor.get(f"http://localhost:{way.port}{ben.address}")
        assert "participant:" in there, "whoever is signed in at one is so at all"
        chiara.goes()
        people.screens.remove(chiara)
        assert not (tmp_path / "far_home" / "secret_key").exists()


def join_codes(said: Sequence[str]) -> list[str]:
    return [found[1] for words in said if (found := re.search(r"/join/(\w{6})\s", words))]


def test_all_of_it_leaves_in_order(cluster: Cluster) -> None:
    cluster.stop()

    assert not left_over(cluster.folder)
