"""Databases for tests: SQLite files, or as many as wanted on a PostgreSQL that the tests start."""

from __future__ import annotations

import atexit
import itertools
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.pool import StaticPool

from afttrainer.database import postgresql
from afttrainer.extensions import db
from afttrainer.models import Base
from scripts.servers import PostgreSQL, own_folder

#: `--database=postgresql` runs on it what otherwise runs on files.
KINDS = ("sqlite", "postgresql")
WITH_TABLES = "with_tables"
#: Nothing is there for long enough to be tidied, and little of what was is kept.
OF_TESTS = {"full_page_writes": "off", "autovacuum": "off", "max_wal_size": "128MB"}
#: Linux keeps what lies here in memory. A database is some 400 files, and every test makes one.
MEMORY, ENOUGH_BYTES = Path("/dev/shm"), 2 * 1024**3


class Server:
    """A PostgreSQL with a database that has all tables, of which copies are quick."""

    def __init__(self, postgresql: PostgreSQL) -> None:
        self.postgresql = postgresql
        self._numbers = itertools.count(1)
        # Asked at each test: a connection that stays costs half of what a program would, and one
        # that went with a server which was stopped is noticed.
        self._desk = create_engine(
            postgresql.url, isolation_level="AUTOCOMMIT", pool_size=1, pool_pre_ping=True
        )
        make_tables(postgresql.create(WITH_TABLES))

    @contextmanager
    def database(self, *, like: str = WITH_TABLES) -> Iterator[str]:
        """The address of an empty site's database, gone afterwards."""
        name = f"site_{next(self._numbers)}"
        self._asks(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
        yield self.postgresql.url_of(name)
        self._asks(f'DROP DATABASE "{name}" WITH (FORCE)')

    def close(self) -> None:
        self._desk.dispose()

    def _asks(self, statement: str) -> None:
        with self._desk.connect() as connection:
            connection.execute(text(statement))

    def stopped(self) -> ExitStack:
        """The server is down until this is closed."""
        self.postgresql.stop()
        until_back = ExitStack()
        until_back.callback(self.postgresql.start)
        return until_back


@contextmanager
def server() -> Iterator[Server]:
    """Raises NotInstalled where there is no PostgreSQL."""
    # Nothing here asks what a power cut would leave, and every test makes a database.
    with (
        own_folder(MEMORY if _has_room(MEMORY) else None) as folder,
        PostgreSQL(folder, fsync=False, settings=OF_TESTS) as started,
        closing(Server(started)) as made,
    ):
        yield made


def _has_room(folder: Path) -> bool:
    return folder.is_dir() and shutil.disk_usage(folder).free > ENOUGH_BYTES


def make_tables(url: str) -> None:
    """All of them, in a database that has none."""
    if make_url(url).get_backend_name() == "sqlite":
        with closing(sqlite3.connect(str(make_url(url).database))) as file:
            file.execute("PRAGMA synchronous = OFF")
            fill_with_tables(file)
        return
    engine = create_engine(url)
    Base.metadata.create_all(engine)
    engine.dispose()


def in_memory() -> Engine:
    """A database with all tables for one thread, gone with its engine."""
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        fill_with_tables(raw)
    return engine


def fill_with_tables(empty: sqlite3.Connection) -> None:
    _tables().backup(empty)


@cache
def _tables() -> sqlite3.Connection:
    """Made once: to make them one after the other takes a file a second of its disk."""
    made = sqlite3.connect(":memory:", check_same_thread=False)
    atexit.register(made.close)
    engine = create_engine("sqlite://", creator=lambda: made, poolclass=StaticPool)
    Base.metadata.create_all(engine)
    return made


def engine_of(url: str, kind: str, **settings: str) -> Engine:
    """An engine as the readers ("default") or the writer of that PostgreSQL database have it;
    `settings` of the server's count more than ours."""
    options = dict(postgresql.engines_for(url)[kind])
    engine = create_engine(options.pop("url"), **options)
    postgresql.prepare_engine(engine)

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: object) -> None:
        for name, value in settings.items():
            connection.execute(f"SET {name} = '{value}'")

    return engine


def rows_of(app: Flask) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, as whoever has the computer can read them, table by table."""
    with app.app_context(), db.get_engine("default").connect() as connection:
        return {
            name: sorted(
                (tuple(row) for row in connection.execute(text(f'SELECT * FROM "{name}"'))),
                key=repr,
            )
            for name in inspect(connection).get_table_names()
        }
