"""The demo group made anew: clean, in the past, and readable on every screen."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import escape
from sqlalchemy import func, inspect, select, text
from sqlalchemy.orm import Session

from afttrainer import clock, first_start
from afttrainer.content.codes import (
    ClipOrigin,
    ExerciseStatus,
    ExerciseType,
    Phase,
    Role,
    SessionStatus,
)
from afttrainer.demo import nasty
from afttrainer.demo.refill import Refilled, refill
from afttrainer.extensions import db, write
from afttrainer.models import (
    Base,
    Case,
    Group,
    Membership,
    Recording,
    RecordingStatus,
    SignInLink,
    SupervisionSession,
    User,
    rotation,
)
from afttrainer.models.base import UtcDateTime
from tests.people import Site, queued_clip

#: Tables that hold anything of a demo group.
COUNTED = [t for t in Base.metadata.sorted_tables if t.name != "sign_in_link"]


def refilled(app: Flask) -> Refilled:
    with app.app_context():
        return write(lambda session: refill(session, clock.now()))


def counts(app: Flask) -> dict[str, int]:
    with app.app_context():
        count = {t.name: select(func.count()).select_from(t) for t in COUNTED}
        return {name: db.session.scalar(query) or 0 for name, query in count.items()}


def broken_references(app: Flask) -> list[object]:
    with app.app_context():
        if db.get_engine("default").dialect.name == "postgresql":
            return []  # It lets none come into being.
        return list(db.session.execute(text("PRAGMA foreign_key_check")))


def add_film(session: Session, member: Membership, sha256: str) -> None:
    case = Case(therapist=member, code=f"X-{sha256[0]}", opened_at=clock.now())
    session.add(
        Recording(
            case=case,
            title="Brought in",
            brought_in_at=clock.now(),
            ticket=f"ticket-{sha256[0]}-{member.id}",
            status=RecordingStatus.READY,
            sha256=sha256,
        )
    )


def demo_member(session: Session, name: str) -> Membership:
    wanted = select(Membership).join(Group).where(Group.is_demo, Membership.name == name)
    return session.scalars(wanted).one()


def test_a_second_refill_leaves_as_much_as_the_first(app: Flask) -> None:
    refilled(app)
    before = counts(app)
    refilled(app)

    assert counts(app) == before
    assert before["group"] == 1
    assert broken_references(app) == []


def test_what_people_entered_in_the_demo_group_goes(app: Flask) -> None:
    room = refilled(app).half_run_id

    def enter(session: Session) -> None:
        meeting = session.get_one(SupervisionSession, room)
        meeting.group.name = "Renamed by a visitor"
        add_film(session, demo_member(session, "Ben"), "a" * 64)

    with app.app_context():
        write(enter)
    made = refilled(app)

    assert made.films == {"a" * 64}, "nobody has this film any more"
    with app.app_context():
        assert [g.name for g in db.session.scalars(select(Group))] == ["Thursday group (demo)"]


def test_other_groups_stay_as_they_are(site: Site) -> None:
    before = counts(site.app)
    refilled(site.app)

    def share_a_film_and_a_person(session: Session) -> None:
        real = session.scalars(select(Group).where(Group.is_demo.is_(False))).one()
        add_film(session, real.members[1], "b" * 64)
        demo_dao = demo_member(session, "Dao")
        add_film(session, demo_dao, "b" * 64)
        real.memberships.append(
            Membership(
                name="Dao again", user=demo_dao.user, role=Role.TRAINEE, added_at=clock.now()
            )
        )

    site.write(share_a_film_and_a_person)
    made = refilled(site.app)

    assert made.films == set(), "the other group still has the film"
    with site.app.app_context():
        again = db.session.scalars(select(Membership).where(Membership.name == "Dao again")).one()
        assert again.user is not None, "an account with a place elsewhere stays"
        groups = db.session.scalars(select(Group).where(Group.is_demo.is_(False))).all()
        assert [len(g.supervisions[0].participants) for g in groups] == [before["participant"]]
    assert broken_references(site.app) == []


def test_nobody_elses_account_comes_into_the_demo(site: Site) -> None:
    """The Thursday group of a clinic has a Ben, too."""
    links = refilled(site.app).links

    assert "ben" not in {link.name for link in links}
    assert "ben2" in {link.name for link in links}


def test_whoever_runs_the_site_keeps_the_account(app: Flask) -> None:
    refilled(app)

    def choose(session: Session) -> None:
        user = session.scalars(select(User).where(User.username == first_start.SUPERVISOR)).one()
        user.password = "a hash"

    with app.app_context():
        write(choose)
    refilled(app)
    with app.app_context():
        named = select(User).where(User.username == first_start.SUPERVISOR)
        assert db.session.scalars(named).one().password == "a hash"


def test_earlier_links_of_those_who_are_gone_open_nothing(app: Flask) -> None:
    refilled(app)
    refilled(app)

    with app.app_context():
        users = db.session.scalar(select(func.count(User.id)))
        links = db.session.scalars(select(SignInLink)).all()
    # Everybody has one, and the supervisor, who stays, has two.
    assert len(links) == (users or 0) + 1


def test_the_half_run_meeting_is_in_a_running_rotation(app: Flask) -> None:
    room = refilled(app).half_run_id

    with app.app_context():
        meeting = db.session.get_one(SupervisionSession, room)
        exercise = meeting.exercises[-1]
        current = rotation.current(exercise)
        assert meeting.status is SessionStatus.LIVE
        assert meeting.phase is not None
        assert meeting.phase.kind is Phase.EXERCISE
        assert (exercise.type, exercise.status) == (
            ExerciseType.ROTATING_ROLE_PLAY,
            ExerciseStatus.RUNNING,
        )
        assert current is not None
        assert current.participant.name == "Dao"
        assert len([s for s in exercise.slots if s.is_waiting]) >= 6


def test_nothing_in_it_is_still_to_come(app: Flask) -> None:
    refilled(app)
    latest: dict[str, datetime] = {}

    with app.app_context():
        for mapper in Base.registry.mappers:
            for column in inspect(mapper).columns:
                later = column.key in ("expires_at", "signed_in_until")
                if isinstance(column.type, UtcDateTime) and not later:
                    found = db.session.scalar(select(func.max(column)))
                    latest |= {str(column): found} if found else {}
    assert latest
    assert {name: at for name, at in latest.items() if at > clock.now()} == {}


def signed_in(app: Flask, token: str) -> FlaskClient:
    client = app.test_client()
    assert client.post(f"/link/{token}").status_code == 303
    return client


@pytest.mark.parametrize("which", ["finished", "half run"])
def test_everybody_can_read_their_screens(app: Flask, which: str) -> None:
    made = refilled(app)
    room = made.finished_id if which == "finished" else made.half_run_id
    for link in made.links:
        person = signed_in(app, link.token)
        screen = "console" if link.name == first_start.SUPERVISOR else "companion"
        for page in (screen, "record"):
            answer = person.get(f"/supervision/{room}/{page}")
            assert answer.status_code == 200, (link.name, page)
            html = answer.get_data(as_text=True)
            assert "<script>alert" not in html
            assert "<b>Tobias" not in html
            assert "49 }}" not in html


def test_the_record_of_the_finished_meeting_holds_the_whole_story(app: Flask) -> None:
    made = refilled(app)
    supervisor = next(x for x in made.links if x.name == first_start.SUPERVISOR)
    page = signed_in(app, supervisor.token).get(f"/supervision/{made.finished_id}/record")
    html = page.get_data(as_text=True)

    for words in (
        "He says yes to whatever I suggest.",
        "He was looking after me.",
        "He gets up and thanks me.",
        "We have both been very polite.",
        "Less alone with him than I came.",
        ">6:30<",
        *(str(escape(name)) for name in nasty.NAMES),
    ):
        assert words in html or str(escape(words)) in html, words


def test_a_sites_own_acted_film_is_none_of_the_demos(site: Site) -> None:
    def call_acted(room: SupervisionSession) -> None:
        recording = queued_clip(room).clip.recording
        recording.status, recording.origin = RecordingStatus.PREPARING, ClipOrigin.SIMULATED
        recording.acted_said_at = clock.now()

    site.in_room(call_acted)
    with site.app.app_context():
        assert first_start.waiting_demo_films() == {}


def test_a_new_site_has_no_nasty_names(app: Flask) -> None:
    with app.app_context():
        write(lambda session: None)  # the first writer sets the database's journal
        first_start.prepare(demo=True)
        names = set(db.session.scalars(select(Membership.name)))

    assert names == {"Mirela", "Aditi", "Ben", "Chiara", "Dao", "Eszter", "Femi"}
