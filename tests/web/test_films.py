"""The film library: titles, stretches, consent, and the bytes themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from afttrainer import clock
from afttrainer.content.codes import ClipStatus
from afttrainer.film_house import film_house
from afttrainer.forms.clip import film_mark, parse_film_time
from afttrainer.models import Case, Clip, Recording, RecordingStatus, SupervisionSession
from afttrainer.models.consent import Said
from tests.people import Site
from tests.web.library import Ids, Statements, stocked, value_of, words

BYTES = bytes(range(256)) * 600
SHA = "ab" * 32


@pytest.fixture
def ids(site: Site) -> Ids:
    """Ben's film, with bytes of its own in the store."""
    ids = stocked(site)
    folder: Path = film_house(site.app).store.root / SHA[:2] / SHA
    folder.mkdir(parents=True)
    for name in ("film.mp4", "still.jpg"):
        (folder / name).write_bytes(BYTES)

    def named(session: Session) -> None:
        recording = session.get_one(Recording, ids.recording)
        recording.sha256 = SHA
        recording.film_name = f"{SHA[:2]}/{SHA}/film.mp4"
        recording.still_name = f"{SHA[:2]}/{SHA}/still.jpg"

    site.write(named)
    return ids


def test_the_therapist_and_the_supervisor_watch_it_and_nobody_else(site: Site, ids: Ids) -> None:
    for name, status in {"Ben": 200, "Mirela": 200, "Dao": 404}.items():
        browser = site.browser(name)
        for what in ("film", "still"):
            assert browser.get(f"/films/{ids.recording}/{what}").status_code == status
    assert site.browser("Ben").get(f"/films/{ids.recording}/captions").status_code == 404


def test_a_browser_gets_the_piece_it_asks_for(site: Site, ids: Ids) -> None:
    ben, at = site.browser("Ben"), f"/films/{ids.recording}/film"
    whole = ben.get(at)
    assert whole.get_data() == BYTES
    assert whole.headers["Cache-Control"] == "private, no-store"
    piece = ben.get(at, headers={"Range": "bytes=1000-1999"})
    assert (piece.status_code, piece.get_data()) == (206, BYTES[1000:2000])
    assert piece.headers["Content-Range"] == f"bytes 1000-1999/{len(BYTES)}"
    beyond = ben.get(at, headers={"Range": f"bytes={len(BYTES)}-"})
    assert (beyond.status_code, beyond.get_data()) == (416, b"")
    assert ben.head(at).headers["Content-Length"] == str(len(BYTES))


@pytest.mark.parametrize("no", ["/sign-out", "/films/{}/consent/withdraw"])
def test_a_no_and_a_sign_out_end_a_film_that_is_being_watched(
    site: Site, ids: Ids, monkeypatch: pytest.MonkeyPatch, no: str
) -> None:
    monkeypatch.setattr("afttrainer.web.film_bytes.ASKED_EVERY", timedelta(0))
    monkeypatch.setattr("afttrainer.media.serve.PIECE_BYTES", 1024)
    ben, mirela = site.browser("Ben"), site.browser("Mirela")
    his, hers = (
        iter(browser.get(f"/films/{ids.recording}/film", buffered=False).response)
        for browser in (ben, mirela)
    )
    assert next(his)
    assert next(hers)
    assert next(his), "nobody has said no"
    ben.post(no.format(ids.recording))
    with pytest.raises(ConnectionResetError):
        list(his)
    if no == "/sign-out":
        assert sum(map(len, hers)) > 0


def test_a_film_whose_file_is_gone_is_answered_in_words(site: Site, ids: Ids) -> None:
    film_house(site.app).store.remove(SHA)
    assert site.browser("Ben").get(f"/films/{ids.recording}/film").status_code == 404


def test_a_stretch_is_chosen_by_typing_times(site: Site, ids: Ids) -> None:
    ben = site.browser("Ben")
    page = ben.get(f"/films/{ids.recording}/clip")
    assert (value_of(page, "in_ms"), value_of(page, "out_ms")) == ("0:00.0", "15:20.0")
    typed = {"title": "The homework", "in_ms": "5:22", "out_ms": "5:40,5"}
    assert ben.post(f"/films/{ids.recording}/clip", data=typed).status_code == 303
    made = site.write(
        lambda s: [(c.title, c.in_ms, c.out_ms) for c in s.query(Clip).order_by(Clip.id)][-1]
    )
    assert made == ("The homework", 322_000, 340_500)
    assert "5:22–5:40" in words(ben.get(f"/films/{ids.recording}"))


@pytest.mark.parametrize(
    ("begin", "end", "told"),
    [
        ("5:22", "5:20", "The end lies before the beginning"),
        ("5:22", "5:26", "at least 5 seconds"),
        ("5:22", "99:00", "The film is not that long"),
        ("5:22", "soon", "minutes and seconds"),
        ("5:75", "9:00", "minutes and seconds"),
        ("-1", "9:00", "minutes and seconds"),
        ("", "9:00", "Where does it begin?"),
    ],
)
def test_marks_that_cannot_be_are_answered_and_kept(
    site: Site, ids: Ids, begin: str, end: str, told: str
) -> None:
    ben = site.browser("Ben")
    typed = {"title": "The homework", "in_ms": begin, "out_ms": end}
    answer = ben.post(f"/films/{ids.recording}/clip", data=typed)
    assert answer.status_code == 422
    assert told in words(answer)
    assert {name: value_of(answer, name) for name in typed} == typed
    assert site.write(lambda s: s.query(Clip).count()) == 1


@pytest.mark.parametrize(
    ("typed", "ms"),
    [
        ("5:28.4", 328_400),
        ("0:00", 0),
        ("90", 90_000),
        ("1:05:28", 3_928_000),
        ("62:00", 3_720_000),
        (" 5:28 ", 328_000),
        ("5:60", None),
        ("1:60:00", None),
        ("5:28.4444", None),
        ("٥:٢٨", None),
        ("", None),
    ],
)
def test_film_times_as_people_type_them(typed: str, ms: int | None) -> None:
    assert parse_film_time(typed) == ms


@pytest.mark.parametrize("ms", [0, 1, 400, 59_999, 328_400, 328_367, 3_599_950, 3_928_040])
def test_a_film_time_written_is_read_the_same(ms: int) -> None:
    assert parse_film_time(film_mark(ms)) == ms


def test_a_queued_clip_keeps_its_marks_and_may_be_called_otherwise(site: Site, ids: Ids) -> None:
    ben, at = site.browser("Ben"), f"/films/{ids.recording}/clips/{ids.clip}"
    same = {"in_ms": "0:30", "out_ms": "14:50"}
    assert ben.post(at, data={"title": "The homework", **same}).status_code == 303
    moved = ben.post(at, data={"title": "Other", "in_ms": "0:31", "out_ms": "14:50"})
    assert moved.status_code == 409
    assert "in the queue of a meeting" in words(moved)
    assert ben.post(f"{at}/remove").status_code == 409
    site.in_room(lambda room: room.queue.clear())
    ben.post(f"{at}/remove")
    assert "No clip yet" in words(ben.get(f"/films/{ids.recording}"))


def test_a_title_is_changed_and_an_empty_one_is_not(site: Site, ids: Ids) -> None:
    ben = site.browser("Ben")
    ben.post(f"/films/{ids.recording}/title", data={"title": "Session 13"})
    answer = ben.post(f"/films/{ids.recording}/title", data={"title": " "})
    assert answer.status_code == 422
    assert "Session 13" in words(ben.get(f"/films/{ids.recording}"))


def test_a_withdrawn_consent_bars_the_clip_in_the_open_room_at_once(site: Site, ids: Ids) -> None:
    ben, console = site.browser("Ben"), site.console()
    console.heard()
    asked = ben.get(f"/films/{ids.recording}/consent/withdraw")
    assert "Has the patient withdrawn the consent?" in words(asked)
    ben.post(f"/films/{ids.recording}/consent/withdraw")

    assert site.look(lambda room: room.queue[0].status) is ClipStatus.BLOCKED
    assert "supervisor" in {m["audience"] for m in console.heard()}
    assert "The film is shown to nobody" in words(ben.get(f"/films/{ids.recording}"))


def test_no_stretch_is_chosen_of_what_the_patient_does_not_let_one_watch(
    site: Site, ids: Ids
) -> None:
    ben, mirela, at = site.browser("Ben"), site.browser("Mirela"), f"/films/{ids.recording}"
    ben.post(f"{at}/consent", data={"given_on": "2026-03-01"})
    typed = {"title": "The homework", "in_ms": "5:22", "out_ms": "5:40"}
    for page in (f"{at}/clip", f"{at}/clips/{ids.clip}"):
        assert mirela.get(page).status_code == 403
        assert mirela.post(page, data=typed).status_code == 403
        assert ben.get(page).status_code == 200
    assert "Choose a stretch" not in words(mirela.get(at))


def test_consent_is_changed_with_its_form(site: Site, ids: Ids) -> None:
    mirela, at = site.browser("Mirela"), f"/films/{ids.recording}/consent"
    typed = {
        "group_supervision": "y",
        "given_on": "2026-03-01",
        "method": "other",
        "method_other": "by letter",
        "witnessed_by": "R. Sá",
        "expires_on": "2099-12-31",
    }
    assert mirela.post(at, data=typed).status_code == 303
    page = words(mirela.get(f"/films/{ids.recording}"))
    for told in ("1 March 2026", "by letter", "R. Sá", "31 December 2099"):
        assert told in page
    again = mirela.get(at)
    for name in ("given_on", "method_other", "witnessed_by", "expires_on"):
        assert value_of(again, name) == typed[name]

    wrong = mirela.post(at, data=typed | {"given_on": "2999-01-01", "witnessed_by": "Q"})
    assert wrong.status_code == 422
    assert value_of(wrong, "witnessed_by") == "Q"
    assert "R. Sá" in words(mirela.get(f"/films/{ids.recording}"))


@pytest.mark.parametrize("asked_for", [True, False])
def test_a_minors_film_waits_for_a_second_person_where_the_site_says_so(
    site: Site, ids: Ids, asked_for: bool
) -> None:
    """F1: minors, capacity, court orders: a site flag that forces a second approver."""
    settings = site.app.extensions["settings"]
    site.app.extensions["settings"] = replace(settings, second_approver=asked_for)
    ben, mirela = site.browser("Ben"), site.browser("Mirela")
    page = f"/films/{ids.recording}"
    typed = {"group_supervision": "y", "given_on": "2026-03-01", "method": "signed"}
    minor = typed | {"on_behalf": "minor"}
    without = ben.post(f"{page}/consent", data=minor)
    assert without.status_code == 422
    assert "who agreed" in words(without)
    assert (
        ben.post(f"{page}/consent", data=minor | {"agreed_by": "both parents"}).status_code == 303
    )
    for told in ("somebody for a minor", "both parents"):
        assert told in words(ben.get(page))
    assert ("holds as soon as a second person" in words(ben.get(page))) is asked_for
    assert "I have looked at the form as well" not in words(ben.get(page))
    if not asked_for:
        assert mirela.get(f"{page}/film").status_code != 403
        return
    assert mirela.get(f"{page}/film").status_code == 403
    assert ben.post(f"{page}/consent/second").status_code == 403
    assert site.browser("Dao").post(f"{page}/consent/second").status_code == 404
    assert "I have looked at the form as well" in words(mirela.get(page))
    assert mirela.post(f"{page}/consent/second").status_code == 303
    assert "Looked at by Mirela as well" in words(ben.get(page))
    assert mirela.get(f"{page}/film").status_code != 403


def test_whoever_leads_says_that_a_film_is_acted_and_takes_it_back(site: Site, ids: Ids) -> None:
    page = f"/films/{ids.recording}"

    def ready(session: Session) -> None:
        recording = session.get_one(Recording, ids.recording)
        recording.sha256, recording.status = SHA, RecordingStatus.READY

    site.write(ready)
    ben, mirela = site.browser("Ben"), site.browser("Mirela")
    assert "it is acted" not in words(ben.get(page))
    assert ben.post(f"{page}/consent/acted").status_code == 403
    assert "There is no patient in it: it is acted" in words(mirela.get(page))
    assert "Nobody’s consent is asked" in words(mirela.get(f"{page}/consent/acted"))
    assert mirela.post(f"{page}/consent/acted").status_code == 303
    assert "An acted scene: there is no patient to ask. Mirela has said so" in words(ben.get(page))
    assert ben.post(f"{page}/consent/patients").status_code == 403
    assert mirela.post(f"{page}/consent/patients").status_code == 303
    assert "What the patient consents to" in words(ben.get(page))


def test_a_film_in_an_open_room_is_not_removed(site: Site, ids: Ids) -> None:
    ben = site.browser("Ben")
    answer = ben.post(f"/films/{ids.recording}/remove")
    assert answer.status_code == 409
    assert "open now" in words(answer)
    assert ben.get(f"/films/{ids.recording}/film").status_code == 200


@pytest.mark.parametrize("many", [1, 12])
def test_the_film_page_asks_as_much_of_the_database_for_many_as_for_few(
    site: Site, ids: Ids, many: int
) -> None:
    ben = site.browser("Ben")

    def more(session: object) -> None:
        recording = session.get_one(Recording, ids.recording)
        for number in range(many):
            recording.choose_clip(
                recording.case.therapist, f"Stretch {number}", 0, 9000, recording.brought_in_at
            )

    site.write(more)
    with Statements(site) as asked:
        assert ben.get(f"/films/{ids.recording}").status_code == 200
    assert asked.count <= 12


@pytest.mark.parametrize("many", [1, 12])
def test_the_list_of_films_asks_as_much_of_the_database_for_many_as_for_few(
    site: Site, ids: Ids, many: int
) -> None:
    mirela, aditi = site.browser("Mirela"), site.browser("Aditi")
    for number in range(many):
        aditi.post(f"/groups/{ids.group}/cases", data={"code": f"P-1{number:02}"})

    def films(session: Session) -> None:
        for case in session.query(Case).all():
            said = Said((), case.opened_at.date())
            ticket = f"of-{case.id}"
            Recording.bring_in(case, case.therapist, "One", ticket, said, clock.now())

    site.write(films)
    with Statements(site) as asked:
        assert mirela.get(f"/groups/{ids.group}/films").status_code == 200
    assert asked.count <= 12


def test_a_case_without_films_says_what_to_do(site: Site, ids: Ids) -> None:
    aditi = site.browser("Aditi")
    assert "Begin a case first" in words(aditi.get(f"/groups/{ids.group}/films"))
    assert "Begin the case first" in words(aditi.get(f"/groups/{ids.group}/films/new"))
    assert site.write(lambda s: s.query(Case).count()) == 1


def test_a_clip_is_split_on_its_page(site: Site, ids: Ids) -> None:
    site.in_room(lambda room: room.queue.clear())
    ben, at = site.browser("Ben"), f"/films/{ids.recording}/clips/{ids.clip}"
    assert "Split it in two" in words(ben.get(at))
    answer = ben.post(f"{at}/split", data={"at_ms": "0:31", "title": "جلسة"})
    assert answer.status_code == 422
    assert "at least 5 seconds" in words(answer)
    assert value_of(answer, "at_ms") == "0:31"
    assert ben.post(f"{at}/split", data={"at_ms": "5:28.36", "title": "جلسة"}).status_code == 303
    page = words(ben.get(f"/films/{ids.recording}"))
    assert "0:30–5:28" in page
    assert "جلسة" in page
    chiara = site.browser("Chiara")
    assert chiara.post(f"{at}/split", data={"at_ms": "2:00", "title": "x"}).status_code == 404


def test_a_clip_goes_to_another_meeting_from_the_plan(site: Site, ids: Ids) -> None:
    def plan(session: Session) -> int:
        group = session.get_one(SupervisionSession, ids.meeting).group
        later = SupervisionSession(group=group, planned_for=clock.now() + timedelta(days=7))
        session.add(later)
        session.flush()
        return later.id

    later_id, mirela = site.write(plan), site.browser("Mirela")
    assert "To this meeting" in words(mirela.get(f"/supervisions/{ids.meeting}/plan"))
    at = f"/supervisions/{ids.meeting}/queue/{ids.queued}"
    assert site.browser("Ben").post(at, data={"step": "to", "to": later_id}).status_code in (
        403,
        404,
    )
    assert mirela.post(at, data={"step": "to", "to": 999}).status_code == 404
    assert mirela.post(at, data={"step": "to", "to": later_id}).status_code == 303
    assert "A stretch" in words(mirela.get(f"/supervisions/{later_id}/plan"))
    assert site.in_room(lambda room: len(room.queue)) == 0


def test_over_a_film_stands_who_looks_at_it_and_when(site: Site, ids: Ids) -> None:
    for name in ("Ben", "Mirela"):
        page = site.browser(name).get(f"/films/{ids.recording}").get_data(as_text=True)
        over = page.split('class="film-viewer"')[1].split("</p>")[0]
        assert name.lower() in over.lower()
        assert clock.now().strftime("%Y") in over


def test_the_one_thing_missing_in_a_consent_is_said_on_top_of_its_long_form(
    site: Site, ids: Ids
) -> None:
    at = f"/films/{ids.recording}/consent"
    answer = site.browser("Mirela").post(
        at, data={"group_supervision": "y", "given_on": "2026-03-01"}
    )
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "Please say how the patient gave it" in page.split('name="group_supervision"')[0]
