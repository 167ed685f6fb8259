"""The Thursday group at Ben's film: accepted, and the room watching."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from afttrainer import clock
from afttrainer.content.codes import ClipStatus, Phase
from afttrainer.extensions import socketio
from afttrainer.models import SupervisionSession, WallPass
from tests.people import Phone, Site, queued_clip


def watch(site: Site) -> int:
    """Bring the room to its viewing; the number of the clip at work."""

    def accept(room: SupervisionSession) -> None:
        clip = queued_clip(room)
        clip.status, clip.accepted_at = ClipStatus.ACCEPTED, clock.now()

    site.in_room(accept)
    site.begin(Phase.VIEWING)
    return site.look(lambda room: room.queue[0].id)


def played(phone: Phone) -> list[dict[str, Any]]:
    """What this screen's player was told since the last look."""
    return [m["args"][0] for m in phone.live.get_received() if m["name"] == "playback"]


def revision(site: Site) -> int:
    return site.look(lambda room: room.playback.revision if room.playback else 0)


def play(site: Site, console: Phone) -> None:
    ack = console.do("playback.play", revision=revision(site))
    assert ack["ok"], ack


def film_is_at(site: Site, film_ms: int) -> float:
    """Let the running film have begun so long ago that it shows `film_ms` now; returns the server
    time of that, in ms. The marks lie where a film that ran would have left them."""

    def earlier(room: SupervisionSession) -> float:
        playback = room.playback
        assert playback is not None
        assert playback.playing
        now = clock.now()
        begun = now - timedelta(milliseconds=film_ms)
        playback.changed_at = begun
        clip = playback.queued_clip
        clip.marks[-1].at = begun
        assert room.phase is not None
        room.phase.visits[-1].began_at = begun
        return clock.to_ms(now)

    return site.in_room(earlier)


class Wall:
    """The projector's window."""

    def __init__(self, site: Site) -> None:
        def make(room: SupervisionSession) -> str:
            made, token = WallPass.make(clock.now(), site.app.config["WALL_LINK_LIVES"])
            room.wall_passes.append(made)
            return token

        self.http = site.app.test_client()
        assert self.http.get(f"/wall/{site.in_room(make)}").status_code == 303
        self.live = socketio.test_client(
            site.app, flask_test_client=self.http, auth={"screen": "wall"}
        )
        assert self.live.is_connected()
        self.live.get_received()

    def page(self) -> str:
        answer = self.http.get("/wall")
        assert answer.status_code == 200
        return answer.get_data(as_text=True)

    def told(self) -> list[dict[str, Any]]:
        return [m["args"][0] for m in self.live.get_received() if m["name"] == "playback"]

    def reports(self, clip: int, revision: int, film_ms: float, at_ms: float) -> Any:
        """What this wall shows, and the server's answer."""
        report = {"clip": clip, "revision": revision, "film_ms": film_ms, "at_ms": at_ms}
        return self.live.emit("wall.report", report | {"round_trip_ms": 4}, callback=True)
