"""One person, three devices: one member of the room, whatever becomes of each device."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing

from tests.faults.conftest import People
from tests.faults.record import all_is_well, here
from tests.faults.server import Server
from tests.faults.site import Site
from tests.faults.tapping import Tapping
from tests.network import Network, until


def test_all_three_send_and_the_person_is_there_once(
    site: Site, server: Server, network: Network, people: People
) -> None:
    console = people.console()
    other = people.come("Dao")
    three = [people.come("Aditi", number=number)[0] for number in range(3)]
    until(lambda: sorted(here(console)) == ["Aditi", "Dao", "Mirela"])
    with Tapping(three, random.Random(2)) as tapping:
        tapping.goes_on_for(15)
        network.cut()
        network.mend()
        tapping.goes_on_for(15)
        server.restart()
        tapping.goes_on_for(15)
    all_is_well(site, three + other, console)
    until(lambda: sorted(here(console)) == ["Aditi", "Dao", "Mirela"])
    with closing(sqlite3.connect(site.database)) as database:
        count = "SELECT count(*) FROM participant JOIN membership m ON m.id = membership_id"
        assert database.execute(f"{count} WHERE m.name = 'Aditi'").fetchone() == (1,)
