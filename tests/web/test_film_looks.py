"""The pages' list of who watched a film: written by being watched, read by whom it concerns."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from afttrainer import clock
from afttrainer.film_house import film_house
from afttrainer.models import FilmLook, Recording
from afttrainer.models.audit import KEPT_FOR
from afttrainer.retention import sweep
from tests.people import Site
from tests.web.library import Ids, stocked, words

SHA = "0" * 64
SAID = "Who has watched this film"


@pytest.fixture
def ids(site: Site) -> Ids:
    """Ben's film, with its bytes in the store."""
    found = stocked(site)
    with site.app.app_context():
        folder = Path(film_house().store.root) / SHA[:2] / SHA
    folder.mkdir(parents=True)
    (folder / "film.mp4").write_bytes(bytes(range(256)) * 1000)

    def named(session: Session) -> None:
        session.get_one(Recording, found.recording).film_name = f"{SHA[:2]}/{SHA}/film.mp4"

    site.write(named)
    return found


def looks(site: Site) -> int:
    return site.write(lambda session: session.query(FilmLook).count())


def test_a_film_watched_in_the_library_is_in_its_list_once(site: Site, ids: Ids) -> None:
    mirela, ben = site.browser("Mirela"), site.browser("Ben")
    page = f"/films/{ids.recording}"
    assert SAID not in words(ben.get(page))
    for start in (0, 5_000, 90_000):
        answer = mirela.get(f"{page}/film", headers={"Range": f"bytes={start}-{start + 999}"})
        assert answer.status_code == 206
    assert ben.get(f"{page}/film").status_code == 200
    assert looks(site) == 1, "a player asks often, and one's own work is one's own"
    for who in (ben, mirela):
        told = words(who.get(page))
        assert SAID in told
        assert re.search(r"Mirela\s+in the film library", told)


def test_whoever_may_not_watch_leaves_no_line(site: Site, ids: Ids) -> None:
    assert site.browser("Aditi").get(f"/films/{ids.recording}/film").status_code == 404

    def withdraw(session: Session) -> None:
        consent = session.get_one(Recording, ids.recording).consent
        assert consent is not None
        consent.withdraw(clock.now())

    site.write(withdraw)
    assert site.browser("Mirela").get(f"/films/{ids.recording}/film").status_code == 403
    assert looks(site) == 0


def test_the_list_outlives_the_film_and_goes_after_three_years(site: Site, ids: Ids) -> None:
    mirela = site.browser("Mirela")
    assert mirela.get(f"/films/{ids.recording}/film").status_code == 200

    def gone(session: Session) -> None:
        recording = session.get_one(Recording, ids.recording)
        for clip in recording.clips:
            for queued in clip.queued:
                session.delete(queued)
        session.flush()
        session.delete(recording)

    site.write(gone)
    told = words(mirela.get(f"/cases/{ids.case}"))
    assert "Who has watched films of this case" in told
    assert "a film that is gone" in told
    with site.app.app_context():
        sweep(clock.now() + KEPT_FOR)
    assert looks(site) == 0
