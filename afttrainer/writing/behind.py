"""When a commit is on the disk: one sync for all that was committed before it began.

SQLite's own sync stands in the middle of a commit, and all rooms would wait for the disk as often
as anybody taps. Here the next commits go on meanwhile, and only who asked waits for the sync.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable

from afttrainer.writing.hands import Hands

log = logging.getLogger(__name__)

#: Hears why it is not certain to be on the disk, or None when it is.
Told = Callable[[Exception | None], None]


class BehindCommits:
    """`sync` brings the log of commits to the disk and raises OSError; `make_sure` does so on
    another way, and raises whatever it likes."""

    def __init__(
        self, hands: Hands, sync: Callable[[], None], make_sure: Callable[[], None]
    ) -> None:
        self._hands, self._sync, self._make_sure = hands, sync, make_sure
        self._waiting: deque[tuple[int, Told]] = deque()
        self._committed = self._begun = self._kept = 0
        self._doubted: OSError | None = None

    def committed(self) -> None:
        """Something was. It is not on the disk for certain."""
        self._committed += 1

    def when_kept(self, told: Told) -> None:
        """Tell, once all that is committed so far is on the disk, also what others committed:
        an answer may rest on what it has read."""
        self._waiting.append((self._committed, told))
        self._hands.beside(self._sync_all)

    def _sync_all(self) -> None:
        while self._waiting and max(self._kept, self._begun) < self._waiting[-1][0]:
            self._begun = until = self._committed
            try:
                trouble = self._hands.at_the_disk_beside(self._keep)
            except Exception as broken:
                log.exception("what was committed may not be on the disk")
                self._begun = self._kept
                self._tell(until, broken)
            else:
                if trouble is not None:
                    log.error("the disk would not sync; all was written anew: %s", trouble)
                self._kept = max(self._kept, until)
                # At once: where others go on committing there is a next sync, and one after that.
                self._tell(self._kept, None)
        self._tell(self._kept, None)

    def _keep(self) -> OSError | None:
        # A disk says once that it has lost something, and the next sync may go well with that still
        # lost: none is believed from then on until all was written anew.
        if self._doubted is None:
            try:
                self._sync()
            except OSError as why:
                self._doubted = why
        doubted = self._doubted
        if doubted is not None:
            self._make_sure()
            self._doubted = None
        return doubted

    def _tell(self, until: int, broken: Exception | None) -> None:
        while self._waiting and self._waiting[0][0] <= until:
            self._waiting.popleft()[1](broken)
