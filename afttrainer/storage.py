"""The database of one site: made, brought up to date, and described."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config as AlembicConfig
from sqlalchemy.exc import DBAPIError

from afttrainer.database import NoDatabase, sqlite, url_of
from afttrainer.file_lock import FileLock
from afttrainer.places import MIGRATIONS
from afttrainer.terminal import _

if TYPE_CHECKING:
    from config import Config


def alembic_config(url: str) -> AlembicConfig:
    settings = AlembicConfig()
    settings.set_main_option("script_location", str(MIGRATIONS))
    settings.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return settings


#: Kept by this process until it ends.
_held: list[FileLock] = []


def running_lock(config: Config) -> FileLock:
    """Shared by every server of a site for as long as it runs."""
    return FileLock(config.home / "running.lock")


def hold_open(config: Config) -> None:
    """This process serves the site from here on: nobody exchanges its SQLite file until it has
    ended. Waits for whoever is doing so."""
    if config.database_url:
        return
    config.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = running_lock(config)
    lock.share()
    _held.append(lock)


def bring_up_to_date(config: Config) -> None:
    """Make the tables where there are none, and lead older ones to the present.

    Raises NoDatabase, in words, where a PostgreSQL server cannot be used.
    """
    config.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    if config.database_url:
        _bring_server_up_to_date(config)
        return
    _close_to_others(config)
    command.upgrade(alembic_config(url_of(config)), "head")
    sqlite.write_ahead(url_of(config))


def _bring_server_up_to_date(config: Config) -> None:
    """Workers that start together take turns: the second finds nothing left to do (env.py)."""
    try:
        command.upgrade(alembic_config(url_of(config)), "head")
    except ModuleNotFoundError as missing:
        raise NoDatabase(
            _("A PostgreSQL database needs more to be installed: pip install 'afttrainer[cluster]'")
        ) from missing
    except DBAPIError as broken:
        said = str(broken.orig).strip()
        raise NoDatabase(
            _("The database that AFTTRAINER_DATABASE names cannot be used: %(said)s", said=said)
        ) from broken


def _close_to_others(config: Config) -> None:
    """Only the account that runs the server opens what people wrote; SQLite gives the files that
    it makes beside a database the rights of the database. (Windows has rights of another kind.)"""
    config.database.touch(mode=0o600)
    for file in config.home.glob("*.sqlite3*"):
        file.chmod(0o600)
