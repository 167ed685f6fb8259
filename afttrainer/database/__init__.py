"""Where a site's data lie: a SQLite file in its home, or a PostgreSQL server that workers share.

Both give two ways in: readers, whose connections cannot write, and the writer's own (rule 2).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, OperationalError, TimeoutError

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from afttrainer.writing import Writer
    from config import Config


class NoDatabase(Exception):
    """The database cannot be used, said in words for whoever runs the site."""


def url_of(config: Config) -> str:
    return config.database_url or f"sqlite:///{config.database}"


def engines_for(config: Config) -> dict[str, dict[str, Any]]:
    """What the readers' engine ("default") and the writer's are made with."""
    if config.database_url:
        from afttrainer.database import postgresql

        return postgresql.engines_for(config.database_url)
    from afttrainer.database import sqlite

    return sqlite.engines_for(str(config.database))


def writer_for(
    readers: Engine, writers: Engine, context: Callable[[], AbstractContextManager[object]]
) -> Writer:
    """Prepare both engines and take the second for writing."""
    if writers.dialect.name == "postgresql":
        from afttrainer.database import postgresql
        from afttrainer.writing.side_by_side import SideBySide

        for engine in (readers, writers):
            postgresql.prepare_engine(engine)
        return SideBySide(writers, context)
    from afttrainer.database import sqlite
    from afttrainer.writing.one_by_one import OneByOne

    sqlite.prepare_engine(readers, may_write=False)
    sqlite.prepare_engine(writers, may_write=True)
    return OneByOne(writers, context)


def is_away(trouble: BaseException) -> bool:
    """Whether reading went wrong because the database is not there now, and may be again soon."""
    if isinstance(trouble, TimeoutError | OperationalError):
        return True
    return isinstance(trouble, DBAPIError) and trouble.connection_invalidated
