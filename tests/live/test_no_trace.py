"""What nobody shall find afterwards: stops, passes, noes; and words in the server's log."""

from __future__ import annotations

import json
import logging

import pytest

from afttrainer import clock
from afttrainer.content.codes import ClipStatus, Phase
from afttrainer.extensions import db
from afttrainer.models import SupervisionSession
from tests.database_troubles import refuse_rows
from tests.databases import rows_of
from tests.live.after_film import clip_id, described, exercise_id, rupture_id
from tests.live.film_room import play, watch
from tests.people import Site, queued_clip

TURNS = "rotating_first_words"


def everything(site: Site) -> str:
    return json.dumps(rows_of(site.app), default=str)


def test_after_lifting_no_table_has_a_row_of_it(site: Site) -> None:
    watch(site)
    console, ben = site.console(), site.phone("Ben")
    play(site, console)
    ben.do("hold.stop", id="a-stop-of-bens")
    ben.do("hold.lift", id="a-lift-of-bens")

    def count(room: SupervisionSession) -> bool:
        return room.hold is None

    assert site.look(count)
    assert "hold" not in everything(site).replace('"hold": []', "")


def test_after_closing_neither_a_no_nor_a_pass_nor_a_stop_is_left(site: Site) -> None:
    site.in_room(described)

    def offered(room: SupervisionSession) -> None:
        bens = room.clip
        clip = queued_clip(room, "Chiara", "P-022")
        clip.status, clip.offered_at, room.clip = ClipStatus.OFFERED, clock.now(), bens

    site.in_room(offered)
    console, ben, chiara = site.console(), site.phone("Ben"), site.phone("Chiara")
    assert chiara.do("queue.decline", clip=site.look(lambda room: room.queue[1].id))["ok"]
    site.begin(Phase.EXERCISE)
    assert console.do("exercise.plan", rupture=rupture_id(site), script=TURNS)["ok"]
    assert ben.do("exercise.leave", exercise=exercise_id(site))["ok"]
    assert console.do("exercise.plan", rupture=rupture_id(site), script=TURNS)["ok"]
    one = exercise_id(site)
    assert ben.do("exercise.agree", exercise=one)["ok"]
    assert console.do("exercise.begin", exercise=one)["ok"]
    slot, who = site.look(
        lambda room: next(
            (s.id, s.participant.name) for s in room.exercises[-1].slots if s.is_current
        )
    )
    assert site.phone(who).do("rotation.pass", exercise=one, slot=slot)["ok"]
    slot = site.look(lambda room: next(s.id for s in room.exercises[-1].slots if s.is_current))
    assert console.do("rotation.finish", exercise=one, slot=slot)["ok"]
    assert ben.do("hold.stop")["ok"]
    assert ben.do("queue.withdraw", clip=clip_id(site))["ok"]
    site.begin(Phase.PRESENTER_CHECKOUT)
    assert ben.do("presenter_checkout.decline")["ok"]
    assert console.do("supervision.close")["ok"]

    kept = everything(site)
    for trace in ("declined", "withdrawn", "passed", "taken_later", "offered"):
        assert trace not in kept.lower()
    clips = site.look(lambda room: [(q.status, q.offered_at) for q in room.queue])
    assert clips == [(ClipStatus.PLAYED, None), (ClipStatus.QUEUED, None)]
    assert site.look(lambda room: room.checkouts == [])
    exercises = site.look(
        lambda room: [(e.position, [s.position for s in e.slots]) for e in room.exercises]
    )
    assert exercises == [(1, [1])]
    # The plan of a closed meeting is a page as well.
    page = console.http.get(f"/supervisions/{site.supervision_id}/plan").get_data(as_text=True)
    for said in ("not today", "taken back", "waiting for the presenter"):
        assert said not in page


def test_a_meeting_with_a_stop_in_it_is_recorded_as_one_with_a_pause(site: Site) -> None:
    """What is written down of the film is the same, whoever had it stand still."""
    watch(site)
    console, ben = site.console(), site.phone("Ben")
    play(site, console)
    assert console.do("playback.pause")["ok"]
    marks = site.look(lambda room: [m.playing for m in room.queue[0].marks])
    play(site, console)
    ben.do("hold.stop")
    ben.do("hold.lift")
    assert site.look(lambda room: [m.playing for m in room.queue[0].marks]) == marks * 2


def test_no_words_of_anybodys_come_into_the_log_with_a_mistake_of_the_database(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    aditi = site.phone("Aditi")
    site.begin(Phase.CHECK_IN)
    with site.app.app_context():
        refuse_rows(db.get_engine("writer"), "check_in", "worn out")
    with caplog.at_level(logging.DEBUG):
        ack = aditi.do("check_in.save", calm=6, word="restless", progress="Named a silence.")
    assert not ack["ok"]
    assert "worn out" in caplog.text, "the mistake itself is told"
    for words in ("restless", "Named a silence"):
        assert words not in caplog.text
