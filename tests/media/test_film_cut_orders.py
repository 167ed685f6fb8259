"""Clips are ordered by the server and cut by the worker, in their turn."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numbered
import pytest

from afttrainer.media import cutting as module
from afttrainer.media.cut_orders import CutOrder, CutOrders
from afttrainer.media.cutting import Cutting
from afttrainer.media.marks import Marks
from afttrainer.media.prepare import prepare_film
from afttrainer.media.store import FilmStore
from afttrainer.media.watch import Watches

TICKET = "ab" * 16
FILE = f"export-{TICKET}.mp4"


@pytest.fixture
def orders(tmp_path: Path) -> Iterator[CutOrders]:
    made = CutOrders(tmp_path / "home" / "cuts.sqlite3")
    yield made
    made.close()


class Bench:
    """A worker's room in which turns are taken at once, or kept for later."""

    def __init__(self, orders: CutOrders, store: FilmStore) -> None:
        self.turns: list[Callable[[], None]] = []
        self.leaving = threading.Event()
        self.cutting = Cutting(orders, store, Watches(self.leaving), self.turns.append)

    def work(self) -> None:
        self.cutting.look()
        while self.turns:
            self.turns.pop(0)()


@pytest.fixture
def sha256(store: FilmStore, tmp_path: Path) -> str:
    film = numbered.film(tmp_path / "came.mp4", 300, options={"g": "25", "bf": "3"})
    return prepare_film(store, "ticket", film, None, lambda *_: None).sha256


def order(sha256: str, **more: object) -> CutOrder:
    return CutOrder(TICKET, sha256, FILE, Marks(1120, 9280), **more)  # type: ignore[arg-type]


def numbers(store: FilmStore, sha256: str, tmp_path: Path) -> list[int]:
    plain = tmp_path / "plain.mp4"
    plain.write_bytes(store.read(store.name(sha256, FILE)))
    return numbered.numbers(plain, all_of_it=True)


def test_an_order_becomes_a_clip_beside_its_film(
    orders: CutOrders, store: FilmStore, sha256: str, tmp_path: Path
) -> None:
    assert orders.order(order(sha256))
    assert not orders.order(order(sha256)), "the same ticket twice is one order"
    bench = Bench(orders, store)
    bench.work()
    assert orders.all() == [order(sha256, stage="ready", share=1.0, tries=1)]
    assert numbers(store, sha256, tmp_path) == list(range(28, 232))
    bench.work()
    assert not bench.turns
    assert orders.forget(TICKET)
    assert orders.all() == []


def test_words_are_burnt_in_and_left_nowhere_else(
    orders: CutOrders, store: FilmStore, sha256: str, tmp_path: Path
) -> None:
    orders.order(order(sha256, said="Mirela · 22 November 2026"))
    Bench(orders, store).work()
    assert numbers(store, sha256, tmp_path) == list(range(28, 232))
    assert not any(
        b"Mirela" in path.read_bytes() for path in store.root.rglob("*") if path.is_file()
    )
    assert not list(store.root.glob("preparing/*"))


def test_an_order_that_is_stopped_leaves_no_clip(
    orders: CutOrders, store: FilmStore, sha256: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "TOLD_EVERY_S", 0.0)
    orders.order(order(sha256))
    assert not orders.forget(TICKET), "it is not done with"
    bench = Bench(orders, store)
    bench.cutting.look()
    orders.stop(TICKET)
    bench.work()
    (told,) = orders.all()
    assert told.stage == "stopped"
    assert not store.has(store.name(sha256, FILE))
    assert not list(store.root.rglob("*.part"))


def test_what_was_at_work_when_the_worker_left_is_begun_anew(
    orders: CutOrders, store: FilmStore, sha256: str
) -> None:
    orders.order(order(sha256))
    first = Bench(orders, store)
    first.leaving.set()
    first.work()
    assert [one.stage for one in orders.unfinished()] == ["waiting"]
    Bench(orders, store).work()
    assert orders.all()[0].stage == "ready"


def test_one_that_ends_the_worker_again_and_again_is_put_aside(
    orders: CutOrders, store: FilmStore, sha256: str
) -> None:
    orders.order(order(sha256))
    orders.change(TICKET, "cutting", tries=3)
    Bench(orders, store).work()
    (told,) = orders.all()
    assert told.stage == "refused"
    assert "3 times" in told.words(str)


@pytest.mark.parametrize(
    ("marks", "said"), [(Marks(0, 0), "before the second"), (Marks(90_000, 99_000), "no picture")]
)
def test_marks_that_mean_nothing_are_told_in_words(
    orders: CutOrders, store: FilmStore, sha256: str, marks: Marks, said: str
) -> None:
    orders.order(CutOrder(TICKET, sha256, FILE, marks))
    Bench(orders, store).work()
    assert said in orders.all()[0].words(str)


def test_an_erased_film_gives_no_clip(orders: CutOrders, store: FilmStore, sha256: str) -> None:
    store.remove(sha256)
    orders.order(order(sha256))
    Bench(orders, store).work()
    assert "not there any more" in orders.all()[0].words(str)
    assert not store.home(sha256).exists()
