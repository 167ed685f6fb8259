"""A computer that has slept, without waiting for it: its server stands still, and when it goes on
the clocks that count sleep are ahead. Done with a small library that is loaded before all others,
so that the product knows nothing of it."""

from __future__ import annotations

import shutil
import struct
import subprocess
from pathlib import Path

from tests.faults.server import Server

SOURCE = Path(__file__).with_name("shifted_clock.c")


class NoCompiler(Exception):
    """There is no C compiler here, or not one that makes libraries to load first."""


class Sleep:
    """To be made before the server starts. Raises NoCompiler."""

    def __init__(self, server: Server, folder: Path) -> None:
        self.server, self.slept_s = server, 0.0
        self._ahead = folder / "ahead"
        self._ahead.write_bytes(struct.pack("q", 0))
        library = folder / "shifted_clock.so"
        compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
        if compiler is None:
            raise NoCompiler("no cc, gcc or clang")
        words = [compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(SOURCE), "-ldl"]
        made = subprocess.run(words, capture_output=True, encoding="utf-8")
        if made.returncode:
            raise NoCompiler(made.stderr)
        server.also |= {"LD_PRELOAD": str(library), "SHIFTED_CLOCK": str(self._ahead)}

    def falls_asleep(self) -> None:
        self.server.freeze()

    def wakes_up(self, after_s: float) -> None:
        """As if it had slept so long."""
        self.moves_on(after_s)
        self.server.thaw()

    def moves_on(self, by_s: float) -> None:
        """The clocks of its computer."""
        self.slept_s += by_s
        with self._ahead.open("r+b") as file:
            file.write(struct.pack("q", int(self.slept_s * 1e9)))
