"""A PostgreSQL server, which any number of workers share.

Nobody waits for it for ever: statements, locks, connections and silence have their limits, and
whoever meets one is told to try again.
"""

from __future__ import annotations

import select
from collections.abc import Callable
from typing import Any

import gevent
import psycopg
from gevent.monkey import get_original, is_module_patched
from sqlalchemy import event, make_url
from sqlalchemy.engine import Engine, ExceptionContext
from sqlalchemy.exc import DisconnectionError

#: Of one worker, for reading and for writing: three workers stay below PostgreSQL's usual 100.
READERS_AT_MOST = 16
WRITERS_AT_MOST = 12
CONNECTED_WITHIN_S = 5
POOL_WITHIN_S = 10.0
#: A server that says nothing at all for so long is taken for gone; longer than its own limits.
ANSWERS_WITHIN_S = 30.0

LIMITS = {
    "lock_timeout": "10s",
    "statement_timeout": "20s",
    "timezone": "UTC",
}
#: A page is drawn from one moment, as on SQLite, and never writes.
READING = {
    "default_transaction_read_only": "on",
    "default_transaction_isolation": "repeatable read",
}
WRITING = {
    "default_transaction_isolation": "read committed",
    # A worker that stopped in the middle of something must not hold a room. (A reader holds nobody
    # up, and may take in a film meanwhile.)
    "idle_in_transaction_session_timeout": "20s",
}
#: A machine that was switched off, or a cable pulled out, is noticed within half a minute.
LINE = {
    "connect_timeout": CONNECTED_WITHIN_S,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 25_000,  # ms
    "application_name": "afttrainer",
}

_poll: Callable[[], select.poll] | None = (
    get_original("select", "poll") if hasattr(select, "poll") else None
)


class PatientConnection(psycopg.Connection[Any]):
    """Waits for its server, under gevent without holding up other greenlets, but not for ever."""

    def wait(self, gen: Any, *args: Any, **kwargs: Any) -> Any:
        if not is_module_patched("select"):
            return super().wait(gen, *args, **kwargs)
        silent = psycopg.OperationalError("the database server does not answer")
        try:
            with gevent.Timeout(ANSWERS_WITHIN_S, silent):
                return super().wait(gen, *args, **kwargs)
        except BaseException as trouble:
            if trouble is silent or not isinstance(trouble, Exception):
                self._breaks_off(gen)
            raise

    def _breaks_off(self, gen: Any) -> None:
        """In the middle of something: never to be used again. psycopg's compiled `gen` knows the
        connection by its bare address, and must end before that is given back."""
        gen.close()
        self.pgconn.finish()


class ReadingConnection(PatientConnection):
    """What only reads has nothing to undo, and after an undoing psycopg forgets the statements that
    the server has prepared: so what is left is committed. Where the server has gone meanwhile
    nothing is left."""

    def rollback(self) -> None:
        try:
            if self.info.transaction_status == psycopg.pq.TransactionStatus.INTRANS:
                self.commit()
            else:
                super().rollback()
        except psycopg.OperationalError:
            if not self.closed:
                raise


def engines_for(url: str) -> dict[str, dict[str, Any]]:
    """Two ways to one database: readers that cannot write, and the writers' own connections."""
    # What people wrote must not come into a log with a mistake of the database's.
    both = {"url": url, "hide_parameters": True, "pool_timeout": POOL_WITHIN_S}
    return {
        "default": {
            **both,
            "creator": _opener(url, ReadingConnection, LIMITS | READING),
            "pool_size": READERS_AT_MOST // 2,
            "max_overflow": READERS_AT_MOST // 2,
        },
        "writer": {
            **both,
            "creator": _opener(url, PatientConnection, LIMITS | WRITING),
            "pool_size": WRITERS_AT_MOST,
            "max_overflow": 0,
            # The writer begins its transactions itself, together with their locks.
            "isolation_level": "AUTOCOMMIT",
        },
    }


def _opener(
    url: str, kind: type[PatientConnection], settings: dict[str, str]
) -> Callable[[], PatientConnection]:
    address = make_url(url)
    arguments: dict[str, Any] = {
        **LINE,
        **address.translate_connect_args(username="user", database="dbname"),
        **address.query,
    }
    said = [f"-c {name}={value.replace(' ', chr(92) + ' ')}" for name, value in settings.items()]
    arguments["options"] = " ".join([str(arguments.get("options", "")), *said]).strip()
    return lambda: kind.connect(**arguments)


def prepare_engine(engine: Engine) -> None:
    """A commit is on disk when it returns, and no connection is handed out that the server has
    closed: looking costs no question to it, and it has said so where it was stopped in order."""
    event.listen(engine, "handle_error", _without_values)

    @event.listens_for(engine, "connect")
    def _connected(connection: PatientConnection, _record: object) -> None:
        kept = connection.execute("SHOW synchronous_commit").fetchone()
        if kept == ("off",):
            connection.execute("SET synchronous_commit = on")
        if not connection.autocommit:
            connection.commit()

    @event.listens_for(engine, "checkout")
    def _taken(connection: PatientConnection, _record: object, _proxy: object) -> None:
        if connection.closed or _has_been_spoken_to(connection):
            raise DisconnectionError("the server has closed this connection")


def _without_values(trouble: ExceptionContext) -> None:
    """A mistake names tables and columns and never what people wrote: PostgreSQL tells of the row
    that it refused, and of the value that it could not read."""
    error, told = trouble.original_exception, trouble.sqlalchemy_exception
    if isinstance(error, psycopg.Error) and error.sqlstate and told is not None:
        about_a_value = error.sqlstate.startswith("22")
        plain = (None if about_a_value else error.diag.message_primary) or type(error).__name__
        error.args = (plain,)
        told.args = (f"({type(error).__name__}) {plain}",)


def _has_been_spoken_to(connection: PatientConnection) -> bool:
    """Nothing was asked, so what lies there to be read is a farewell, or the end of the line."""
    if _poll is None:
        return False
    asked = _poll()
    asked.register(connection.fileno(), select.POLLIN)
    return bool(asked.poll(0))
