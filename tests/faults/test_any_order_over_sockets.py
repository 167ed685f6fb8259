"""The same orders, sent over real sockets to a real server that is killed between and under them.

A few are drawn, and always the same; AFTTRAINER_SOAK=10 draws more, and others each time.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import Phase as Stage
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule, run_state_machine_as_test
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from afttrainer.models import CommandRecord, SupervisionSession
from tests.faults.any_order import EVERYBODY, SUPERVISOR, Orders, anybody
from tests.faults.cluster.beating import BeatingDevice
from tests.faults.conftest import SOAK
from tests.faults.device import Command
from tests.faults.record import agrees
from tests.faults.server import Server
from tests.faults.simple_room import SimpleRoom
from tests.faults.site import Site
from tests.network import Network, until

T = TypeVar("T")

EXAMPLES, STEPS = round(3 * SOAK), 14


class Trouble(Enum):
    KILLED = "the server is killed while it is under way"
    ANSWER_LOST = "it arrives, and its answer does not"
    CUT = "the connection breaks while it is under way"


class Console(BeatingDevice):
    kind = "console"


class OverSockets(Orders):
    furnished: Site

    @initialize()
    def opens_the_room(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="any-order-"))
        self.site = self.furnished.copied(self.folder / "site").as_of_now()
        self.engine = create_engine(self.site.url)
        self.server = Server(self.site).start()
        self.network = Network(self.server.port)
        base = self.network.address(self.server.base)
        kinds = {SUPERVISOR: Console}
        self.devices = {n: kinds.get(n, BeatingDevice)(n, self.site, base) for n in EVERYBODY}
        for device in self.devices.values():
            device.comes()
        self.trouble: Trouble | None = None
        self.begins(self.site.clip_id, SimpleRoom(played=True))

    def teardown(self) -> None:
        if not hasattr(self, "devices"):
            return
        try:
            until(lambda: all(device.is_connected for device in self.devices.values()))
            for device in self.devices.values():
                agrees(device)
            assert "Traceback" not in self.server.said, self.server.said
        finally:
            for device in self.devices.values():
                device.goes()
            self.network.close()
            self.server.kill()
            self.engine.dispose()
            # SQLite takes its own two files away when the last process has the database no more.
            shutil.rmtree(self.folder, ignore_errors=True)

    # --- What goes wrong -----------------------------------------------------------------------

    @rule(trouble=st.sampled_from(Trouble))
    def the_next_one_meets(self, trouble: Trouble) -> None:
        self.trouble = trouble

    @rule()
    def the_server_is_killed(self) -> None:
        self.server.restart()

    @rule()
    def all_connections_break(self) -> None:
        with self.network.away():
            pass

    @rule(who=anybody)
    def somebody_is_gone_for_a_while(self, who: str) -> None:
        """Its socket breaks without a farewell, and it comes again by itself."""
        device = self.devices[who]
        before = device.connections
        with self.network.away():
            until(lambda: not device.is_connected)
        until(lambda: device.connections > before)

    # --- How a command goes ----------------------------------------------------------------------

    def look(self, read: Callable[[SupervisionSession], T]) -> T:
        with Session(self.engine) as session:
            return read(session.get_one(SupervisionSession, self.site.supervision_id))

    def emits(self, who: str, name: str, command_id: str, body: dict[str, str]) -> dict[str, Any]:
        device = self.devices[who]
        # What is pressed without contact is another matter, with tests of its own.
        until(lambda: device.is_connected)
        command = Command(command_id, name, body, time.time() * 1000)
        trouble, self.trouble = self.trouble, None
        if trouble is Trouble.ANSWER_LOST:
            with self.network.losing_answers():
                device.puts(command)
                until(lambda: self._is_known(command_id))
        else:
            device.puts(command)
        if trouble is Trouble.KILLED:
            self.server.restart()
        elif trouble is Trouble.CUT:
            with self.network.away():
                pass
        until(lambda: command.answer is not None)
        assert command.answer is not None
        return command.answer

    def _is_known(self, command_id: str) -> bool:
        with Session(self.engine) as session:
            found = select(CommandRecord).where(CommandRecord.command_id == command_id)
            return session.scalars(found).one_or_none() is not None


def test_any_order_over_sockets_leaves_what_a_simple_room_would(furnished: Site) -> None:
    OverSockets.furnished = furnished
    run_state_machine_as_test(
        OverSockets,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            phases=[Stage.explicit, Stage.generate],
            derandomize=SOAK == 1,
            print_blob=True,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
