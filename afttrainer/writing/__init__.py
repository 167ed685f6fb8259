"""The one door for writes: all or nothing, on disk before anybody hears of it (rule 2).

Two writers keep it: `one_by_one` for the SQLite file of one worker, `side_by_side` for a PostgreSQL
server and any number of workers.
"""

from __future__ import annotations

from afttrainer.writing.action import NO_ROOM, Action, T, TryAgain, Writer

__all__ = ["NO_ROOM", "Action", "T", "TryAgain", "Writer"]
