"""The servers of one site, started and stopped in their order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from scripts.cluster import nginx
from scripts.cluster.worker import Worker
from scripts.servers import Nginx, PostgreSQL, Redis, free_port


@dataclass(frozen=True)
class Door:
    """Where nginx listens, and what address people know it by. `certificate` is (file, key)."""

    host: str
    port: int
    address: str
    certificate: tuple[Path, Path] | None = None

    @classmethod
    def here(cls) -> Door:
        """For this machine only, on a free port."""
        port = free_port()
        return cls("127.0.0.1", port, f"http://localhost:{port}")


class Cluster:
    """PostgreSQL, Valkey or Redis, nginx, and `workers` workers with these `options` of `run`.

    With the address of a database that is there already, no PostgreSQL is started. Workers start
    one after the other, or all `together`.
    """

    def __init__(
        self,
        folder: Path,
        *,
        workers: int = 2,
        door: Door | None = None,
        options: Sequence[str] = (),
        database_url: str = "",
        together: bool = False,
    ) -> None:
        self.folder = folder
        self.door = door or Door.here()
        servers = folder / "servers"
        self.database = None if database_url else PostgreSQL(servers)
        self._database_url = database_url
        self.messages = Redis(servers)
        self.workers: list[Worker] = []
        self._numbers = range(1, workers + 1)
        self._options, self._together = options, together
        self.proxy: Nginx | None = None
        self._up = ExitStack()

    @property
    def address(self) -> str:
        return self.door.address

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def settings(self) -> dict[str, str]:
        """For whatever runs in this site, once its servers have been started."""
        return {
            "AFTTRAINER_HOME": str(self.home),
            "AFTTRAINER_FILMS": str(self.folder / "video_segments"),
            "AFTTRAINER_DATABASE": self.database.url if self.database else self._database_url,
            "AFTTRAINER_MESSAGES": self.messages.url,
            "AFTTRAINER_ADDRESS": self.address,
            "AFTTRAINER_PROXIES": "1",
        }

    def start_servers(self) -> None:
        """Raises NotInstalled and NoStart."""
        if self.database is not None:
            self._up.enter_context(self.database)
        self._up.enter_context(self.messages)
        servers = self.folder / "servers"
        self.workers = [
            Worker(number, servers, self.settings, *self._options) for number in self._numbers
        ]
        ports = [worker.port for worker in self.workers]
        door = self.door
        http = nginx.before(ports, door.host, door.port, door.certificate)
        self.proxy = self._up.enter_context(Nginx(servers, port=door.port, http=http))

    def start_workers(self) -> None:
        """The first before the others: on a new site it is the one that says how to sign in."""
        if self._together:
            self._all_at_once(Worker.start)
        for worker in self.workers:
            worker.start()

    def stop(self) -> None:
        """The workers together, so that whoever waits has an answer; then what they stand on."""
        self._all_at_once(Worker.stop)
        self._up.close()

    def _all_at_once(self, do: Callable[[Worker], object]) -> None:
        with ThreadPoolExecutor(max(1, len(self.workers))) as threads:
            list(threads.map(do, self.workers))

    def __enter__(self) -> Self:
        try:
            self.start_servers()
            self.start_workers()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
