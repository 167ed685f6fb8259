"""Captions that come after their film."""

from __future__ import annotations

import io

import pytest
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from afttrainer.film_house import film_house
from afttrainer.models import Recording
from tests.people import Site
from tests.web.library import Ids, stocked, words

SHA = "ef" * 32
SRT = "1\n00:00:01,000 --> 00:00:02,500\nI am not sure.\n"
VTT = "WEBVTT\n\n00:03.000 --> 00:04.000\nNor am I.\n"


@pytest.fixture
def ids(site: Site) -> Ids:
    ids = stocked(site)
    film_house(site.app).store.home(SHA).mkdir(parents=True)

    def named(session: Session) -> None:
        session.get_one(Recording, ids.recording).sha256 = SHA

    site.write(named)
    return ids


def bring(site: Site, ids: Ids, given: bytes, name: str = "Ben") -> TestResponse:
    file = (io.BytesIO(given), "../../etc/passwd.srt")
    return site.browser(name).post(f"/films/{ids.recording}/captions", data={"captions": file})


def shown(site: Site, ids: Ids) -> TestResponse:
    return site.browser("Ben").get(f"/films/{ids.recording}/captions")


def test_subrip_is_taken_and_shown_as_webvtt(site: Site, ids: Ids) -> None:
    ben = site.browser("Ben")
    assert "This film has none" in words(ben.get(f"/films/{ids.recording}"))
    assert bring(site, ids, SRT.encode("utf-16")).status_code == 303
    answer = shown(site, ids)
    assert answer.mimetype == "text/vtt"
    assert answer.text.startswith("WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nI am not sure.")
    assert "<track" in ben.get(f"/films/{ids.recording}").text
    assert "<track" in ben.get(f"/films/{ids.recording}/clips/{ids.clip}").text


def test_new_ones_take_the_place_of_the_old_and_nothing_stays(site: Site, ids: Ids) -> None:
    bring(site, ids, SRT.encode())
    bring(site, ids, VTT.encode())
    assert "Nor am I" in shown(site, ids).text
    home = film_house(site.app).store.home(SHA)
    assert len(list(home.glob("captions-*"))) == 1
    assert site.browser("Ben").post(f"/films/{ids.recording}/captions/remove").status_code == 303
    assert shown(site, ids).status_code == 404
    assert not list(home.glob("captions-*"))


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (b"", "choose a file"),
        (b"\x00\x01\x02" * 900, "neither WebVTT"),
        (SRT.encode().replace(b"sure", b"s\xfcre"), "UTF-8"),
        (b"WEBVTT\n\n00:01.000 --> 00:00.500\nx\n", "Line 3"),
    ],
)
def test_what_cannot_be_read_is_said_and_the_old_ones_stay(
    site: Site, ids: Ids, given: bytes, told: str
) -> None:
    bring(site, ids, VTT.encode())
    answer = bring(site, ids, given)
    assert answer.status_code == 422
    assert told in words(answer)
    assert "Nor am I" in shown(site, ids).text


def test_who_may_not_cannot(site: Site, ids: Ids) -> None:
    assert bring(site, ids, VTT.encode(), "Chiara").status_code == 404
    assert bring(site, ids, VTT.encode(), "Mirela").status_code == 303
    chiara = site.browser("Chiara")
    assert chiara.post(f"/films/{ids.recording}/captions/remove").status_code == 404
    assert "Nor am I" in shown(site, ids).text
