"""The database of one site: made, brought up to date, and described."""

from __future__ import annotations

import logging
from sqlite3 import DatabaseError
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.script import ScriptDirectory
from sqlalchemy.exc import DBAPIError

from afttrainer.database import NoDatabase, sqlite, url_of
from afttrainer.file_lock import FileLock
from afttrainer.places import MIGRATIONS
from afttrainer.terminal import _

if TYPE_CHECKING:
    from config import Config

log = logging.getLogger(__name__)


def alembic_config(url: str) -> AlembicConfig:
    settings = AlembicConfig()
    settings.set_main_option("script_location", str(MIGRATIONS))
    settings.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return settings


def known_revisions(settings: AlembicConfig) -> list[str]:
    """Of tables, the newest first: what this version of the program can lead to the present."""
    return [one.revision for one in ScriptDirectory.from_config(settings).walk_revisions()]


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

    Raises NoDatabase, in words, where a PostgreSQL server cannot be used, or the SQLite file is of
    a later version of the program.
    """
    config.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    if config.database_url:
        _bring_server_up_to_date(config)
        return
    _close_to_others(config)
    settings = alembic_config(url_of(config))
    if _is_older(config, known_revisions(settings)):
        _copy(config)
    command.upgrade(settings, "head")
    sqlite.write_ahead(url_of(config))


def _is_older(config: Config, known: list[str]) -> bool:
    """Whether the SQLite file has tables that an update is going to change."""
    try:
        revision = sqlite.revision_of(config.database)
    except DatabaseError:
        raise NoDatabase(
            _(
                "%(file)s is damaged, or no database of AFT Trainer. `afttrainer restore FILE` "
                "brings back a copy; those that were taken lie in %(folder)s.",
                file=str(config.database),
                folder=str(config.backup_folder),
            )
        ) from None
    if revision is not None and revision not in known:
        raise NoDatabase(
            _(
                "%(file)s was written by a later version of AFT Trainer (its tables are of "
                "revision %(revision)s). Update the program first.",
                file=str(config.database),
                revision=revision,
            )
        )
    return revision is not None and revision != known[0]


def _copy(config: Config) -> None:
    """Before an update changes it. That none can be taken keeps nobody from meeting."""
    from afttrainer import clock
    from afttrainer.backup.copying import NotCopied
    from afttrainer.backup.shelf import Shelf

    if not config.backup_days:
        return
    try:
        Shelf(config.backup_folder, config.backup_days).take(config.database, clock.now())
    except NotCopied as why:
        log.warning("%s", why)


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
