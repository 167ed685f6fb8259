"""The writer of a SQLite file: one thread, which commits together what waits together."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any, cast

from gevent.monkey import is_module_patched
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from afttrainer.writing.action import NEVER_KEPT, Action, T, TryAgain, not_kept_so

log = logging.getLogger(__name__)


@dataclass
class _Waiting:
    action: Action[Any]
    result: Any = None
    error: BaseException | None = None
    is_over: bool = False


class OneByOne:
    """Runs every write of the process on one real thread, one after the other.

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
        self._thread = _one_real_thread()
        self._turn = threading.Lock()

    def write(self, action: Action[T], room: int | None = None) -> T:  # noqa: ARG002 - one writer
        mine = _Waiting(action)
        self._waiting.append(mine)
        with self._turn:
            # Whoever had the turn before me may have committed mine along: then there is no need
            # of the thread, and of a wait for it that would be as long for each of many.
            if not mine.is_over:
                self._thread.submit(self._drain).result()
        if mine.error is not None:
            raise mine.error
        return cast(T, mine.result)

    def close(self) -> None:
        self._thread.shutdown(wait=True)

    def _drain(self) -> None:
        batch = []
        while self._waiting:
            batch.append(self._waiting.popleft())
        if not batch:
            return
        try:
            with self._context(), self._engine.connect() as connection, connection.begin():
                for one in batch:
                    _act(connection, one)
        except Exception as broken:
            log.exception("a commit did not hold")
            for one in batch:
                one.error = one.error or TryAgain(str(broken))
        finally:
            for one in batch:
                one.is_over = True


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


def _one_real_thread() -> Executor:
    """A thread of the operating system's even under gevent, where the ordinary ones are greenlets:
    waiting for the disk there must not stop the rooms."""
    if is_module_patched("threading"):
        from gevent.threadpool import ThreadPoolExecutor as RealThreads

        return cast(Executor, RealThreads(max_workers=1))
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")
