"""What may go wrong with a site's database, of either kind, and be right again afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Engine, create_engine, event, make_url

from afttrainer.extensions import db


def fill_disk(writers: Engine) -> None:
    """Nothing more can be kept until `free_disk`."""
    if writers.dialect.name == "postgresql":
        # As the server itself says it; its disk cannot be filled without the machine's.
        refuse_rows(writers, "command_record", "No space left on device", sqlstate="53100")
    else:
        # What is free within the pages there are is filled first.
        _pragma(writers, f"max_page_count = {_pragma(writers, 'page_count')}")


def free_disk(writers: Engine) -> None:
    if writers.dialect.name == "postgresql":
        _at_once(writers, "DROP TRIGGER no ON command_record")
    else:
        _pragma(writers, "max_page_count = 1000000")


def refuse_rows(writers: Engine, table: str, words: str, *, sqlstate: str = "P0001") -> None:
    """No row comes into `table` any more: the database itself says `words`."""
    no = f"CREATE TRIGGER no BEFORE INSERT ON {table} "
    if writers.dialect.name == "postgresql":
        raises = f"RAISE EXCEPTION '{words}' USING ERRCODE = '{sqlstate}'"
        says = f"RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {raises}; END $$"
        _at_once(writers, f"CREATE OR REPLACE FUNCTION no() {says}")
        _at_once(writers, no + "EXECUTE FUNCTION no()")
    else:
        _at_once(writers, no + f"BEGIN SELECT RAISE(ABORT, '{words}'); END")


def _at_once(engine: Engine, statement: str) -> None:
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
        connection.commit()


def _pragma(engine: Engine, words: str) -> int:
    return int(engine.raw_connection().cursor().execute(f"PRAGMA {words}").fetchone()[0])


@contextmanager
def shut(writers: Engine) -> Iterator[None]:
    """Nothing can be written, not even a row where there would still be room for one."""
    if writers.dialect.name != "postgresql":
        raw = writers.raw_connection().cursor()
        raw.execute("PRAGMA query_only = on")
        try:
            yield
        finally:
            raw.execute("PRAGMA query_only = off")
        return

    def only_reads(connection: Any, *_about: object) -> None:
        connection.execute("SET default_transaction_read_only = on")

    event.listen(writers, "checkout", only_reads)
    try:
        yield
    finally:
        event.remove(writers, "checkout", only_reads)
        writers.dispose()


@contextmanager
def away(app: Flask) -> Iterator[None]:
    """The database is not where it was, and nothing has it open."""
    settings = app.extensions["settings"]
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()
    move = _renamed_on_server if settings.database_url else _files_elsewhere
    with move(settings.database_url or settings.database):
        yield


@contextmanager
def _renamed_on_server(url: str) -> Iterator[None]:
    address = make_url(url)
    server = create_engine(address.set(database="postgres"), isolation_level="AUTOCOMMIT")
    name = address.database

    def rename(old: str | None, new: str | None) -> None:
        with server.connect() as connection:
            connection.exec_driver_sql(f'ALTER DATABASE "{old}" RENAME TO "{new}"')

    rename(name, f"{name}_away")
    try:
        yield
    finally:
        rename(f"{name}_away", name)
        server.dispose()


@contextmanager
def _files_elsewhere(path: Path) -> Iterator[None]:
    elsewhere = path.with_name("away")
    files = [f for f in path.parent.iterdir() if f.name.startswith(path.name)]
    elsewhere.mkdir()
    for file in files:
        file.rename(elsewhere / file.name)
    path.mkdir()
    try:
        yield
    finally:
        path.rmdir()
        for file in elsewhere.iterdir():
            file.rename(path.parent / file.name)
