"""Alembic's way in: the models' tables against the database it was given."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlalchemy import create_engine, event, text

from afttrainer.models import Base
from afttrainer.models.base import UtcDateTime
from afttrainer.writing.side_by_side import HOUSE


def plainly(kind: str, thing: object, _context: object) -> str | Literal[False]:
    """A migration stands for ever, so it names only SQLAlchemy's types and none of ours."""
    return "sa.DateTime()" if kind == "type" and isinstance(thing, UtcDateTime) else False


def steps_wait_for_no_disk(connection: Any, _record: object) -> None:
    """There are hundreds of them: after a power cut the file is what it was after one of them, and
    the next start goes on from there."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")


url = context.config.get_main_option("sqlalchemy.url")
assert url is not None  # noqa: S101 - storage.alembic_config always sets it
engine = create_engine(url)
if engine.dialect.name == "sqlite":
    event.listen(engine, "connect", steps_wait_for_no_disk)
with engine.connect() as connection:
    # SQLite cannot alter most things in place: batch mode makes the table anew.
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=plainly,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            # Workers that start together migrate one after the other, and none in the middle of
            # what another writes.
            connection.execute(text(f"SELECT pg_advisory_xact_lock({HOUSE})"))
        context.run_migrations()
engine.dispose()
