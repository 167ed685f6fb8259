"""The way back: from a good copy whole, from anything else not at all."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic import command
from click.testing import CliRunner, Result

from afttrainer.backup.copying import copy
from afttrainer.backup.judging import judge
from afttrainer.backup.restoring import BEYOND_ALL_SCREENS, restore
from afttrainer.cli import main
from afttrainer.media.refusals import Refusal
from afttrainer.storage import alembic_config, hold_open
from tests.backup.conftest import all_of, ask
from tests.faults.site import Site
from tests.people import T0

if TYPE_CHECKING:
    from config import Config

NEWER = "9999_of_next_year"


@pytest.fixture
def good(site: Site, tmp_path: Path) -> Path:
    """A copy, after which everything has gone wrong."""
    file = tmp_path / "good.sqlite3"
    copy(site.database, file)
    with closing(sqlite3.connect(site.database)) as database, database:
        database.execute("UPDATE participant SET joined_at = ?", (str(T0),))
        database.execute("DELETE FROM clip WHERE id NOT IN (SELECT clip_id FROM queued_clip)")
        database.execute("UPDATE recording SET title = 'Overwritten'")
    return file


def run(config: Config, *words: str) -> Result:
    environment = {"AFTTRAINER_HOME": str(config.home), "AFTTRAINER_FILMS": str(config.films)}
    environment["AFTTRAINER_DATABASE"] = config.database_url
    return CliRunner().invoke(main, words, env=environment)


def without_what_begins_anew(rows: dict[str, list[tuple[object, ...]]]) -> object:
    return {name: own for name, own in rows.items() if name not in ("revision", "playback")}


def lies_there(home: Path) -> dict[str, str]:
    """All files of the home but locks, by what is in them."""
    return {
        str(path.relative_to(home)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(home.rglob("*"))
        if path.is_file() and path.suffix != ".lock"
    }


def settled(site: Site) -> dict[str, str]:
    """SQLite's own log brought in, as it is when the server has ended."""
    ask(site.database, "PRAGMA wal_checkpoint(TRUNCATE)")
    return lies_there(site.home)


def test_it_brings_everything_back_and_keeps_what_was(
    site: Site, config: Config, good: Path
) -> None:
    wanted, spoilt = all_of(good), all_of(site.database)
    kept = good.read_bytes()

    answer = run(config, "restore", str(good))

    assert answer.exit_code == 0, answer.output
    now = all_of(site.database)
    links = now.pop("sign_in_link")
    assert wanted.pop("sign_in_link"), "which nobody has used"
    assert links == []
    now.pop("wall_pass"), wanted.pop("wall_pass")
    assert without_what_begins_anew(now) == without_what_begins_anew(wanted)
    aside = next(site.home.glob("afttrainer-before-restore-*.sqlite3"))
    assert all_of(aside) == spoilt
    assert str(aside) in answer.output.replace("\n", "")
    assert good.read_bytes() == kept
    for file in (site.database, aside):
        assert file.stat().st_mode & 0o777 == 0o600
    assert not list(site.home.glob("*.coming*"))


def test_screens_of_before_are_drawn_anew(site: Site, config: Config, good: Path) -> None:
    ask(good, "INSERT OR REPLACE INTO revision VALUES (?, 'wall', 7)", site.supervision_id)
    restore(config, good, T0)
    numbers = ask(site.database, "SELECT number FROM revision WHERE audience = 'wall'")
    assert numbers == [(BEYOND_ALL_SCREENS + 7,)]
    assert ask(site.database, "SELECT min(revision) FROM playback")[0][0] > BEYOND_ALL_SCREENS


def test_an_older_one_is_brought_up_to_date(site: Site, config: Config, good: Path) -> None:
    command.downgrade(alembic_config(f"sqlite:///{good}"), "0020")
    assert judge(good) == "0020"

    restore(config, good, T0)

    assert judge(site.database) not in ("0020", None)
    assert ask(site.database, "SELECT title FROM recording") == ask(
        good, "SELECT title FROM recording"
    )


def test_what_a_patient_has_taken_back_since_stays_so(
    site: Site, config: Config, good: Path
) -> None:
    ask(site.database, "UPDATE consent SET withdrawn_at = '2026-03-06 10:00:00.000000'")

    answer = run(config, "restore", str(good))

    withdrawn = ask(site.database, "SELECT withdrawn_at FROM consent")
    assert withdrawn == [("2026-03-06 10:00:00.000000",)]
    assert "A consent that was withdrawn since" in answer.output


def test_a_copy_with_its_log_beside_it(site: Site, config: Config, tmp_path: Path) -> None:
    """As somebody makes it who copies the files of a server that was killed."""
    file = tmp_path / "copied.sqlite3"
    with closing(sqlite3.connect(site.database, isolation_level=None)) as database:
        database.execute("UPDATE recording SET title = 'In the log'")
        file.write_bytes(site.database.read_bytes())
        log = site.database.with_name(f"{site.database.name}-wal").read_bytes()
    Path(f"{file}-wal").write_bytes(log)

    restore(config, file, T0)

    assert ask(site.database, "SELECT title FROM recording") == [("In the log",)]
    assert Path(f"{file}-wal").read_bytes() == log


def garbage(file: Path) -> None:
    file.write_bytes(b"\x07" * 100_000)


def empty(file: Path) -> None:
    file.write_bytes(b"")


def truncated(file: Path) -> None:
    with file.open("r+b") as opened:
        opened.truncate(file.stat().st_size // 2)


def changed(file: Path) -> None:
    with file.open("r+b") as opened:
        opened.seek(8 * 4096)
        opened.write(b"\xa5" * 40 * 4096)


def foreign(file: Path) -> None:
    file.unlink()
    ask(file, "CREATE TABLE alembic_version (version_num TEXT)")
    ask(file, "CREATE TABLE recipes (name TEXT)")


def newer(file: Path) -> None:
    ask(file, "UPDATE alembic_version SET version_num = ?", NEWER)


def not_there(file: Path) -> None:
    file.unlink()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (garbage, "is no database of AFT Trainer"),
        (empty, "is no database of AFT Trainer"),
        (truncated, "is damaged or only partly there"),
        (changed, "is damaged or only partly there"),
        (foreign, "is no database of AFT Trainer"),
        (newer, "by a later version of AFT Trainer (its tables are of revision 9999_of_next_year)"),
        (not_there, "There is no file"),
    ],
)
def test_anything_else_is_refused_and_nothing_has_changed(
    site: Site, config: Config, good: Path, spoil: Callable[[Path], None], said: str
) -> None:
    spoil(good)
    before = settled(site)

    answer = run(config, "restore", str(good))

    assert answer.exit_code != 0
    assert said in " ".join(answer.output.split())
    assert "Traceback" not in answer.output
    assert lies_there(site.home) == before


def test_the_database_itself_is_no_copy(site: Site, config: Config) -> None:
    assert "in use" in run(config, "restore", str(site.database)).output


@pytest.fixture
def a_server(config: Config) -> Iterator[None]:
    from afttrainer import storage

    hold_open(config)
    yield
    storage._held.pop().let_go()


def test_while_a_server_runs_nothing_is_exchanged(
    site: Site, config: Config, good: Path, a_server: None
) -> None:
    before = settled(site)
    assert "is running" in run(config, "restore", str(good)).output
    assert lies_there(site.home) == before


def test_while_another_program_has_it_open_neither(site: Site, config: Config, good: Path) -> None:
    before = settled(site)
    with closing(sqlite3.connect(site.database)) as other:
        other.execute("SELECT * FROM participant").fetchall()
        assert "is running" in run(config, "restore", str(good)).output
    assert lies_there(site.home) == before


def test_a_damaged_database_is_put_aside_as_it_lies(site: Site, config: Config, good: Path) -> None:
    Path(f"{site.database}-wal").unlink(missing_ok=True)
    garbage(site.database)

    done = restore(config, good, T0)

    assert done.aside is not None
    assert done.aside.read_bytes() == b"\x07" * 100_000
    assert ask(site.database, "SELECT title FROM recording") != [("Overwritten",)]


def test_nothing_that_was_put_aside_is_ever_lost(site: Site, config: Config, good: Path) -> None:
    first, second = restore(config, good, T0), restore(config, good, T0)
    assert first.aside != second.aside
    assert first.aside is not None
    assert ask(first.aside, "SELECT title FROM recording") == [("Overwritten",)]


def test_on_a_new_computer_there_is_nothing_to_put_aside(
    config: Config, good: Path, tmp_path: Path
) -> None:
    fresh = replace(config, home=tmp_path / "new" / "home")
    done = restore(fresh, good, T0)
    assert done.aside is None
    assert judge(fresh.database) == judge(good)
    assert fresh.home.stat().st_mode & 0o777 == 0o700


def test_what_cannot_be_laid_down_changes_nothing(site: Site, config: Config, good: Path) -> None:
    before = settled(site)
    (site.home / "afttrainer.sqlite3.coming").mkdir()
    with pytest.raises(Refusal, match=r"could not be restored: .* unchanged"):
        restore(config, good, T0)
    assert lies_there(site.home) == before


def test_a_postgresql_site_is_told_of_its_own_tools(config: Config, good: Path) -> None:
    there = replace(config, database_url="postgresql://nobody@/nowhere")
    for words in (("backup",), ("restore", str(good))):
        answer = run(there, *words)
        assert answer.exit_code != 0
        assert "pg_dump" in answer.output
        assert "pg_restore" in answer.output


def test_a_copy_to_where_one_likes(site: Site, config: Config, tmp_path: Path) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    into = run(config, "backup", str(folder))
    assert into.exit_code == 0, into.output
    assert judge(next(folder.iterdir())) == judge(site.database)
    assert "their keys" in into.output
    named = run(config, "backup", str(folder / "mine.sqlite3"))
    assert judge(folder / "mine.sqlite3") == judge(site.database), named.output
    assert "is there already" in run(config, "backup", str(folder / "mine.sqlite3")).output
    own = run(config, "backup")
    assert own.exit_code == 0, own.output
    assert [p.suffix for p in config.backup_folder.glob("afttrainer-*")] == [".sqlite3"]
