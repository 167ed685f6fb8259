"""One copy of a SQLite file while others write into it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from gevent.monkey import get_original

from afttrainer.backup.judging import NotOurs, judge
from afttrainer.media.on_disk import to_disk
from afttrainer.media.refusals import N_, Refusal
from afttrainer.models import CommandRecord, Hold, MarkStep, PollAnswer, Pulse

#: What a meeting forgets as it closes is in no copy that was taken before (rule 13).
FORGOTTEN = tuple(one.__tablename__ for one in (CommandRecord, Hold, MarkStep, PollAnswer, Pulse))
#: Steps of SQLite's between two pauses, some hundred kilobytes; rooms have disk and processor then.
STEPS = 4000
PAUSE_S = 0.002
#: Pauses after which what was written is brought to the disk, so that no single wait is a long one.
SYNCED_AFTER = 32

#: Of a thread, also where greenlets have taken its place: copies are made beside the loop.
_pause = get_original("time", "sleep")


class NotCopied(Refusal):
    """Why there is no copy now. Nothing of it lies about."""

    @classmethod
    def for_reason(cls, trouble: OSError | sqlite3.Error) -> NotCopied:
        reason = getattr(trouble, "strerror", None) or str(trouble)
        said = N_("A copy of the database could not be taken: %(reason)s.")
        return cls(said, reason=reason)


def copy(database: Path, target: Path, goes_on: Callable[[], bool] = lambda: True) -> None:
    """A whole database at `target`, as it was at one moment: checked, on the disk, and there by one
    rename. Only its owner may read it. Raises NotCopied.

    `goes_on` is asked every few milliseconds. Nobody who reads or writes waits for it.
    """
    if not database.is_file():
        raise NotCopied(N_("There is no database in %(folder)s yet."), folder=str(database.parent))
    part = target.with_name(f"{target.name}.part")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _remove(part)
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        _copy(database, part, goes_on)
        _forget(part)
        judge(part)
        to_disk(part)
        os.replace(part, target)
        to_disk(target.parent)
    except NotOurs as why:
        raise NotCopied(why.template, **why.details) from why
    except (OSError, sqlite3.Error) as trouble:
        raise NotCopied.for_reason(trouble) from trouble
    finally:
        with suppress(OSError):
            _remove(part)


def _copy(database: Path, part: Path, goes_on: Callable[[], bool]) -> None:
    """SQLite's `VACUUM INTO` reads one moment of the database, without locking it, and takes along
    what is there: pages that were given free, and what is left in them of erased words, stay."""
    with closing(_opened(database)) as source, part.open("rb") as written:
        pauses = 0

        def pause() -> int:
            nonlocal pauses
            pauses += 1
            if pauses % SYNCED_AFTER == 0:
                os.fsync(written.fileno())
            _pause(PAUSE_S)
            return 0 if goes_on() else 1  # 1 breaks it off

        source.set_progress_handler(pause, STEPS)
        source.execute("VACUUM INTO ?", (str(part),))


def _forget(part: Path) -> None:
    with closing(sqlite3.connect(part, isolation_level=None)) as copied:
        copied.execute("PRAGMA secure_delete = ON")
        tables = {name for (name,) in copied.execute("SELECT name FROM sqlite_master")}
        for table in FORGOTTEN:
            if table in tables:  # one of before an update may not have it yet
                copied.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names


def _opened(database: Path) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{database.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None
    )


def _remove(part: Path) -> None:
    """With what SQLite may have laid beside it."""
    for end in ("", "-journal", "-wal", "-shm"):
        part.with_name(part.name + end).unlink(missing_ok=True)
