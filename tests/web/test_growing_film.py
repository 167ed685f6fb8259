"""A film that must be encoded is shown from its beginning while the rest is being made, and phones
get clips that physically end at their marks."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import av
import pytest

from afttrainer.content.codes import ClipStatus
from afttrainer.film_desk import FilmDesk
from afttrainer.film_house import film_house
from afttrainer.media.fragments import Fragments
from afttrainer.models import RecordingStatus, SupervisionSession
from tests.live.film_room import Wall, watch
from tests.media.films import wait_until
from tests.people import Site

sys.path.insert(0, str(Path(__file__).parents[1] / "media"))
import numbered
from forms import convert

PICTURES = 495


@pytest.fixture
def desk(site: Site) -> Iterator[FilmDesk]:
    made = FilmDesk(site.app)
    yield made
    made.stop()
    site.app.extensions.pop("film_house", None)


@pytest.fixture(scope="module")
def playable(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty seconds, its pictures numbered."""
    folder = tmp_path_factory.mktemp("film")
    return numbered.film(folder / "film.mp4", PICTURES, options={"g": "50", "preset": "veryfast"})


def ask_for(site: Site, film: Path, clip: int) -> str:
    """Let Ben's film at work be prepared from this file; the address of its clip."""

    def be_new(room: SupervisionSession) -> str:
        recording = room.queue[0].clip.recording
        recording.status, recording.film_name = RecordingStatus.PREPARING, None
        recording.sha256 = recording.still_name = None
        clip = room.queue[0].clip
        clip.in_ms, clip.out_ms = 10_000, 19_000
        return recording.ticket

    ticket = site.in_room(be_new)
    with site.app.app_context():
        film_house().queue.prepare(ticket, str(film), None)
    return f"/supervision/{site.supervision_id}/clips/{clip}"


def test_the_wall_is_fed_while_the_film_is_being_encoded(
    site: Site, desk: FilmDesk, playable: Path, tmp_path: Path
) -> None:
    clip = watch(site)
    source = convert(playable, tmp_path / "film.ts", "-vf", "scale=1280:720,setfield=tff", "-flags",
                     "+ilme+ildct", "-c:v", "mpeg2video", "-b:v", "4M", "-c:a", "mp2")  # fmt: skip
    at = ask_for(site, source, clip)
    wall, ben, aditi = Wall(site), site.browser("Ben"), site.browser("Aditi")
    first = b""

    def plays() -> bool:
        nonlocal first
        desk.poll()
        if site.look(lambda room: room.queue[0].clip.recording.is_ready):
            pytest.fail("it was never to be had while it was being encoded")
        answer = wall.http.get(f"{at}/growing")
        assert answer.status_code == 200, answer.get_data(as_text=True)
        told = answer.get_json()
        if not told["pieces"]:
            return False
        assert told["type"].startswith("video/mp4; codecs=")
        assert abs(told["duration_ms"] - PICTURES * 40) < 200
        start, stop, begins_ms = told["pieces"][0]
        assert (start >= told["beginning"], begins_ms) == (True, 0)
        for browser in (wall.http, ben):
            answer = browser.get(f"{at}/growing/film", headers={"Range": f"bytes=0-{stop - 1}"})
            assert (answer.status_code, len(answer.data)) == (206, stop)
        first = answer.data
        assert wall.http.get(f"{at}/growing?after=1").get_json()["pieces"] == told["pieces"][1:]
        assert aditi.get(f"{at}/growing").status_code == 403
        assert aditi.get(f"{at}/growing/film").status_code == 403
        return True

    wait_until(plays, "the beginning can be shown")
    with av.open(io.BytesIO(first)) as film:
        assert len(list(film.decode(video=0))) == 50
    found = Fragments()
    found.look(io.BytesIO(first), len(first))
    assert len(found.found) == 1

    def is_ready() -> bool:
        desk.poll()
        return site.look(lambda room: room.queue[0].clip.recording.is_ready)

    wait_until(is_ready, "the film is whole")
    assert wall.http.get(f"{at}/growing").get_json()["is_whole"]
    assert wall.http.get(f"{at}/growing/film").status_code == 404
    assert wall.http.get(f"{at}/film", headers={"Range": "bytes=0-1"}).status_code == 206


def test_phones_get_a_file_that_ends_at_the_marks(
    site: Site, desk: FilmDesk, playable: Path
) -> None:
    clip = watch(site)
    at = ask_for(site, playable, clip)
    assert site.console().do("playback.companions", on="y")["ok"]
    aditi = site.browser("Aditi")

    def is_cut() -> bool:
        desk.poll()
        return aditi.get(f"{at}/clip").status_code == 200

    wait_until(is_cut, "the clip is cut")
    data = aditi.get(f"{at}/clip").data
    with av.open(io.BytesIO(data), options={"ignore_editlist": "1"}) as film:
        numbers = [numbered.number_of(frame) for frame in film.decode(video=0)]
    assert numbers == list(range(250, 475))
    assert aditi.get(f"{at}/film").status_code == 403
    assert aditi.get(f"{at}/captions").status_code == 403
    site.console().do("playback.companions")
    assert aditi.get(f"{at}/clip").status_code == 403
    site.in_room(lambda room: setattr(room.queue[0], "status", ClipStatus.BLOCKED))
    assert site.browser("Ben").get(f"{at}/clip").status_code == 403
