"""The record's page and its JSON: for those who were there, each with their own."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from afttrainer import clock
from afttrainer.content.codes import Family, Phase, Visibility
from afttrainer.models import (
    CheckIn,
    FeltSafety,
    Membership,
    RuptureTag,
    SupervisionSession,
    User,
)
from tests.people import Site, person, queued_clip
from tests.scenario import ALLIANCE, COHESION

NOTE = "I go blank when someone is that polite"
EVERYBODY = ("Mirela", "Aditi", "Ben", "Chiara", "Dao", "Eszter", "Femi")


def meet(room: SupervisionSession) -> None:
    """Ben shows his film; Dao tags with a private note; it is revealed, and the room closes."""
    now = clock.now()
    room.move_to(next(p.id for p in room.phases if p.kind is Phase.CHECK_IN), now, shown=None)
    CheckIn.say(person(room, "Aditi"), now, calm=6, word="<b>restless</b>", progress="", wish=None)
    clip = queued_clip(room)
    clip.first_played_at = clip.revealed_at = now
    clip.tags.append(
        RuptureTag(
            author=person(room, "Dao"),
            clip_ms=331_000,
            family=Family.WITHDRAWAL,
            visibility=Visibility.GROUP,
            note=NOTE,
            note_visibility=Visibility.PRIVATE,
            made_at=now,
        )
    )
    room.close(now, without_checkout=True)


@pytest.fixture
def met(site: Site) -> Site:
    site.in_room(meet)
    return site


def record(site: Site, name: str, ending: str = "") -> str:
    answer = site.browser(name).get(f"/supervision/{site.supervision_id}/record{ending}")
    assert answer.status_code == 200, answer.status
    return answer.get_data(as_text=True)


def test_a_private_note_is_on_its_authors_page_and_on_no_other(met: Site) -> None:
    for name in EVERYBODY:
        for ending in ("", ".json"):
            assert (NOTE in record(met, name, ending)) == (name == "Dao"), (name, ending)


def test_all_see_the_tag_and_the_clip_by_its_code_name(met: Site) -> None:
    page = record(met, "Chiara")
    assert "P-014" in page
    assert "5:31" in page
    assert "14:20" in page
    assert "straight into the film" in page


def test_how_safe_it_felt_is_forgotten_when_its_person_says_so(met: Site) -> None:
    def felt(room: SupervisionSession) -> None:
        for name in ("Dao", "Ben"):
            FeltSafety.say(person(room, name), clock.now(), 3)

    met.in_room(felt)
    assert "How safe it felt to you" in record(met, "Dao")
    where = f"/supervision/{met.supervision_id}/record/safety/forget"
    assert met.browser("Dao").post(where).status_code == 303
    assert "How safe it felt to you" not in record(met, "Dao")
    assert met.look(lambda room: [s.author.name for s in room.felt_safety]) == ["Ben"]


def test_the_record_goes_on_paper_for_those_who_were_there(met: Site) -> None:
    address = f"/supervision/{met.supervision_id}/record.pdf"
    for name in ("Mirela", "Dao"):
        answer = met.browser(name).get(address)
        assert answer.mimetype == "application/pdf"
        assert answer.data.startswith(b"%PDF-")
        assert "attachment" in answer.headers["Content-Disposition"]
    assert met.app.test_client().get(address).status_code == 302


def test_what_was_typed_is_shown_as_typed(met: Site) -> None:
    assert "&lt;b&gt;restless&lt;/b&gt;" in record(met, "Ben")


def test_a_record_is_no_strangers(met: Site) -> None:
    def another(session: Session) -> None:
        session.add(User(username="stranger"))

    met.write(another)
    for ending in ("", ".json"):
        address = f"/supervision/{met.supervision_id}/record{ending}"
        assert met.app.test_client().get(address).status_code == 302
        assert met.browser("stranger").get(address).status_code == 404


def test_a_member_who_was_removed_reads_it_no_more(met: Site) -> None:
    dao = met.browser("Dao")

    def remove(session: Session) -> None:
        member = session.query(Membership).filter_by(name="Dao").one()
        member.removed_at = clock.now()

    met.write(remove)
    assert dao.get(f"/supervision/{met.supervision_id}/record").status_code == 404


def test_ratings_can_be_given_at_home_for_a_day(met: Site) -> None:
    chiara = met.browser("Chiara")
    address = f"/supervision/{met.supervision_id}/record"
    answer = chiara.post(f"{address}/ratings", data={"cohesion_1": "6", "alliance_2": "7"})
    assert answer.status_code == 303
    assert "Your answers are kept" in chiara.get(address).get_data(as_text=True)
    assert met.look(lambda room: [r.author.name for r in room.ratings]) == ["Chiara"]

    wrong = chiara.post(f"{address}/ratings", data={"cohesion_1": "9"})
    assert wrong.status_code == 422
    assert "1 to 7" in wrong.get_data(as_text=True)

    def yesterday(room: SupervisionSession) -> None:
        room.closed_at = clock.now() - timedelta(hours=25)

    met.in_room(yesterday)
    late = chiara.post(f"{address}/ratings", data={"cohesion_1": "1"})
    assert late.status_code == 409
    assert "closed now" in late.get_data(as_text=True)
    assert met.look(lambda room: [r.cohesion[0] for r in room.ratings]) == [6]
    assert "not enough answers" in chiara.get(address).get_data(as_text=True)


def test_nobody_reads_anothers_answers(met: Site) -> None:
    address = f"/supervision/{met.supervision_id}/record"
    met.browser("Chiara").post(f"{address}/ratings", data={"cohesion_1": "6"})
    for name in ("Mirela", "Dao"):
        ratings = met.browser(name).get(f"{address}.json").get_json()["ratings"]
        assert ratings == {"own": None, "means": None}


def test_the_page_says_how_long_it_was(met: Site) -> None:
    def lasted(room: SupervisionSession) -> None:
        assert room.closed_at is not None
        room.started_at = room.closed_at - timedelta(minutes=95, seconds=30)

    met.in_room(lasted)
    assert "95:30 of 90 min, 5:30 of it past the planned end" in record(met, "Dao")


#: The answers of the script, by person: four on the group, four on the work with Mirela.
ANSWERS = {name: (*COHESION[name], *ALLIANCE[name]) for name in COHESION}


def test_the_averages_are_those_of_the_script_and_stand_alone(met: Site) -> None:
    """n = 5: 5.35 and 5.70. No spread stands beside them: with five, its ends would be people's."""
    lines = [f"{scale}_{line}" for scale in ("cohesion", "alliance") for line in range(1, 5)]
    address = f"/supervision/{met.supervision_id}/record"
    for name, answers in ANSWERS.items():
        sent = dict(zip(lines, map(str, answers), strict=True))
        assert met.browser(name).post(f"{address}/ratings", data=sent).status_code == 303
    met.in_room(lambda room: setattr(room, "closed_at", clock.now() - timedelta(hours=25)))

    for name in ("Mirela", "Femi", "Aditi"):
        means = record(met, name).split('id="means-h"')[1].split("</section>")[0]
        assert re.findall(r"\d\.\d+", means) == ["5.35", "5.70"], means
    told = met.browser("Femi").get(f"{address}.json").get_json()["ratings"]
    assert set(told["means"]) == {"cohesion", "alliance"}


def test_a_meeting_under_way_shows_how_far_it_has_come(site: Site) -> None:
    site.begin(Phase.CHECK_IN)
    assert "not closed yet" in record(site, "Aditi")


def test_the_record_page_reads_in_few_queries(met: Site) -> None:
    """A page of people and tags must not ask once for each of them."""
    from sqlalchemy import event

    from afttrainer.extensions import db

    def more(room: SupervisionSession) -> None:
        for ms in range(0, 800_000, 10_000):
            room.queue[0].tags.append(
                RuptureTag(
                    author=person(room, "Femi"),
                    clip_ms=ms,
                    family=Family.CONFRONTATION,
                    visibility=Visibility.GROUP,
                    made_at=clock.now(),
                )
            )

    met.in_room(more)
    browser = met.browser("Ben")
    asked: list[str] = []
    with met.app.app_context():
        engine = db.get_engine("default")
    event.listen(engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
    assert browser.get(f"/supervision/{met.supervision_id}/record").status_code == 200
    assert len(asked) < 70


def test_the_room_is_found_through_ones_own_part_in_it(met: Site) -> None:
    """Being in a group gives nothing of another's meeting, whatever number is typed."""

    def elsewhere(session: Session) -> int:
        from tests.people import open_room, thursday_group

        session.query(User).filter_by(username="mirela").one().username = "m"
        for name in EVERYBODY[1:]:
            session.query(User).filter_by(username=name.lower()).one().username = f"x-{name}"
        other = open_room(thursday_group(session))
        session.add(other)
        session.flush()
        return other.id

    other = met.write(elsewhere)
    assert other != met.supervision_id
    assert met.browser("Aditi").get(f"/supervision/{other}/record").status_code == 200
    assert met.browser("Aditi").get(f"/supervision/{met.supervision_id}/record").status_code == 404
