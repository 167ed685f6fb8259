"""What a phone fetches when it opens the companion for the first time, in a real Chromium."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

from scripts.chromium import executable
from tests.bench.report import measured, say
from tests.browser.chromium import QUIETLY
from tests.serving import Visitor, served

RUNS = 3
#: Bytes that the room's designers wish to stay under, headers included.
AIM_BYTES = 150_000


@dataclass
class Load:
    """What went over the wire for one page, as the browser counted it, headers included."""

    bytes: int = 0
    requests: int = 0
    by_kind: Counter[str] = field(default_factory=Counter)
    elsewhere: set[str] = field(default_factory=set)


def measure() -> None:
    with TemporaryDirectory(prefix="bench-") as folder, served(Path(folder)) as server:
        server.wait_until_ready()
        visitor = Visitor(server.base)
        visitor.post(server.links["dao"])
        join = next(line for line in server.said.split() if "/join/" in line)
        visitor.get(join)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=executable(), args=list(QUIETLY))
            signed_in = _cookies(visitor)
            room = f"{server.base}/supervision/1/companion"
            companion = [_load(browser, room, signed_in) for _run in range(RUNS)]
            sign_in = [_load(browser, f"{server.base}/sign-in", []) for _run in range(RUNS)]
            browser.close()
        server.stop()
    _tell(companion, sign_in)


def _tell(companion: list[Load], sign_in: list[Load]) -> None:
    measured(
        "companion, first load, on the wire",
        [load.bytes for load in companion],
        "bytes",
        baseline=("sign-in page, first load", [load.bytes for load in sign_in]),
        aim=AIM_BYTES,
        by_kind=dict(companion[0].by_kind),
    )
    measured(
        "companion, first load, requests",
        [load.requests for load in companion],
        "requests",
        baseline=("sign-in page, first load", [load.requests for load in sign_in]),
    )
    elsewhere = sorted(set().union(*(load.elsewhere for load in companion + sign_in)))
    say(
        name="requests that left the host",
        value=len(elsewhere),
        unit="hosts",
        n=2 * RUNS,
        hosts=elsewhere,
    )


def _cookies(visitor: Visitor) -> list[dict[str, Any]]:
    return [{"name": c.name, "value": c.value or "", "url": visitor.base} for c in visitor.cookies]


def _load(browser: Browser, address: str, cookies: list[dict[str, Any]]) -> Load:
    """In a browser that has never been here: no cache, no stored page."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, is_mobile=True)
    context.add_cookies(cookies)  # type: ignore[arg-type]  # plain dicts of the same names
    page = context.new_page()
    load = Load()
    _listen(page, load, urlsplit(address).netloc)
    page.goto(address, wait_until="networkidle")
    context.close()
    return load


def _listen(page: Page, load: Load, host: str) -> None:
    kinds: dict[str, str] = {}

    def asked(event: dict[str, Any]) -> None:
        load.requests += 1
        kinds[event["requestId"]] = event.get("type", "WebSocket")
        url = urlsplit(event["request"]["url"] if "request" in event else event["url"])
        if url.scheme not in ("data", "blob") and url.netloc != host:
            load.elsewhere.add(url.netloc)

    def finished(event: dict[str, Any]) -> None:
        load.bytes += event["encodedDataLength"]
        load.by_kind[kinds.get(event["requestId"], "Other")] += event["encodedDataLength"]

    devtools = page.context.new_cdp_session(page)
    devtools.on("Network.requestWillBeSent", asked)
    devtools.on("Network.webSocketCreated", asked)
    devtools.on("Network.loadingFinished", finished)
    devtools.send("Network.enable")
