"""The one writer: all or nothing, on disk before anybody hears of it, whatever the disk does."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from afttrainer.database.sqlite import prepare_engine
from afttrainer.extensions import db
from afttrainer.models import Group, SupervisionSession
from afttrainer.models.refusal import Refused
from afttrainer.models.revision import WALL
from afttrainer.writing import TryAgain
from afttrainer.writing.one_by_one import TIDIED_AFTER, OneByOne
from tests import databases
from tests.people import T0, Site, open_room, thursday_group

Act = Callable[[Session], str]


class Disk:
    """A database file that can be full, its writer, and how its actions come to wait together."""

    def __init__(self, path: Path) -> None:
        url = f"sqlite:///{path}"
        databases.make_tables(url)
        self.engine: Engine = create_engine(
            url,
            poolclass=StaticPool,
            connect_args={"check_same_thread": False},
        )
        prepare_engine(self.engine, may_write=True)
        self.writer = OneByOne(self.engine)

    def pragma(self, words: str) -> int:
        with self.engine.connect() as connection:
            raw = connection.connection.dbapi_connection
            assert raw is not None
            return int(raw.execute(f"PRAGMA {words}").fetchone()[0])  # type: ignore[attr-defined]

    def is_full_but_for(self, pages: int) -> None:
        self.pragma(f"max_page_count = {self.pragma('page_count') + pages}")

    def has_room_again(self) -> None:
        self.pragma("max_page_count = 1000000")

    def kept(self) -> set[str]:
        with Session(self.engine) as session:
            return {group.name for group in session.query(Group)}

    def together(self, *actions: Act) -> list[Future[str]]:
        """Have all wait at once, so that they share one commit, in the order given."""
        first_is_running, all_wait = threading.Event(), threading.Event()

        def busy(_session: Session) -> str:
            first_is_running.set()
            assert all_wait.wait(30)
            return ""

        with ThreadPoolExecutor(len(actions) + 1) as threads:
            threads.submit(self.writer.write, busy)
            assert first_is_running.wait(30)
            waiting: list[Future[str]] = []
            for action in actions:
                waiting.append(threads.submit(self.writer.write, action))
                self.until_waiting(len(waiting))
            all_wait.set()
        return waiting

    def until_waiting(self, count: int) -> None:
        pause = threading.Event()
        while len(self.writer._waiting) < count:
            pause.wait(0.001)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    made = Disk(tmp_path / "room.sqlite3")
    yield made
    made.writer.close()
    made.engine.dispose()


def keeps(name: str) -> Act:
    def act(session: Session) -> str:
        session.add(Group(name=name, made_at=T0))
        session.flush()
        return name

    return act


def keeps_then_refuses(session: Session) -> str:
    keeps("half")(session)
    raise Refused("no")


def needs_much_room(session: Session) -> str:
    for n in range(2000):
        session.add(Group(name=f"much {n} {'x' * 60}", made_at=T0))
    session.flush()
    return "much"


def test_what_was_written_is_there_when_write_returns(disk: Disk) -> None:
    assert disk.writer.write(keeps("Thursday")) == "Thursday"
    assert disk.kept() == {"Thursday"}


def test_a_refusal_undoes_all_of_its_own_action(disk: Disk) -> None:
    with pytest.raises(Refused):
        disk.writer.write(keeps_then_refuses)
    assert disk.kept() == set()


def test_one_that_fails_harms_none_of_those_it_waits_with(disk: Disk) -> None:
    before, refused, after = disk.together(keeps("before"), keeps_then_refuses, keeps("after"))
    assert (before.result(), after.result()) == ("before", "after")
    assert isinstance(refused.exception(), Refused)
    assert disk.kept() == {"before", "after"}


def test_each_is_answered_with_its_own_commit(disk: Disk) -> None:
    """And not only when what came in after it is kept too: a busy house would wait for itself."""
    third_may_end = threading.Event()

    def third(_session: Session) -> str:
        assert third_may_end.wait(30)
        return "third"

    with ThreadPoolExecutor(1) as thread:

        def first(_session: Session) -> str:
            asked.append(thread.submit(disk.writer.write, third))
            disk.until_waiting(1)
            return "first"

        asked: list[Future[str]] = []
        one, two = disk.together(first, keeps("second"))
        assert (one.result(30), two.result(30)) == ("first", "second")
        third_may_end.set()
        assert asked[0].result(30) == "third"


def test_the_log_is_brought_into_the_file_beside_the_writing(disk: Disk, tmp_path: Path) -> None:
    """SQLite itself would do it in the middle of somebody's commit."""

    def in_the_file_alone() -> set[str]:
        alone = tmp_path / "alone.sqlite3"
        shutil.copy(str(disk.engine.url.database), alone)
        with closing(sqlite3.connect(alone)) as file:
            return {name for (name,) in file.execute('SELECT name FROM "group"')}

    disk.pragma("wal_checkpoint")
    for number in range(1, TIDIED_AFTER):
        disk.writer.write(keeps(f"group {number}"))
    assert in_the_file_alone() == set()
    disk.writer.write(keeps("the last"))
    disk.writer.close()
    assert len(in_the_file_alone()) == TIDIED_AFTER


def test_what_is_deleted_does_not_lie_on_in_the_file(disk: Disk) -> None:
    disk.writer.write(keeps("Thursday's secret"))
    disk.pragma("wal_checkpoint")
    file = Path(str(disk.engine.url.database))
    assert b"Thursday's secret" in file.read_bytes()

    disk.writer.write(lambda session: session.execute(text('DELETE FROM "group"')).close())
    disk.pragma("wal_checkpoint")
    assert b"Thursday's secret" not in file.read_bytes()


def test_many_threads_at_once_lose_nothing_and_mix_nothing(disk: Disk) -> None:
    def pair(n: int) -> Act:
        def act(session: Session) -> str:
            keeps(f"{n} a")(session)
            if n % 5 == 0:
                raise Refused("every fifth")
            return keeps(f"{n} b")(session)

        return act

    with ThreadPoolExecutor(16) as threads:
        done = [threads.submit(disk.writer.write, pair(n)) for n in range(100)]
    refused = {n for n, one in enumerate(done) if one.exception() is not None}
    assert refused == set(range(0, 100, 5))
    assert disk.kept() == {f"{n} {x}" for n in range(100) if n not in refused for x in "ab"}


def test_what_a_refused_action_had_touched_counts_for_nothing_to_the_next(disk: Disk) -> None:
    def begin(session: Session) -> str:
        session.add(open_room(thursday_group(session)))
        return ""

    def touches(session: Session) -> str:
        session.query(SupervisionSession).one().touch(WALL)
        return ""

    def touches_and_refuses(session: Session) -> str:
        touches(session)
        raise Refused("no")

    disk.writer.write(begin)
    disk.together(touches_and_refuses, touches)
    with Session(disk.engine) as session:
        assert session.query(SupervisionSession).one().revision_of(WALL) == 1


def test_a_commit_that_fails_takes_its_batch_along_and_no_later_one(disk: Disk) -> None:
    def fails_at_the_commit(session: Session) -> str:
        session.execute(text("PRAGMA defer_foreign_keys = ON"))
        session.execute(text("INSERT INTO revision VALUES (4711, 'wall', 1)"))
        return "kept?"

    with pytest.raises(TryAgain):
        disk.writer.write(fails_at_the_commit)
    assert disk.writer.write(keeps("Thursday")) == "Thursday"
    assert disk.kept() == {"Thursday"}


# A disk that refuses


def test_on_a_full_disk_nothing_is_kept_and_it_works_again_with_room(disk: Disk) -> None:
    disk.is_full_but_for(pages=2)
    with pytest.raises(TryAgain):
        disk.writer.write(needs_much_room)
    assert disk.kept() == set()
    disk.has_room_again()
    assert disk.writer.write(needs_much_room) == "much"
    assert len(disk.kept()) == 2000


def test_on_a_full_disk_nobody_is_told_that_what_is_lost_was_kept(disk: Disk) -> None:
    """SQLite may undo the whole transaction then, those before the failing one included."""
    disk.is_full_but_for(pages=2)
    before, much, after = disk.together(keeps("before"), needs_much_room, keeps("after"))
    told = {name for name, one in (("before", before), ("after", after)) if not one.exception()}
    assert isinstance(much.exception(), TryAgain)
    assert disk.kept() == told
    for lost in (before, after):
        assert lost.exception() is None or isinstance(lost.exception(), TryAgain)
    disk.has_room_again()
    assert disk.writer.write(keeps("before")) == "before"


# Reading


def test_whoever_reads_cannot_write(site: Site) -> None:
    with site.app.app_context():
        for attempt in ("DELETE FROM membership", "INSERT INTO role (name) VALUES ('x')"):
            with pytest.raises(OperationalError, match="readonly"):
                db.session.execute(text(attempt))
            db.session.rollback()
    assert site.look(lambda room: len(room.group.members)) == 7


def test_a_changed_row_never_slips_to_disk_past_the_writer(site: Site) -> None:
    with site.app.app_context():
        db.session.get_one(Group, 1).name = "Friday group"
        with pytest.raises(OperationalError, match="readonly"):
            db.session.commit()
        db.session.rollback()
    assert site.look(lambda room: room.group.name) == "Thursday group"
