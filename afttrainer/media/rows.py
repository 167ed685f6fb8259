"""A small database of rows between the server and the film worker, which outlives both."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path
from typing import Any


class Rows:
    """The tables made by `made_by` in the file at `path`; safe to share between threads."""

    def __init__(self, path: Path, *made_by: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(
            path, timeout=10, isolation_level=None, check_same_thread=False
        )
        for statement in ("PRAGMA journal_mode=WAL", *made_by):
            self._connection.execute(statement)

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def write(self, statement: str, *values: object) -> bool:
        """Whether any row was changed."""
        with self._lock:
            return self._connection.execute(statement, values).rowcount > 0

    def read(self, query: str, *values: object) -> list[dict[str, Any]]:
        """Rows by the names of their columns."""
        with self._lock:
            found = self._connection.execute(query, values)
            names = [column[0] for column in found.description]
            return [dict(zip(names, row, strict=True)) for row in found]
