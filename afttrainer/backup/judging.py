"""Whether a file is a database of this program, whole, and not of a later one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from afttrainer.media.refusals import N_, Refusal

BEGINS_WITH = b"SQLite format 3\0"
#: Tables that every database of ours has had from the first revision on.
OURS = {"alembic_version", "supervision_session", "participant", "membership"}


class NotOurs(Refusal):
    """A file that cannot be used as a site's database, and why."""


NO_DATABASE = N_("%(file)s is no database of AFT Trainer.")
DAMAGED = N_("%(file)s is damaged or only partly there, and cannot be used.")
NEWER = N_(
    "%(file)s was written by a later version of AFT Trainer (its tables are of revision "
    "%(revision)s). Update the program first."
)


def judge(file: Path) -> str:
    """The revision of its tables. Raises NotOurs, in words; OSError.

    Reads all of it, so it takes its time. What lies beside it (a log of SQLite's) counts too.
    """
    with file.open("rb") as opened:
        if opened.read(len(BEGINS_WITH)) != BEGINS_WITH:
            raise NotOurs(NO_DATABASE, file=str(file))
    try:
        with closing(sqlite3.connect(file)) as database:
            return _revision(database, file)
    except sqlite3.DatabaseError as broken:
        raise NotOurs(DAMAGED, file=str(file)) from broken


def _revision(database: sqlite3.Connection, file: Path) -> str:
    if database.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
        raise NotOurs(DAMAGED, file=str(file))
    tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
    if not tables >= OURS:
        raise NotOurs(NO_DATABASE, file=str(file))
    revisions = [str(number) for (number,) in database.execute("SELECT * FROM alembic_version")]
    if len(revisions) != 1:
        raise NotOurs(DAMAGED, file=str(file))
    return revisions[0]
