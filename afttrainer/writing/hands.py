"""Who does a writer's work: threads; or greenlets, which leave only the waits to a thread."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from typing import TYPE_CHECKING, Protocol, TypeVar, cast

from gevent.monkey import is_module_patched

if TYPE_CHECKING:
    from gevent import Greenlet

T = TypeVar("T")

#: Whoever speaks meanwhile (a presenter's stop) is heard at least so often.
AT_A_STRETCH_S = 0.005


class Hands(Protocol):
    def see_to(self, do: Callable[[], None]) -> None:
        """Have it done soon, one at a time, where nothing of the asker's request is at hand:
        whatever becomes of the asker meanwhile, it is done to its end. What is asked for while it
        is being done, that itself must see to, and does: it looks once more before it ends."""

    def at_the_disk(self, do: Callable[[], T]) -> T:
        """Do what may wait for the disk or a lock; rooms go on meanwhile."""

    def meanwhile(self, do: Callable[[], None]) -> None:
        """Do beside all else what nobody waits for, and what raises nothing; at most one thing at
        a time, so that what is asked for meanwhile is left."""

    def breathe(self) -> None:
        """Between two pieces of work: let others have a turn, now and then."""

    def close(self) -> None:
        """Finish; nothing is asked for afterwards."""


def hands() -> Hands:
    return Greenlets() if is_module_patched("threading") else Threads()


class Threads:
    """Where threads are threads one does all."""

    def __init__(self) -> None:
        self._one = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")

    def see_to(self, do: Callable[[], None]) -> None:
        self._one.submit(do)

    def at_the_disk(self, do: Callable[[], T]) -> T:
        return do()

    def meanwhile(self, do: Callable[[], None]) -> None:
        do()

    def breathe(self) -> None:
        pass

    def close(self) -> None:
        self._one.shutdown(wait=True)


class Greenlets:
    """Under gevent. A thread that also ran the statements would give up the interpreter at each,
    and beside a busy loop wait for it a dozen times a command."""

    def __init__(self) -> None:
        from gevent.threadpool import ThreadPool

        self._disk, self._beside = ThreadPool(1), ThreadPool(1)
        self._since = time.monotonic()
        self._at_work: Greenlet | None = None

    def see_to(self, do: Callable[[], None]) -> None:
        import gevent

        # Nothing comes between its last look and its end: greenlets change places only at waits.
        if self._at_work is None or self._at_work.ready():
            self._at_work = gevent.spawn(Context().run, do)

    def at_the_disk(self, do: Callable[[], T]) -> T:
        done, broken = self._disk.apply(_tried, (do,))
        self._since = time.monotonic()
        if broken is not None:
            raise broken
        return cast(T, done)

    def meanwhile(self, do: Callable[[], None]) -> None:
        if not len(self._beside):
            self._beside.spawn(do)

    def breathe(self) -> None:
        import gevent

        if time.monotonic() - self._since > AT_A_STRETCH_S:
            gevent.sleep(0)
            self._since = time.monotonic()

    def close(self) -> None:
        if self._at_work is not None:
            self._at_work.join()
        for pool in (self._disk, self._beside):
            pool.join()
            pool.kill()


def _tried(do: Callable[[], T]) -> tuple[T | None, BaseException | None]:
    """gevent's threads print what is raised in them, and where that cannot be printed either, as on
    a full disk, whoever waits would wait for ever."""
    try:
        return do(), None
    except BaseException as broken:
        return None, broken
