"""A Valkey or Redis of our own: what workers tell one another goes through it."""

from __future__ import annotations

from pathlib import Path

from scripts.servers.debian import Program, on_path
from scripts.servers.server import Server

#: Debian has had Valkey since its release 13; what we ask of either is the same.
REDIS = Program(
    "Valkey or Redis",
    lambda: on_path("valkey-server", "redis-server"),
    ("valkey-server", "redis-server"),
)


class Redis(Server):
    """`keeps=True` writes everything to disk as it comes; else a restart finds it empty."""

    name = "messages"

    def __init__(self, folder: Path, *, port: int | None = None, keeps: bool = False) -> None:
        super().__init__(folder, port=port)
        self._keeps = keeps

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def _command(self) -> list[str]:
        settings = {
            "bind": "127.0.0.1",
            "port": str(self.port),
            "dir": str(self.folder.resolve()),
            "save": "",
            "appendonly": "yes" if self._keeps else "no",
        }
        chosen = [word for name, value in settings.items() for word in (f"--{name}", value)]
        return [REDIS.path(), *chosen]

    def _is_ready(self) -> bool:
        return self._answers(b"PING\r\n", b"+PONG")
