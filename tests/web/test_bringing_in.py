"""Bringing a film in: the upload, its form, and a real film worker at the end."""

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
from werkzeug.test import TestResponse

from afttrainer.content.codes import ConsentScope
from afttrainer.extensions import db
from afttrainer.film_desk import FilmDesk
from afttrainer.film_house import film_house
from afttrainer.media.store import FilmStore
from afttrainer.models import Consent, Recording, RecordingStatus, User
from tests.media.films import CAPTIONS, make_film, wait_until
from tests.people import Site
from tests.web.library import Ids, stocked, value_of, words

FILM = b"\x00\x00\x00\x18ftypisom" + b"\x00" * 2000


@pytest.fixture
def desk(site: Site) -> Iterator[FilmDesk]:
    made = FilmDesk(site.app)
    yield made
    made.stop()
    site.app.extensions.pop("film_house", None)


def sends(browser: FlaskClient, ids: Ids, film: bytes | None = FILM, **typed: Any) -> TestResponse:
    sent: dict[str, Any] = {"case": str(ids.case), "title": "Session 12", "given_on": "2026-03-01"}
    if film is not None:
        sent["film"] = (io.BytesIO(film), "Anna Berg.mp4")
    return browser.post(
        f"/groups/{ids.group}/films", data=sent | typed, content_type="multipart/form-data"
    )


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
            }
            for r in found
        ]


def lying_about(site: Site) -> list[Path]:
    folder = film_house(site.app).store.root / "incoming"
    return [p for p in folder.rglob("*") if p.is_file()]


def test_a_real_film_comes_in_is_prepared_and_plays(
    site: Site, desk: FilmDesk, tmp_path: Path
) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    film = make_film(tmp_path / "film.mp4").read_bytes()
    more = {
        "group_supervision": "y",
        "method": "signed",
        "captions": (io.BytesIO(CAPTIONS.encode()), "film.vtt"),
    }
    answer = sends(ben, ids, film, **more)
    assert answer.status_code == 303
    at = answer.headers["Location"]
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

    def is_done() -> bool:
        desk.poll()
        return lying_about(site) == [] and film_house(site.app).queue.reports.since(0) == []

    wait_until(is_done, "all is done that lies beside the film")
    (kept,) = film_house(site.app).store.root.glob("*/*/film.mp4*")
    assert kept.name == "film.mp4.sealed"

    ben.post(f"{at}/remove")
    assert ben.get(at).status_code == 404
    assert not list(film_house(site.app).store.root.glob("*/*/film.mp4*"))


def test_what_is_no_film_is_refused_in_words_on_its_page(site: Site, desk: FilmDesk) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    at = sends(ben, ids, b"%PDF-1.7 a letter").headers["Location"]

    def is_looked_at() -> bool:
        desk.poll()
        return "preparing" not in ben.get(f"{at}/state").get_data(as_text=True)

    wait_until(is_looked_at, "the file was looked at")
    assert "This file is a PDF, not a film." in words(ben.get(at))
    assert ben.get(f"{at}/film").status_code == 404
    assert lying_about(site) == []


def test_every_scope_is_off_unless_ticked(site: Site) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    page = ben.get(f"/groups/{ids.group}/films/new").get_data(as_text=True)
    for scope in ConsentScope:
        (box,) = re.findall(rf'<input[^>]*name="{scope.value}"[^>]*>', page)
        assert "checked" not in box
    assert sends(ben, ids).status_code == 303
    assert recordings(site)[0]["scopes"] == []

    ticked = {"research": "y", "group_supervision": "y", "method": "recorded"}
    assert sends(ben, ids, **ticked).status_code == 303
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
    answer = sends(ben, ids, **({"witnessed_by": "Dr. Sá"} | typed))
    assert answer.status_code == 422
    assert told in words(answer)
    assert value_of(answer, "witnessed_by") == "Dr. Sá"
    assert "The film has arrived" in words(answer)
    assert recordings(site) == []

    again = sends(ben, ids, None, arrived=value_of(answer, "arrived"))
    assert again.status_code == 303
    assert recordings(site)[0]["ticket"] == value_of(answer, "arrived")
    (film,) = lying_about(site)
    assert film.read_bytes() == FILM


def test_no_film_at_all_is_answered_at_its_field(site: Site) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    for film in (None, b""):
        answer = sends(ben, ids, film)
        assert answer.status_code == 422
        assert "Please choose a film" in words(answer)
        assert value_of(answer, "title") == "Session 12"
    assert recordings(site) == []
    assert lying_about(site) == []


@pytest.mark.parametrize(
    "arrived", ["../../etc", "a" * 32, "0" * 33, "/etc/passwd", "demo-1234", "é" * 32]
)
def test_a_ticket_of_somebodys_own_making_opens_nothing(site: Site, arrived: str) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    assert "Please choose a film" in words(sends(ben, ids, None, arrived=arrived))


def test_a_film_that_was_taken_in_cannot_be_taken_in_again(site: Site) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    sends(ben, ids)
    ticket = recordings(site)[0]["ticket"]
    assert sends(ben, ids, None, arrived=ticket).status_code == 422
    assert len(recordings(site)) == 1
    sends(ben, ids, FILM + b"2", arrived=ticket)
    assert len(lying_about(site)) == 2, "the first film is still there"


def test_a_film_over_the_limit_is_refused_in_words_and_nothing_is_kept(site: Site) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    site.app.extensions["settings"] = _small(site, 100_000)
    answer = sends(ben, ids, FILM + b"\x00" * 250_000)
    assert answer.status_code == 422
    assert "larger than 1 MB" in words(answer)
    assert value_of(answer, "title") == "Session 12"
    # Far beyond it not even the words beside it are read.
    assert sends(ben, ids, b"\x00" * 450_000).status_code == 413
    assert recordings(site) == []
    assert lying_about(site) == []


def _small(site: Site, most_bytes: int) -> Any:
    from dataclasses import replace

    return replace(site.app.extensions["settings"], upload_limit_bytes=most_bytes)


def test_too_little_space_is_said_before_anything_is_kept(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    monkeypatch.setattr("afttrainer.media.store.SPARE_BYTES", 2**62)
    answer = sends(ben, ids)
    assert answer.status_code == 422
    assert "too little space" in words(answer)
    assert value_of(answer, "title") == "Session 12"
    assert lying_about(site) == []


def test_a_form_without_its_token_keeps_nothing(site: Site) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    site.app.config["WTF_CSRF_ENABLED"] = True
    assert sends(ben, ids).status_code == 400
    page = ben.get(f"/groups/{ids.group}/films/new")
    assert sends(ben, ids, csrf_token=value_of(page, "csrf_token")).status_code == 303
    assert len(recordings(site)) == 1
    assert len(lying_about(site)) == 1


def test_a_torn_upload_leaves_nothing(site: Site) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    for body, kind in (
        (
            b"--x\r\nContent-Disposition: form-data; name=film; filename=a\r\n\r\nabc",
            "; boundary=x",
        ),
        (b"anything", ""),
    ):
        answer = ben.post(
            f"/groups/{ids.group}/films", data=body, content_type=f"multipart/form-data{kind}"
        )
        assert 400 <= answer.status_code < 500
    assert lying_about(site) == []
    assert recordings(site) == []


def test_nobody_brings_a_film_into_anothers_case(site: Site) -> None:
    ids, dao = stocked(site), site.browser("Dao")
    answer = sends(dao, ids)
    assert answer.status_code == 422
    assert recordings(site) == []


def test_the_names_of_films_that_people_bring_are_kept_nowhere(site: Site) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    page = ben.get(sends(ben, ids).headers["Location"])
    assert "Anna" not in page.get_data(as_text=True)
    (report,) = film_house(site.app).queue.reports.since(0)
    assert report.origin_name == ""


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
        return "New in the inbox: room 4.mp4" in offered(mirela) and "PDF" in offered(mirela)

    wait_until(both_looked_at, "both files of the inbox were looked at")
    assert "letter.mp4 : This file is a PDF, not a film." in offered(mirela)
    assert "room 4" not in offered(ben)

    (ticket,) = (r.ticket for r in house.arrivals() if r.stage == "ready")
    assert sends(ben, ids, None, source=ticket).status_code == 422
    answer = sends(mirela, ids, None, source=ticket)
    assert answer.status_code == 303
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
    at = sends(ben, ids, make_film(tmp_path / "film.mp4").read_bytes()).headers["Location"]
    ben.post(f"{at}/remove")
    assert recordings(site) == []
    house = film_house(site.app)

    def forgotten() -> bool:
        desk.poll()
        return not house.queue.reports.since(0)

    wait_until(forgotten, "the worker's report was seen to")
    assert not list(house.store.root.glob("*/*/film.mp4*"))


def test_a_film_brought_in_just_before_the_power_went_is_taken_up_again(site: Site) -> None:
    ids, ben = stocked(site), site.browser("Ben")
    kept = sends(ben, ids).headers["Location"]
    lost = sends(ben, ids).headers["Location"]
    first, second = (r["ticket"] for r in recordings(site))
    reports = film_house(site.app).queue.reports
    for ticket in (first, second):
        reports.change(ticket, "refused")
        reports.forget(ticket)
    film_house(site.app).store.discard(second)

    desk = FilmDesk(site.app)
    desk._take_up_again()

    assert reports.get(first) is not None
    assert "being prepared" in words(ben.get(kept))
    assert "did not arrive whole" in words(ben.get(lost))


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
    sends(ben, ids, title="")
    with site.app.app_context():
        assert db.session.query(Consent).count() == before
    assert isinstance(film_house(site.app).store, FilmStore)
