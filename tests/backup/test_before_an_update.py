"""A version of the program that changes the tables: as they were is on the shelf first."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic import command
from click.testing import CliRunner

from afttrainer.backup.judging import judge
from afttrainer.cli import main
from afttrainer.storage import alembic_config, bring_up_to_date
from tests.backup.conftest import all_of, ask
from tests.faults.site import Site

if TYPE_CHECKING:
    from config import Config

EARLIER = "0020"


@pytest.fixture
def of_before(site: Site) -> Path:
    """The site's database, as an earlier version of the program left it."""
    command.downgrade(alembic_config(f"sqlite:///{site.database}"), EARLIER)
    return site.database


def on_the_shelf(config: Config) -> list[Path]:
    return list(config.backup_folder.glob("*.sqlite3"))


def test_it_is_copied_as_it_was(config: Config, of_before: Path) -> None:
    titles = ask(of_before, "SELECT title FROM recording")

    bring_up_to_date(config)

    assert judge(of_before) > EARLIER
    [copy] = on_the_shelf(config)
    assert judge(copy) == EARLIER
    assert ask(copy, "SELECT title FROM recording") == titles
    assert titles


def test_a_start_that_changes_no_tables_copies_nothing(config: Config, of_before: Path) -> None:
    bring_up_to_date(config)
    [copy] = on_the_shelf(config)
    copy.unlink()

    bring_up_to_date(config)

    assert on_the_shelf(config) == []


def test_who_keeps_no_copies_has_none_of_this_either(config: Config, of_before: Path) -> None:
    bring_up_to_date(replace(config, backup_days=0))
    assert judge(of_before) > EARLIER
    assert on_the_shelf(config) == []


def test_a_shelf_that_takes_nothing_keeps_nobody_from_meeting(
    config: Config, of_before: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "in the way").write_text("a file, where the folder should be")

    bring_up_to_date(replace(config, backups=tmp_path / "in the way"))

    assert judge(of_before) > EARLIER
    assert "A copy of the database could not be taken" in caplog.text


def start(config: Config) -> str:
    words = {"AFTTRAINER_HOME": str(config.home), "AFTTRAINER_FILMS": str(config.films)}
    done = CliRunner().invoke(main, ["run"], env=words)
    assert done.exit_code == 1
    assert "Traceback" not in done.output
    return " ".join(done.output.split())


def test_what_a_later_version_wrote_is_left_as_it_is(config: Config, site: Site) -> None:
    ask(site.database, "UPDATE alembic_version SET version_num = '9999_of_next_year'")
    before = all_of(site.database)

    said = start(config)

    assert "written by a later version of AFT Trainer" in said
    assert "9999_of_next_year" in said
    assert all_of(site.database) == before


def test_what_is_no_database_is_told_in_words(config: Config, site: Site) -> None:
    site.database.write_text("Dear group, the keys are under the mat. " * 100)
    said = start(config)
    assert "no database of AFT Trainer" in said
    assert "afttrainer restore" in said
    assert site.database.read_text().startswith("Dear group")
