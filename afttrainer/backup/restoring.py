"""A database put in the place of the present one, which is kept."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from sqlalchemy.exc import SQLAlchemyError

from afttrainer.backup.judging import DAMAGED, NEWER, NotOurs, judge
from afttrainer.backup.shelf import name_at
from afttrainer.media.on_disk import to_disk
from afttrainer.media.refusals import N_, Refusal
from afttrainer.storage import alembic_config, known_revisions, running_lock

if TYPE_CHECKING:
    from config import Config

#: Screens that were open before know numbers that the older database has not reached yet, and
#: would take what it tells them for old news.
BEYOND_ALL_SCREENS = 1_000_000
_BESIDE = ("-wal", "-shm", "-journal")


class NotRestored(Refusal):
    """Why the present database is still the one in use, unchanged."""


@dataclass(frozen=True)
class Restored:
    """`aside` is where the database of before lies, None where there was none; `withdrawn` how many
    withdrawals it knew of that the copy did not."""

    aside: Path | None
    withdrawn: int


def restore(config: Config, file: Path, now: datetime) -> Restored:
    """Put a copy of `file` in the place of the site's database. Raises NotRestored or NotOurs, in
    words; nothing has changed then."""
    database = config.database
    if not file.is_file():
        raise NotRestored(N_("There is no file %(file)s."), file=str(file))
    if database.exists() and file.samefile(database):
        raise NotRestored(N_("This is the database that is in use."))
    try:
        config.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _alone_in(config), _work_copy(file, database) as work:
            _bring_up_to_date(work, file)
            withdrawn = _know_what_was_withdrawn(work, database)
            _begin_anew(work)
            return Restored(_exchange(work, database, now), withdrawn)
    except (OSError, sqlite3.Error) as trouble:
        reason = getattr(trouble, "strerror", None) or str(trouble)
        said = N_("The database could not be restored: %(reason)s. The present one is unchanged.")
        raise NotRestored(said, reason=reason) from trouble


@contextmanager
def _alone_in(config: Config) -> Iterator[None]:
    lock = running_lock(config)
    try:
        if not lock.take():
            raise NotRestored(STILL_RUNNING)
        yield
    finally:
        lock.let_go()


STILL_RUNNING = N_("AFT Trainer is running on this database. Stop it first.")


@contextmanager
def _work_copy(file: Path, database: Path) -> Iterator[Path]:
    """A copy to look at and to change, beside the database, whose log comes along where there is
    one; gone afterwards unless it was put in its place."""
    work = database.with_name(f"{database.name}.coming")
    try:
        _remove(work)
        os.close(os.open(work, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        shutil.copyfile(file, work)
        log = file.with_name(f"{file.name}-wal")
        if log.exists():
            shutil.copyfile(log, work.with_name(f"{work.name}-wal"))
        yield work
    finally:
        with suppress(OSError):
            _remove(work)


def _bring_up_to_date(work: Path, file: Path) -> None:
    settings = alembic_config(f"sqlite:///{work}")
    try:
        revision = judge(work)
    except NotOurs as why:
        raise NotOurs(why.template, file=str(file)) from why
    if revision not in known_revisions(settings):
        raise NotOurs(NEWER, file=str(file), revision=revision)
    try:
        command.upgrade(settings, "head")
        judge(work)
    except (SQLAlchemyError, NotOurs) as broken:
        raise NotOurs(DAMAGED, file=str(file)) from broken


def _know_what_was_withdrawn(work: Path, database: Path) -> int:
    """What a patient has taken back since the copy was made stays taken back: where the present
    database can still be read, it is asked. The first sweep after the start erases what is due."""
    wanted = (
        "SELECT consent.withdrawn_at, recording.id, recording.ticket FROM consent "
        "JOIN recording ON recording.id = consent.recording_id "
        "WHERE consent.withdrawn_at IS NOT NULL"
    )
    try:
        with closing(sqlite3.connect(f"{database.as_uri()}?mode=rw", uri=True)) as present:
            withdrawn = present.execute(wanted).fetchall()
    except sqlite3.Error:  # there is none, or it cannot be read any more
        return 0
    with closing(sqlite3.connect(work)) as coming, coming:
        return sum(
            coming.execute(
                "UPDATE consent SET withdrawn_at = ? WHERE withdrawn_at IS NULL AND recording_id ="
                " (SELECT id FROM recording WHERE id = ? AND ticket IS ?)",
                row,
            ).rowcount
            for row in withdrawn
        )


def _begin_anew(work: Path) -> None:
    """No one-time link works twice, and every screen is drawn anew."""
    with closing(sqlite3.connect(work)) as coming, coming:
        coming.execute("DELETE FROM sign_in_link WHERE used_at IS NULL")
        coming.execute("DELETE FROM wall_pass WHERE key_hash IS NULL")
        coming.execute("UPDATE revision SET number = number + ?", (BEYOND_ALL_SCREENS,))
        coming.execute("UPDATE playback SET revision = revision + ?", (BEYOND_ALL_SCREENS,))
    with closing(sqlite3.connect(work, isolation_level=None)) as coming:
        coming.execute("PRAGMA journal_mode = DELETE")  # all in one file


def _exchange(work: Path, database: Path, now: datetime) -> Path | None:
    to_disk(work)
    aside = None
    if database.exists():
        _close(database)
        aside = _free_name(database, now)
        for end in _BESIDE:  # of one that cannot be opened any more
            with suppress(FileNotFoundError):
                os.replace(database.with_name(database.name + end), f"{aside}{end}")
        _keep(database, aside)
    os.replace(work, database)
    to_disk(database.parent)
    return aside


def _free_name(database: Path, now: datetime) -> Path:
    while True:
        aside = database.with_name(name_at(now).replace("-", "-before-restore-", 1))
        if not aside.exists():
            return aside
        now += timedelta(seconds=1)


def _close(database: Path) -> None:
    """Bring its log into it; whoever has it open is noticed by that. Raises NotRestored."""
    try:
        with closing(sqlite3.connect(database, timeout=0, isolation_level=None)) as present:
            present.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError as trouble:
        if trouble.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise NotRestored(STILL_RUNNING) from trouble
        raise
    except sqlite3.DatabaseError:
        pass  # damaged: it is put aside as it lies there


def _keep(database: Path, aside: Path) -> None:
    """There is a database at every moment, where the disk knows second names for a file."""
    try:
        os.link(database, aside)
    except OSError:
        os.replace(database, aside)


def _remove(work: Path) -> None:
    for end in ("", *_BESIDE):
        work.with_name(work.name + end).unlink(missing_ok=True)
