"""The presenter's quiet tap: for the supervisor alone, and gone with the meeting (C-74)."""

from __future__ import annotations

from afttrainer.content.codes import ClipStatus, Phase
from afttrainer.models import SupervisionSession
from tests.people import Site, queued_clip


def _showing(site: Site) -> None:
    def show(room: SupervisionSession) -> None:
        queued_clip(room).status = ClipStatus.ACCEPTED

    site.in_room(show)
    site.begin(Phase.VIEWING)


def _everything_heard(site: Site, *names: str) -> str:
    return "".join(site.phone(name).page() for name in names)


def test_unsure_reaches_the_supervisor_and_nobody_else(site: Site) -> None:
    _showing(site)
    ben, aditi, console = site.phone("Ben"), site.phone("Aditi"), site.console()
    for screen in (aditi, console):
        screen.heard()

    assert ben.do("pulse.say", state="unsure")["ok"]

    assert "Ben is not sure just now" in console.page("console")
    assert {m["audience"] for m in console.heard()} == {"supervisor"}
    assert aditi.heard() == []
    assert "not sure" not in aditi.page()


def test_it_is_asked_for_at_most_once_in_each_part(site: Site) -> None:
    _showing(site)
    ben = site.phone("Ben")
    assert 'id="pulse-' in ben.page()
    asked = lambda: " open>" in ben.page().split('id="pulse-')[1].split("<summary>")[0]  # noqa: E731
    assert asked()
    ben.do("pulse.say", state="ok")
    assert not asked()
    site.begin(Phase.RUPTURE_DEFINITION)
    assert asked()


def test_who_shows_nothing_has_no_such_button(site: Site) -> None:
    _showing(site)
    aditi = site.phone("Aditi")
    assert 'id="pulse-' not in aditi.page()
    assert not aditi.do("pulse.say", state="unsure")["ok"]


def test_only_the_present_one_is_kept_and_none_after_closing(site: Site) -> None:
    _showing(site)
    ben = site.phone("Ben")
    ben.do("pulse.say", state="unsure")
    ben.do("pulse.say", state="ok")
    assert site.look(lambda room: [p.state for p in room.pulses]) == ["ok"]
    assert "not sure" not in site.console().page("console")

    ben.live.disconnect()
    site.in_room(lambda room: room.close(room.phase.began_at, without_checkout=True))
    assert site.look(lambda room: list(room.pulses)) == []
