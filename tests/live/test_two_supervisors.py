"""Two who lead press at the same moment: one wins, and the other is told how it stands."""

from __future__ import annotations

from typing import Any

import pytest

from afttrainer.content.codes import ClipStatus, Phase
from afttrainer.models import SupervisionSession, rotation
from tests.live.after_film import clip_id, described, exercise_id, marked, rupture_id
from tests.live.film_room import play, revision, watch
from tests.people import Phone, Site, person, queued_clip

TURNS, CHAIRS = "rotating_first_words", "two_chair_both_sides"
WORDS = {"start": "0:10", "anchor": "0:11", "end": "0:12", "family": "confrontation"}


@pytest.fixture
def site(site: Site) -> Site:
    """Mirela and Chiara lead together."""

    def appoint(room: SupervisionSession) -> None:
        person(room, "Chiara").membership.role = person(room, "Mirela").membership.role

    site.in_room(appoint)
    return site


@pytest.fixture
def mirela(site: Site) -> Phone:
    return site.console()


@pytest.fixture
def chiara(site: Site) -> Phone:
    return site.phone("Chiara", "console")


def told(ack: dict[str, Any]) -> bool:
    return not ack["ok"] and ("Somebody" in ack["words"] or "already" in ack["words"])


def phase(site: Site, kind: Phase) -> int:
    return site.look(lambda room: next(p.id for p in room.phases if p.kind is kind))


def test_the_room_goes_on_once(site: Site, mirela: Phone, chiara: Phone) -> None:
    site.begin(Phase.CHECK_IN)
    shown = phase(site, Phase.CHECK_IN)
    first, second = phase(site, Phase.CASE_SELECTION), phase(site, Phase.VIEWING)
    assert mirela.do("phase.move", phase=first, shown=shown)["ok"]
    assert told(chiara.do("phase.move", phase=second, shown=shown))
    assert told(chiara.do("phase.move", phase=first, shown=shown))
    assert site.look(lambda room: room.phase and room.phase.kind) is Phase.CASE_SELECTION


@pytest.mark.parametrize(
    ("command", "body"),
    [
        ("playback.play", {}),
        ("playback.seek", {"to_ms": 5_000}),
        ("playback.rate", {"rate": 1.5}),
        ("playback.loop", {"on": "y"}),
        ("playback.step", {"pictures": 1}),
    ],
)
def test_the_film_is_driven_by_one(
    site: Site, mirela: Phone, chiara: Phone, command: str, body: dict[str, Any]
) -> None:
    watch(site)
    play(site, mirela)
    assert mirela.do("playback.pause")["ok"]
    seen = revision(site)
    assert mirela.do("playback.seek", revision=seen, to_ms=60_000)["ok"]
    ack = chiara.do(command, revision=seen, **body)
    assert told(ack)
    assert "1:00" in ack["words"], "where the film stands"


def test_marks_are_shown_once_and_both_are_content(
    site: Site, mirela: Phone, chiara: Phone
) -> None:
    site.in_room(marked)
    site.begin(Phase.RUPTURE_DEFINITION)
    assert mirela.do("reveal.show", clip=clip_id(site))["ok"]
    at = site.look(lambda room: room.queue[0].revealed_at)
    assert chiara.do("reveal.show", clip=clip_id(site))["ok"]
    assert site.look(lambda room: room.queue[0].revealed_at) == at


def test_one_film_is_offered_at_a_time(site: Site, mirela: Phone, chiara: Phone) -> None:
    def queue(room: SupervisionSession) -> None:
        for owner, code in (("Ben", "P-014"), ("Dao", "P-022")):
            queued_clip(room, owner, code)
        room.clip = None

    site.in_room(queue)
    site.begin(Phase.CASE_SELECTION)
    one, other = site.look(lambda room: [clip.id for clip in room.queue])
    assert mirela.do("queue.offer", clip=one, shown="")["ok"]
    assert told(chiara.do("queue.offer", clip=other, shown=""))
    assert site.look(lambda room: [c.status for c in room.queue]) == [
        ClipStatus.OFFERED,
        ClipStatus.QUEUED,
    ]
    assert chiara.do("queue.offer", clip=other, shown=one)["ok"], "who has seen it may change it"


def test_one_film_is_taken_up(site: Site, mirela: Phone, chiara: Phone) -> None:
    watch(site)
    first = site.look(lambda room: room.queue[0].id)

    def more(room: SupervisionSession) -> None:
        at_work = room.clip
        for owner, code in (("Dao", "P-022"), ("Femi", "P-031")):
            queued_clip(room, owner, code).status = ClipStatus.ACCEPTED
        room.clip = at_work

    site.in_room(more)
    second, third = site.look(lambda room: [clip.id for clip in room.queue[1:]])
    assert mirela.do("queue.take_up", clip=second, shown=first)["ok"]
    assert told(chiara.do("queue.take_up", clip=third, shown=first))
    assert site.look(lambda room: room.clip and room.clip.id) == second


def test_a_rupture_is_described_by_one(site: Site, mirela: Phone, chiara: Phone) -> None:
    site.in_room(described)
    assert mirela.do("rupture.define", shown=1, **WORDS)["ok"]
    assert told(chiara.do("rupture.define", shown=1, **WORDS))
    assert site.look(lambda room: len(room.ruptures)) == 2
    one = rupture_id(site)
    shown = site.look(lambda room: room.ruptures[-1].described_as)
    said = WORDS | {"rupture": one, "shown": shown}
    assert mirela.do("rupture.describe", **said, therapist_side="I hurried.")["ok"]
    assert told(chiara.do("rupture.describe", **said, therapist_side="Nothing."))
    assert site.look(lambda room: room.ruptures[-1].therapist_side) == "I hurried."


def planned(site: Site, mirela: Phone, script: str = TURNS) -> int:
    site.in_room(described)
    site.begin(Phase.EXERCISE)
    assert mirela.do("exercise.plan", rupture=rupture_id(site), script=script, shown="")["ok"]
    return exercise_id(site)


def running(site: Site, mirela: Phone, script: str = TURNS) -> int:
    one = planned(site, mirela, script)
    assert site.phone("Ben").do("exercise.agree", exercise=one)["ok"]
    assert mirela.do("exercise.begin", exercise=one)["ok"]
    return one


def test_one_exercise_is_offered(site: Site, mirela: Phone, chiara: Phone) -> None:
    one = planned(site, mirela)
    second = {"rupture": rupture_id(site), "script": CHAIRS}
    assert told(chiara.do("exercise.plan", **second, shown=""))
    assert exercise_id(site) == one
    assert chiara.do("exercise.plan", **second, shown=one)["ok"]


def test_an_exercise_begins_once_and_is_not_put_aside_by_who_has_not_seen_it_begin(
    site: Site, mirela: Phone, chiara: Phone
) -> None:
    one = planned(site, mirela)
    assert site.phone("Ben").do("exercise.agree", exercise=one)["ok"]
    assert mirela.do("exercise.begin", exercise=one)["ok"]
    began = site.look(lambda room: room.exercises[-1].began_at)
    assert chiara.do("exercise.begin", exercise=one)["ok"]
    assert site.look(lambda room: room.exercises[-1].began_at) == began
    assert told(chiara.do("exercise.end", exercise=one, shown="planned"))
    assert site.look(lambda room: room.exercises[-1].is_running)


def test_an_exercise_is_changed_for_one_other(site: Site, mirela: Phone, chiara: Phone) -> None:
    one = running(site, mirela)
    assert mirela.do("exercise.switch", exercise=one, script=CHAIRS)["ok"]
    second = chiara.do("exercise.switch", exercise=one, script=CHAIRS)
    assert "not under way" in second["words"]
    assert site.look(lambda room: len(room.exercises)) == 2


def test_a_turn_ends_once(site: Site, mirela: Phone, chiara: Phone) -> None:
    one = running(site, mirela)
    slot = site.look(lambda room: next(s.id for s in room.exercises[-1].slots if s.is_current))
    for leader in (mirela, chiara):
        assert leader.do("rotation.finish", exercise=one, slot=slot)["ok"]
    done = site.look(lambda room: sum(s.status == "done" for s in room.exercises[-1].slots))
    assert done == 1


def test_the_order_of_turns_is_changed_by_one(site: Site, mirela: Phone, chiara: Phone) -> None:
    one = running(site, mirela)

    def order(room: SupervisionSession) -> str:
        return rotation.order_of(room.exercises[-1])

    who, last = site.look(lambda room: (person(room, "Aditi").id, room.exercises[-1].slots[-1].id))
    shown = site.look(order)
    assert mirela.do("rotation.add", exercise=one, participant=who, shown=shown)["ok"]
    assert told(chiara.do("rotation.add", exercise=one, participant=who, shown=shown))
    shown = site.look(order)
    assert mirela.do("rotation.move", exercise=one, slot=last, earlier=1, shown=shown)["ok"]
    assert told(chiara.do("rotation.move", exercise=one, slot=last, earlier=1, shown=shown))


def test_the_chairs_change_once(site: Site, mirela: Phone, chiara: Phone) -> None:
    one = running(site, mirela, CHAIRS)
    for leader in (mirela, chiara):
        assert leader.do("two_chair.switch", exercise=one, seat="patient")["ok"]
    assert site.look(lambda room: len(room.exercises[-1].seat_spans)) == 2


def test_a_practice_begins_once(site: Site, mirela: Phone, chiara: Phone) -> None:
    site.begin(Phase.MINDFULNESS_INDUCTION)
    here = phase(site, Phase.MINDFULNESS_INDUCTION)
    assert mirela.do("phase.begin_practice", phase=here)["ok"]
    assert told(chiara.do("phase.begin_practice", phase=here))


def test_the_meeting_is_closed_once(site: Site, mirela: Phone, chiara: Phone) -> None:
    site.begin(Phase.CHECK_IN)
    assert mirela.do("supervision.close")["ok"]
    assert "closed" in chiara.do("supervision.close")["words"]


def test_the_console_says_what_it_shows_wherever_two_could_press(site: Site, mirela: Phone) -> None:
    one = running(site, mirela)
    page = mirela.page("console")
    shown = site.look(lambda room: rotation.order_of(room.exercises[-1]))
    assert f'name="shown" value="{shown}"' in page
    assert 'name="shown" value="running"' in page
    assert mirela.do("exercise.end", exercise=one, shown="running")["ok"]
    assert f'name="shown" value="{one}"' in mirela.page("console")
