"""A SQLite file: one worker's, with nothing to install."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine
from sqlalchemy.pool import StaticPool

#: How long another program that has locked the file is waited for. A phone waits 4 s for an answer:
#: what comes in behind such a wait, and waits as long again, is to be told the reason by then.
LOCKED_AT_MOST_MS = 1500

#: All of what is written, and of what is about the file only what is needed to find it again.
_sync = getattr(os, "fdatasync", os.fsync)


def engines_for(path: str) -> dict[str, dict[str, Any]]:
    """Two ways to one file: readers that cannot write, and the writer's one connection."""
    url = f"sqlite:///{path}"
    return {
        "default": {"url": url, "hide_parameters": True, "pool_size": 8, "max_overflow": 24},
        "writer": {
            "url": url,
            # What people wrote must not come into a log with a mistake of the database's.
            "hide_parameters": True,
            "poolclass": StaticPool,
            "connect_args": {"check_same_thread": False},
        },
    }


def revision_of(path: Path) -> str | None:
    """Of its tables; None where there are none yet. Raises sqlite3.DatabaseError where the file is
    no database, or is damaged."""
    with closing(sqlite3.connect(path)) as opened:
        try:
            found = opened.execute("SELECT version_num FROM alembic_version").fetchone()
        except sqlite3.OperationalError:
            return None
    return found and str(found[0])


def write_ahead(url: str) -> None:
    """The file keeps it: readers are not in the writer's way, from the first of them on."""
    engine = create_engine(url)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode = WAL")
    engine.dispose()


def sync_log(path: str) -> None:
    """Bring the log to the disk, with all that was committed before. Raises OSError."""
    log = os.open(f"{path}-wal", os.O_RDWR)
    try:
        _sync(log)
    finally:
        os.close(log)


def tidy_log(path: str) -> bool:
    """Bring what the log has into the file itself, and both to the disk; whether all of it came,
    which it does not while somebody reads what was there before. SQLite would do it in the middle
    of a commit, and all rooms would wait for its two or three syncs; so it is done beside the
    writing. Raises sqlite3.Error where it cannot be done just now, which costs nothing."""
    with closing(sqlite3.connect(path, timeout=0)) as connection:
        busy, in_log, brought = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    return not busy and brought == in_log


def prepare_engine(engine: Engine, *, may_write: bool) -> None:
    """Pragmas of each new connection: WAL with a sync at each commit, foreign keys kept."""

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # SQLAlchemy's own begin, so that savepoints are real
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {LOCKED_AT_MOST_MS}")
        cursor.execute("PRAGMA foreign_keys = ON")
        if may_write:
            cursor.execute("PRAGMA journal_mode = WAL")
            # The log is synced behind the commit, before anybody hears of it: `writing.behind`.
            # SQLite itself syncs it where the file would come to harm without.
            cursor.execute("PRAGMA synchronous = NORMAL")
            cursor.execute("PRAGMA wal_autocheckpoint = 0")  # see `tidy_log`
            # Words that were erased do not lie on in the file; not every SQLite is built so.
            cursor.execute("PRAGMA secure_delete = ON")
        else:
            cursor.execute("PRAGMA query_only = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if may_write else "BEGIN")
