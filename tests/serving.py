"""A real `afttrainer run` in a folder of its own, and a browser without a screen to visit it."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPSHandler, Request, build_opener

TOP = Path(__file__).resolve().parents[1]
#: The last thing a start says.
READY = "Ctrl-C stops it"
#: A condition is looked at so often while a process is waited for.
LOOK_EVERY_S = 0.05


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as chosen:
        port: int = chosen.getsockname()[1]
    return port


def environment(folder: Path) -> dict[str, str]:
    """That of a site whose home and films lie in `folder`, and which owes nothing to this one."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("AFTTRAINER_", "PYTHON"))}
    return clean | {
        "AFTTRAINER_HOME": str(folder / "home"),
        "AFTTRAINER_FILMS": str(folder / "video_segments"),
        "PYTHONPATH": str(TOP),
        "PYTHONIOENCODING": "utf-8",
    }


def command(
    folder: Path, *words: str, first: Callable[[], None] | None = None
) -> subprocess.CompletedProcess[str]:
    """Any other `afttrainer` command in the same site, to its end. `first` is done in its process
    before it begins."""
    return subprocess.run(
        [sys.executable, "-m", "afttrainer", *words],
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        encoding="utf-8",
        preexec_fn=first,
    )


def processes() -> list[tuple[int, str]]:
    """Number and command line of all that run, the oldest first (where the system has /proc)."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            words = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            found.append((int(process.name), words))
    return sorted(found)


def left_over(folder: Path) -> list[str]:
    """Command lines of processes that still work in that site (where the system has /proc)."""
    return [words for _number, words in processes() if str(folder) in words]


class Served:
    """One started server: where it answers, what it said, and how it ended."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, log: Path) -> None:
        self.process, self.port, self._log = process, port, log

    @property
    def said(self) -> str:
        return self._log.read_text("utf-8")

    @property
    def base(self) -> str:
        """As it was printed for the console."""
        found = re.search(r"Console +(\S+?)/\s", self.said)
        assert found, self.said
        return found[1]

    @property
    def links(self) -> dict[str, str]:
        """One-time links that were printed, by sign-in name."""
        return dict(re.findall(r"^  (\S.*?) +(http\S+/link/\S+)$", self.said, re.MULTILINE))

    def wait_until_ready(self) -> Served:
        while READY not in self.said:
            assert self.process.poll() is None, f"afttrainer run ended:\n{self.said}"
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(LOOK_EVERY_S)
        return self

    def stop(self) -> int:
        """Ctrl-C, as a terminal sends it: to the server and to all that stand in its group."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait()

    def kill(self) -> None:
        """As when the power goes."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def served(folder: Path, *options: str, port: int | None = None) -> Iterator[Served]:
    """`afttrainer run` until the block ends. It need not be ready yet."""
    port = port or free_port()
    log = folder / f"said-{len(list(folder.glob('said-*')))}.txt"
    with log.open("wb") as words:
        process = subprocess.Popen(
            [sys.executable, "-m", "afttrainer", "run", "--port", str(port), *options],
            cwd=folder,
            env=environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    server = Served(process, port, log)
    try:
        yield server
    finally:
        server.kill()


class Visitor:
    """Cookies and addresses: what a browser does without its screen."""

    #: None waits for ever; else TimeoutError is raised.
    answer_within_s: float | None = None

    def __init__(self, base: str, authority: Path | None = None) -> None:
        trust = ssl.create_default_context(cafile=str(authority) if authority else None)
        self.base, self.cookies = base, CookieJar()
        self._http = build_opener(HTTPCookieProcessor(self.cookies), HTTPSHandler(context=trust))

    def get(self, address: str) -> str:
        """The page. Raises HTTPError where it does not open."""
        return self._ask(Request(self._whole(address)))

    def post(self, address: str, **body: str) -> str:
        """Sent as a form on the page at the same address would be."""
        where = self._whole(address)
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.get(address))
        data = urlencode(body | ({"csrf_token": token[1]} if token else {})).encode()
        return self._ask(Request(where, data, {"Referer": where}))

    def command(self, supervision_id: int, name: str, command_id: str, **body: str) -> Any:
        """One command through the HTTP door of a room, and its answer."""
        page = self.get(f"/supervision/{supervision_id}/companion")
        token = re.search(r'name="csrf-token" content="([^"]+)"', page)
        assert token, "the room's page carries its token"
        sent = json.dumps({"id": command_id, "name": name, "body": body}).encode()
        where = self._whole(f"/supervision/{supervision_id}/command")
        headers = {
            "Content-Type": "application/json",
            "X-CSRFToken": token[1],
            "Referer": where,
        }
        try:
            answer = self._http.open(Request(where, sent, headers))
        except HTTPError as no:
            answer = no
        with answer:
            return json.loads(answer.read())

    @property
    def cookie_header(self) -> dict[str, str]:
        """For a socket that comes from the same browser."""
        return {"Cookie": "; ".join(f"{c.name}={c.value}" for c in self.cookies)}

    def _whole(self, address: str) -> str:
        return address if address.startswith("http") else self.base + address

    def _ask(self, request: Request) -> str:
        try:
            with self._http.open(request, timeout=self.answer_within_s) as answer:
                return str(answer.read(), "utf-8")
        except HTTPError as no:
            no.close()
            raise


__all__ = ["HTTPError", "Served", "URLError", "Visitor", "command", "free_port", "served"]
