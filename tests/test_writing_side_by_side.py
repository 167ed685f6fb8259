"""The writer on PostgreSQL: rooms side by side, one room in order, and whatever the server does."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, InternalError
from sqlalchemy.orm import Session

from afttrainer.models import Group, SupervisionSession
from afttrainer.models.refusal import Refused
from afttrainer.models.revision import WALL
from afttrainer.writing import NO_ROOM, T, TryAgain
from afttrainer.writing.side_by_side import SideBySide
from tests.databases import engine_of
from tests.network import until
from tests.people import T0, open_room, thursday_group

Act = Callable[[Session], str]


class House:
    """A PostgreSQL database with two rooms in it, and as many workers as are asked for."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.readers = engine_of(url, "default")
        self.engines = [self.readers]
        self.worker = self.another_worker()
        self.one, self.two = self.worker.write(self._rooms)

    def another_worker(self, **settings: str) -> SideBySide:
        self.engines.append(engine_of(self.url, "writer", **settings))
        return SideBySide(self.engines[-1])

    @staticmethod
    def _rooms(session: Session) -> tuple[int, int]:
        friday = Group(name="Friday group", made_at=T0)
        rooms = [open_room(thursday_group(session, ())), open_room(friday)]
        session.add_all(rooms)
        session.flush()
        return rooms[0].id, rooms[1].id

    def look(self, read: Callable[[Session], T]) -> T:
        with Session(self.readers) as session:
            return read(session)

    def revision(self, room: int) -> int:
        return self.look(lambda s: s.get_one(SupervisionSession, room).revision_of(WALL))

    def names(self) -> set[str]:
        return self.look(lambda s: set(s.scalars(select(Group.name))))

    def somebody_waits(self) -> bool:
        """For the house, or for a room."""
        waiting = text(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return self.look(lambda s: bool(s.scalar(waiting)))

    @contextmanager
    def in_the_middle_of(self, room: int | None) -> Iterator[None]:
        """Another worker is at a write that does not end before this does."""
        has_begun, may_end = threading.Event(), threading.Event()

        def long(_session: Session) -> None:
            has_begun.set()
            assert may_end.wait(30)

        with ThreadPoolExecutor(1) as thread:
            at_it = thread.submit(self.another_worker().write, long, room)
            try:
                assert has_begun.wait(30)
                yield
            finally:
                may_end.set()
            at_it.result()

    def close(self) -> None:
        for engine in self.engines:
            engine.dispose()


@pytest.fixture
def house(on_postgresql: str) -> Iterator[House]:
    made = House(on_postgresql)
    yield made
    made.close()


def touches(room: int) -> Act:
    """Reads a number and writes it one higher: two at once would lose one."""

    def act(session: Session) -> str:
        session.get_one(SupervisionSession, room).touch(WALL)
        return ""

    return act


def keeps(name: str) -> Act:
    def act(session: Session) -> str:
        session.add(Group(name=name, made_at=T0))
        session.flush()
        return name

    return act


def test_what_was_written_is_there_when_write_returns(house: House) -> None:
    assert house.worker.write(keeps("Monday group")) == "Monday group"
    assert "Monday group" in house.names()


def test_two_workers_that_press_in_one_room_lose_nothing(house: House) -> None:
    workers = [house.worker, house.another_worker()]
    with ThreadPoolExecutor(12) as threads:
        done = [
            threads.submit(workers[n % 2].write, touches(house.one), house.one) for n in range(120)
        ]
    assert [one.exception() for one in done if one.exception()] == []
    assert house.revision(house.one) == 120


def test_rooms_go_side_by_side(house: House) -> None:
    with house.in_the_middle_of(house.one):
        house.worker.write(touches(house.two), house.two)
        assert house.revision(house.two) == 1


def test_what_is_nobodys_room_waits_for_no_room(house: House) -> None:
    with house.in_the_middle_of(house.one):
        assert house.worker.write(keeps("meanwhile"), NO_ROOM) == "meanwhile"


def test_one_room_goes_in_order(house: House) -> None:
    order: list[str] = []
    with ThreadPoolExecutor(1) as thread:
        with house.in_the_middle_of(house.one):
            second = thread.submit(house.worker.write, lambda _s: order.append("second"), house.one)
            until(house.somebody_waits)
            order.append("first")
        second.result()
    assert order == ["first", "second"]


def test_a_house_write_waits_for_every_room_and_every_room_for_it(house: House) -> None:
    order: list[str] = []
    with ThreadPoolExecutor(2) as threads:
        with house.in_the_middle_of(house.one):
            alone = threads.submit(house.worker.write, lambda _s: order.append("the house"))
            until(house.somebody_waits)
            order.append("a room")
        alone.result()
        with house.in_the_middle_of(None):
            room = threads.submit(house.worker.write, lambda _s: order.append("a room"), house.two)
            until(house.somebody_waits)
            order.append("the house")
        room.result()
    assert order == ["a room", "the house", "the house", "a room"]


def test_a_refusal_undoes_all_of_its_own_action(house: House) -> None:
    def keeps_then_refuses(session: Session) -> str:
        keeps("half")(session)
        raise Refused("no")

    with pytest.raises(Refused):
        house.worker.write(keeps_then_refuses, house.one)
    assert "half" not in house.names()


def test_a_row_that_is_there_already_is_a_mistake_and_no_reason_to_try_again(house: House) -> None:
    def twice(session: Session) -> str:
        room = session.get_one(SupervisionSession, house.one)
        room.join_code = session.get_one(SupervisionSession, house.two).join_code
        return ""

    with pytest.raises(IntegrityError):
        house.worker.write(twice)
    assert house.worker.write(keeps("after it")) == "after it"


def test_a_mistake_of_the_database_tells_nothing_that_people_wrote(house: House) -> None:
    without_a_time = text('INSERT INTO "group" (name) VALUES (:name)')
    no_number = text('SELECT id FROM "group" WHERE id = CAST(:name AS integer)')
    for wrong in (without_a_time, no_number):
        with pytest.raises(DBAPIError) as told, house.engines[1].connect() as connection:
            connection.execute(wrong, {"name": "private words"})
        said = f"{told.value} {told.value.__cause__}"
        assert "group" in said
        assert "private" not in said


def test_what_is_too_long_or_too_large_to_be_kept_is_refused_in_words(house: House) -> None:
    def counts_too_far(session: Session) -> str:
        session.get_one(SupervisionSession, house.one).planned_minutes = 2**40
        return ""

    for act in (keeps("long " * 100), keeps("\x00"), counts_too_far):
        with pytest.raises(Refused) as no:
            house.worker.write(act)
        assert no.value.status == 422
    assert house.worker.write(keeps("fits")) == "fits"


# A server that ends


def test_a_connection_ended_in_mid_write_keeps_nothing_and_the_next_works(house: House) -> None:
    def is_cut_off(session: Session) -> str:
        keeps("cut off")(session)
        mine = session.scalar(text("SELECT pg_backend_pid()"))
        with house.readers.connect() as other:
            other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": mine})
        return keeps("cut off too")(session)

    with pytest.raises(TryAgain):
        house.worker.write(is_cut_off, house.one)
    assert "cut off" not in house.names()
    assert house.worker.write(keeps("after it"), house.one) == "after it"


def test_connections_that_ended_meanwhile_are_noticed_before_they_are_used(house: House) -> None:
    """As after a restart of the server: nobody is told to try again for it."""
    other = house.another_worker()
    with ThreadPoolExecutor(4) as threads:
        for one in [threads.submit(other.write, keeps(f"{n}"), house.one) for n in range(4)]:
            one.result()
    end_all_others = text(
        "SELECT pg_terminate_backend(pid, 30000) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    assert all(house.look(lambda s: s.scalars(end_all_others).all()))
    assert other.write(keeps("after it")) == "after it"
    assert house.worker.write(keeps("and after that")) == "and after that"


def test_a_room_that_is_held_for_too_long_is_no_reason_to_hang(house: House) -> None:
    impatient = house.another_worker(lock_timeout="50ms")
    with house.in_the_middle_of(house.one):
        with pytest.raises(TryAgain):
            impatient.write(touches(house.one), house.one)
        with pytest.raises(TryAgain):
            impatient.write(touches(house.one))
        impatient.write(touches(house.two), house.two)
    assert (house.revision(house.one), house.revision(house.two)) == (0, 1)


def test_a_worker_that_stops_in_the_middle_of_something_holds_no_room_for_ever(
    house: House,
) -> None:
    stuck = house.another_worker(idle_in_transaction_session_timeout="50ms")

    def stops(session: Session) -> str:
        touches(house.one)(session)
        session.flush()
        return house.worker.write(touches(house.one), house.one)

    with pytest.raises(TryAgain):
        stuck.write(stops, house.one)
    assert house.revision(house.one) == 1


def test_a_server_that_only_reads_is_no_mistake_of_the_program(house: House) -> None:
    standby = house.another_worker(default_transaction_read_only="on")
    with pytest.raises(TryAgain):
        standby.write(keeps("nowhere"))


def test_closing_waits_for_what_is_being_written(house: House) -> None:
    leaves = house.another_worker()
    has_begun, closes = threading.Event(), threading.Event()

    def long(session: Session) -> str:
        has_begun.set()
        assert closes.wait(30)
        return keeps("at the last moment")(session)

    with ThreadPoolExecutor(2) as threads:
        last = threads.submit(leaves.write, long, house.one)
        assert has_begun.wait(30)
        closed = threads.submit(leaves.close)
        closes.set()
        closed.result()
        assert last.result() == "at the last moment"


def test_two_that_wait_for_one_another_are_told_to_try_again(house: House) -> None:
    """Side by side in two rooms, yet both change both groups, the other way round."""
    both_began = threading.Barrier(2)

    def renames(first: str, second: str) -> Callable[[Session], None]:
        def act(session: Session) -> None:
            for name in (first, second):
                session.execute(update(Group).where(Group.name == name).values(made_at=T0))
                if name == first:
                    both_began.wait(30)

        return act

    here, there = "Thursday group", "Friday group"
    with ThreadPoolExecutor(2) as threads:
        waits: list[Future[None]] = [
            threads.submit(house.worker.write, renames(here, there), house.one),
            threads.submit(house.worker.write, renames(there, here), house.two),
        ]
    said = [one.exception() for one in waits if one.exception()]
    assert len(said) == 1
    assert isinstance(said[0], TryAgain)


# Durability


def test_a_commit_is_on_disk_whatever_the_server_was_told(house: House) -> None:
    with house.engines[1].connect() as connection:
        connection.execute(
            text(f'ALTER DATABASE "{connection.engine.url.database}" SET synchronous_commit = off')
        )
    sync = house.another_worker().write(lambda s: s.scalar(text("SHOW synchronous_commit")))
    assert sync == "on"


def test_readers_cannot_write(house: House) -> None:
    with house.readers.connect() as connection:
        for attempt in ("DELETE FROM membership", "INSERT INTO role (name) VALUES ('x')"):
            with pytest.raises(InternalError, match="read-only"):
                connection.execute(text(attempt))
            connection.rollback()


def test_a_page_is_drawn_from_one_moment(house: House) -> None:
    with Session(house.readers) as session:
        before = session.get_one(SupervisionSession, house.one).revision_of(WALL)
        house.worker.write(touches(house.one), house.one)
        session.expire_all()
        assert session.get_one(SupervisionSession, house.one).revision_of(WALL) == before
        session.rollback()
        assert session.get_one(SupervisionSession, house.one).revision_of(WALL) == before + 1
