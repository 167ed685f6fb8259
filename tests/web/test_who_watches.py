"""What of a film is open to a supervisor whom its patient does not let watch it: what its therapist
has called things, and nothing that can be seen or heard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from afttrainer.content.codes import ConsentScope
from afttrainer.models import Clip, Recording
from tests.people import Site
from tests.web.library import Ids, stocked, words

SHA = "ab" * 32
TITLE = "The homework that was not done"


def nothing_ticked(recording: Recording) -> None:
    assert recording.consent is not None
    for scope in ConsentScope:
        setattr(recording.consent, scope.value, False)


def no_note(recording: Recording) -> None:
    recording.consent = None


@pytest.fixture(params=[nothing_ticked, no_note])
def ids(site: Site, request: pytest.FixtureRequest) -> Ids:
    """Ben's film, whose patient has said nothing, and a clip that no meeting has."""
    ids = stocked(site)
    unsay: Callable[[Recording], None] = request.param

    def said(session: Session) -> int:
        recording = session.get_one(Recording, ids.recording)
        recording.sha256 = SHA
        recording.film_name = f"{SHA[:2]}/{SHA}/film.mp4"
        recording.still_name = f"{SHA[:2]}/{SHA}/still.jpg"
        recording.captions_name = f"{SHA[:2]}/{SHA}/captions-0123456789abcdef.vtt"
        unsay(recording)
        clip = Clip(recording=recording, title=TITLE, in_ms=0, out_ms=9_000)
        clip.made_at = recording.brought_in_at
        session.add(clip)
        session.flush()
        return clip.id

    ids.clip = site.write(said)
    return ids


SEEN_OR_HEARD = (
    "film",
    "still",
    "captions",
    "outline",
    "waveform",
    "pictures/0",
    "growing",
    "growing/film",
)


@pytest.mark.parametrize("what", SEEN_OR_HEARD)
def test_nothing_of_it_is_seen_or_heard(site: Site, ids: Ids, what: str) -> None:
    address = f"/films/{ids.recording}/{what}"
    assert site.browser("Mirela").get(address).status_code == 403
    assert site.browser("Ben").get(address).status_code != 403
    assert site.browser("Dao").get(address).status_code == 404


def test_titles_stand_where_they_stand_in_plans_and_marks_can_be_forgotten(
    site: Site, ids: Ids
) -> None:
    mirela, page = site.browser("Mirela"), f"/films/{ids.recording}"
    for address in (page, f"/supervisions/{site.supervision_id}/plan"):
        assert TITLE in words(mirela.get(address))
    shown = mirela.get(page).get_data(as_text=True)
    assert "Nothing that the patient consents to is ticked yet" in shown
    assert f"{page}/clips/{ids.clip}/remove" in shown
    for closed in ("<video", f'{page}/clips/{ids.clip}"', "Choose a stretch", "/still"):
        assert closed not in shown
    assert "/still" not in mirela.get(f"/groups/{ids.group}/films").get_data(as_text=True)
    assert mirela.get(f"{page}/clips/{ids.clip}").status_code == 403
    assert mirela.post(f"{page}/clips/{ids.clip}/remove").status_code == 303
    assert TITLE not in words(mirela.get(page))


def test_its_therapist_has_all_of_it(site: Site, ids: Ids) -> None:
    shown = site.browser("Ben").get(f"/films/{ids.recording}").get_data(as_text=True)
    for there in ("<video", TITLE, "Choose a stretch", f"/clips/{ids.clip}"):
        assert there in shown
