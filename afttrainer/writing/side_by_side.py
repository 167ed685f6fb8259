"""The writer of a PostgreSQL server: rooms side by side, the commands of one room in order.

A room's write locks the row of its meeting before anything is loaded, so what an action sees stays
as it is until the commit. It also shares the lock of the house, which a house write (accounts,
groups, plans, films) has alone: that one sees no room in the middle of anything. PostgreSQL itself
gathers the commits of different connections into one sync of the disk.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, OperationalError, TimeoutError
from sqlalchemy.orm import Session

from afttrainer.writing.action import NEVER_KEPT, Action, T, TryAgain, not_kept_so
from afttrainer.writing.turns import Turns

log = logging.getLogger(__name__)

#: The name of the house's lock among PostgreSQL's advisory locks: any number, always the same.
HOUSE = 0x4146545F
#: So long one waits in this worker for those before; the database has limits of its own.
TURN_WITHIN_S = 10.0
CLOSES_WITHIN_S = 30.0

#: Begin and lock in one message and not three: it is on the way of every tap.
HOUSE_WRITE = f"BEGIN; SELECT pg_advisory_xact_lock({HOUSE})"
ROOM_WRITE = (
    "BEGIN; SELECT pg_advisory_xact_lock_shared({house:d}); "
    "SELECT id FROM supervision_session WHERE id = {room:d} FOR UPDATE"
)

#: SQLSTATEs that say "not now" though the driver files them with mistakes of the program: a server
#: that only reads (a standby, before it takes over), and a transaction it has given up on.
NOT_NOW = {"25006", "25P03"}


class SideBySide:
    """Runs each write in a transaction of its own on the thread or greenlet that asks for it.

    `engine` must be in autocommit: the transaction is begun here (see database/postgresql.py).
    """

    def __init__(
        self, engine: Engine, context: Callable[[], AbstractContextManager[object]] = nullcontext
    ) -> None:
        """`context` is entered around each action: refusals are worded in the site's language."""
        self._engine = engine
        self._context = context
        self._turns = Turns(TURN_WITHIN_S)
        self._writing = 0
        self._none_writing = threading.Condition()

    def write(self, action: Action[T], room: int | None = None) -> T:
        begin = HOUSE_WRITE if room is None else ROOM_WRITE.format(house=HOUSE, room=room)
        with self._none_writing:
            self._writing += 1
        try:
            with self._turns.of(room), self._context():
                return self._in_transaction(begin, action)
        finally:
            with self._none_writing:
                self._writing -= 1
                self._none_writing.notify_all()

    def close(self) -> None:
        with self._none_writing:
            self._none_writing.wait_for(lambda: not self._writing, CLOSES_WITHIN_S)
        self._engine.dispose()

    def _in_transaction(self, begin: str, action: Action[T]) -> T:
        try:
            with (
                self._engine.connect() as connection,
                Session(connection, join_transaction_mode="control_fully") as session,
            ):
                connection.exec_driver_sql(begin)
                result = action(session)
                session.commit()
                return result
        except TimeoutError as busy:
            raise TryAgain("all connections to the database are at work") from busy
        except NEVER_KEPT as broken:
            log.exception("a form let through what cannot be kept")
            raise not_kept_so() from broken
        except DBAPIError as broken:
            if not _may_work_soon(broken):
                raise
            log.warning("the database would not: %s", broken)
            raise TryAgain(str(broken)) from broken


def _may_work_soon(broken: DBAPIError) -> bool:
    """Lost or refused connections, deadlocks, waits that took too long, full disks, shutdowns."""
    state = getattr(broken.orig, "sqlstate", None)
    return isinstance(broken, OperationalError) or broken.connection_invalidated or state in NOT_NOW
