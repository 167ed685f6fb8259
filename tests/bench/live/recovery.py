"""From the server back, and from the network back, to the phone that shows how things are now.

Four real phones at once. While they are cut off the room goes on to another part of its plan; what
counts is when they show it. Beside it, in the same browsers and on networks that break in the same
instant, a page that does nothing but connect again with the library's own settings.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from afttrainer import clock
from afttrainer.content.codes import Phase
from afttrainer.models import SupervisionSession
from scripts.chromium import executable
from tests.bench.live.report import Report
from tests.bench.live.returning import BareServer, Phone
from tests.bench.report import percentile
from tests.browser.chromium import ARGUMENTS
from tests.faults.server import Server
from tests.faults.site import Site, furnish
from tests.serving import Visitor

PHONES = ("Aditi", "Ben", "Chiara", "Dao")
NETWORK_ROUNDS, SERVER_ROUNDS = 5, 4
#: How long they are cut off, drawn by lot: waits between attempts to connect grow meanwhile.
AWAY_S = (2.0, 14.0)
AIM_P95_MS = 2000
#: To and fro between these; each has a name of its own on every phone.
PARTS = {Phase.VIEWING: "Watching", Phase.DEBRIEF: "Debrief"}


def run(report: Report) -> None:
    with TemporaryDirectory(prefix="bench-recovery-") as name, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=list(ARGUMENTS))
        with _begun(Path(name), browser) as evening:
            for told, broken in WAYS.items():
                _measure(report, told, evening, broken, NETWORK_ROUNDS)
            told = "server killed and started, to the present state on the phone"
            _measure(report, told, evening, _server_is_killed, SERVER_ROUNDS)
        browser.close()


@dataclass
class Evening:
    site: Site
    server: Server
    bare: Server
    phones: list[Phone] = field(default_factory=list)
    chance: random.Random = field(default_factory=lambda: random.Random(3))
    part: Phase = Phase.VIEWING

    def is_away(self) -> None:
        time.sleep(self.chance.uniform(*AWAY_S))

    def goes_on(self) -> str:
        """The room moves to its other part, as the console says; how that part is called."""
        self.part = next(part for part in PARTS if part is not self.part)
        engine = create_engine(self.site.url, poolclass=NullPool)
        with Session(engine) as session:
            room = session.get_one(SupervisionSession, self.site.supervision_id)
            to = next(phase.id for phase in room.phases if phase.kind is self.part)
            shown = room.phase_id
            if not self.server.is_up:
                room.move_to(to, clock.now(), shown=shown)
                session.commit()
        engine.dispose()
        if self.server.is_up:
            body = {"phase": str(to), "shown": str(shown)}
            command_id = f"bench-{time.time_ns()}"
            moved = self.mirela.command(self.site.supervision_id, "phase.move", command_id, **body)
            assert moved["ok"], moved
        return PARTS[self.part]

    def __post_init__(self) -> None:
        self.mirela = Visitor(self.server.base)
        self.mirela.post(f"/link/{self.site.tokens['Mirela'].pop()}")


@contextmanager
def _begun(folder: Path, browser: Browser) -> Iterator[Evening]:
    site = furnish(folder / "site")
    server, bare = Server(site), BareServer(folder / "bare")
    try:
        evening = Evening(site, server.start(), bare.start())
        for name in PHONES:
            evening.phones.append(Phone.comes(name, browser, site, (server, bare)))
        yield evening
        for phone in evening.phones:
            phone.goes()
    finally:
        server.kill()
        bare.kill()


#: Cuts all phones off, and tells for both pages of each when their way was open again.
Broken = Callable[[Evening], list[tuple[float, float]]]


def _measure(
    report: Report,
    told: str,
    evening: Evening,
    broken: Broken,
    rounds: int,
) -> None:
    with report.figure(told, aim={"p95": AIM_P95_MS}) as line:
        rooms, bares = [], []
        for _ in range(rounds):
            for phone in evening.phones:
                phone.forgets()
            opened = broken(evening)
            for phone, (room_open, bare_open) in zip(evening.phones, opened, strict=True):
                room, bare = phone.back_in(PARTS[evening.part])
                rooms.append(room - room_open)
                if bare is not None:
                    bares.append(bare - bare_open)
        line |= _told(rooms) | {"phones_at_once": len(PHONES), "away_s": AWAY_S}
        line["baseline"] = {"name": "bare Socket.IO page, to its connection"} | _told(bares)
        if bares:
            line["ratio"] = round(percentile(rooms, 50) / max(1.0, percentile(bares, 50)), 2)


def _told(values: Sequence[float]) -> dict[str, object]:
    if not values:
        return {"value": None, "n": 0}
    found = {f"p{share}": round(percentile(values, share)) for share in (50, 95)}
    worst = round(max(values))
    return {"value": found["p50"], "unit": "ms", "n": len(values), **found, "max": worst}


def _now_ms() -> float:
    return time.time() * 1000


def _lines_break(evening: Evening) -> list[tuple[float, float]]:
    for phone in evening.phones:
        for network in phone.networks:
            network.cut()
    evening.goes_on()
    evening.is_away()
    return [_mended(phone) for phone in evening.phones]


def _nothing_arrives(evening: Evening) -> list[tuple[float, float]]:
    for phone in evening.phones:
        for network in phone.networks:
            network.hold()
    evening.goes_on()
    evening.is_away()
    return [_mended(phone) for phone in evening.phones]


def _mended(phone: Phone) -> tuple[float, float]:
    at = _now_ms()
    for network in phone.networks:
        network.mend()
    return at, at


def _phones_know(evening: Evening) -> list[tuple[float, float]]:
    """In flight mode, say: the browser itself is told."""
    for phone in evening.phones:
        phone.context.set_offline(True)
        _lines_of(phone, cut=True)
    evening.goes_on()
    evening.is_away()
    return [_online(phone) for phone in evening.phones]


def _online(phone: Phone) -> tuple[float, float]:
    _lines_of(phone, cut=False)
    at = _now_ms()
    phone.context.set_offline(False)
    return at, at


def _lines_of(phone: Phone, *, cut: bool) -> None:
    for network in phone.networks:
        network.cut() if cut else network.mend()


def _server_is_killed(evening: Evening) -> list[tuple[float, float]]:
    """Back is when it says so itself."""
    evening.server.kill()
    evening.bare.kill()
    evening.goes_on()
    evening.is_away()
    evening.server.start()
    room_open = _now_ms()
    evening.bare.start()
    return [(room_open, _now_ms())] * len(evening.phones)


WAYS = {
    "network back after broken lines, to the present state on the phone": _lines_break,
    "network back after dead air, to the present state on the phone": _nothing_arrives,
    "network back after flight mode, to the present state on the phone": _phones_know,
}
