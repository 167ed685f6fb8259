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
    from gevent.threadpool import ThreadPool

T = TypeVar("T")

#: So many are `beside` at once: a disk that is slow at one sync is hardly slower at several.
BESIDE = 8
#: Whoever speaks meanwhile (a presenter's stop) is heard at least so often.
AT_A_STRETCH_S = 0.005


class Hands(Protocol):
    def see_to(self, do: Callable[[], None]) -> None:
        """Have it done soon, one at a time, where nothing of the asker's request is at hand:
        whatever becomes of the asker meanwhile, it is done to its end. What is asked for while it
        is being done, that itself must see to, and does: it looks once more before it ends."""

    def at_the_disk(self, do: Callable[[], T]) -> T:
        """Do what may wait for the disk or a lock; rooms go on meanwhile."""

    def beside(self, do: Callable[[], None]) -> None:
        """Have it done while others write. Several at once may be at it; each must look once more
        before it ends for what was asked for meanwhile."""

    def at_the_disk_beside(self, do: Callable[[], T]) -> T:
        """As `at_the_disk`, in what is done `beside`; what is asked for there does not wait."""

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

    def beside(self, do: Callable[[], None]) -> None:
        do()

    def at_the_disk_beside(self, do: Callable[[], T]) -> T:
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

        self._disk, self._disk_beside, self._meanwhile = map(ThreadPool, (1, BESIDE, 1))
        self._since = time.monotonic()
        self._at_work: Greenlet | None = None
        self._beside: list[Greenlet] = []

    def see_to(self, do: Callable[[], None]) -> None:
        import gevent

        # Nothing comes between its last look and its end: greenlets change places only at waits.
        if self._at_work is None or self._at_work.ready():
            self._at_work = gevent.spawn(Context().run, do)

    def at_the_disk(self, do: Callable[[], T]) -> T:
        try:
            return _on_a_thread(self._disk, do)
        finally:
            self._since = time.monotonic()

    def beside(self, do: Callable[[], None]) -> None:
        import gevent

        self._beside = [one for one in self._beside if not one.ready()]
        if len(self._beside) < BESIDE:
            self._beside.append(gevent.spawn(Context().run, do))

    def at_the_disk_beside(self, do: Callable[[], T]) -> T:
        return _on_a_thread(self._disk_beside, do)

    def meanwhile(self, do: Callable[[], None]) -> None:
        if not len(self._meanwhile):
            self._meanwhile.spawn(do)

    def breathe(self) -> None:
        import gevent

        if time.monotonic() - self._since > AT_A_STRETCH_S:
            gevent.sleep(0)
            self._since = time.monotonic()

    def close(self) -> None:
        import gevent

        if self._at_work is not None:
            self._at_work.join()
        gevent.joinall(self._beside)
        for pool in (self._disk, self._disk_beside, self._meanwhile):
            pool.join()
            pool.kill()


def _on_a_thread(pool: ThreadPool, do: Callable[[], T]) -> T:
    done, broken = pool.apply(_tried, (do,))
    if broken is not None:
        raise broken
    return cast(T, done)


def _tried(do: Callable[[], T]) -> tuple[T | None, BaseException | None]:
    """gevent's threads print what is raised in them, and where that cannot be printed either, as on
    a full disk, whoever waits would wait for ever."""
    try:
        return do(), None
    except BaseException as broken:
        return None, broken
