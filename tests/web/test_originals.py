"""Where a site keeps originals in the inbox: what becomes of a film there when it goes here."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from afttrainer import clock
from afttrainer.film_desk import FilmDesk
from afttrainer.film_house import FilmHouse, film_house
from afttrainer.models import Recording
from afttrainer.retention import sweep
from tests.people import Site
from tests.web.library import Ids, stocked, words

SHA = "cd" * 32
STAYS = "This site keeps originals in the inbox: the one of this film has to be deleted there"
GONE = "Its film was removed or erased here, so it is not offered again."


def original(house: FilmHouse, number: int) -> Path:
    """A film in the inbox that has been taken into the store."""
    house.inbox.mkdir(parents=True, exist_ok=True)
    file = house.inbox / f"room {number}.mp4"
    file.write_bytes(b"a patient's face")
    told, ticket = house.queue.reports, f"inbox-{number}"
    told.wait(ticket, file, None, origin="inbox", origin_name=file.name)
    told.change(ticket, "ready", 1.0, sha256=SHA, stored=f"{SHA[:2]}/{SHA}/film.mp4")
    return file


@pytest.fixture
def ids(site: Site) -> Ids:
    """Ben's film, sealed in the store, whose original lies in the inbox."""
    settings = site.app.extensions["settings"]
    site.app.extensions["settings"] = replace(settings, inbox_keeps=True)
    ids, house = stocked(site), film_house(site.app)
    home = house.store.home(SHA)
    home.mkdir(parents=True)
    with house.store.new_place(home, SHA, "film.mp4").writing() as file:
        file.write(b"a patient's face" * 50)
    original(house, 1)

    def came(session: Session) -> None:
        recording = session.get_one(Recording, ids.recording)
        recording.sha256, recording.ticket = SHA, "inbox-1"
        recording.film_name = f"{SHA[:2]}/{SHA}/film.mp4"

    site.write(came)
    site.in_room(lambda room: room.queue.clear())
    return ids


def inbox(site: Site, ids: Ids) -> str:
    page = words(site.browser("Mirela").get(f"/groups/{ids.group}/films/new"))
    return page.partition("In the inbox")[2]


def lies_in_store(site: Site) -> bool:
    house = film_house(site.app)
    assert house.keys is not None
    return house.store.home(SHA).exists() or house.keys.has(SHA)


def test_a_film_that_is_removed_is_erased_and_not_offered_again(site: Site, ids: Ids) -> None:
    ben, at = site.browser("Ben"), f"/films/{ids.recording}"
    assert STAYS in words(ben.get(f"{at}/remove"))
    answer = ben.post(f"{at}/remove", follow_redirects=True)
    assert STAYS in words(answer)
    assert not lies_in_store(site)
    assert f"room 1.mp4 : {GONE}" in inbox(site, ids)
    page = f"/groups/{ids.group}/films/inbox/inbox-1"
    assert site.browser("Mirela").get(page).status_code == 404
    assert (film_house(site.app).inbox / "room 1.mp4").exists(), "it is the site's own"


def test_a_withdrawal_says_so_and_none_of_its_originals_is_offered(site: Site, ids: Ids) -> None:
    original(film_house(site.app), 2)
    ben, at = site.browser("Ben"), f"/films/{ids.recording}"
    assert STAYS not in words(ben.get(at))
    assert STAYS in words(ben.get(f"{at}/consent/withdraw"))
    told = words(ben.post(f"{at}/consent/withdraw", follow_redirects=True))
    assert told.count(STAYS) == 2, "in the answer and on the page"
    for days in (8, 9):
        with site.app.test_request_context():
            sweep(clock.now() + timedelta(days=days))
        assert not lies_in_store(site)
        for number in (1, 2):
            assert f"room {number}.mp4 : {GONE}" in inbox(site, ids)
    assert STAYS in words(ben.get(at))
    assert SHA not in repr(film_house(site.app).arrivals()), "nothing of the film itself is kept"


def test_nothing_is_said_where_originals_go_or_there_is_none(site: Site, ids: Ids) -> None:
    ben, at = site.browser("Ben"), f"/films/{ids.recording}"
    settings = site.app.extensions["settings"]
    site.app.extensions["settings"] = replace(settings, inbox_keeps=False)
    assert STAYS not in words(ben.get(f"{at}/remove"))
    site.app.extensions["settings"] = settings
    (film_house(site.app).inbox / "room 1.mp4").unlink()
    assert STAYS not in words(ben.get(f"{at}/remove"))
    ben.post(f"{at}/remove")
    assert inbox(site, ids) == ""


def test_a_film_removed_in_its_last_moment_of_preparation_is_not_offered(
    site: Site, ids: Ids
) -> None:
    """The worker was done before it saw that nobody wanted the film any more."""
    house = film_house(site.app)
    house.queue.reports.change("inbox-1", "listening")
    site.browser("Ben").post(f"/films/{ids.recording}/remove")
    assert not lies_in_store(site)
    house.queue.reports.change("inbox-1", "ready", 1.0)
    desk = FilmDesk(site.app)
    (report,) = house.queue.reports.since(0)
    with site.app.app_context():
        desk._be_done_with(report, taken=False)
    assert GONE in inbox(site, ids)
