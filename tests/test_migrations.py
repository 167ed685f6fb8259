"""The migrations lead to exactly the models' tables, and back to nothing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect

from afttrainer.models import Base
from afttrainer.storage import alembic_config, bring_up_to_date

if TYPE_CHECKING:
    from config import Config


def test_the_newest_migration_matches_the_models(tmp_path: Path) -> None:
    database = tmp_path / "site.sqlite3"
    command.upgrade(alembic_config(f"sqlite:///{database}"), "head")
    engine = create_engine(f"sqlite:///{database}")
    with engine.connect() as connection:
        migrated = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(migrated, Base.metadata) == []
    engine.dispose()


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


def test_up_and_down_again_leaves_nothing(tmp_path: Path) -> None:
    database = tmp_path / "site.sqlite3"
    command.upgrade(alembic_config(f"sqlite:///{database}"), "head")
    command.downgrade(alembic_config(f"sqlite:///{database}"), "base")
    engine = create_engine(f"sqlite:///{database}")
    assert inspect(engine).get_table_names() == ["alembic_version"]
    engine.dispose()
