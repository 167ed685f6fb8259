"""A look at a film that cannot be written down: nobody watches unseen, which is said in words."""

from __future__ import annotations

from afttrainer.extensions import db
from tests import database_troubles
from tests.people import Site
from tests.web.library import Ids, words
from tests.web.test_exemplars import entry, ids, put_in
from tests.web.test_film_looks import looks

__all__ = ["ids"]
SAID = "The film cannot be opened just now: who watches a film is written down"


def test_on_a_full_disk_a_film_is_refused_in_words_and_opens_when_there_is_space(
    site: Site, ids: Ids
) -> None:
    put_in(site, ids)
    pattern = f"/patterns/{entry(site.browser('Dao'))}"
    film, ben = f"/films/{ids.recording}", site.browser("Ben")
    for who, page in (("Dao", pattern), ("Mirela", film)):
        browser, before = site.browser(who), looks(site)
        with site.app.app_context():
            writers = db.get_engine("writer")
        with database_troubles.shut(writers):
            shown = browser.get(page)
            assert shown.status_code == 200
            assert SAID in words(shown), "for the script to show: a player shows no words"
            for answer in (browser.get(f"{page}/film"), browser.head(f"{page}/film")):
                assert answer.status_code == 503
                assert answer.request.method == "HEAD" or SAID in words(answer)
            assert ben.get(f"{film}/film").status_code == 200, "his own work"
        assert looks(site) == before
        assert browser.get(f"{page}/film").status_code == 200
        assert looks(site) == before + 1


def test_who_has_begun_to_watch_goes_on_watching_on_a_full_disk(site: Site, ids: Ids) -> None:
    put_in(site, ids)
    dao = site.browser("Dao")
    at = f"/patterns/{entry(dao)}/film"
    assert dao.get(at).status_code == 200
    with site.app.app_context():
        writers = db.get_engine("writer")
    with database_troubles.shut(writers):
        assert dao.get(at, headers={"Range": "bytes=500-"}).status_code == 206
