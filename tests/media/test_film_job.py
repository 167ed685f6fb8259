"""A film's turn: what is stopped while it waits, and what changes while it is looked at."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import numbered
import pytest
from films import make_film, wait_until
from forms import convert

from afttrainer.media import job
from afttrainer.media.bench import Bench
from afttrainer.media.lanes import SMALL_BYTES
from afttrainer.media.reports import FilmReports
from afttrainer.media.store import FilmStore
from afttrainer.media.turns import AT_ONCE, Turns
from afttrainer.media.watch import Watches

Turn = Callable[[], None]
#: What a transport stream may be filled up with.
NOTHING = b"\x47\x1f\xff\x10" + b"\xff" * 184


@pytest.fixture
def turns() -> list[Turn]:
    """Those that wait to be encoded."""
    return []


@pytest.fixture
def bench(tmp_path: Path, turns: list[Turn]) -> Iterator[Bench]:
    watches = Watches(threading.Event())
    reports = FilmReports(tmp_path / "reports.sqlite3")
    store, always = FilmStore(tmp_path / "store"), Turns(lambda _bytes: True, turn_ms=1_000)

    def at_once(_bytes: int, work: Turn) -> None:
        work()

    yield Bench(reports, store, watches, always, at_once, turns.append, turns.append)
    reports.close()


def stage(bench: Bench, ticket: str) -> str | None:
    report = bench.reports.get(ticket)
    return report.stage if report else None


def test_what_waits_is_stopped_at_once_and_begun_again_in_its_place(
    bench: Bench, turns: list[Turn], form: Callable[[str], Path]
) -> None:
    bench.reports.wait("film", form("AVI, MPEG-4"), None)
    bench.do("film")
    assert (stage(bench, "film"), len(turns)) == ("waiting", 1)
    bench.reports.cancel("film")
    assert stage(bench, "film") == "stopped"

    assert bench.reports.again("film")
    bench.do("film")
    assert len(turns) == 1, "it has its turn already"
    bench.reports.cancel("film")
    turns.pop()()
    assert stage(bench, "film") == "stopped", "nobody wants it"

    assert bench.reports.again("film")
    bench.do("film")
    turns.pop()()
    assert stage(bench, "film") == "ready"


def test_another_film_laid_in_its_place_meanwhile_stays_in_the_inbox(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "inbox").mkdir()
    film = make_film(tmp_path / "inbox" / "session.mp4")
    take_in = job.take_in

    def then_another(*given: Any) -> Any:
        made = take_in(*given)
        make_film(film, pictures=40)
        return made

    monkeypatch.setattr(job, "take_in", then_another)
    bench.reports.wait("inbox-1", film, None, origin="inbox", origin_name=film.name)
    bench.do("inbox-1")
    assert stage(bench, "inbox-1") == "ready"
    assert film.exists()


@contextmanager
def going_on(turn: Turn) -> Iterator[threading.Thread]:
    """In a thread of its own, as in a lane."""
    thread = threading.Thread(target=turn)
    thread.start()
    try:
        yield thread
    finally:
        thread.join(60)
        assert not thread.is_alive()


@contextmanager
def all_turns_taken(bench: Bench) -> Iterator[None]:
    """By films that are never done with."""
    with bench.turns.join(1, 0) as one, bench.turns.join(1, 0) as two:
        assert one.comes(0)
        assert two.comes(0)
        yield


def brought(bench: Bench, source: Path, *tickets: str) -> None:
    for ticket in tickets:
        bench.reports.wait(ticket, source, None)
        bench.do(ticket)


def test_the_same_film_brought_twice_holds_up_nobody_and_is_made_once(
    bench: Bench, turns: list[Turn], form: Callable[[str], Path]
) -> None:
    brought(bench, form("AVI, MPEG-4"), "first", "second")
    first, second = turns
    turns.clear()
    with ExitStack() as others:
        others.enter_context(all_turns_taken(bench))
        with going_on(first):
            wait_until(lambda: bench.made_now, "the first waits for its turn")
            second()
            assert (stage(bench, "second"), turns) == ("waiting", []), "its encoder is free again"
            bench.reports.cancel("second")
            assert stage(bench, "second") == "stopped"
            assert bench.reports.again("second")
            bench.do("second")
            assert turns == [], "it stands where it stood"
            others.close()  # and the turn of the first comes
    assert (stage(bench, "first"), stage(bench, "second")) == ("ready", "waiting")
    (behind,) = turns
    made = bench.store.path(bench.reports.get("first").stored).stat()
    behind()
    assert stage(bench, "second") == "ready"
    assert bench.store.path(bench.reports.get("second").stored).stat() == made


def test_the_same_quick_film_twice_holds_up_no_lane(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_work, may_go_on, take_in = threading.Event(), threading.Event(), job.take_in

    def slowly(store: FilmStore, ticket: str, *given: Any) -> Any:
        at_work.set()
        assert may_go_on.wait(60)
        return take_in(store, ticket, *given)

    monkeypatch.setattr(job, "take_in", slowly)
    film = make_film(tmp_path / "film.mp4")
    with going_on(lambda: brought(bench, film, "first")):
        assert at_work.wait(60)
        brought(bench, film, "second", "third")
        assert (stage(bench, "second"), stage(bench, "third")) == ("waiting", "waiting")
        bench.reports.cancel("second")
        assert stage(bench, "second") == "stopped"
        may_go_on.set()
    assert stage(bench, "first") == stage(bench, "third") == "ready"
    assert stage(bench, "second") == "stopped"
    assert bench.reports.again("second")
    bench.do("second")
    assert stage(bench, "second") == "ready"


def test_a_film_is_stopped_while_it_waits_for_its_turn(
    bench: Bench, turns: list[Turn], form: Callable[[str], Path]
) -> None:
    film = form("AVI, MPEG-4")
    brought(bench, film, "film")
    with all_turns_taken(bench):
        with going_on(turns.pop()):
            wait_until(lambda: bench.made_now, "it waits for its turn")
            bench.reports.cancel("film")
            assert stage(bench, "film") == "stopped"
        assert not bench.made_now, "nobody waits for it"
        assert bench.reports.again("film")
        bench.do("film")
    turns.pop()()
    assert stage(bench, "film") == "ready"


def test_a_film_that_waits_for_its_turn_lets_the_worker_leave(
    bench: Bench, turns: list[Turn], form: Callable[[str], Path]
) -> None:
    brought(bench, form("AVI, MPEG-4"), "film")
    with all_turns_taken(bench), going_on(turns.pop()):
        wait_until(lambda: bench.made_now, "it waits for its turn")
        bench.watches.leaving.set()
    report = bench.reports.get("film")
    assert report is not None
    assert (report.stage, report.tries) == ("waiting", 0)


def test_what_was_stopped_before_it_was_seen_to_wait_does_not_wait(
    bench: Bench, turns: list[Turn], form: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    look = job.look

    def then_stopped(*given: Any) -> Any:
        looked = look(*given)
        bench.reports.cancel("film")
        return looked

    monkeypatch.setattr(job, "look", then_stopped)
    brought(bench, form("AVI, MPEG-4"), "film")
    assert (stage(bench, "film"), turns) == ("stopped", [])
    monkeypatch.setattr(job, "look", look)
    assert bench.reports.again("film")
    bench.do("film")
    turns.pop()()
    assert stage(bench, "film") == "ready"


@pytest.fixture(scope="module")
def long_films(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """One more than are encoded at a time, each of which takes some seconds."""
    folder = tmp_path_factory.mktemp("long")
    plain = numbered.film(folder / "plain.mp4", 495)
    stream = convert(plain, folder / "0.ts", "-vf", "scale=1920:1080,setfield=tff", "-flags",
                     "+ilme+ildct", "-c:v", "mpeg2video", "-b:v", "8M", "-c:a", "mp2")  # fmt: skip
    films = [stream]
    for number in range(1, AT_ONCE + 1):
        films.append(folder / f"{number}.ts")
        films[-1].write_bytes(stream.read_bytes() + number * NOTHING)
    return films


def test_a_third_long_film_plays_from_its_beginning_before_another_is_whole(
    bench: Bench, turns: list[Turn], long_films: list[Path]
) -> None:
    tickets = [f"film-{number}" for number in range(len(long_films))]
    for ticket, film in zip(tickets, long_films, strict=True):
        brought(bench, film, ticket)

    def begun(ticket: str) -> bool:
        report = bench.reports.get(ticket)
        growing = bench.store.root / "preparing" / ticket / "growing.part"
        if report is None or report.stage != "encoding" or report.facts is None:
            return False
        return growing.exists() and growing.stat().st_size > 64 * 1024

    threads = [threading.Thread(target=turn) for turn in turns]
    for thread in threads:
        thread.start()
    wait_until(lambda: all(begun(ticket) for ticket in tickets), "all of them have begun")
    bench.reports.cancel(tickets[1])
    for thread in threads:
        thread.join(120)
    assert [stage(bench, ticket) for ticket in tickets] == ["ready", "stopped", "ready"]
    assert not list(bench.store.root.glob("preparing/*"))
    for ticket in (tickets[0], tickets[2]):
        report = bench.reports.get(ticket)
        assert report is not None
        assert report.facts.duration_ms == pytest.approx(19_800, abs=100)
        assert report.tries == 1


def test_what_was_at_work_when_a_worker_ended_goes_with_the_large_films(
    bench: Bench, tmp_path: Path
) -> None:
    sizes: list[int] = []
    bench.quick = lambda size_bytes, _work: sizes.append(size_bytes)
    film = make_film(tmp_path / "film.mp4")
    for ticket in ("new", "at work before"):
        bench.reports.wait(ticket, film, None)
    bench.reports.change("at work before", "looking", tries=1)
    for ticket in ("new", "at work before"):
        bench.do(ticket)
    assert sizes[0] == film.stat().st_size
    assert sizes[1] > SMALL_BYTES, "it goes with the large ones"


def test_the_worker_leaves_while_films_stand_still(
    bench: Bench, turns: list[Turn], long_films: list[Path]
) -> None:
    tickets = [f"film-{number}" for number in range(len(long_films))]
    for ticket, film in zip(tickets, long_films, strict=True):
        brought(bench, film, ticket)
    threads = [threading.Thread(target=turn) for turn in turns]
    for thread in threads:
        thread.start()
    wait_until(
        lambda: all(stage(bench, ticket) == "encoding" for ticket in tickets), "all have begun"
    )
    bench.watches.leaving.set()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()
    reports = [bench.reports.get(ticket) for ticket in tickets]
    assert [(report.stage, report.tries) for report in reports] == [("waiting", 0)] * 3
    assert not list(bench.store.root.glob("preparing/*"))
