"""A film's turn: what is stopped while it waits, and what changes while it is looked at."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from films import make_film

from afttrainer.media import job
from afttrainer.media.job import Bench
from afttrainer.media.reports import FilmReports
from afttrainer.media.store import FilmStore
from afttrainer.media.watch import Watches

Turn = Callable[[], None]


@pytest.fixture
def turns() -> list[Turn]:
    """Those that wait to be encoded."""
    return []


@pytest.fixture
def bench(tmp_path: Path, turns: list[Turn]) -> Iterator[Bench]:
    watches = Watches(threading.Event())
    reports = FilmReports(tmp_path / "reports.sqlite3")
    yield Bench(reports, FilmStore(tmp_path / "store"), watches, turns.append, turns.append)
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
