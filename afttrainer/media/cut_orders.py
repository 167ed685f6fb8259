"""Clips that the film worker is to cut out of films of the store: one short row each, in a small
database between the server, which orders, and the worker, which tells how far it is.

The rows outlive both processes; what was at work when the worker went is begun anew.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from .refusals import Refusal
from .rows import Rows
from .two_marks import Marks

OrderStage = Literal["waiting", "cutting", "ready", "refused", "stopped"]
FINISHED: frozenset[OrderStage] = frozenset({"ready", "refused", "stopped"})

_TABLE = """
CREATE TABLE IF NOT EXISTS cut_orders (
    ticket TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL,
    file TEXT NOT NULL,
    start_ms INTEGER NOT NULL,
    stop_ms INTEGER NOT NULL,
    said TEXT,
    stage TEXT NOT NULL DEFAULT 'waiting',
    share REAL NOT NULL DEFAULT 0,
    tries INTEGER NOT NULL DEFAULT 0,
    unwanted INTEGER NOT NULL DEFAULT 0,
    template TEXT,
    details TEXT,
    ordered_at REAL NOT NULL
)
"""
_COLUMNS = "ticket, sha256, file, start_ms, stop_ms, said, stage, share, tries, template, details"


@dataclass(frozen=True)
class CutOrder:
    """A stretch of the film with this SHA-256, to lie beside it under the name `file`.

    `said` is what is to be burnt into its pictures, None for nothing. `share` is 0 to 1 of what is
    done. `template` with `details` says why it was refused.
    """

    ticket: str
    sha256: str
    file: str
    marks: Marks
    said: str | None = None
    stage: OrderStage = "waiting"
    share: float = 0.0
    tries: int = 0
    template: str | None = None
    details: dict[str, str | int] | None = None

    @property
    def finished(self) -> bool:
        return self.stage in FINISHED

    def words(self, translate: Callable[[str], str]) -> str:
        """Why it was refused, in the language of `translate`; empty where it was not."""
        return translate(self.template) % (self.details or {}) if self.template else ""


class CutOrders:
    """The table of orders in the file at `path`; safe to share between threads."""

    def __init__(self, path: Path) -> None:
        self._rows = Rows(path, _TABLE)

    def close(self) -> None:
        self._rows.close()

    def order(self, asked: CutOrder) -> bool:
        """False, and nothing changed, where the ticket is known already."""
        return self._rows.write(
            "INSERT OR IGNORE INTO cut_orders"
            " (ticket, sha256, file, start_ms, stop_ms, said, ordered_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            asked.ticket,
            asked.sha256,
            asked.file,
            asked.marks.start_ms,
            asked.marks.stop_ms,
            asked.said,
            time.time(),
        )

    def get(self, ticket: str) -> CutOrder | None:
        return next(iter(self._read("WHERE ticket = ?", ticket)), None)

    def all(self) -> list[CutOrder]:
        """In the order in which they came."""
        return self._read("ORDER BY ordered_at, ticket")

    def unfinished(self) -> list[CutOrder]:
        return [order for order in self.all() if not order.finished]

    def change(self, ticket: str, stage: OrderStage, share: float = 0.0, **more: Any) -> None:
        """How far it is. `tries=` and `refusal=` may be told along."""
        if "refusal" in more:
            why: Refusal = more["refusal"]
            self._rows.write(
                "UPDATE cut_orders SET template = ?, details = ? WHERE ticket = ?",
                why.template,
                json.dumps(why.details),
                ticket,
            )
        if "tries" in more:
            self._rows.write(
                "UPDATE cut_orders SET tries = ? WHERE ticket = ?", more["tries"], ticket
            )
        self._rows.write(
            "UPDATE cut_orders SET stage = ?, share = ? WHERE ticket = ?", stage, share, ticket
        )

    def stop(self, ticket: str) -> None:
        """Ask the worker to leave off; the order will say that it was stopped."""
        self._rows.write("UPDATE cut_orders SET unwanted = 1 WHERE ticket = ?", ticket)

    def is_unwanted(self, ticket: str) -> bool:
        """Stopped, or forgotten."""
        query = "SELECT unwanted FROM cut_orders WHERE ticket = ?"
        found = self._rows.read(query, ticket)
        return not found or bool(found[0]["unwanted"])

    def forget(self, ticket: str) -> bool:
        """Drop a finished order; its clip is the caller's to remove. False while it is at work."""
        return self._rows.write(
            "DELETE FROM cut_orders WHERE ticket = ? AND stage IN ('ready', 'refused', 'stopped')",
            ticket,
        )

    def _read(self, condition: str, *values: object) -> list[CutOrder]:
        query = f"SELECT {_COLUMNS} FROM cut_orders {condition}"  # noqa: S608 - conditions are ours
        return [_order(row) for row in self._rows.read(query, *values)]


def _order(row: dict[str, Any]) -> CutOrder:
    row["marks"] = Marks(row.pop("start_ms"), row.pop("stop_ms"))
    row["details"] = json.loads(row["details"]) if row["details"] else None
    return CutOrder(**row)
