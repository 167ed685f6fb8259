"""The server is down for two minutes while turns are taken."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from afttrainer.content.codes import TurnStatus
from afttrainer.models import SupervisionSession
from tests.faults.conftest import People
from tests.faults.device import Device
from tests.faults.record import all_is_well
from tests.faults.server import Server
from tests.faults.site import TWELVE, Site, furnish, rotates
from tests.faults.sleeping import Sleep
from tests.faults.wire import clock_of
from tests.network import until

TWO_MINUTES_S = 120
#: Starting and looking take their time as well.
AT_MOST_S = TWO_MINUTES_S + 60


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return furnish(tmp_path_factory.mktemp("rotating"), prepare=rotates)


@pytest.fixture
def server(sleep: Sleep) -> Server:
    return sleep.server


class Turns:
    """What the record says of the exercise."""

    def __init__(self, site: Site) -> None:
        engine = create_engine(f"sqlite:///{site.database}", poolclass=NullPool)
        with Session(engine) as session:
            room = session.get_one(SupervisionSession, site.supervision_id)
            (exercise,) = room.exercises
            slots = sorted(exercise.slots, key=lambda slot: slot.position)
            self.exercise = exercise.id
            self.order = [(slot.participant.name, slot.status) for slot in slots]
            self.slots = {slot.participant.name: slot.id for slot in slots}
            self.tries = {
                one.author.name: (one.id, one.words, one.felt_effect) for one in exercise.attempts
            }
            assert len(self.tries) == len(exercise.attempts), "one try a turn"
            assert room.phase is not None
            self.part_began_s = room.phase.visits[-1].began_at.timestamp()
        engine.dispose()

    @property
    def current(self) -> str:
        (who,) = [name for name, status in self.order if status is TurnStatus.CURRENT]
        return who


def comes_later(devices: list[Device], by_s: float) -> None:
    for device in devices:
        device.ahead_s += by_s


def test_what_was_done_meanwhile_is_done_once_and_the_turn_goes_on(
    site: Site, server: Server, sleep: Sleep, people: People
) -> None:
    """Aditi tries, says so, and Ben says how it felt, all without a server; then it is Chiara's
    turn, and not somebody's after her, however often each of it was sent."""
    twelve = people.come(*TWELVE)
    aditi, ben, chiara = twelve[:3]
    console = people.console()
    before, (began_s, _boot) = Turns(site), clock_of(aditi.wire())
    assert before.current == "Aditi"
    here = {"exercise": str(before.exercise)}
    a_try = here | {"attempt": str(before.tries["Aditi"][0])}

    server.kill()
    until(lambda: not any(device.is_connected for device in twelve))
    comes_later(twelve, TWO_MINUTES_S / 2)
    said = [
        aditi.sends("attempt.save", **a_try, words="You went quiet."),
        ben.sends("attempt.feel", **a_try, felt_effect="2"),
        aditi.sends("rotation.finish", **here, slot=str(before.slots["Aditi"])),
    ]
    comes_later(twelve, TWO_MINUTES_S / 2)
    sleep.moves_on(TWO_MINUTES_S)
    server.start()

    all_is_well(site, twelve, console)
    assert all(command.ok for command in said), [command.answer for command in said]
    after = Turns(site)
    assert after.current == "Chiara"
    assert after.tries["Aditi"][1:] == ("You went quiet.", 2)
    assert [name for name, _status in after.order] == [name for name, _status in before.order]
    assert "Your turn." in chiara.seen()[chiara.own].html
    assert after.part_began_s == before.part_began_s
    now_s, _boot = clock_of(aditi.wire())
    assert TWO_MINUTES_S <= now_s - began_s < AT_MOST_S, "the clock has gone on meanwhile"

    finished = chiara.sends("rotation.finish", **here, slot=str(after.slots["Chiara"]))
    until(lambda: finished.answer)
    assert finished.ok
    assert Turns(site).current == "Dao"
