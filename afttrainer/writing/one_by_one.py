"""The writer of a SQLite file: one after another, and what waits together is committed together.

Nobody has an answer before the disk has what the answer rests on; see `behind`.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import partial
from typing import Any, cast

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from afttrainer.database.sqlite import sync_log, tidy_log
from afttrainer.writing.action import NEVER_KEPT, Action, T, TryAgain, not_kept_so
from afttrainer.writing.behind import BehindCommits
from afttrainer.writing.hands import hands

log = logging.getLogger(__name__)

#: Commits, after which SQLite's log is brought into the file. The commit that begins a new log then
#: is the one that SQLite syncs itself, and the others wait for it.
TIDIED_AFTER = 500


@dataclass
class _Waiting:
    """`result` holds once it is committed and over, which is on the disk."""

    action: Action[Any]
    result: Any = None
    error: BaseException | None = None
    is_committed: bool = False
    is_over: threading.Event = field(default_factory=threading.Event)


class OneByOne:
    """Runs every write of the process one after the other.

    Actions that arrive while one is being committed share the next commit, each in a savepoint of
    its own: a slow disk costs latency and not order. All rooms share it.
    """

    def __init__(
        self, engine: Engine, context: Callable[[], AbstractContextManager[object]] = nullcontext
    ) -> None:
        """`context` is entered around each batch: refusals are worded in the site's language."""
        self._engine = engine
        self._context = context
        self._waiting: deque[_Waiting] = deque()
        self._hands = hands()
        path = engine.url.database or ""
        self._disk = BehindCommits(
            self._hands, partial(sync_log, path), partial(_bring_all_to_the_disk, path)
        )
        self._untidy = 0

    def write(self, action: Action[T], room: int | None = None) -> T:  # noqa: ARG002 - one writer
        mine = _Waiting(action)
        self._waiting.append(mine)
        self._hands.see_to(self._drain)
        # For its own commit alone, and not until those that came after it are kept as well.
        mine.is_over.wait()
        if mine.error is not None:
            raise mine.error
        if not mine.is_committed:
            raise TryAgain("the writer was stopped")
        return cast(T, mine.result)

    def close(self) -> None:
        self._hands.close()

    def _drain(self) -> None:
        while self._waiting:
            batch = [self._waiting.popleft() for _one in range(len(self._waiting))]
            try:
                self._commit_together(batch)
            except BaseException:
                _tell(batch, None)
                raise
            self._disk.when_kept(partial(_tell, batch))
            self._untidy += 1
            if self._untidy >= TIDIED_AFTER:
                self._untidy = 0
                self._hands.meanwhile(self._tidy)

    def _tidy(self) -> None:
        try:
            tidy_log(self._engine.url.database or "")
        except sqlite3.Error as why:
            log.info("SQLite's log could not be tidied just now: %s", why)

    def _commit_together(self, batch: list[_Waiting]) -> None:
        try:
            with self._context(), self._engine.connect() as connection:
                begun = self._hands.at_the_disk(connection.begin)
                before = _changes(connection)
                try:
                    for one in batch:
                        _act(connection, one)
                        self._hands.breathe()
                    self._hands.at_the_disk(begun.commit)
                    if _changes(connection) != before:
                        self._disk.committed()
                    for one in batch:
                        one.is_committed = one.error is None
                except BaseException:
                    # Also after a commit that failed: the next could not begin.
                    self._hands.at_the_disk(begun.rollback)
                    raise
        except Exception as broken:
            log.exception("a commit did not hold")
            for one in batch:
                one.error = one.error or TryAgain(str(broken))


def _bring_all_to_the_disk(path: str) -> None:
    if not tidy_log(path):
        raise OSError("not all could be written anew: somebody reads what was there before")


def _tell(batch: list[_Waiting], broken: Exception | None) -> None:
    for one in batch:
        if broken is not None:
            one.error = one.error or TryAgain(str(broken))
        one.is_over.set()


def _changes(connection: Connection) -> int:
    """Rows this connection ever changed: what wrote nothing waits for no sync of its own."""
    raw = cast(sqlite3.Connection, connection.connection.dbapi_connection)
    return raw.total_changes


def _act(connection: Connection, one: _Waiting) -> None:
    """One action in a savepoint and a session of its own: it sees nothing that another action of
    the batch has only begun, and what that one held in memory is not taken for what is kept."""
    try:
        with (
            Session(connection, join_transaction_mode="create_savepoint") as session,
            session.begin(),
        ):
            one.result = one.action(session)
    except OperationalError as broken:
        log.warning("the database would not: %s", broken)
        one.error = TryAgain(str(broken))
        if _was_undone_whole(connection):
            raise
    except NEVER_KEPT as broken:
        log.exception("a form let through what cannot be kept")
        one.error = not_kept_so()
        one.error.__cause__ = broken
    except Exception as broken:
        one.error = broken


def _was_undone_whole(connection: Connection) -> bool:
    """On a full or broken disk SQLite may undo the whole transaction and not the savepoint alone.

    Nothing of the batch is kept then, and the commit that follows would succeed with nothing in
    it: all of the batch must be told to try again.
    """
    raw = connection.connection.dbapi_connection
    return getattr(raw, "in_transaction", True) is False
