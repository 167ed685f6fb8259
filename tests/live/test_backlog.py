"""A screen that does not read costs the server only so much."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from engineio.packet import MESSAGE, Packet
from engineio.socket import Socket
from socketio import Server

from afttrainer.live.backlog import WAITING_AT_MOST, close_the_stalled


@pytest.fixture
def server() -> Server:
    made = Server(async_mode="threading", async_handlers=False)
    close_the_stalled(made)
    return made


def screen(server: Server, name: str) -> Socket:
    """Open, and nobody reads what is sent to it."""
    made = Socket(server.eio, name)
    made.connected = True
    server.eio.sockets[name] = made
    return made


def send(server: Server, name: str, times: int) -> None:
    for number in range(times):
        server.eio.send_packet(name, Packet(MESSAGE, data=f"news {number}"))


def at_once(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(task: Callable[..., object], *args: Any) -> None:
        task(*args)

    monkeypatch.setattr(server, "start_background_task", run)


def test_what_waits_for_a_screen_that_does_not_read_is_bounded(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once(server, monkeypatch)
    stalled, other = screen(server, "stalled"), screen(server, "other")
    send(server, "stalled", 100 * WAITING_AT_MOST)
    send(server, "other", 3)
    assert stalled.closed
    assert stalled.queue.qsize() <= WAITING_AT_MOST + 1, "what waited, and the word that it is over"
    assert not other.closed
    assert other.queue.qsize() == 3


def test_a_screen_that_reads_late_but_reads_is_kept(server: Server) -> None:
    slow = screen(server, "slow")
    for _minute in range(5):
        send(server, "slow", WAITING_AT_MOST - 1)
        while not slow.queue.empty():
            slow.queue.get()
    assert not slow.closed
