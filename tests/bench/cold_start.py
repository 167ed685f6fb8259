"""From the command to the first page, with nothing running yet."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from urllib.error import URLError
from urllib.request import urlopen

from tests.bench.report import measured
from tests.serving import free_port, served

RUNS = 5
#: Between two knocks at the door, so that knocking takes no time from what starts.
KNOCK_EVERY_S = 0.01


def measure() -> None:
    # By turns, so that a busy minute of the machine falls on all three.
    flask, new, known = [], [], []
    for _run in range(RUNS):
        flask.append(_import_flask_s())
        with TemporaryDirectory(prefix="bench-") as folder:
            new.append(_first_page_s(Path(folder)))
            known.append(_first_page_s(Path(folder)))
    baseline = ("python -c 'import flask'", flask)
    measured("cold start to first page, new site", new, "s", baseline=baseline)
    measured("cold start to first page, second start", known, "s", baseline=baseline)


def _import_flask_s() -> float:
    began = perf_counter()
    subprocess.run([sys.executable, "-c", "import flask"], check=True)
    return perf_counter() - began


def _first_page_s(folder: Path) -> float:
    port = free_port()
    began = perf_counter()
    with served(folder, port=port) as server:
        while server.process.poll() is None:
            with suppress(URLError, ConnectionError), urlopen(f"http://127.0.0.1:{port}/") as page:
                page.read()
                took = perf_counter() - began
                server.wait_until_ready().stop()
                return took
            with suppress(subprocess.TimeoutExpired):
                server.process.wait(KNOCK_EVERY_S)
        raise RuntimeError(server.said)
