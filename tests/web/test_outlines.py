"""What there is to see of a film: for those to whom it is open, and for nobody else."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from afttrainer.film_house import film_house
from afttrainer.media import alongside
from afttrainer.media.quiet import Quiet
from afttrainer.media.thumbnails import Sheets
from afttrainer.media.waveform import Waveform
from afttrainer.models import Recording
from tests.people import Site
from tests.web.library import Ids, stocked, stranger

SHA = "cd" * 32
WAVE = Waveform(bytes([250, 5] * 100))
SHEETS = Sheets(5000, 3, 160, 90, 10, 1, (b"a small picture",))


@pytest.fixture
def ids(site: Site) -> Ids:
    ids = stocked(site)

    def named(session: Session) -> None:
        session.get_one(Recording, ids.recording).sha256 = SHA

    site.write(named)
    return ids


def keep_all(site: Site) -> None:
    store = film_house(site.app).store
    store.home(SHA).mkdir(parents=True)
    alongside.keep_pictures(store, SHA, SHEETS.index(), SHEETS.sheets)
    alongside.keep_sound(store, SHA, WAVE, [Quiet(30_000, 42_000)])


def test_the_outline_of_a_film_lies_sealed_and_is_told_to_its_therapist(
    site: Site, ids: Ids
) -> None:
    keep_all(site)
    ben = site.browser("Ben")
    told = ben.get(f"/films/{ids.recording}/outline").json
    assert told["whole"]
    assert told["quiet"] == [[30_000, 42_000]]
    assert Waveform.from_bytes(ben.get(told["waveform"]).data) == WAVE
    assert told["pictures"]["every_ms"] == 5000
    (sheet,) = told["pictures"]["sheets"]
    assert ben.get(sheet).data == b"a small picture"
    assert "no-store" in ben.get(sheet).headers["Cache-Control"]
    folder = film_house(site.app).store.home(SHA)
    assert not any(b"a small picture" in path.read_bytes() for path in folder.iterdir())


def test_a_clip_can_be_marked_before_any_of_it_is_there(site: Site, ids: Ids) -> None:
    ben = site.browser("Ben")
    told = ben.get(f"/films/{ids.recording}/outline").json
    assert told == {"whole": False, "waveform": None, "quiet": [], "pictures": None}
    for missing in ("waveform", "pictures/0", "pictures/7", "pictures/123456"):
        assert ben.get(f"/films/{ids.recording}/{missing}").status_code == 404


@pytest.mark.parametrize("what", ["outline", "waveform", "pictures/0"])
def test_nobody_else_sees_it(site: Site, ids: Ids, what: str) -> None:
    keep_all(site)
    at = f"/films/{ids.recording}/{what}"
    assert site.browser("Mirela").get(at).status_code == 200
    for other in (site.browser("Chiara"), stranger(site)):
        assert other.get(at).status_code == 404
    assert site.app.test_client().get(at).status_code == 302
