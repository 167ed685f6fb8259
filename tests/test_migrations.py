"""The migrations lead to exactly the models' tables, and back to nothing."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect

from afttrainer.models import Base
from afttrainer.storage import alembic_config


def test_the_newest_migration_matches_the_models(tmp_path: Path) -> None:
    database = tmp_path / "site.sqlite3"
    command.upgrade(alembic_config(database), "head")
    engine = create_engine(f"sqlite:///{database}")
    with engine.connect() as connection:
        migrated = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(migrated, Base.metadata) == []
    engine.dispose()


def test_up_and_down_again_leaves_nothing(tmp_path: Path) -> None:
    database = tmp_path / "site.sqlite3"
    command.upgrade(alembic_config(database), "head")
    command.downgrade(alembic_config(database), "base")
    engine = create_engine(f"sqlite:///{database}")
    assert inspect(engine).get_table_names() == ["alembic_version"]
    engine.dispose()
