"""The real server, as `afttrainer run` starts it, in a folder of its own; it can be pulled out."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

from tests.network import until

#: Only so that a server which never comes up ends a test run at all.
GIVE_UP_AFTER_S = 90
_LINK = re.compile(r"^  (\S.*?) +(http\S+/link/\S+)$", re.MULTILINE)
_CONSOLE = re.compile(r"^  Console +(http\S+)/$", re.MULTILINE)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


class House:
    """One site. `start`, `pull_the_plug` and `start` again keep home, port and data."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.links: dict[str, str] = {}
        self.base = ""
        self._options = options
        #: Links of the house that this one was copied from.
        self._ways_in: dict[str, str] = {}
        self._said: list[str] = []
        self._process: subprocess.Popen[str] | None = None

    @property
    def environment(self) -> dict[str, str]:
        own = {key: v for key, v in os.environ.items() if not key.startswith("AFTTRAINER_")}
        return own | {
            "AFTTRAINER_HOME": str(self.folder / "home"),
            "AFTTRAINER_FILMS": str(self.folder / "video_segments"),
            "PYTHONUNBUFFERED": "1",
        }

    def once_more(self, folder: Path, *options: str) -> House:
        """The same site in a folder of its own, as this one stands; this one must not run."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        made = House(folder, *options)
        made._ways_in = self.links
        return made

    def start(self) -> House:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "afttrainer", "run", "--port", str(self.port), *self._options],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            # A group of its own: what it starts itself goes with it.
            start_new_session=True,
        )
        up = threading.Event()
        threading.Thread(target=self._listen, args=(self._process, up), daemon=True).start()
        assert up.wait(GIVE_UP_AFTER_S), f"The server did not come up:\n{self.said}"
        assert self._process.poll() is None, f"The server went away:\n{self.said}"
        self.base = _CONSOLE.findall(self.said)[-1]
        tokens = {name: link.rpartition("/")[2] for name, link in self._ways_in.items()}
        self.links |= {name: f"{self.base}/link/{token}" for name, token in tokens.items()}
        self._ways_in = {}
        self.reads_links(self.said)
        return self

    def finishes_its_films(self) -> None:
        """Every film of the first start is prepared."""
        database = sqlite3.connect(self.folder / "home" / "afttrainer.sqlite3")
        unprepared = "SELECT count(*) FROM recording WHERE film_name IS NULL"
        until(lambda: database.execute(unprepared).fetchone() == (0,))
        database.close()

    def reads_links(self, printed: str) -> None:
        """The newest one-time link of each account, as it was printed."""
        self.links |= dict(_LINK.findall(printed))

    def _listen(self, process: subprocess.Popen[str], up: threading.Event) -> None:
        assert process.stdout is not None
        with process.stdout:
            for line in process.stdout:
                self._said.append(line)
                if line.startswith("Ctrl-C stops it"):
                    up.set()
        process.wait()
        up.set()

    @property
    def said(self) -> str:
        """All that it has printed, of all its starts."""
        return "".join(self._said)

    def pull_the_plug(self) -> None:
        """Gone in the middle of whatever it did, without a chance to tidy up."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if process.poll() is None:
            os.killpg(process.pid, how)
        process.wait(GIVE_UP_AFTER_S)

    def run(self, *words: str) -> str:
        """What another command of `afttrainer` prints on this site."""
        done = subprocess.run(
            [sys.executable, "-m", "afttrainer", *words],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout
