"""The database of one site: made, brought up to date, and described."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config as AlembicConfig
from sqlalchemy import create_engine

from afttrainer.places import MIGRATIONS

if TYPE_CHECKING:
    from config import Config


def alembic_config(database: Path) -> AlembicConfig:
    settings = AlembicConfig()
    settings.set_main_option("script_location", str(MIGRATIONS))
    settings.set_main_option("sqlalchemy.url", f"sqlite:///{database}".replace("%", "%%"))
    return settings


def bring_up_to_date(config: Config) -> None:
    """Make the database where there is none, and lead an older one to the present tables."""
    config.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    _close_to_others(config)
    command.upgrade(alembic_config(config.database), "head")
    engine = create_engine(f"sqlite:///{config.database}")
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode = WAL")
    engine.dispose()


def _close_to_others(config: Config) -> None:
    """Only the account that runs the server opens what people wrote; SQLite gives the files that
    it makes beside a database the rights of the database. (Windows has rights of another kind.)"""
    config.database.touch(mode=0o600)
    for file in config.home.glob("*.sqlite3*"):
        file.chmod(0o600)
