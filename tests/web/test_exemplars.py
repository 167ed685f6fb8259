"""The library's pages: for members of this site's groups, each time as the patient says (C-18)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from afttrainer.film_house import film_house
from afttrainer.live import phone_clip
from afttrainer.models import Recording
from tests.people import CLIP_MS, Site
from tests.web.library import Ids, stocked, stranger, words

SHA = "0" * 64
CLIP = bytes(range(256)) * 500
ENTRY = {
    "marker": "overready_compliance",
    "pattern": "She asks for more, he agrees and stays away",
    "note": "Watch his hands.",
    "origin": "patient_recording",
    "tells_nobody": "y",
}


@pytest.fixture
def ids(site: Site) -> Ids:
    """Ben's film, whose patient agrees to teaching, with its clip cut in the store."""
    found = stocked(site)
    with site.app.app_context():
        folder = Path(film_house().store.root) / SHA[:2] / SHA
    folder.mkdir(parents=True)
    (folder / "film.mp4").write_bytes(CLIP * 2)
    (folder / f"clip-30000-{30_000 + CLIP_MS}.mp4").write_bytes(CLIP)

    def agree(session: Session) -> None:
        recording = session.get_one(Recording, found.recording)
        recording.film_name = f"{SHA[:2]}/{SHA}/film.mp4"
        assert recording.consent is not None
        recording.consent.teaching_beyond_group = True

    site.write(agree)
    return found


def of_clip(ids: Ids) -> str:
    return f"/films/{ids.recording}/clips/{ids.clip}/patterns"


def put_in(site: Site, ids: Ids, **other: str) -> FlaskClient:
    ben = site.browser("Ben")
    assert ben.post(of_clip(ids), data=ENTRY | other).status_code == 303
    return ben


def entry(browser: FlaskClient) -> str:
    """The address of the only one in the library."""
    html = browser.get("/patterns").get_data(as_text=True)
    return html.split('href="/patterns/')[1].split('"')[0]


def test_c18_a_clip_stands_under_its_marker_without_case_name_or_title(
    site: Site, ids: Ids
) -> None:
    put_in(site, ids)
    page = words(site.browser("Dao").get("/patterns"))
    assert "agrees very quickly" in page
    assert "She asks for more, he agrees and stays away" in page
    one = site.browser("Dao").get(f"/patterns/{entry(site.browser('Dao'))}")
    for text in (page, words(one)):
        for what in ("Ben", "P-014", "Session of", "A stretch"):
            assert what not in text, what
    assert "recorded with a patient" in page


def test_c18_another_group_sees_it_and_nobody_from_outside(site: Site, ids: Ids) -> None:
    put_in(site, ids)
    mo = stranger(site)
    address = f"/patterns/{entry(mo)}"
    assert mo.get(address).status_code == 200
    assert mo.get(f"{address}/film").data == CLIP
    over = mo.get(address).get_data(as_text=True).split('class="film-viewer"')[1]
    assert over.split("</p>")[0].count("mo ") == 1, "who looks at it, over its picture"
    assert "/sign-in" in site.app.test_client().get(address).headers["Location"]


def test_c18_nothing_outside_the_marks_is_sent(site: Site, ids: Ids) -> None:
    put_in(site, ids)
    dao = site.browser("Dao")
    assert dao.get(f"/patterns/{entry(dao)}/film").data == CLIP
    assert dao.get(f"/films/{ids.recording}/film").status_code == 404


def test_c18_withdrawal_takes_it_off_at_once(site: Site, ids: Ids) -> None:
    ben, dao = put_in(site, ids), site.browser("Dao")
    address = f"/patterns/{entry(dao)}"
    assert dao.head(f"{address}/film").status_code == 200
    ben.post(f"/films/{ids.recording}/consent/withdraw")
    assert dao.head(f"{address}/film").status_code == 404
    assert dao.get(address).status_code == 404
    assert "No clip yet" in words(dao.get("/patterns"))


@pytest.mark.parametrize("withdrawn", [False, True])
def test_c18_withdrawal_and_a_sign_out_end_what_is_being_watched(
    site: Site, ids: Ids, monkeypatch: pytest.MonkeyPatch, withdrawn: bool
) -> None:
    monkeypatch.setattr("afttrainer.web.film_bytes.ASKED_EVERY", timedelta(0))
    monkeypatch.setattr("afttrainer.media.serve.PIECE_BYTES", 1024)
    ben, dao = put_in(site, ids), site.browser("Dao")
    pieces = iter(dao.get(f"/patterns/{entry(dao)}/film", buffered=False).response)
    assert next(pieces)
    assert next(pieces), "nobody has said no"
    if withdrawn:
        ben.post(f"/films/{ids.recording}/consent/withdraw")
    else:
        dao.post("/sign-out")
    with pytest.raises(ConnectionResetError):
        list(pieces)


def test_c18_without_consent_to_teaching_nothing_is_offered(site: Site, ids: Ids) -> None:
    ben = site.browser("Ben")
    assert "As a pattern" in words(ben.get(f"/films/{ids.recording}"))

    def no_teaching(session: Session) -> None:
        consent = session.get_one(Recording, ids.recording).consent
        assert consent is not None
        consent.teaching_beyond_group = False

    site.write(no_teaching)
    assert "As a pattern" not in words(ben.get(f"/films/{ids.recording}"))
    assert "does not cover teaching" in words(ben.get(of_clip(ids)))
    ben.post(of_clip(ids), data=ENTRY)
    assert "No clip yet" in words(ben.get("/patterns"))


def test_c18_what_was_typed_stays_and_what_is_missing_is_told(site: Site, ids: Ids) -> None:
    ben = site.browser("Ben")
    answer = ben.post(of_clip(ids), data={**ENTRY, "tells_nobody": ""})
    assert answer.status_code == 422
    assert "does not tell who the patient is" in words(answer)
    assert ENTRY["pattern"] in answer.get_data(as_text=True)
    assert ben.post(of_clip(ids), data={**ENTRY, "marker": "sighs"}).status_code == 422
    assert "No clip yet" in words(ben.get("/patterns"))


def test_c18_whoever_leads_takes_it_out_and_does_not_put_it_in(site: Site, ids: Ids) -> None:
    mirela = site.browser("Mirela")
    assert mirela.post(of_clip(ids), data=ENTRY).status_code == 403
    assert "Its therapist alone" in words(mirela.get(of_clip(ids)))
    put_in(site, ids)
    number = entry(mirela)
    assert site.browser("Dao").post(f"{of_clip(ids)}/{number}/remove").status_code == 404
    assert mirela.post(f"{of_clip(ids)}/{number}/remove").status_code == 303
    assert "No clip yet" in words(mirela.get("/patterns"))
    assert mirela.post(f"{of_clip(ids)}/{number}/remove").status_code == 404


def test_c18_a_clip_of_the_library_is_cut_without_a_meeting(site: Site, ids: Ids) -> None:
    site.in_room(lambda room: room.queue.clear())

    def wanted() -> list[int]:
        with site.app.app_context():
            from afttrainer.extensions import db

            return [clip.id for clip in phone_clip.wanted(db.session)]

    assert wanted() == []
    put_in(site, ids)
    assert wanted() == [ids.clip]


def test_c18_until_it_is_cut_the_page_says_so(site: Site, ids: Ids) -> None:
    put_in(site, ids)
    with site.app.app_context():
        store = film_house().store
        path = store.path(f"{SHA[:2]}/{SHA}/clip-30000-{30_000 + CLIP_MS}.mp4")
    path.unlink()
    dao = site.browser("Dao")
    address = f"/patterns/{entry(dao)}"
    assert "being cut" in words(dao.get(address))
    assert dao.get(f"{address}/film").status_code == 404
