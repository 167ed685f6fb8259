"""The migrations lead to exactly the models' tables, and back to nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect

from afttrainer.database import NoDatabase
from afttrainer.models import Base
from afttrainer.storage import alembic_config, bring_up_to_date
from scripts.servers import free_port
from tests import databases

if TYPE_CHECKING:
    from config import Config

BRINGS_UP_TO_DATE = """
import sys
from pathlib import Path
from afttrainer.storage import bring_up_to_date
from config import Config
bring_up_to_date(Config(home=Path(sys.argv[1]), database_url=sys.argv[2]))
"""


@pytest.fixture(params=databases.KINDS)
def nothing_yet(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without a table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'site.sqlite3'}"
        return
    server: databases.Server = request.getfixturevalue("postgresql")
    with server.database(like="template1") as url:
        yield url


def test_the_newest_migration_matches_the_models(nothing_yet: str) -> None:
    command.upgrade(alembic_config(nothing_yet), "head")
    engine = create_engine(nothing_yet)
    with engine.connect() as connection:
        migrated = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(migrated, Base.metadata) == []
    engine.dispose()


def test_up_and_down_again_leaves_nothing(nothing_yet: str) -> None:
    command.upgrade(alembic_config(nothing_yet), "head")
    command.downgrade(alembic_config(nothing_yet), "base")
    engine = create_engine(nothing_yet)
    assert inspect(engine).get_table_names() == ["alembic_version"]
    engine.dispose()


def test_workers_that_start_at_once_make_the_tables_once(
    config: Config, postgresql: databases.Server
) -> None:
    with postgresql.database(like="template1") as url:
        # Alembic's own context is one for a whole process, so these are processes.
        starts = [
            subprocess.Popen(
                [sys.executable, "-c", BRINGS_UP_TO_DATE, str(config.home), url],
                stderr=subprocess.PIPE,
                text=True,
            )
            for _worker in range(3)
        ]
        said = [start.communicate()[1] for start in starts]
        assert [start.returncode for start in starts] == [0, 0, 0], said
        engine = create_engine(url)
        assert set(Base.metadata.tables) < set(inspect(engine).get_table_names())
        engine.dispose()


def test_a_server_that_is_not_there_is_told_in_words(config: Config) -> None:
    nobody = f"postgresql+psycopg://afttrainer@127.0.0.1:{free_port()}/afttrainer"
    with pytest.raises(NoDatabase, match="AFTTRAINER_DATABASE"):
        bring_up_to_date(replace(config, database_url=nobody))


@pytest.mark.sqlite
@pytest.mark.skipif(os.name == "nt", reason="rights of another kind")
def test_nobody_else_on_the_computer_opens_the_database(config: Config) -> None:
    (config.home / "film_reports.sqlite3").touch(mode=0o644)  # of an earlier start
    bring_up_to_date(config)
    engine = create_engine(f"sqlite:///{config.database}")
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE words (word)")
        files = list(config.home.glob("*.sqlite3*"))
        assert len(files) == 4, "the database, its two companions, and the reports"
        assert {oct(file.stat().st_mode & 0o777) for file in files} == {"0o600"}
    engine.dispose()
