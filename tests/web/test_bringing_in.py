"""Bringing a film in: sent bit by bit, what is said of it, and a real film worker at the end."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from afttrainer.content.codes import ClipOrigin, ConsentScope
from afttrainer.extensions import db
from afttrainer.film_desk import FilmDesk
from afttrainer.film_house import film_house
from afttrainer.media.reports import Report
from afttrainer.models import Case, Consent, Recording, RecordingStatus, User
from tests.media.films import CAPTIONS, make_film, wait_until
from tests.people import Site
from tests.web.library import stocked, stranger, value_of, words
from tests.web.sending import FILM, TUS, begin, part, say, send


@pytest.fixture
def desk(site: Site) -> Iterator[FilmDesk]:
    made = FilmDesk(site.app)
    yield made
    made.stop()
    site.app.extensions.pop("film_house", None)
    site.app.extensions.pop("arriving", None)


def recordings(site: Site) -> list[dict[str, Any]]:
    """What has been brought in besides what was there."""
    with site.app.app_context():
        found = db.session.scalars(select(Recording).order_by(Recording.id)).all()[1:]
        return [
            {
                "title": r.title,
                "status": r.status,
                "scopes": r.consent.scopes if r.consent else None,
                "ticket": r.ticket,
                "message": r.message,
                "size_bytes": r.size_bytes,
            }
            for r in found
        ]


def reports(site: Site) -> list[Report]:
    """What the film worker has to tell of films that come in."""
    told = film_house(site.app).queue.reports.since(0)
    return [report for report in told if report.origin == "upload"]


def lying_about(site: Site) -> list[Path]:
    folder = film_house(site.app).store.root / "incoming"
    return [p for p in folder.rglob("*") if p.is_file()]


def test_a_real_film_comes_in_is_prepared_and_plays(
    site: Site, desk: FilmDesk, tmp_path: Path
) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    film = make_film(tmp_path / "film.mp4").read_bytes()
    begun = begin(ben, ids.group, len(film)).headers["Location"]
    ticket = begun.rsplit("/", 1)[1]
    part(ben, begun, 0, film[:1000])
    # While it comes, it is said whose it is.
    more = {
        "case": ids.case,
        "group_supervision": "y",
        "method": "signed",
        "captions": (io.BytesIO(CAPTIONS.encode()), "film.vtt"),
    }
    answer = say(ben, ids.group, ticket, **more)
    assert answer.status_code == 303
    at = answer.headers["Location"]
    assert "on its way here" in words(ben.get(at))
    assert recordings(site)[0]["status"] is RecordingStatus.ARRIVING
    desk.poll()
    assert reports(site) == []
    assert part(ben, begun, 1000, film[1000:]).status_code == 204
    assert "being prepared" in words(ben.get(at))

    def is_ready() -> bool:
        desk.poll()
        return "preparing" not in ben.get(f"{at}/state").get_data(as_text=True)

    wait_until(is_ready, "the film is ready")
    page = words(ben.get(at))
    assert "0:02" in page
    assert "Choose a stretch" in page
    assert ben.get(f"{at}/still").get_data().startswith(b"\xff\xd8\xff")
    assert "I am not sure" in ben.get(f"{at}/captions").get_data(as_text=True)
    assert "private remark" not in ben.get(f"{at}/captions").get_data(as_text=True)
    played = ben.get(f"{at}/film")
    assert played.mimetype == "video/mp4"
    assert len(played.get_data()) > 1000

    def is_tidy() -> bool:
        desk.poll()
        return not lying_about(site) and not reports(site)

    wait_until(is_tidy, "nothing of the upload is left")

    ben.post(f"{at}/remove")
    assert ben.get(at).status_code == 404
    assert not list(film_house(site.app).store.root.glob("*/*/film.mp4*"))


def test_what_is_no_film_is_refused_in_words_on_its_page(site: Site, desk: FilmDesk) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    sent = send(ben, ids.group, b"%PDF-1.7 a letter")
    at = say(ben, ids.group, sent.ticket, case=ids.case).headers["Location"]

    def is_looked_at() -> bool:
        desk.poll()
        return "preparing" not in ben.get(f"{at}/state").get_data(as_text=True)

    wait_until(is_looked_at, "the file was looked at")
    assert "This file is a PDF, not a film." in words(ben.get(at))
    assert ben.get(f"{at}/film").status_code == 404
    assert lying_about(site) == []


def test_every_scope_is_off_unless_ticked(site: Site) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    sent = send(ben, ids.group)
    page = ben.get(f"/groups/{ids.group}/films/new").get_data(as_text=True)
    for scope in ConsentScope:
        (box,) = re.findall(rf'<input[^>]*name="{sent.ticket}-{scope.value}"[^>]*>', page)
        assert "checked" not in box
    assert say(ben, ids.group, sent.ticket, case=ids.case).status_code == 303
    assert recordings(site)[0]["scopes"] == []

    ticked = {"research": "y", "group_supervision": "y", "method": "recorded"}
    other = send(ben, ids.group, FILM + b"another")
    assert say(ben, ids.group, other.ticket, case=ids.case, **ticked).status_code == 303
    assert recordings(site)[1]["scopes"] == [ConsentScope.GROUP_SUPERVISION, ConsentScope.RESEARCH]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"title": ""}, "Please write something here"),
        ({"title": "x" * 121}, "At most 120 characters"),
        ({"case": ""}, "Please choose a case"),
        ({"case": "999"}, "Not a valid choice"),
        ({"given_on": "yesterday"}, "Please write a day as"),
        ({"given_on": "2999-01-01"}, "This day is still to come"),
        ({"expires_on": "2026-02-01"}, "It would end before it was given"),
        ({"research": "y"}, "Please say how the patient gave it"),
        ({"research": "y", "method": "other"}, "Please say how the patient gave it"),
    ],
)
def test_a_mistake_keeps_what_was_typed_and_the_film_that_has_come(
    site: Site, typed: dict[str, str], told: str
) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    sent = send(ben, ids.group)
    entered = {"case": ids.case, "witnessed_by": "Dr. Sá"} | typed
    answer = say(ben, ids.group, sent.ticket, **entered)
    assert answer.status_code == 422
    assert told in words(answer)
    assert value_of(answer, f"{sent.ticket}-witnessed_by") == "Dr. Sá"
    assert "All of it has arrived" in words(answer)
    assert recordings(site) == []

    assert say(ben, ids.group, sent.ticket, case=ids.case).status_code == 303
    assert recordings(site)[0]["ticket"] == sent.ticket
    (film,) = lying_about(site)
    assert film.read_bytes() == FILM


def test_after_a_reload_the_page_says_how_far_each_film_is(site: Site) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    at = begin(ben, ids.group, 4_000_000, "4000000-1-ab").headers["Location"]
    part(ben, at, 0, b"\x00" * 1_000_000)
    page = ben.get(f"/groups/{ids.group}/films/new")
    assert "A film of 4 MB" in words(page)
    assert "1 MB of 4 MB have arrived. To go on, choose the same file again" in words(page)
    assert 'data-mark="4000000-1-ab"' in page.get_data(as_text=True)
    assert "A film of 4 MB" not in words(site.browser("Mirela").get(page.request.path))
    assert "All of it" not in words(ben.get(f"{at}/card"))


@pytest.mark.parametrize("ticket", ["../../etc", "a" * 32, "demo-1234", "é" * 32, "x" * 70])
def test_a_ticket_of_somebodys_own_making_opens_nothing(site: Site, ticket: str) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    assert say(ben, ids.group, ticket, case=ids.case).status_code == 404
    assert ben.get(f"/groups/{ids.group}/films/inbox/{ticket}").status_code == 404
    assert recordings(site) == []


def test_nobody_says_anything_of_anothers_film(site: Site) -> None:
    ids, ben, dao = stocked(site), site.browser("Ben"), site.browser("Dao")
    sent = send(ben, ids.group)
    for other in (dao, site.browser("Mirela")):
        assert say(other, ids.group, sent.ticket, case=ids.case).status_code == 404
    assert recordings(site) == []


def test_it_is_said_once(site: Site) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    at = begin(ben, ids.group, 10).headers["Location"]
    ticket = at.rsplit("/", 1)[1]
    assert say(ben, ids.group, ticket, case=ids.case).status_code == 303
    assert say(ben, ids.group, ticket, case=ids.case).status_code == 409
    assert len(recordings(site)) == 1


def test_the_same_film_is_one_recording(site: Site) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    first = send(ben, ids.group)
    say(ben, ids.group, first.ticket, case=ids.case, title="Session 12")
    again = send(ben, ids.group)
    card = words(ben.get(f"{again.address}/card"))
    assert "This film is here already, as “Session 12”. Nothing was added." in card
    answer = say(ben, ids.group, again.ticket, case=ids.case)
    assert answer.status_code == 422
    assert len(recordings(site)) == 1


def test_the_same_film_said_of_before_it_is_here_is_let_go_of(site: Site) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    at = begin(ben, ids.group, len(FILM)).headers["Location"]
    say(ben, ids.group, at.rsplit("/", 1)[1], case=ids.case, title="Twice")
    first = send(ben, ids.group)
    say(ben, ids.group, first.ticket, case=ids.case, title="Once")
    assert part(ben, at, 0, FILM).status_code == 204
    twice, once = recordings(site)
    assert (once["status"], twice["status"]) == (
        RecordingStatus.PREPARING,
        RecordingStatus.REFUSED,
    )
    assert "here already, as “Once”" in twice["message"]
    assert (once["size_bytes"], twice["size_bytes"]) == (len(FILM), 0)
    assert [p.parent.name for p in lying_about(site)] == [first.ticket]


def test_the_same_film_under_anothers_case_is_not_told_of_by_name(site: Site) -> None:
    ids, ben, dao = stocked(site), site.browser("Ben"), site.browser("Dao")

    def case_of_daos(session: Session) -> int:
        recording = session.get_one(Recording, ids.recording)
        members = recording.case.therapist.group.members
        therapist = next(m for m in members if m.name == "Dao")
        begun = Case.begin(therapist, therapist, "P-020", recording.brought_in_at)
        session.flush()
        return begun.id

    case = site.write(case_of_daos)
    say(ben, ids.group, send(ben, ids.group).ticket, case=ids.case, title="Bens")
    answer = say(dao, ids.group, send(dao, ids.group).ticket, case=case)
    assert answer.status_code == 422
    assert "with another case" in words(answer)
    assert "Bens" not in words(answer)


def call_acted(site: Site, title: str) -> None:
    def call(session: Session) -> None:
        film = session.scalars(select(Recording).where(Recording.title == title)).one()
        film.origin = ClipOrigin.SIMULATED

    site.write(call)


def test_an_acted_film_is_not_brought_in_beside_itself_as_a_patients(site: Site) -> None:
    ids, ben, dao = stocked(site), site.browser("Ben"), site.browser("Dao")
    say(ben, ids.group, send(ben, ids.group).ticket, case=ids.case, title="A scene")
    call_acted(site, "A scene")
    again = send(ben, ids.group)
    told = "This film is here already, as “A scene”, and is called acted. Nothing was added."
    assert told in words(ben.get(f"{again.address}/card"))
    consented = {"group_supervision": "y", "method": "signed"}
    answer = say(ben, ids.group, again.ticket, case=ids.case, **consented)
    assert answer.status_code == 422
    assert "If there is a patient in it, whoever leads the group says so" in words(answer)
    assert len(recordings(site)) == 1

    card = words(dao.get(f"{send(dao, ids.group).address}/card"))
    assert "with another case, and is called acted" in card
    assert "please tell whoever leads the group" in card
    assert "A scene" not in card

    mo = stranger(site)
    page = mo.get("/").get_data(as_text=True)
    (group,) = set(re.findall(r"/groups/(\d+)", page))
    assert "called acted" not in words(mo.get(f"{send(mo, int(group)).address}/card"))


def test_an_acted_film_said_of_before_it_is_here_is_let_go_of(site: Site) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    at = begin(ben, ids.group, len(FILM)).headers["Location"]
    say(ben, ids.group, at.rsplit("/", 1)[1], case=ids.case, title="Twice")
    first = send(ben, ids.group)
    say(ben, ids.group, first.ticket, case=ids.case, title="A scene")
    call_acted(site, "A scene")
    assert part(ben, at, 0, FILM).status_code == 204
    assert [(r["title"], r["status"]) for r in recordings(site)] == [
        ("Twice", RecordingStatus.REFUSED),
        ("A scene", RecordingStatus.PREPARING),
    ]
    assert "is called acted" in recordings(site)[0]["message"]


def test_dropping_a_film_takes_along_what_was_said_of_it(site: Site) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    at = begin(ben, ids.group, 10).headers["Location"]
    say(ben, ids.group, at.rsplit("/", 1)[1], case=ids.case)
    assert ben.delete(at, headers=TUS).status_code == 204
    assert recordings(site) == []

    at = begin(ben, ids.group, 10).headers["Location"]
    film = say(ben, ids.group, at.rsplit("/", 1)[1], case=ids.case).headers["Location"]
    ben.post(f"{film}/remove")
    assert recordings(site) == []
    assert ben.head(at, headers=TUS).status_code == 404
    assert lying_about(site) == []


def test_captions_that_are_too_large_are_answered_in_words(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("afttrainer.web.bringing.CAPTIONS_MOST_BYTES", 1000)
    ids, ben = stocked(site), site.browser("Ben")
    sent = send(ben, ids.group)
    large = (io.BytesIO(b"x" * 1_100), "film.vtt")
    answer = say(ben, ids.group, sent.ticket, case=ids.case, captions=large)
    assert answer.status_code == 422
    assert "larger than 1 MB" in words(answer)
    assert value_of(answer, f"{sent.ticket}-title") == "Session 12"
    assert recordings(site) == []


def test_a_form_without_its_token_keeps_nothing(site: Site) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    sent = send(ben, ids.group)
    site.app.config["WTF_CSRF_ENABLED"] = True
    assert say(ben, ids.group, sent.ticket, case=ids.case).status_code == 400
    assert recordings(site) == []


def test_nobody_brings_a_film_into_anothers_case(site: Site) -> None:
    ids, dao = stocked(site), site.browser("Dao")
    answer = say(dao, ids.group, send(dao, ids.group).ticket, case=ids.case)
    assert answer.status_code == 422
    assert recordings(site) == []


def test_a_film_from_the_inbox_is_chosen_by_a_supervisor(
    site: Site, desk: FilmDesk, tmp_path: Path
) -> None:
    ids, mirela, ben = stocked(site), site.browser("Mirela"), site.browser("Ben")
    house = film_house(site.app)
    house.inbox.mkdir(parents=True)
    make_film(house.inbox / "room 4.mp4")
    (house.inbox / "letter.mp4").write_bytes(b"%PDF-1.7")

    def offered(who: FlaskClient) -> str:
        return words(who.get(f"/groups/{ids.group}/films/new"))

    def both_looked_at() -> bool:
        desk.poll()
        ready = [r for r in house.arrivals() if r.stage == "ready"]
        return len(ready) == 1 and "PDF" in offered(mirela)

    wait_until(both_looked_at, "both files of the inbox were looked at")
    assert "letter.mp4 : This file is a PDF, not a film." in offered(mirela)
    assert "room 4" not in offered(ben)

    (ticket,) = (r.ticket for r in house.arrivals() if r.stage == "ready")
    at = f"/groups/{ids.group}/films/inbox/{ticket}"
    said = {"case": ids.case, "title": "Session 12", "given_on": "2026-03-01"}
    assert ben.get(at).status_code == 404
    assert ben.post(at, data=said).status_code == 404
    assert "room 4.mp4" in words(mirela.get(at))
    wrong = mirela.post(at, data=said | {"title": ""})
    assert wrong.status_code == 422
    assert value_of(wrong, "given_on") == "2026-03-01"
    assert mirela.post(at, data=said).status_code == 303
    assert recordings(site)[0]["status"] is RecordingStatus.READY
    assert "room 4" not in offered(mirela)
    assert not (house.inbox / "room 4.mp4").exists()


def test_a_trainee_who_makes_a_group_does_not_see_the_inbox_by_that(site: Site) -> None:
    from afttrainer.web.bringing import may_see_inbox

    site.browser("Ben").post("/groups", data={"name": "Ours", "own_name": "Ben"})

    def seen(session: Session) -> dict[str, bool]:
        return {u.username: may_see_inbox(u) for u in session.scalars(select(User))}

    found = site.write(seen)
    assert found["mirela"] is True
    assert found["ben"] is False
    assert site.write(lambda _s: may_see_inbox(None)) is False


def test_a_film_removed_while_it_was_prepared_goes_from_the_store_too(
    site: Site, desk: FilmDesk, tmp_path: Path
) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    sent = send(ben, ids.group, make_film(tmp_path / "film.mp4").read_bytes())
    at = say(ben, ids.group, sent.ticket, case=ids.case).headers["Location"]
    ben.post(f"{at}/remove")
    assert recordings(site) == []
    house = film_house(site.app)

    def forgotten() -> bool:
        desk.poll()
        return not reports(site)

    wait_until(forgotten, "the worker's report was seen to")
    assert not list(house.store.root.glob("*/*/film.mp4*"))


def test_a_film_brought_in_just_before_the_power_went_is_taken_up_again(site: Site) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    kept, lost = (
        say(ben, ids.group, send(ben, ids.group, film).ticket, case=ids.case).headers["Location"]
        for film in (FILM, FILM + b"2")
    )
    first, second = (r["ticket"] for r in recordings(site))
    told = film_house(site.app).queue.reports
    for ticket in (first, second):
        told.change(ticket, "refused")
        told.forget(ticket)
    film_house(site.app).store.discard(second)

    desk = FilmDesk(site.app)
    desk._take_up_again()

    assert told.get(first) is not None
    assert "being prepared" in words(ben.get(kept))
    assert "did not arrive whole" in words(ben.get(lost))
    whole, gone = recordings(site)
    assert (whole["size_bytes"], gone["size_bytes"]) == (len(FILM), 0), "which takes no room"


def test_the_server_never_opens_a_film_itself() -> None:
    import subprocess
    import sys

    check = (
        "import sys; from afttrainer.places import settings; from afttrainer import create_app;"
        "import afttrainer.film_desk, afttrainer.web.bringing, afttrainer.web.recordings;"
        "sys.exit('av' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0


def test_consents_are_noted_with_their_film_and_only_with_it(site: Site) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    with site.app.app_context():
        before = db.session.query(Consent).count()
    say(ben, ids.group, send(ben, ids.group).ticket, case=ids.case, title="")
    with site.app.app_context():
        assert db.session.query(Consent).count() == before
