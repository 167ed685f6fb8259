"""Small films go past large ones; not more of each at once than a disk bears."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator

import pytest
from films import wait_until

from afttrainer.media.lanes import (
    LARGE_AT_ONCE,
    SMALL_AT_ONCE,
    SMALL_BYTES,
    Lanes,
    begun_at_most,
)
from afttrainer.media.turns import AT_ONCE


class Films:
    """Each at work until it is let go."""

    def __init__(self) -> None:
        self.at_work: set[str] = set()
        self.done: list[str] = []
        self._may_end: dict[str, threading.Event] = {}

    def work(self, name: str) -> None:
        self.at_work.add(name)
        self._ends(name).wait(60)
        self.at_work.discard(name)
        self.done.append(name)

    def let_go(self, *names: str) -> None:
        for name in names:
            self._ends(name).set()
        wait_until(lambda: set(names) <= set(self.done), f"{names} are done with")

    def _ends(self, name: str) -> threading.Event:
        return self._may_end.setdefault(name, threading.Event())


@pytest.fixture
def lanes() -> Iterator[Lanes]:
    lanes = Lanes()
    yield lanes
    assert lanes.stop(60)


def test_small_films_go_past_a_large_one_several_at_once(lanes: Lanes) -> None:
    films = Films()
    large = [f"large {number}" for number in range(LARGE_AT_ONCE + 1)]
    small = [f"small {number}" for number in range(SMALL_AT_ONCE + 1)]
    for name in large:
        lanes.quick(SMALL_BYTES + 1, lambda name=name: films.work(name))
    for name in small:
        lanes.quick(SMALL_BYTES, lambda name=name: films.work(name))
    at_first = {*large[:LARGE_AT_ONCE], *small[:SMALL_AT_ONCE]}
    wait_until(lambda: films.at_work == at_first, "as many are read as a disk bears")
    films.let_go(*small)
    assert not films.at_work & set(small)
    assert large[0] in films.at_work, "no small film waited for it"
    films.let_go(*large)
    assert films.done[-1] == large[-1]


def test_no_kind_of_work_waits_for_another(lanes: Lanes) -> None:
    films = Films()
    lanes.quick(0, lambda: films.work("quick"))
    lanes.encode(lambda: films.work("encoded"))
    lanes.cut(lambda: films.work("for phones"))
    lanes.export(lambda: films.work("to take away"))
    everything = {"quick", "encoded", "for phones", "to take away"}
    wait_until(lambda: films.at_work == everything, "all are at work")
    films.let_go(*everything)


def test_work_that_breaks_off_ends_no_lane(lanes: Lanes, caplog: pytest.LogCaptureFixture) -> None:
    def breaks_off() -> None:
        raise sqlite3.OperationalError("database or disk is full")

    films = Films()
    for _each in range(SMALL_AT_ONCE + 1):
        lanes.quick(0, breaks_off)
    lanes.quick(0, lambda: films.work("after it"))
    films.let_go("after it")
    assert "database or disk is full" in caplog.text


def test_what_stands_in_a_lane_when_the_worker_leaves_is_not_begun(lanes: Lanes) -> None:
    films = Films()
    for name in ("at work", "in line"):
        lanes.cut(lambda name=name: films.work(name))
    wait_until(lambda: films.at_work == {"at work"}, "the first is at work")
    assert not lanes.stop(0), "it has not come to rest"
    films.let_go("at work")
    assert lanes.stop(60)
    assert films.done == ["at work"]


def test_more_films_are_begun_than_are_encoded_at_a_time() -> None:
    assert begun_at_most() > AT_ONCE
