"""Answers come after the disk, and the next commits do not wait for it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from textwrap import dedent

import pytest

from afttrainer.writing.behind import BehindCommits
from afttrainer.writing.hands import BESIDE, T, Threads, hands
from tests.test_writing import Disk, keeps


class Medium:
    """What is on the disk for certain, and a disk that may refuse."""

    def __init__(self) -> None:
        self.syncs, self.written_anew = 0, 0
        self.will_not_sync, self.is_gone = 0, False
        self.heard: list[Exception | None] = []

    def sync(self) -> None:
        if self.will_not_sync:
            self.will_not_sync -= 1
            raise OSError("input or output")
        self.syncs += 1

    def write_anew(self) -> None:
        if self.is_gone:
            raise OSError("still not")
        self.written_anew += 1


@pytest.fixture
def medium() -> Medium:
    return Medium()


@pytest.fixture
def behind(medium: Medium) -> BehindCommits:
    return BehindCommits(Threads(), medium.sync, medium.write_anew)


def commits(behind: BehindCommits, medium: Medium) -> Exception | None:
    behind.committed()
    return asks(behind, medium)


def asks(behind: BehindCommits, medium: Medium) -> Exception | None:
    before = len(medium.heard)
    behind.when_kept(medium.heard.append)
    assert len(medium.heard) == before + 1, "nobody was told"
    return medium.heard[-1]


def test_each_commit_is_synced_before_its_answer(behind: BehindCommits, medium: Medium) -> None:
    for count in (1, 2, 3):
        assert commits(behind, medium) is None
        assert medium.syncs == count


def test_what_committed_nothing_costs_no_sync(behind: BehindCommits, medium: Medium) -> None:
    commits(behind, medium)
    assert asks(behind, medium) is None
    assert medium.syncs == 1


def test_a_disk_that_will_not_sync_is_not_believed_until_all_was_written_anew(
    behind: BehindCommits, medium: Medium
) -> None:
    medium.will_not_sync, medium.is_gone = 1, True
    assert isinstance(commits(behind, medium), OSError)
    # A sync would go well now, with what was lost still lost.
    assert isinstance(commits(behind, medium), OSError)
    assert isinstance(asks(behind, medium), OSError), "it may rest on what is not on the disk"
    assert medium.syncs == 0

    medium.is_gone = False
    assert asks(behind, medium) is None
    assert (medium.syncs, medium.written_anew) == (0, 1)
    assert commits(behind, medium) is None
    assert (medium.syncs, medium.written_anew) == (1, 1)


def test_what_could_be_written_anew_is_kept_all_the_same(
    behind: BehindCommits, medium: Medium
) -> None:
    medium.will_not_sync = 1
    assert commits(behind, medium) is None
    assert medium.written_anew == 1


class AllAtTheDisk(Threads):
    """As many as may be at the disk are: who asks meanwhile is left to them."""

    def __init__(self) -> None:
        super().__init__()
        self.meanwhile_asks: list[Callable[[], None]] = []
        self._is_at_it = False

    def beside(self, do: Callable[[], None]) -> None:
        if self._is_at_it:
            return
        self._is_at_it = True
        do()
        self._is_at_it = False

    def at_the_disk_beside(self, do: Callable[[], T]) -> T:
        done = do()
        if self.meanwhile_asks:
            self.meanwhile_asks.pop(0)()
        return done


def test_who_is_kept_hears_of_it_though_others_go_on_committing(medium: Medium) -> None:
    at_work = AllAtTheDisk()
    behind = BehindCommits(at_work, medium.sync, medium.write_anew)
    heard: list[tuple[int, int]] = []

    def asks_as(number: int) -> None:
        behind.committed()
        behind.when_kept(lambda _broken: heard.append((number, medium.syncs)))

    at_work.meanwhile_asks = [lambda: asks_as(2), lambda: asks_as(3)]
    asks_as(1)
    assert heard == [(1, 1), (2, 2), (3, 3)], "(who, after how many syncs)"
    at_work.close()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    made = Disk(tmp_path / "room.sqlite3")
    yield made
    made.writer.close()
    made.engine.dispose()


def test_the_log_of_a_real_file_is_brought_to_the_disk(
    disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of all that is opened, it is the log that is synced, once for each commit and never for what
    changed nothing."""
    synced: list[str] = []
    import afttrainer.database.sqlite as sqlite

    def watched(file: int) -> None:
        synced.append(Path(f"/dev/fd/{file}").resolve().name)
        real(file)

    real: Callable[[int], None] = sqlite._sync
    monkeypatch.setattr(sqlite, "_sync", watched)
    disk.writer.write(keeps("Thursday"))
    assert synced == ["room.sqlite3-wal"]
    disk.writer.write(lambda _session: "read")
    assert len(synced) == 1
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda n: disk.writer.write(keeps(f"{n}")), range(8)))
    assert 2 <= len(synced) <= 9


def test_others_write_while_the_disk_turns_and_are_answered_in_their_order(tmp_path: Path) -> None:
    """As it is in the running server: greenlets, and real threads at the disk."""
    program = dedent("""
        from gevent.monkey import patch_all, get_original
        patch_all()
        import sqlite3, sys, gevent
        from sqlalchemy import create_engine, text
        from sqlalchemy.pool import StaticPool
        from afttrainer.database import sqlite
        from afttrainer.writing.one_by_one import OneByOne

        Event = get_original("threading", "Event")
        path = sys.argv[1]
        engine = create_engine(f"sqlite:///{path}", poolclass=StaticPool,
                               connect_args={"check_same_thread": False})
        sqlite.prepare_engine(engine, may_write=True)
        writer = OneByOne(engine)
        writer.write(lambda s: s.execute(text("CREATE TABLE told (n INTEGER)")))

        may_sync, real, begun, heard = Event(), sqlite._sync, [], []
        def slow(file):
            begun.append(file)
            may_sync.wait()
            real(file)
        sqlite._sync = slow

        def asks(n):
            writer.write(lambda s: s.execute(text(f"INSERT INTO told VALUES ({n})")))
            heard.append(n)

        reader = sqlite3.connect(path)
        def committed():
            return reader.execute("SELECT count(*) FROM told").fetchone()[0]

        asking = []
        for n in range(int(sys.argv[2])):
            asking.append(gevent.spawn(asks, n))
            while committed() < n + 1:  # the next commit, though no sync has ended
                gevent.sleep(0.001)
        print(committed(), "committed", len(begun), "syncs begun", len(heard), "answered")
        may_sync.set()
        gevent.joinall(asking)
        writer.close()
        print(heard, len(begun), "syncs in all")
    """)
    asked = BESIDE + 3
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "room.sqlite3"), str(asked)],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert done.stdout.splitlines() == [
        f"{asked} committed {BESIDE} syncs begun 0 answered",
        f"{list(range(asked))} {BESIDE + 1} syncs in all",
    ], done.stderr


def test_hands_outside_the_server_are_threads() -> None:
    assert isinstance(hands(), Threads)
