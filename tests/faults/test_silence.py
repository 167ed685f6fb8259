"""A connection that stands and carries nothing: nobody is told that anything is wrong."""

from __future__ import annotations

import pytest
from websocket import WebSocketConnectionClosedException

from tests.faults.conftest import People
from tests.faults.record import all_is_well
from tests.faults.server import Server
from tests.faults.site import Site
from tests.faults.wire import Wire
from tests.network import Network, until

#: So that a test ends at all.
GIVES_UP_AFTER_S = 120


def test_dead_but_connected_is_noticed_and_everything_comes_through(
    site: Site, network: Network, people: People
) -> None:
    ben = people.come("Ben")[0]
    with Network(network.server_port) as hers:
        aditi = people.come("Aditi", network=hers)[0]
        hers.hold()
        kept = [aditi.taps(), aditi.taps("confrontation")]
        until(lambda: not aditi.is_connected)
        assert [one.answer for one in kept] == [None, None]
        ben.taps()
        until(lambda: ben.waits == 0)
        hers.mend()
        until(lambda: aditi.is_connected)
        assert aditi.connections > 1, "it came back by a new connection"
        all_is_well(site, [aditi, ben])


def test_a_short_silence_is_nobodys_business(site: Site, network: Network, people: People) -> None:
    aditi = people.come("Aditi")[0]
    network.hold()
    kept = aditi.taps()
    until(lambda: kept.sends == 1)
    network.mend()
    until(lambda: kept.answer)
    assert (aditi.connections, kept.sends) == (1, 1)
    all_is_well(site, [aditi])


def test_whoever_opens_a_socket_and_never_says_whose_it_is_is_shown_out(
    server: Server, people: People
) -> None:
    """It answers every ping, and would else stand there for as long as it likes."""
    aditi = people.come("Aditi")[0]
    nobody = Wire(server.base, {}, None)
    nobody.socket.settimeout(GIVES_UP_AFTER_S)
    with pytest.raises((ConnectionError, WebSocketConnectionClosedException)):
        nobody.hear("nothing that is ever said")
    nobody.close()
    assert (aditi.connections, aditi.is_connected) == (1, True)
