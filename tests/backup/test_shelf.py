"""Which copies stay."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from afttrainer.backup.copying import NotCopied
from afttrainer.backup.shelf import Shelf, name_at
from afttrainer.file_lock import FileLock
from tests.faults.site import Site
from tests.people import T0

DAY = timedelta(days=1)
EARLIER = timedelta(hours=2)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """Twelve days, two copies each, and what somebody else has laid there."""
    made = Shelf(tmp_path / "copies", 7)
    made.folder.mkdir()
    for number in range(12):
        for before in (timedelta(0), EARLIER):
            (made.folder / name_at(T0 - number * DAY - before)).write_text("a copy")
    (made.folder / "of-march.sqlite3").write_text("mine")
    return made


def stay(shelf: Shelf) -> list[datetime]:
    return [copy.taken_at for copy in shelf.copies()]


def test_of_each_of_seven_days_the_last_stays(shelf: Shelf) -> None:
    shelf.let_go(T0 + EARLIER)

    assert stay(shelf) == [T0 - number * DAY for number in reversed(range(7))]
    newest = shelf.newest()
    assert newest is not None
    assert newest.taken_at == T0
    assert (shelf.folder / "of-march.sqlite3").read_text() == "mine"


def test_no_copy_holds_what_was_erased_since(shelf: Shelf) -> None:
    shelf.let_go(T0 + EARLIER, T0 - 2 * DAY)
    assert stay(shelf) == [T0 - 2 * DAY, T0 - DAY, T0]

    shelf.let_go(T0 + EARLIER, T0 + timedelta(seconds=1))
    assert stay(shelf) == []


def test_copies_go_with_their_time_also_where_none_follow(shelf: Shelf) -> None:
    shelf.let_go(T0 + 8 * DAY)
    assert stay(shelf) == []


def test_a_folder_that_is_not_there_holds_none(tmp_path: Path) -> None:
    assert Shelf(tmp_path / "nowhere", 7).newest() is None


def test_what_a_power_cut_has_left_goes_with_the_next(site: Site, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "copies", 7)
    shelf.folder.mkdir()
    (shelf.folder / f"{name_at(T0 - DAY)}.part").write_text("half of one")

    taken = shelf.take(site.database, T0)

    assert shelf.copies() == [taken]
    assert [p.name for p in shelf.folder.glob("*.part*")] == []


def test_one_at_a_time(site: Site, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "copies", 7)
    other = FileLock(shelf.folder / ".lock")
    assert other.take()
    with pytest.raises(NotCopied, match="Another copy"):
        shelf.take(site.database, T0)
    other.let_go()
    assert shelf.take(site.database, T0).path.exists()
