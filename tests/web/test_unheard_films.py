"""A film whose sound is not taken in says so wherever it is looked for, and what to do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from afttrainer.film_house import film_house
from afttrainer.media.facts import FilmFacts
from afttrainer.models import Recording, RecordingStatus
from tests.people import Site
from tests.web.library import Ids, stocked, words

FACTS = FilmFacts(60_000, 320, 180, 25.0, "h264", None, "mp4", 4_000, unheard="wmav2")
SAID = "Its sound is of a kind that cannot be taken in, so the film is silent here."
TO_DO = "convert the film to MP4 with AAC sound and bring it in again"
SHA = "ab" * 32


@pytest.fixture
def ids(site: Site) -> Ids:
    return stocked(site)


def film_in_the_store(site: Site, facts: FilmFacts) -> None:
    folder: Path = film_house(site.app).store.root / SHA[:2] / SHA
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "film.mp4").write_bytes(b"film")
    (folder / "facts.json").write_text(facts.to_json())


def recording(site: Site, ids: Ids, **columns: object) -> None:
    def change(session: Session) -> None:
        found = session.get_one(Recording, ids.recording)
        for name, value in columns.items():
            setattr(found, name, value)

    site.write(change)


def test_the_page_of_the_film_says_so_and_its_list(site: Site, ids: Ids) -> None:
    film_in_the_store(site, FACTS)
    recording(site, ids, sha256=SHA, film_name=f"{SHA[:2]}/{SHA}/film.mp4")
    ben = site.browser("Ben")
    for page in (f"/films/{ids.recording}", f"/groups/{ids.group}/films"):
        shown = words(ben.get(page))
        assert SAID in shown
        assert TO_DO in shown
    for facts in (replace(FACTS, unheard=None), replace(FACTS, unheard=None, audio_codec="aac")):
        film_in_the_store(site, facts)
        assert SAID not in words(ben.get(f"/films/{ids.recording}"))


def test_it_is_said_beside_what_became_of_the_captions(site: Site, ids: Ids) -> None:
    film_in_the_store(site, FACTS)
    recording(site, ids, sha256=SHA, message="These captions have no times.")
    shown = words(site.browser("Ben").get(f"/films/{ids.recording}"))
    assert "These captions have no times." in shown
    assert SAID in shown


def test_it_is_said_while_the_film_grows(site: Site, ids: Ids) -> None:
    reports = film_house(site.app).queue.reports
    reports.wait("grows", Path("film"), None)
    reports.change("grows", "encoding", 0.1, sha256=SHA, stored="f", facts=FACTS)
    preparing = RecordingStatus.PREPARING
    recording(site, ids, ticket="grows", status=preparing, sha256=SHA, film_name="f")
    ben = site.browser("Ben")
    assert SAID in words(ben.get(f"/films/{ids.recording}"))
    assert SAID in words(ben.get(f"/films/{ids.recording}/state"))
    reports.change("grows", "encoding", 0.1, facts=replace(FACTS, unheard=None))
    assert SAID not in words(ben.get(f"/films/{ids.recording}/state"))


def test_the_inbox_says_so_before_anybody_takes_the_film(site: Site, ids: Ids) -> None:
    house, mirela = film_house(site.app), site.browser("Mirela")
    for ticket, facts in (("inbox-1", FACTS), ("inbox-2", replace(FACTS, unheard=None))):
        house.queue.reports.wait(
            ticket, house.inbox / ticket, None, origin="inbox", origin_name=f"{ticket}.mkv"
        )
        house.queue.reports.change(ticket, "ready", 1.0, sha256=SHA, stored="f", facts=facts)
    offered = words(mirela.get(f"/groups/{ids.group}/films/new"))
    assert offered.count(SAID) == 1
    assert offered.index("inbox-1.mkv") < offered.index(SAID) < offered.index("inbox-2.mkv")
    assert SAID in words(mirela.get(f"/groups/{ids.group}/films/inbox/inbox-1"))
    assert SAID not in words(mirela.get(f"/groups/{ids.group}/films/inbox/inbox-2"))


def test_a_film_that_is_not_there_any_more_has_its_page(site: Site, ids: Ids) -> None:
    recording(site, ids, sha256=SHA)
    shown = site.browser("Ben").get(f"/films/{ids.recording}")
    assert shown.status_code == 200
    assert SAID not in words(shown)
