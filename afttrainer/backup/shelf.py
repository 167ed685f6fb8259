"""Where copies lie, what they are called, and which of them go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from afttrainer.backup.copying import NotCopied, copy
from afttrainer.file_lock import FileLock
from afttrainer.media.refusals import N_

_NAMED = "afttrainer-%Y-%m-%dT%H%M%SZ.sqlite3"


@dataclass(frozen=True, order=True)
class Copy:
    taken_at: datetime
    path: Path


class Shelf:
    """A folder of copies. Files of other names in it are not ours and are left alone."""

    def __init__(self, folder: Path, days: int) -> None:
        """Of each of so many days the last copy stays."""
        self.folder, self._days = folder, days

    def copies(self) -> list[Copy]:
        """The newest last; none where the folder cannot be read."""
        return sorted(self._found())

    def newest(self) -> Copy | None:
        return next(reversed(self.copies()), None)

    def take(
        self, database: Path, now: datetime, goes_on: Callable[[], bool] = lambda: True
    ) -> Copy:
        """A copy of it now. Raises NotCopied."""
        lock = FileLock(self.folder / ".lock")
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not lock.take():
                raise NotCopied(N_("Another copy of the database is being taken just now."))
            for unfinished in self.folder.glob("afttrainer-*.part*"):
                unfinished.unlink(missing_ok=True)  # the power went
        except OSError as trouble:
            raise NotCopied.for_reason(trouble) from trouble
        else:
            path = self.folder / name_at(now)
            copy(database, path, goes_on)
            return Copy(now.replace(microsecond=0), path)
        finally:
            lock.let_go()

    def let_go(self, now: datetime, forgotten_at: datetime | None = None) -> None:
        """Away with those that are too old, with all but the last of each day, and with whatever
        may still hold words that were erased since, at `forgotten_at`. Raises OSError."""
        copies = self.copies()
        last_of = {one.taken_at.date(): one for one in copies}
        oldest = max(now - timedelta(days=self._days), forgotten_at or _EVER)
        for one in copies:
            if one.taken_at < oldest or last_of[one.taken_at.date()] is not one:
                one.path.unlink(missing_ok=True)

    def _found(self) -> Iterator[Copy]:
        with suppress(OSError):
            for path in self.folder.iterdir():
                with suppress(ValueError):
                    yield Copy(datetime.strptime(path.name, _NAMED).replace(tzinfo=UTC), path)


_EVER = datetime.min.replace(tzinfo=UTC)


def name_at(now: datetime) -> str:
    return now.astimezone(UTC).strftime(_NAMED)
