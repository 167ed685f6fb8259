"""What nobody presses: films whose time is over, with their keys, and what is left of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from afttrainer import clock
from afttrainer.content.codes import ClipStatus
from afttrainer.extensions import db
from afttrainer.film_house import film_house
from afttrainer.models import Erasure, Recording, RecordingStatus, Upload
from afttrainer.retention import Keeper, sweep, watch_rooms
from tests.people import Site
from tests.web.library import Ids, stocked, words
from tests.web.sending import TUS, begin, say, send

SHA = "cd" * 32
AHEAD = clock.now() + timedelta(days=60)


@pytest.fixture
def ids(site: Site) -> Ids:
    """Ben's film, sealed in the store, with its clip in the open room's queue."""
    ids = stocked(site)
    store = film_house(site.app).store
    home = store.home(SHA)
    home.mkdir(parents=True)
    for name in ("film.mp4", "still.jpg"):
        with store.new_place(home, SHA, name).writing() as file:
            file.write(b"a patient's face" * 50)

    def named(session: Session) -> None:
        recording = session.get_one(Recording, ids.recording)
        recording.sha256, recording.brought_in_at = SHA, clock.now()
        recording.film_name = f"{SHA[:2]}/{SHA}/film.mp4"
        recording.still_name = f"{SHA[:2]}/{SHA}/still.jpg"

    site.write(named)
    return ids


def read(site: Site, recording: int, what: str) -> Any:
    with site.app.app_context():
        return getattr(db.session.get_one(Recording, recording), what)


def log(site: Site) -> list[tuple[str, str | None, bool]]:
    with site.app.app_context():
        found = db.session.scalars(select(Erasure))
        return [(e.why, e.sha256, e.file_gone_at is not None) for e in found]


def sweeps(site: Site, after: timedelta) -> None:
    with site.app.test_request_context():
        sweep(clock.now() + after)


def files(site: Site) -> list[Path]:
    return [p for p in film_house(site.app).store.root.rglob("*") if p.is_file()]


def test_a_withdrawn_film_is_barred_at_once_and_erased_within_the_limit(
    site: Site, ids: Ids
) -> None:
    ben = site.browser("Ben")
    film = f"/films/{ids.recording}"
    assert ben.get(f"{film}/film").status_code == 200
    keys = film_house(site.app).keys
    assert keys is not None
    assert keys.has(SHA)

    asked = words(ben.get(f"{film}/consent/withdraw"))
    assert "Within 7 days it is erased for good." in asked
    assert ben.post(f"{film}/consent/withdraw").status_code == 303
    for what in ("film", "still", "waveform"):
        assert ben.get(f"{film}/{what}").status_code == 403
        assert site.browser("Mirela").get(f"{film}/{what}").status_code == 403
    assert "by" in words(ben.get(film))
    assert "as the patient has withdrawn" in words(ben.get(film))
    sweeps(site, timedelta(days=6))
    assert files(site) != []

    sweeps(site, timedelta(days=7, minutes=1))
    assert read(site, ids.recording, "status") is RecordingStatus.ERASED
    assert files(site) == []
    assert not keys.has(SHA), "a copy in a backup opens no more either"
    assert log(site) == [("withdrawn", None, True)]
    page = words(ben.get(film))
    assert "The film was erased" in page
    assert "without the words" in page
    sweeps(site, timedelta(days=8))
    assert log(site) == [("withdrawn", None, True)]


def test_where_the_site_says_so_it_is_erased_at_once(site: Site, ids: Ids) -> None:
    settings = site.app.extensions["settings"]
    site.app.extensions["settings"] = replace(settings, erased_within_days=0)
    ben = site.browser("Ben")
    assert "erased at once" in words(ben.get(f"/films/{ids.recording}/consent/withdraw"))
    ben.post(f"/films/{ids.recording}/consent/withdraw")
    assert read(site, ids.recording, "status") is RecordingStatus.ERASED
    assert files(site) == []


def test_films_of_a_closed_meeting_go_after_thirty_days(site: Site, ids: Ids) -> None:
    sweeps(site, timedelta(days=31))
    assert read(site, ids.recording, "status") is RecordingStatus.READY, "its room is open"
    site.in_room(lambda room: setattr(room, "status", "closed"))
    ben = site.browser("Ben")
    assert "this site keeps films for a limited time" in words(ben.get(f"/films/{ids.recording}"))
    sweeps(site, timedelta(days=29))
    assert files(site) != []
    sweeps(site, timedelta(days=31))
    assert files(site) == []
    assert log(site) == [("age", None, True)]


def test_an_interrupted_erasure_is_finished_by_the_next_sweep(
    site: Site, ids: Ids, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.browser("Ben").post(f"/films/{ids.recording}/consent/withdraw")
    with monkeypatch.context() as held:
        held.setattr("afttrainer.media.store.FilmStore.remove", lambda _self, _sha: False)
        sweeps(site, timedelta(days=8))
    assert log(site) == [("withdrawn", SHA, False)]
    assert files(site) != []
    sweeps(site, timedelta(days=8))
    assert log(site) == [("withdrawn", None, True)]
    assert files(site) == []


def test_a_withdrawal_stops_the_room_and_what_its_players_read(site: Site, ids: Ids) -> None:
    wall_film = f"/supervision/{ids.meeting}/clips/{ids.queued}/film"

    def play(room: Any) -> None:
        (queued,) = room.queue
        queued.status, room.clip = ClipStatus.ACCEPTED, queued
        from afttrainer.models import Playback

        Playback.of(queued, clock.now())

    site.in_room(play)
    mirela, console = site.browser("Mirela"), site.console()
    assert mirela.get(wall_film).status_code == 200
    console.heard()
    site.browser("Ben").post(f"/films/{ids.recording}/consent/withdraw")
    assert mirela.get(wall_film).status_code == 403
    assert site.look(lambda room: room.queue[0].status) is ClipStatus.BLOCKED
    assert console.heard(), "the console has heard of it"


def test_a_consent_that_ends_while_nobody_presses_anything(site: Site, ids: Ids) -> None:
    def ends(session: Session) -> None:
        consent = session.get_one(Recording, ids.recording).consent
        assert consent is not None
        consent.expires_at = clock.now() + timedelta(hours=1)

    site.write(ends)
    with site.app.test_request_context():
        watch_rooms(clock.now())
    assert site.look(lambda room: room.queue[0].status) is not ClipStatus.BLOCKED
    with site.app.test_request_context():
        watch_rooms(clock.now() + timedelta(hours=2))
    assert site.look(lambda room: room.queue[0].status) is ClipStatus.BLOCKED


def test_uploads_that_nobody_goes_on_with_go(site: Site, ids: Ids) -> None:
    ben = site.browser("Ben")
    at = begin(ben, ids.group, 10).headers["Location"]
    said_of = say(ben, ids.group, at.rsplit("/", 1)[1], case=ids.case).headers["Location"]
    send(ben, ids.group, b"nobody says whose it is")
    sweeps(site, timedelta(days=6))
    with site.app.app_context():
        assert len(db.session.scalars(select(Upload)).all()) == 2
    sweeps(site, timedelta(days=8))
    with site.app.app_context():
        assert db.session.scalars(select(Upload)).all() == []
        said = db.session.scalars(select(Recording).order_by(Recording.id)).all()[1]
        assert (said.status, said.size_bytes) == (RecordingStatus.REFUSED, 0)
    assert "did not arrive within a week" in words(ben.get(said_of))
    assert not list((film_house(site.app).store.root / "incoming").rglob("film"))


def test_films_from_the_inbox_that_nobody_claims_go_too(site: Site, ids: Ids) -> None:
    house, other = film_house(site.app), "ef" * 32
    home = house.store.home(other)
    home.mkdir(parents=True)
    with house.store.new_place(home, other, "film.mp4").writing() as file:
        file.write(b"nobody's")
    gone = house.inbox / "gone.mp4"
    house.queue.reports.wait("inbox-1", gone, None, origin="inbox", origin_name="gone.mp4")
    house.queue.reports.change("inbox-1", "ready", 1.0, sha256=other)
    sweeps(site, timedelta(days=29))
    assert home.exists()
    sweeps(site, timedelta(days=31))
    assert not home.exists()
    assert house.arrivals() == []


def test_films_that_an_older_database_does_not_know_go_too(site: Site, ids: Ids) -> None:
    """Unless they may be another site's: that one's key is not here."""
    store, stray, foreign = film_house(site.app).store, "ef" * 32, "ab" * 32
    for sha256 in (SHA, stray, foreign):
        home = store.home(sha256)
        home.mkdir(parents=True, exist_ok=True)
        with store.new_place(home, sha256, "film.mp4").writing() as file:
            file.write(b"somebody's")
        (home / "facts.json").write_text("{}")
    keys = film_house(site.app).keys
    assert keys is not None
    keys.destroy(foreign)
    site.write(lambda s: setattr(s.get_one(Recording, ids.recording), "brought_in_at", AHEAD))

    sweeps(site, timedelta(days=29))
    assert store.home(stray).exists()
    sweeps(site, timedelta(days=31))
    assert not store.home(stray).exists()
    assert store.home(foreign).exists()
    assert store.home(SHA).exists()


def test_it_looks_at_its_start_and_again_every_hour(
    site: Site, ids: Ids, monkeypatch: pytest.MonkeyPatch
) -> None:
    swept: list[datetime] = []
    monkeypatch.setattr("afttrainer.retention.sweep", swept.append)
    keeper, now = Keeper(site.app), clock.now()
    for minutes in (0, 1, 59, 60, 61):
        keeper.look(now + timedelta(minutes=minutes))
    keeper.stop()
    assert [when - now for when in swept] == [timedelta(), timedelta(hours=1)]


def put_aside(site: Site, ids: Ids) -> tuple[str, str]:
    """Where the page of a film is whose preparing was stopped, and its ticket."""
    ben = site.browser("Ben")
    ticket = send(ben, ids.group).ticket
    at = say(ben, ids.group, ticket, case=ids.case).headers["Location"]
    film_house(site.app).queue.reports.cancel(ticket)
    assert ben.get(at).status_code == 200
    return at, ticket


def lying_plain(site: Site) -> list[Path]:
    return list((film_house(site.app).store.root / "incoming").rglob("film"))


def test_of_a_film_that_was_stopped_and_is_removed_the_file_goes(site: Site, ids: Ids) -> None:
    at, ticket = put_aside(site, ids)
    assert lying_plain(site)
    assert site.browser("Ben").post(f"{at}/remove").status_code == 303
    assert not lying_plain(site)
    assert film_house(site.app).queue.reports.get(ticket) is None


def test_a_withdrawal_reaches_a_film_that_was_stopped(site: Site, ids: Ids) -> None:
    at, _ticket = put_aside(site, ids)
    assert site.browser("Ben").post(f"{at}/consent/withdraw").status_code == 303
    sweeps(site, timedelta(days=6))
    assert lying_plain(site)
    sweeps(site, timedelta(days=7, minutes=1))
    assert not lying_plain(site)


def test_a_film_from_the_inbox_is_erased_when_it_is_removed(site: Site, ids: Ids) -> None:
    house = film_house(site.app)
    told = house.queue.reports
    told.wait("inbox-1", house.inbox / "gone.mp4", None, origin="inbox", origin_name="gone.mp4")
    told.change("inbox-1", "ready", 1.0, sha256=SHA)
    site.write(lambda s: setattr(s.get_one(Recording, ids.recording), "ticket", "inbox-1"))
    site.in_room(lambda room: room.queue.clear())
    assert site.browser("Ben").post(f"/films/{ids.recording}/remove").status_code == 303
    assert files(site) == []
    assert house.keys is not None
    assert not house.keys.has(SHA)
    assert house.arrivals() == [], "nor is it offered again"
    assert log(site) == [("removed", None, True)]


def test_a_withdrawal_reaches_a_film_that_is_still_on_its_way(site: Site, ids: Ids) -> None:
    ben = site.browser("Ben")
    address = begin(ben, ids.group, 10).headers["Location"]
    at = say(ben, ids.group, address.rsplit("/", 1)[1], case=ids.case).headers["Location"]
    settings = site.app.extensions["settings"]
    site.app.extensions["settings"] = replace(settings, erased_within_days=0)
    ben.post(f"{at}/consent/withdraw")
    assert not lying_plain(site)
    assert ben.head(address, headers=TUS).status_code == 404
    assert "The film was erased" in words(ben.get(at))
