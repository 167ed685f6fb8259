"""Answers that are lost, and commands that come twice, changed, or in another order."""

from __future__ import annotations

from typing import Any

import pytest

from tests.faults.conftest import People
from tests.faults.device import Device
from tests.faults.record import Record, all_is_well
from tests.faults.site import Site
from tests.network import BAD_WIFI, Network, until


@pytest.fixture
def aditi(people: People) -> Device:
    return people.come("Aditi")[0]


def mark(site: Site, uuid: str) -> dict[str, Any]:
    return {"family": "withdrawal", "clip": str(site.clip_id), "client_uuid": uuid}


def test_lost_answers_are_given_again_and_nothing_is_done_twice(
    site: Site, network: Network, aditi: Device
) -> None:
    for _ in range(3):
        with network.losing_answers():
            tapped = aditi.taps()
            until(lambda tapped=tapped: Record(site).has(tapped))
            assert tapped.answer is None
        until(lambda tapped=tapped: tapped.answer)
        assert tapped.sends > 1
    all_is_well(site, [aditi])


def test_the_same_command_on_two_sockets_at_once_is_done_once(site: Site, aditi: Device) -> None:
    command = {"id": "twice-at-once", "name": "tag.place", "body": mark(site, "one")}
    wires = [aditi.wire() for _ in range(4)]
    numbers = [wire.emit("command", command) for wire in wires]
    answers = [wire.hear(f"43{n}") for wire, n in zip(wires, numbers, strict=True)]
    for wire in wires:
        wire.close()
    assert len(set(answers)) == 1, answers
    assert '"ok":true' in answers[0]
    assert Record(site).marks["Aditi"] == {"one": 1}


def test_one_name_for_two_things_is_refused_and_the_first_stays(site: Site, aditi: Device) -> None:
    wire = aditi.wire()
    first = {"id": "one-name-only", "name": "tag.place", "body": mark(site, "first")}
    other = first | {"body": mark(site, "second")}
    done = wire.ask("command", first)
    no = wire.ask("command", other)
    again = wire.ask("command", first)
    wire.close()
    assert done["ok"], done
    assert not no["ok"], "another body is another thing"
    assert "Two different things" in no["words"]
    assert again == done, "the first keeps its answer"
    assert Record(site).marks["Aditi"] == {"first": 1}


def test_a_command_sent_again_in_another_order_changes_nothing(site: Site, aditi: Device) -> None:
    """An old one that comes once more, long after a newer one, does not bring back what it said."""
    wire = aditi.wire()
    said = [
        {"id": f"in-order-{n}", "name": "check_in.save", "body": {"calm": "3", "word": f"word {n}"}}
        for n in range(5)
    ]
    answers = [wire.ask("command", one) for one in said]
    repeated = [wire.ask("command", one) for one in reversed(said)]
    wire.close()
    assert repeated == answers[::-1]
    assert Record(site).words["Aditi"] == "word 4"


def test_what_is_sent_without_waiting_for_answers_is_done_in_its_order(
    site: Site, aditi: Device
) -> None:
    wire = aditi.wire()
    numbers = [
        wire.emit(
            "command",
            {"id": f"at-once-{n:04}", "name": "check_in.save", "body": {"word": f"word {n}"}},
        )
        for n in range(60)
    ]
    heard = [wire.hear(f"43{number}[") for number in numbers]
    wire.close()
    assert all('"ok":true' in one for one in heard)
    assert Record(site).words["Aditi"] == "word 59"


def test_two_devices_that_speak_of_the_same_thing_leave_one_of_both(
    site: Site, people: People
) -> None:
    """Neither order is wrong; half of one and half of the other would be."""
    one, two = people.come("Ben"), people.come("Ben", number=1)
    for n in range(20):
        one[0].checks_in(f"one {n}")
        two[0].checks_in(f"two {n}")
    record = all_is_well(site, one + two)
    assert record.words["Ben"] in ("one 19", "two 19")


def test_bad_wifi_with_breaks_in_it_loses_nothing(
    site: Site, network: Network, people: People
) -> None:
    network.weather = BAD_WIFI
    devices = people.come("Aditi", "Chiara", "Dao")
    for round_ in range(4):
        for device in devices:
            device.taps()
            device.checks_in(f"word {round_}")
        until(lambda: sum(device.waits for device in devices) < 4)
        with network.away():
            for device in devices:
                device.taps("confrontation")
    all_is_well(site, devices)
