"""Any order of commands, repetitions, lost screens and restarts leaves what a simple room would."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import Phase as Stage
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test

from afttrainer import clock, places
from afttrainer.database import url_of
from afttrainer.models import SupervisionSession
from tests import databases, sites
from tests.faults.any_order import EVERYBODY, SUPERVISOR, Orders, anybody
from tests.faults.conftest import SOAK
from tests.faults.simple_room import SimpleRoom
from tests.live import film_room
from tests.people import Phone, Site

EXAMPLES, STEPS = round(12 * SOAK), 30
SCREENS_EACH = 2

T = TypeVar("T")


class AnyOrder(Orders):
    @initialize()
    def opens_the_room(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="any-order-"))
        self.config = places.settings().Config(
            home=self.folder / "home", films=self.folder / "video_segments", testing=True
        )
        self.config.home.mkdir()
        databases.make_tables(url_of(self.config))
        self.site = Site(sites.opened(self.config))
        self.begins(film_room.watch(self.site), SimpleRoom())
        self._no_screens()

    def _no_screens(self) -> None:
        self.screens: dict[str, list[Phone]] = {name: [] for name in EVERYBODY}
        #: What each screen has drawn last, of each of its audiences.
        self.drawn: dict[int, dict[str, int]] = {}

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            sites.closed(self.site.app)
            shutil.rmtree(self.folder)

    # --- Screens -----------------------------------------------------------------------------

    @rule(name=anybody)
    def somebody_opens_a_screen(self, name: str) -> None:
        if len(self.screens[name]) < SCREENS_EACH:
            self._opened(name)

    @rule(name=anybody)
    def somebody_closes_a_screen(self, name: str) -> None:
        if self.screens[name]:
            phone = self.screens[name].pop()
            del self.drawn[id(phone)]
            phone.live.disconnect()

    @rule()
    def the_server_is_restarted(self) -> None:
        """Whatever it had in memory is gone, and every screen has to come back."""
        sites.closed(self.site.app)
        self.site.app = sites.opened(self.config)
        self._no_screens()

    def _opened(self, name: str) -> Phone:
        phone = self.site.phone(name, "console" if name == SUPERVISOR else "companion")
        self.screens[name].append(phone)
        self.drawn[id(phone)] = self._shown_to(name)
        return phone

    def look(self, read: Callable[[SupervisionSession], T]) -> T:
        return self.site.look(read)

    def emits(self, who: str, name: str, command_id: str, body: dict[str, str]) -> dict[str, Any]:
        phone = self.screens[who][-1] if self.screens[who] else self._opened(who)
        at = clock.to_ms(clock.now())
        answer: dict[str, Any] = phone.do(name, id=command_id, at=at, **body)
        return answer

    # --- What always holds ---------------------------------------------------------------------

    @invariant()
    def whoever_has_a_screen_open_is_here(self) -> None:
        here = self.site.look(lambda room: {p.name for p in room.participants if p.is_here})
        assert here >= {name for name, open_ in self.screens.items() if open_}

    @invariant()
    def every_screen_has_drawn_what_is_so(self) -> None:
        """Pushes alone have brought it there; nothing older came after something newer."""
        for name, phones in self.screens.items():
            now = self._shown_to(name)
            for phone in phones:
                drawn = self.drawn[id(phone)]
                for push in phone.heard():
                    if push["audience"] in drawn:
                        assert push["revision"] >= drawn[push["audience"]]
                    drawn[push["audience"]] = push["revision"]
                assert {audience: drawn[audience] for audience in now} == now, name

    def _shown_to(self, name: str) -> dict[str, int]:
        def read(room: SupervisionSession) -> dict[str, int]:
            me = next(p for p in room.participants if p.name == name)
            shared = ("everyone", "supervisor") if name == SUPERVISOR else ("everyone",)
            own = f"participant:{me.id}"
            return {audience: room.revision_of(audience) for audience in (*shared, own)}

        return self.site.look(read)


def test_any_order_leaves_what_a_simple_room_would() -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        AnyOrder,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            # A failing order is told as it was found; under AFTTRAINER_SOAK it is made shorter too.
            phases=list(Stage) if SOAK > 1 else [Stage.explicit, Stage.generate],
            derandomize=SOAK == 1,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
