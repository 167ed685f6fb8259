"""A copy of a clip, from the asking to its end; and everybody who may not."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from afttrainer import clock
from afttrainer.export_desk import ExportDesk
from afttrainer.film_desk import FilmDesk
from afttrainer.film_house import FilmHouse, film_house
from afttrainer.media.cutting import Cutting
from afttrainer.media.prepare import prepare_film
from afttrainer.media.watch import Watches
from afttrainer.models import ClipExport, Recording
from afttrainer.models.clip_export import ExportStatus
from tests.media import numbered
from tests.media.films import wait_until
from tests.people import Site
from tests.web.library import Ids, stocked, stranger, words

pytestmark = pytest.mark.usefixtures("rule")


@pytest.fixture
def rule(app: Flask) -> str:
    """What the site allows; a test may say otherwise."""
    return allow(app, "yes")


def allow(app: Flask, rule: str) -> str:
    app.extensions["settings"] = replace(app.extensions["settings"], clip_export=rule)
    return rule


@pytest.fixture
def ids(site: Site, tmp_path: Path) -> Ids:
    """Ben's film with a consent that reaches beyond the group, and its clip from 2 to 9 s."""
    ids = stocked(site)
    film = numbered.film(tmp_path / "came.mp4", 300, options={"g": "25", "bf": "3"})
    made = prepare_film(film_house(site.app).store, "t", film, None, lambda *_: None)

    def named(session: Session) -> None:
        recording = session.get_one(Recording, ids.recording)
        recording.sha256, recording.film_name = made.sha256, made.stored
        recording.duration_ms = made.facts.duration_ms
        recording.clips[0].in_ms, recording.clips[0].out_ms = 2_000, 9_000
        assert recording.consent is not None
        recording.consent.supervisor_review = recording.consent.teaching_beyond_group = True

    site.write(named)
    return ids


class Desk:
    """The server's look and the worker's, one after the other."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.house: FilmHouse = film_house(site.app)
        self.desk = ExportDesk(self.house, site.app.extensions["settings"].clip_export)
        watches = Watches(threading.Event())
        self.worker = Cutting(self.house.cuts, self.house.store, watches, lambda turn: turn())

    def look(self, later: timedelta = timedelta()) -> None:
        with self.site.app.app_context():
            self.desk.look(clock.now() + later)

    def works(self) -> None:
        self.worker.look()
        self.look()

    @property
    def files(self) -> list[Path]:
        return list(self.house.store.root.rglob("export-*"))


@pytest.fixture
def desk(site: Site) -> Desk:
    return Desk(site)


def at(ids: Ids) -> str:
    return f"/films/{ids.recording}/clips/{ids.clip}/exports"


def only(site: Site) -> tuple[ExportStatus, str]:
    """How far the one is that was asked for, and its ticket."""

    def told(session: Session) -> tuple[ExportStatus, str]:
        one = session.query(ClipExport).one()
        return one.status, one.ticket

    return site.write(told)


def test_from_asking_to_the_file(site: Site, ids: Ids, desk: Desk, tmp_path: Path) -> None:
    mirela = site.browser("Mirela")
    assert "A copy" in words(mirela.get(f"/films/{ids.recording}"))
    assert "None was made" in words(mirela.get(at(ids)))
    assert mirela.post(at(ids), data={}).status_code == 303
    assert "being cut" in words(mirela.get(at(ids)))
    assert mirela.get(f"{at(ids)}/1/film").status_code == 409
    desk.works()
    assert "Take it" in words(mirela.get(at(ids)))
    answer = mirela.get(f"{at(ids)}/1/film")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=clip-")
    assert "no-store" in answer.headers["Cache-Control"]
    got = tmp_path / "got.mp4"
    got.write_bytes(answer.data)
    assert numbered.numbers(got, all_of_it=True) == list(range(50, 225))
    part = mirela.get(f"{at(ids)}/1/film", headers={"Range": "bytes=0-1"})
    assert (part.status_code, part.data) == (206, answer.data[:2])
    assert "taken" in words(mirela.get(at(ids)))
    # On the disk it lies as its film does: sealed.
    (lying,) = desk.files
    assert b"ftyp" not in lying.read_bytes()[:64]


def test_a_copy_goes_when_its_time_is_over(site: Site, ids: Ids, desk: Desk) -> None:
    mirela = site.browser("Mirela")
    mirela.post(at(ids), data={})
    desk.works()
    desk.look(timedelta(minutes=59))
    assert desk.files
    desk.look(timedelta(minutes=61))
    assert not desk.files
    assert "removed from this computer" in words(mirela.get(at(ids)))
    assert mirela.get(f"{at(ids)}/1/film").status_code == 409
    desk.look(timedelta(minutes=62))
    assert not desk.house.cuts.all()


def test_the_name_and_the_time_stand_in_every_picture(
    site: Site, ids: Ids, desk: Desk, tmp_path: Path
) -> None:
    site.browser("Mirela").post(at(ids), data={"is_marked": "y"})
    (order,) = desk.house.cuts.all()
    assert order.said is not None
    assert order.said.startswith("Mirela · ")
    assert str(clock.now().year) in order.said
    desk.works()
    got = tmp_path / "got.mp4"
    got.write_bytes(site.browser("Mirela").get(f"{at(ids)}/1/film").data)
    assert numbered.numbers(got, all_of_it=True) == list(range(50, 225))


def test_stopping_and_removing(site: Site, ids: Ids, desk: Desk) -> None:
    mirela = site.browser("Mirela")
    mirela.post(at(ids), data={})
    assert mirela.post(f"{at(ids)}/1/end").status_code == 303
    desk.works()
    desk.look(timedelta(seconds=6))
    assert not desk.files
    assert only(site)[0] is ExportStatus.STOPPED
    mirela.post(at(ids), data={})
    desk.works()
    assert desk.files
    mirela.post(f"{at(ids)}/2/end")
    desk.look(timedelta(seconds=6))
    assert not desk.files


def test_a_withdrawn_consent_takes_the_copy_from_the_disk(site: Site, ids: Ids, desk: Desk) -> None:
    mirela = site.browser("Mirela")
    mirela.post(at(ids), data={})
    desk.works()
    site.browser("Ben").post(f"/films/{ids.recording}/consent/withdraw")
    assert mirela.get(f"{at(ids)}/1/film").status_code == 403
    desk.look(timedelta(seconds=6))
    assert not desk.files


@pytest.mark.parametrize("withdrawn", [False, True])
def test_a_withdrawn_consent_and_a_sign_out_end_a_copy_that_is_being_fetched(
    site: Site, ids: Ids, desk: Desk, monkeypatch: pytest.MonkeyPatch, withdrawn: bool
) -> None:
    monkeypatch.setattr("afttrainer.web.film_bytes.ASKED_EVERY", timedelta(0))
    monkeypatch.setattr("afttrainer.media.serve.PIECE_BYTES", 1024)
    mirela = site.browser("Mirela")
    mirela.post(at(ids), data={})
    desk.works()
    pieces = iter(mirela.get(f"{at(ids)}/1/film", buffered=False).response)
    assert next(pieces)
    assert next(pieces), "nobody has said no"
    if withdrawn:
        site.browser("Ben").post(f"/films/{ids.recording}/consent/withdraw")
    else:
        mirela.post("/sign-out")
    with pytest.raises(ConnectionResetError):
        list(pieces)


def test_an_order_that_the_power_cut_off_is_made_all_the_same(
    site: Site, ids: Ids, desk: Desk
) -> None:
    site.browser("Mirela").post(at(ids), data={})
    ticket = only(site)[1]
    desk.house.cuts.change(ticket, "stopped")
    desk.house.cuts.forget(ticket)
    desk.look()
    desk.works()
    assert only(site)[0] is ExportStatus.READY


def refused_everywhere(site: Site, ids: Ids, name: str, status: int = 403) -> None:
    browser = site.browser(name)
    assert "A copy" not in words(browser.get(f"/films/{ids.recording}"))
    assert browser.get(at(ids)).status_code == status
    for data in ({}, {"is_marked": "y"}):
        assert browser.post(at(ids), data=data).status_code == status
    assert site.write(lambda session: session.query(ClipExport).count()) == 0


def test_403_without_the_sites_setting(site: Site, ids: Ids) -> None:
    allow(site.app, "no")
    refused_everywhere(site, ids, "Mirela")


def test_403_without_the_role(site: Site, ids: Ids) -> None:
    refused_everywhere(site, ids, "Ben")


def test_403_without_the_patients_consent(site: Site, ids: Ids) -> None:
    def less(session: Session) -> None:
        consent = session.get_one(Recording, ids.recording).consent
        assert consent is not None
        consent.teaching_beyond_group = False

    site.write(less)
    refused_everywhere(site, ids, "Mirela")


def test_403_without_the_mark_where_the_site_wants_it(site: Site, ids: Ids, desk: Desk) -> None:
    allow(site.app, "marked")
    mirela = site.browser("Mirela")
    assert mirela.post(at(ids), data={}).status_code == 403
    assert mirela.post(at(ids), data={"is_marked": "y"}).status_code == 303
    assert desk.house.cuts.all()[0].said is not None


def test_others_find_nothing(site: Site, ids: Ids, desk: Desk) -> None:
    site.browser("Mirela").post(at(ids), data={})
    desk.works()
    outside = stranger(site)
    for where in ("", "/1/state", "/1/film"):
        assert site.browser("Chiara").get(at(ids) + where).status_code == 404
        assert outside.get(at(ids) + where).status_code == 404
        assert site.app.test_client().get(at(ids) + where).status_code == 302
    ben = site.browser("Ben")
    assert ben.get(f"{at(ids)}/1/film").status_code == 403
    assert ben.post(f"{at(ids)}/1/end").status_code == 404
    assert desk.files


def test_the_film_page_itself_offers_no_download(site: Site, ids: Ids) -> None:
    page = site.browser("Ben").get(f"/films/{ids.recording}").get_data(as_text=True)
    assert "nodownload" in page
    assert " download" not in page.replace("nodownload", "")


def test_the_film_worker_itself_cuts_it(site: Site, ids: Ids, tmp_path: Path) -> None:
    mirela = site.browser("Mirela")
    mirela.post(at(ids), data={})
    desk = FilmDesk(site.app)

    def ready() -> bool:
        desk.poll()
        return only(site)[0] is ExportStatus.READY

    try:
        wait_until(ready, "a copy")
        got = tmp_path / "got.mp4"
        got.write_bytes(mirela.get(f"{at(ids)}/1/film").data)
        assert numbered.numbers(got, all_of_it=True) == list(range(50, 225))
    finally:
        desk.stop()
