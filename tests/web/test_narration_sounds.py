"""What a presenter says aloud into their phone: sent, sealed, heard by whom it is for, deleted
(C-83, F2, F4)."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from afttrainer import clock
from afttrainer.content.codes import Phase, SessionStatus
from afttrainer.film_house import film_house
from afttrainer.models import SupervisionSession
from afttrainer.models.narration_sound import BYTES_AT_MOST, MOST_OF_A_CLIP
from afttrainer.retention import sweep
from tests.live.film_room import Wall, film_is_at, play, watch
from tests.people import Site
from tests.web.library import words

SAID = b"\x1a\x45\xdf\xa3" + b"I speed up here. " * 900


@pytest.fixture
def clip(site: Site) -> int:
    """Ben's film runs, and his phone may record."""
    number = watch(site)
    ben = site.phone("Ben")
    assert ben.do("narration.switch", on="y")["ok"]
    assert ben.do("narration.aloud", on="y")["ok"]
    play(site, site.console())
    film_is_at(site, 60_000)
    return number


_names = iter(f"{n:032x}" for n in range(1, 10_000))


def says(
    site: Site, browser: FlaskClient, clip: object, sound: bytes = SAID, **more: Any
) -> TestResponse:
    told = {"id": next(_names), "clip": clip, "lasts": 4_000, **more}
    told.setdefault("begun", clock.to_ms(clock.now()))
    return browser.post(
        f"/supervision/{site.supervision_id}/narration", query_string=told, data=sound
    )


def sounds(site: Site) -> list[tuple[int, int]]:
    return site.look(lambda room: [(s.id, s.clip_ms) for s in room.queue[0].narration_sounds])


def address(site: Site) -> str:
    ((number, _ms),) = sounds(site)
    return f"/supervision/{site.supervision_id}/narration/{number}"


def files(site: Site) -> list[Path]:
    return [p for p in film_house(site.app).spoken.root.glob("*") if p.is_file()]


def test_it_is_tied_to_where_the_film_was_when_they_began_and_lies_sealed(
    site: Site, clip: int
) -> None:
    begun = clock.to_ms(clock.now() - timedelta(seconds=15))
    answer = says(site, site.browser("Ben"), clip, begun=begun)
    assert (answer.status_code, answer.get_json()) == (200, {"ok": True})
    ((_number, ms),) = sounds(site)
    assert ms == pytest.approx(45_000, abs=3_000)
    (file,) = files(site)
    assert b"speed up" not in file.read_bytes()


def test_its_presenter_hears_it_and_whoever_leads_while_they_meet_and_nobody_else(
    site: Site, clip: int
) -> None:
    ben, mirela, dao = (site.browser(name) for name in ("Ben", "Mirela", "Dao"))
    says(site, ben, clip)
    where = address(site)
    heard = ben.get(where)
    assert heard.data == SAID
    assert heard.headers["Content-Type"] == "audio/webm"
    assert ben.get(where, headers={"Range": "bytes=4-9"}).data == SAID[4:10]
    assert mirela.get(where).data == SAID
    assert where in site.console().page("console")
    assert dao.get(where).status_code == 404
    wall = Wall(site)
    assert wall.http.get(where).status_code in (302, 401, 404)
    for page in (wall.page(), site.phone("Dao").page()):
        assert where not in page

    site.in_room(lambda room: setattr(room, "status", SessionStatus.CLOSED))
    assert mirela.get(where).status_code == 404
    assert ben.get(where).data == SAID
    record = f"/supervision/{site.supervision_id}/record"
    assert where in ben.get(record).get_data(as_text=True)
    for browser in (mirela, dao):
        for ending in ("", ".json"):
            assert where not in browser.get(record + ending).get_data(as_text=True)


def test_nobody_says_anything_for_somebody_else(site: Site, clip: int) -> None:
    for name in ("Dao", "Mirela"):
        assert says(site, site.browser(name), clip).status_code == 403
    assert (sounds(site), files(site)) == ([], [])


def test_off_it_takes_nothing_but_what_was_begun_before(site: Site, clip: int) -> None:
    ben = site.phone("Ben")
    begun = clock.to_ms(clock.now())
    assert ben.do("narration.aloud")["ok"]
    later = says(site, ben.http, clip)
    assert later.status_code == 409
    assert "Recording is off" in later.get_json()["words"]
    assert says(site, ben.http, clip, begun=begun).status_code == 200
    assert len(sounds(site)) == len(files(site)) == 1


def test_sent_twice_it_is_kept_once(site: Site, clip: int) -> None:
    ben, name = site.browser("Ben"), next(_names)
    for _time in range(2):
        assert says(site, ben, clip, id=name).status_code == 200
    assert len(sounds(site)) == len(files(site)) == 1


@pytest.mark.parametrize(
    ("sound", "status", "told"),
    [
        (b"<html>no sound", 422, "no recording"),
        (b"", 422, "no recording"),
        (SAID[:4] + bytes(BYTES_AT_MOST), 413, "too long"),
    ],
)
def test_what_is_no_recording_or_too_long_is_answered_in_words(
    site: Site, clip: int, sound: bytes, status: int, told: str
) -> None:
    answer = says(site, site.browser("Ben"), clip, sound)
    assert answer.status_code == status
    assert told in answer.get_json()["words"]
    assert (sounds(site), files(site)) == ([], [])


def test_nor_is_there_room_for_any_number(site: Site, clip: int) -> None:
    ben = site.browser("Ben")
    says(site, ben, clip)

    def full(room: SupervisionSession) -> None:
        (one,) = room.queue[0].narration_sounds
        for n in range(MOST_OF_A_CLIP - 1):
            more = type(one)(
                author_id=one.author_id,
                made_at=one.made_at,
                clip_ms=n,
                lasts_ms=1,
                kind=one.kind,
                token=f"{n:032x}",
                client_uuid=f"x{n}",
            )
            room.queue[0].narration_sounds.append(more)

    site.in_room(full)
    answer = says(site, ben, clip)
    assert answer.status_code == 409
    assert "Delete one first" in answer.get_json()["words"]


@pytest.mark.parametrize("wrong", [{"id": "../../x"}, {"clip": 99_999}, {"clip": "none"}])
def test_nonsense_leaves_nothing_behind(site: Site, clip: int, wrong: dict[str, Any]) -> None:
    answer = says(site, site.browser("Ben"), **({"clip": clip} | wrong))
    assert 400 <= answer.status_code < 500
    assert answer.get_json()["words"]
    assert (sounds(site), files(site)) == ([], [])


@pytest.mark.parametrize("begun", [-1, 10**30, "nan", "soon", ""])
def test_a_clock_gone_wrong_ties_it_to_when_it_came(site: Site, clip: int, begun: object) -> None:
    assert says(site, site.browser("Ben"), clip, begun=begun).status_code == 200
    ((_number, ms),) = sounds(site)
    assert ms == pytest.approx(60_000, abs=5_000)


def test_its_presenter_deletes_it_and_nobody_else(site: Site, clip: int) -> None:
    ben = site.browser("Ben")
    says(site, ben, clip)
    where = address(site)
    for name in ("Mirela", "Dao"):
        assert site.browser(name).post(f"{where}/forget").status_code == 404
    assert len(files(site)) == 1
    answer = ben.post(f"{where}/forget", headers={"Accept": "application/json"})
    assert answer.get_json() == {"ok": True}
    assert (sounds(site), files(site)) == ([], [])
    assert ben.get(where).status_code == 404
    says(site, ben, clip)
    assert ben.post(f"{address(site)}/forget").status_code == 303, "from the record, by a form"
    assert "deleted" in words(ben.get(f"/supervision/{site.supervision_id}/record"))


def sweeps(site: Site, after: timedelta) -> None:
    for file in files(site):
        # What belongs to nobody is spared while it is young: it may be noted in the next moment.
        os.utime(file, (0, 0))
    with site.app.test_request_context():
        sweep(clock.now() + after)


def test_it_goes_after_thirty_days_or_as_the_site_says(site: Site, clip: int) -> None:
    """F4."""
    says(site, site.browser("Ben"), clip)
    sweeps(site, timedelta(days=29))
    assert len(sounds(site)) == len(files(site)) == 1
    settings = site.app.extensions["settings"]
    site.app.extensions["settings"] = replace(settings, narration_days=0)
    sweeps(site, timedelta(days=99))
    assert len(files(site)) == 1
    site.app.extensions["settings"] = settings
    sweeps(site, timedelta(days=31))
    assert (sounds(site), files(site)) == ([], [])


def test_it_goes_with_its_film_in_which_the_patient_is_heard_too(site: Site, clip: int) -> None:
    """F1."""
    ben = site.browser("Ben")
    says(site, ben, clip)
    where = address(site)
    film = site.look(lambda room: room.queue[0].clip.recording_id)
    assert ben.post(f"/films/{film}/consent/withdraw").status_code == 303
    assert ben.get(where).status_code == 404, "at once"
    assert site.browser("Mirela").get(where).status_code == 404
    sweeps(site, timedelta(days=8))
    assert (sounds(site), files(site)) == ([], [])


def test_after_the_meeting_nothing_more_is_taken(site: Site, clip: int) -> None:
    site.begin(Phase.DEBRIEF)
    ben = site.browser("Ben")
    site.in_room(lambda room: setattr(room, "status", SessionStatus.CLOSED))
    assert says(site, ben, clip).status_code == 403
    assert files(site) == []
