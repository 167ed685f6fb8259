"""A site whose database was made as a start makes it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from afttrainer.places import settings
from tests.faults.furnished import furnished as furnished
from tests.faults.furnished import site as site
from tests.faults.site import Site

if TYPE_CHECKING:
    from config import Config


@pytest.fixture
def config(site: Site) -> Config:
    made: Config = settings().Config(home=site.home, films=site.folder / "video_segments")
    return made


def ask(database: Path, statement: str, *values: object) -> list[tuple[Any, ...]]:
    """What SQLite says to it; what it changes is kept."""
    with closing(sqlite3.connect(database, isolation_level=None)) as opened:
        return opened.execute(statement, values).fetchall()


def all_of(database: Path) -> dict[str, list[tuple[Any, ...]]]:
    tables = ask(database, "SELECT name FROM sqlite_master WHERE type = 'table'")
    return {name: ask(database, f'SELECT * FROM "{name}"') for (name,) in tables}
