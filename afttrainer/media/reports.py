"""What the film worker tells the server: one short row a film, in a small database of its own.

The worker writes, the server reads it once a second with `since`, and `forget`s a row when it has
taken the film over. The rows outlive both processes: what is unfinished is taken up again.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from .facts import FilmFacts
from .refusals import STOPPED, Refusal
from .rows import Rows

#: "encoding": playable from its beginning, as far as it is. "listening": in the store, and whole.
#: "stopped": put aside for a reason that may pass; it can be begun `again`.
Stage = Literal[
    "waiting", "looking", "encoding", "copying", "listening", "ready", "refused", "stopped"
]
#: "clip": a stretch of a film of the store, cut for phones.
Origin = Literal["upload", "inbox", "clip"]

FINISHED: tuple[Stage, ...] = ("ready", "refused", "stopped")
#: The columns of a film that is not in the store.
NOTHING: dict[str, Any] = dict.fromkeys(("sha256", "stored", "still", "facts", "captions"))
_FINISHED_WORDS = ", ".join(f"'{stage}'" for stage in FINISHED)

#: AUTOINCREMENT and not a counter: a version is never given twice, even after `forget`.
_TABLE = """
CREATE TABLE IF NOT EXISTS film_reports (
    version INTEGER PRIMARY KEY AUTOINCREMENT,
    ticket TEXT NOT NULL UNIQUE,
    stage TEXT NOT NULL,
    share REAL NOT NULL DEFAULT 0,
    origin TEXT NOT NULL,
    origin_name TEXT NOT NULL,
    source TEXT NOT NULL,
    captions_source TEXT,
    tries INTEGER NOT NULL DEFAULT 0,
    sha256 TEXT,
    stored TEXT,
    still TEXT,
    captions TEXT,
    facts TEXT,
    template TEXT,
    details TEXT,
    updated_at REAL NOT NULL
)
"""
#: What somebody no longer wants; the server writes here, the worker looks as it goes along.
_CANCELLED = "CREATE TABLE IF NOT EXISTS film_cancelled (ticket TEXT PRIMARY KEY)"
_COLUMNS = (
    "version, ticket, stage, share, origin, origin_name, source, captions_source, tries, "
    "sha256, stored, still, captions, facts, template, details, updated_at"
)


@dataclass(frozen=True)
class Report:
    """How far one film is. `share` is 0 to 1 of the present stage; `updated_at` Unix seconds.

    With stage "ready" or "listening": `sha256`, `stored`, `still`, `facts`, and `captions` (None
    without); with "encoding" what it will have, but for its still. `template` with `details` says
    why a film was refused or stopped, or why a ready film has no captions.
    """

    version: int
    ticket: str
    stage: Stage
    share: float
    origin: Origin
    origin_name: str
    source: Path
    captions_source: Path | None
    tries: int
    sha256: str | None
    stored: str | None
    still: str | None
    captions: str | None
    facts: FilmFacts | None
    template: str | None
    details: dict[str, str | int]
    updated_at: float

    @property
    def finished(self) -> bool:
        return self.stage in FINISHED

    @property
    def message(self) -> str | None:
        """The words in English."""
        return self.words(lambda template: template)

    def words(self, translate: Callable[[str], str]) -> str | None:
        """The words in the language of `translate`, which takes an English sentence."""
        return translate(self.template) % self.details if self.template else None


class FilmReports:
    """The table of reports in the file at `path`; safe to share between threads."""

    def __init__(self, path: Path) -> None:
        self._rows = Rows(path, _TABLE, _CANCELLED)

    def close(self) -> None:
        self._rows.close()

    def since(self, version: int) -> list[Report]:
        """Reports changed after this version, oldest change first. Begin with 0."""
        return self._read("WHERE version > ? ORDER BY version", version)

    def get(self, ticket: str) -> Report | None:
        return next(iter(self._read("WHERE ticket = ?", ticket)), None)

    def unfinished(self) -> list[Report]:
        return self._read(f"WHERE stage NOT IN ({_FINISHED_WORDS}) ORDER BY updated_at, version")

    def tickets(self) -> set[str]:
        return {report.ticket for report in self.since(0)}

    def forget(self, ticket: str) -> bool:
        """Drop the row of a finished film, which itself stays in the store.

        False, and nothing done, while the worker still has it: else its film would come to lie
        in the store with nobody knowing of it.
        """
        statement = f"DELETE FROM film_reports WHERE ticket = ? AND stage IN ({_FINISHED_WORDS})"  # noqa: S608 - our own words
        gone = self._rows.write(statement, ticket)
        if gone:
            self._rows.write("DELETE FROM film_cancelled WHERE ticket = ?", ticket)
        return gone

    def cancel(self, ticket: str) -> None:
        """Ask the worker to stop preparing it; its report will say that it was stopped. What only
        waits is stopped by that: its turn may be an hour away."""
        if (report := self.get(ticket)) is not None and not report.finished:
            self._rows.write("INSERT OR IGNORE INTO film_cancelled (ticket) VALUES (?)", ticket)
            # Looked at anew: the worker looks here after it has said that a film waits.
            if (now := self.get(ticket)) is not None and now.stage == "waiting":
                self.change(ticket, "stopped", refusal=Refusal(STOPPED))

    def is_cancelled(self, ticket: str) -> bool:
        query = "SELECT 1 FROM film_cancelled WHERE ticket = ?"
        return bool(self._rows.read(query, ticket))

    def again(self, ticket: str) -> bool:
        """A stopped film waits its turn once more; False where it is not one."""
        self._rows.write("DELETE FROM film_cancelled WHERE ticket = ?", ticket)
        report = self.get(ticket)
        if report is None or report.stage != "stopped":
            return False
        self.change(ticket, "waiting", tries=0, refusal=None)
        return True

    def wait(
        self,
        ticket: str,
        source: Path,
        captions: Path | None,
        *,
        origin: Origin = "upload",
        origin_name: str = "",
        sha256: str | None = None,
    ) -> bool:
        """Note a film that waits its turn; False where the ticket is known already."""
        return self._rows.write(
            "INSERT OR IGNORE INTO film_reports"
            " (ticket, stage, origin, origin_name, source, captions_source, sha256, updated_at)"
            " VALUES (?, 'waiting', ?, ?, ?, ?, ?, ?)",
            ticket,
            origin,
            origin_name,
            str(source),
            str(captions) if captions else None,
            sha256,
            time.time(),
        )

    def change(self, ticket: str, stage: Stage, share: float = 0.0, **columns: Any) -> None:
        """Write a report's next state under a new version. Columns left out stay as they are.

        `refusal=` sets template and details together. A ticket that was forgotten stays so.
        """
        if "refusal" in columns:
            why: Refusal | None = columns.pop("refusal")
            columns["template"] = why.template if why else None
            columns["details"] = json.dumps(why.details) if why else None
        if isinstance(columns.get("facts"), FilmFacts):
            columns["facts"] = columns["facts"].to_json()
        columns |= {"stage": stage, "share": share, "updated_at": time.time()}
        unknown = columns.keys() - set(_COLUMNS.split(", "))
        if unknown:
            raise TypeError(f"no such columns of a report: {', '.join(sorted(unknown))}")
        kept = [name for name in _COLUMNS.split(", ")[1:] if name not in columns]
        self._rows.write(
            f"INSERT OR REPLACE INTO film_reports ({', '.join([*columns, *kept])})"  # noqa: S608 - our own column names
            f" SELECT {', '.join('?' * len(columns))}, {', '.join(kept)}"
            " FROM film_reports WHERE ticket = ?",
            *columns.values(),
            ticket,
        )

    def _read(self, condition: str, *values: object) -> list[Report]:
        query = f"SELECT {_COLUMNS} FROM film_reports {condition}"  # noqa: S608 - conditions are ours
        return [_report(row) for row in self._rows.read(query, *values)]


def _report(row: dict[str, Any]) -> Report:
    row["source"] = Path(row["source"])
    row["captions_source"] = Path(row["captions_source"]) if row["captions_source"] else None
    row["facts"] = FilmFacts.from_json(row["facts"]) if row["facts"] else None
    row["details"] = json.loads(row["details"]) if row["details"] else {}
    return Report(**row)
