"""The presenter's stop while an exercise is under way: nobody else goes on (C-75: S2)."""

from __future__ import annotations

from typing import Any

import pytest

from afttrainer import clock
from afttrainer.content.codes import ClipStatus, ExerciseStatus, Phase, Seat, TurnStatus
from afttrainer.models import SupervisionSession
from tests.live.after_film import clip_id, described, exercise_id, rupture_id
from tests.live.film_room import Wall, played, revision, watch
from tests.people import Phone, Site, person, queued_clip

CHAIRS, TURNS = "two_chair_both_sides", "rotating_first_words"
WORDS = "Only they can say to go on"


@pytest.fixture
def room(site: Site) -> Site:
    site.in_room(described)
    site.begin(Phase.EXERCISE)
    return site


def agreed(site: Site, script: str) -> tuple[Phone, Phone, int]:
    console, ben = site.console(), site.phone("Ben")
    assert console.do("exercise.plan", rupture=rupture_id(site), script=script)["ok"]
    assert ben.do("exercise.agree", exercise=exercise_id(site))["ok"]
    return console, ben, exercise_id(site)


def running(site: Site, script: str) -> tuple[Phone, Phone, int]:
    console, ben, one = agreed(site, script)
    assert console.do("exercise.begin", exercise=one)["ok"]
    return console, ben, one


def refused(ack: dict[str, Any]) -> bool:
    return not ack["ok"] and WORDS in ack["words"]


def turn(site: Site) -> tuple[int, str]:
    """Whose turn it is, and its number."""

    def current(room: SupervisionSession) -> tuple[int, str]:
        slot = next(s for s in room.exercises[-1].slots if s.is_current)
        return slot.id, slot.participant.name

    return site.look(current)


def status(site: Site) -> ExerciseStatus:
    return site.look(lambda room: room.exercises[-1].status)


@pytest.mark.parametrize("script", [CHAIRS, TURNS])
def test_every_screen_says_paused_and_offers_nobody_else_the_next_step(
    room: Site, script: str
) -> None:
    console, ben, _one = running(room, script)
    wall, aditi = Wall(room), room.phone("Aditi")
    assert ben.do("hold.stop")["ok"]
    for page in (wall.page(), console.page("console"), aditi.page(), ben.page()):
        assert "Paused" in page
    for page in (console.page("console"), aditi.page()):
        for command in ("two_chair.switch", "rotation.finish", "rotation.pass", "exercise.switch"):
            assert f'data-command="{command}"' not in page
        assert 'data-command="exercise.prompt"' not in page
    assert "Go on" in ben.page()
    assert ben.do("hold.lift")["ok"]
    assert "Paused" not in wall.page() + console.page("console") + aditi.page()


def test_an_exercise_agreed_to_does_not_begin(room: Site) -> None:
    console, ben, one = agreed(room, CHAIRS)
    ben.do("hold.stop")
    assert refused(console.do("exercise.begin", exercise=one))
    assert status(room) is ExerciseStatus.PLANNED
    ben.do("hold.lift")
    assert console.do("exercise.begin", exercise=one)["ok"]


def test_only_the_presenter_moves_between_the_chairs(room: Site) -> None:
    console, ben, one = running(room, CHAIRS)
    ben.do("hold.stop")
    assert refused(console.do("two_chair.switch", exercise=one, seat="patient"))
    assert refused(console.do("exercise.switch", exercise=one, script=TURNS))
    assert refused(console.do("exercise.prompt", exercise=one, step="my_fear"))
    assert room.look(lambda r: r.exercises[0].seat) is Seat.SELF
    assert ben.do("two_chair.switch", exercise=one, seat="patient")["ok"]


def test_no_turn_ends_and_none_begins_but_words_are_saved(room: Site) -> None:
    console, ben, one = running(room, TURNS)
    slot, who = turn(room)
    trying = room.phone(who)
    ben.do("hold.stop")
    for phone in (console, trying):
        assert refused(phone.do("rotation.finish", exercise=one, slot=slot))
    assert refused(trying.do("rotation.pass", exercise=one, slot=slot))
    assert turn(room) == (slot, who)

    attempt = room.look(lambda r: r.exercises[0].attempts[0].id)
    said = trying.do("attempt.save", exercise=one, attempt=attempt, words="Your voice went quiet.")
    assert said["ok"]
    ben.do("hold.lift")
    assert trying.do("rotation.finish", exercise=one, slot=slot)["ok"]


def test_nobody_is_called_up_by_a_turn_that_is_added(room: Site) -> None:
    console, ben, one = running(room, TURNS)
    aditi = room.look(lambda r: person(r, "Aditi").id)
    while any(room.look(lambda r: [s.is_current for s in r.exercises[0].slots])):
        slot, who = turn(room)
        room.phone(who).do("rotation.pass", exercise=one, slot=slot)
    ben.do("hold.stop")
    assert refused(console.do("rotation.add", exercise=one, participant=aditi))
    assert refused(room.phone("Aditi").do("rotation.come_back", exercise=one))
    assert not any(room.look(lambda r: [s.is_current for s in r.exercises[0].slots]))


def test_a_turn_still_to_come_may_be_let_go_by_all_the_time(room: Site) -> None:
    _console, ben, one = running(room, TURNS)
    current, _who = turn(room)
    coming, who = room.look(
        lambda r: next((s.id, s.participant.name) for s in r.exercises[0].slots if s.is_waiting)
    )
    ben.do("hold.stop")
    assert room.phone(who).do("rotation.pass", exercise=one, slot=coming)["ok"]
    assert turn(room)[0] == current
    found = room.look(lambda r: next(s.status for s in r.exercises[0].slots if s.id == coming))
    assert found is TurnStatus.PASSED


def test_a_step_sent_before_the_stop_and_sent_again_is_answered_and_not_done_again(
    room: Site,
) -> None:
    console, ben, one = running(room, CHAIRS)
    first = console.do("two_chair.switch", id="to-the-patient", exercise=one, seat="patient")
    assert first["ok"]
    console.do("two_chair.switch", exercise=one, seat="self")
    ben.do("hold.stop")
    again = console.do("two_chair.switch", id="to-the-patient", exercise=one, seat="patient")
    assert again == first
    assert room.look(lambda r: r.exercises[0].seat) is Seat.SELF


def test_moving_the_room_on_and_back_lifts_nothing(room: Site) -> None:
    console, ben, one = running(room, CHAIRS)
    ben.do("hold.stop")
    room.begin(Phase.DEBRIEF)
    room.begin(Phase.EXERCISE)
    assert refused(console.do("two_chair.switch", exercise=one, seat="patient"))


def test_the_second_supervisor_is_refused_like_the_first(room: Site) -> None:
    _console, ben, one = running(room, CHAIRS)

    def appoint(room: SupervisionSession) -> None:
        person(room, "Dao").membership.appoint(person(room, "Mirela").membership)

    room.in_room(appoint)
    ben.do("hold.stop")
    dao = room.phone("Dao", "console")
    assert refused(dao.do("two_chair.switch", exercise=one, seat="patient"))
    assert not dao.do("hold.lift")["ok"]


@pytest.mark.parametrize("by", ["Mirela", "Ben"])
def test_a_stop_in_ones_turn_is_over_with_the_exercise_though_its_phone_is_gone(
    room: Site, by: str
) -> None:
    """Whoever tried can be out of contact for good: nobody else could say to go on."""
    console, ben, one = running(room, TURNS)
    trying = room.phone(turn(room)[1])
    assert trying.do("hold.stop")["ok"]
    trying.live.disconnect()
    assert refused(console.do("exercise.switch", exercise=one, script=CHAIRS))
    who, command = (ben, "exercise.leave") if by == "Ben" else (console, "exercise.end")
    assert who.do(command, exercise=one)["ok"]
    assert room.look(lambda r: r.hold is None)
    assert "Paused" not in Wall(room).page() + console.page("console")
    room.begin(Phase.RUPTURE_DEFINITION)
    assert console.do("rupture.replay", rupture=rupture_id(room))["ok"]


def held_by(site: Site) -> str | None:
    return site.look(lambda room: room.hold.wished_by.name if room.hold is not None else None)


def test_the_presenter_stops_over_the_pause_of_whoever_tries(room: Site) -> None:
    """F5: the one whose work it is comes before all others, and takes nobody's pause away."""
    console, ben, one = running(room, TURNS)
    name = turn(room)[1]
    trying = room.phone(name)
    assert trying.do("hold.stop")["ok"]
    assert 'data-command="hold.stop"' in ben.page()
    assert 'data-command="hold.stop"' not in trying.page()
    assert ben.do("hold.stop")["ok"]
    assert held_by(room) == "Ben"
    assert "Leave this film" in console.page("console")
    assert 'data-command="queue.withdraw"' in ben.page(), "all that a presenter can do is at hand"
    assert ben.do("hold.lift")["ok"]
    assert held_by(room) == name, "which was on before, and is theirs to end"
    assert refused(console.do("exercise.switch", exercise=one, script=CHAIRS))
    assert 'data-command="hold.lift"' in trying.page()
    assert trying.do("hold.lift")["ok"]
    assert held_by(room) is None


def test_whoever_tried_may_take_theirs_back_and_the_presenters_stays(room: Site) -> None:
    console, ben, one = running(room, TURNS)
    trying = room.phone(turn(room)[1])
    assert trying.do("hold.stop")["ok"]
    assert ben.do("hold.stop")["ok"]
    assert trying.do("hold.lift")["ok"]
    assert held_by(room) == "Ben"
    assert refused(console.do("exercise.switch", exercise=one, script=CHAIRS))
    assert ben.do("hold.lift")["ok"]
    assert held_by(room) is None


def test_with_the_film_or_the_exercise_gone_neither_pause_stays(room: Site) -> None:
    console, ben, _one = running(room, TURNS)
    assert room.phone(turn(room)[1]).do("hold.stop")["ok"]
    assert ben.do("hold.stop")["ok"]
    assert ben.do("queue.withdraw", clip=clip_id(room))["ok"]
    assert held_by(room) is None
    assert status(room) is ExerciseStatus.ENDED
    assert "Paused" not in console.page("console")


def test_nobody_else_stops_over_a_pause(room: Site) -> None:
    _console, ben, _one = running(room, TURNS)
    assert ben.do("hold.stop")["ok"]
    trying = room.phone(turn(room)[1])
    assert "paused already" in trying.do("hold.stop")["words"]
    assert held_by(room) == "Ben"


def test_a_presenters_stop_outlasts_the_end_of_the_exercise(room: Site) -> None:
    console, ben, one = running(room, TURNS)
    assert ben.do("hold.stop")["ok"]
    assert console.do("exercise.end", exercise=one)["ok"]
    room.begin(Phase.RUPTURE_DEFINITION)
    assert refused(console.do("rupture.replay", rupture=rupture_id(room)))
    assert ben.do("hold.lift")["ok"]


@pytest.mark.parametrize("script", [CHAIRS, TURNS])
def test_leaving_the_film_is_no_way_to_go_on_with_the_exercise(room: Site, script: str) -> None:
    console, ben, one = running(room, script)
    ben.do("hold.stop")
    assert console.do("queue.put_aside", clip=clip_id(room))["ok"]
    assert room.look(lambda r: r.hold is None)
    assert status(room) is ExerciseStatus.ENDED
    assert not console.do("two_chair.switch", exercise=one, seat="patient")["ok"]


def test_nor_does_one_that_was_agreed_to_begin_then(room: Site) -> None:
    console, ben, one = agreed(room, CHAIRS)
    ben.do("hold.stop")
    console.do("queue.put_aside", clip=clip_id(room))
    assert not console.do("exercise.begin", exercise=one)["ok"]
    assert status(room) is ExerciseStatus.WITHDRAWN


def test_the_marks_are_not_shown_while_the_presenter_asks_for_a_pause(site: Site) -> None:
    clip = watch(site)
    console, ben = site.console(), site.phone("Ben")
    console.do("playback.play", revision=revision(site))
    ben.do("hold.stop")
    assert refused(console.do("reveal.show", clip=clip))
    ben.do("hold.lift")
    assert console.do("reveal.show", clip=clip)["ok"]


# --- Two films in one meeting ---------------------------------------------------------------


@pytest.fixture
def two(site: Site) -> Site:
    """Ben's film was watched and described, and the room is at Chiara's by now."""
    site.in_room(described)

    def chiaras(room: SupervisionSession) -> None:
        now, bens = clock.now(), room.clip
        clip = queued_clip(room, "Chiara", "P-022")
        clip.status, clip.accepted_at = ClipStatus.ACCEPTED, now
        # As the room would have come to it.
        room.clip = bens
        clip.take_up(now)

    site.in_room(chiaras)
    return site


def replayed(site: Site) -> tuple[Phone, Phone, Phone]:
    console, ben, chiara = site.console(), site.phone("Ben"), site.phone("Chiara")
    assert console.do("rupture.replay", rupture=rupture_id(site))["ok"]
    return console, ben, chiara


def test_a_presenter_stops_a_moment_of_their_earlier_film(two: Site) -> None:
    console, ben, chiara = replayed(two)
    assert 'data-command="hold.stop"' in ben.page()
    assert ben.do("hold.stop")["ok"]
    assert two.look(lambda room: room.playback and room.playback.playing) is False
    assert not console.do("rupture.replay", rupture=rupture_id(two))["ok"]
    assert not chiara.do("hold.lift")["ok"], "the wish is Ben's"
    assert "paused already" in chiara.do("hold.stop")["words"]
    assert ben.do("hold.lift")["ok"]


def test_a_film_taken_back_while_a_moment_of_it_is_shown_stops_everywhere(two: Site) -> None:
    _console, ben, _chiara = replayed(two)
    wall = Wall(two)
    assert played(ben)[-1]["playing"]
    bens = two.look(lambda room: room.queue[0].id)
    assert ben.do("queue.withdraw", clip=bens)["ok"]
    told = wall.told()[-1]
    assert told["clip"] != bens
    assert not told["playing"]
    assert wall.http.get(f"/supervision/{two.supervision_id}/clips/{bens}/film").status_code == 403


def test_a_consent_withdrawn_while_a_moment_is_shown_stops_it_everywhere(two: Site) -> None:
    replayed(two)
    wall = Wall(two)
    film = two.look(lambda room: room.queue[0].clip.recording_id)
    two.browser("Mirela").post(f"/films/{film}/consent/withdraw")
    assert two.look(lambda room: room.queue[0].status) is ClipStatus.BLOCKED
    assert not wall.told()[-1]["playing"]


def test_anothers_yes_does_not_end_the_pause(site: Site) -> None:
    """While the group is choosing, a yes is taken up at once; not over somebody's stop."""
    watch(site)
    site.begin(Phase.CASE_SELECTION)

    def offer(room: SupervisionSession) -> int:
        bens = room.clip
        clip = queued_clip(room, "Chiara", "P-022")
        clip.status, room.clip = ClipStatus.OFFERED, bens
        assert room.phase is not None
        return clip.position

    site.in_room(offer)
    ben, chiara = site.phone("Ben"), site.phone("Chiara")
    assert ben.do("hold.stop")["ok"]
    chiaras = site.look(lambda room: room.queue[1].id)
    assert chiara.do("queue.accept", clip=chiaras)["ok"]
    assert site.look(lambda room: room.hold is not None and room.clip is room.queue[0])


def test_another_film_of_the_presenters_is_no_way_around_the_stop(site: Site) -> None:
    """Putting aside a clip that was not halted leaves the halt where it is."""
    watch(site)

    def second(room: SupervisionSession) -> None:
        first = room.clip
        clip = queued_clip(room, "Ben", "P-015")
        clip.status, room.clip = ClipStatus.PLAYING, first

    site.in_room(second)
    console, ben = site.console(), site.phone("Ben")
    ben.do("hold.stop")
    other = site.look(lambda room: room.queue[1].id)
    console.do("queue.put_aside", clip=other)
    assert site.look(lambda room: room.hold is not None)


@pytest.mark.parametrize("late", [{"offline": True}, {"at": 180_000}])
def test_a_film_does_not_start_minutes_after_it_was_wished(two: Site, late: dict[str, Any]) -> None:
    """A laptop back in contact sends what was pressed on it; by then the presenter may have stopped
    and gone on."""
    console = two.console()
    clip = two.look(lambda room: room.clip and room.clip.id)
    two.begin(Phase.VIEWING)
    if "at" in late:
        late = {"at": clock.to_ms(clock.now()) - late["at"]}
    for name, body in (
        ("rupture.replay", {"rupture": str(rupture_id(two))}),
        ("reveal.replay", {"clip": str(clip), "start": "0"}),
        ("reveal.show", {"clip": str(clip)}),
    ):
        sent = {"id": f"pressed-before-{name}", "name": name, "body": body, **late}
        ack = console.live.emit("command", sent, callback=True)
        assert "press it once more" in ack["words"]
    assert two.look(lambda room: room.playback and room.playback.playing) is False
    assert not two.look(lambda room: room.clip and room.clip.is_revealed)
    assert console.do("rupture.replay", rupture=rupture_id(two))["ok"]


def test_the_wall_commands_nothing(site: Site) -> None:
    clip = watch(site)
    wall, ben = Wall(site), site.phone("Ben")
    ben.do("hold.stop")
    for name, body in (
        ("hold.lift", {}),
        ("hold.stop", {}),
        ("playback.play", {"revision": str(revision(site))}),
        ("queue.put_aside", {"clip": str(clip)}),
    ):
        sent = {"id": f"from-the-wall-{name}", "name": name, "body": body}
        ack = wall.live.emit("command", sent, callback=True)
        assert not ack["ok"]
        assert "not in this room" in ack["words"]
    wall.reports(clip, revision(site), 5_000, clock.to_ms(clock.now()))
    assert site.look(lambda room: room.hold is not None)
    assert site.look(lambda room: room.playback is None or not room.playback.playing)


def test_of_two_supervisors_who_press_at_once_one_moves_the_exercise(room: Site) -> None:
    console, _ben, one = running(room, TURNS)
    other = room.console()
    slot, _who = turn(room)
    for phone in (console, other):
        assert phone.do("rotation.finish", exercise=one, slot=slot)["ok"]
    assert room.look(lambda r: [s.status for s in r.exercises[0].slots][:2]) == [
        TurnStatus.DONE,
        TurnStatus.CURRENT,
    ]
    assert console.do("exercise.switch", exercise=one, script=CHAIRS)["ok"]
    assert not other.do("exercise.switch", exercise=one, script=CHAIRS)["ok"]
    assert room.look(lambda r: len(r.exercises)) == 2
    here = room.look(lambda r: r.phase_id)
    there, further = room.look(lambda r: (r.phases[-1].id, r.phases[-2].id))
    assert console.do("phase.move", phase=there, shown=here)["ok"]
    assert "moved the room on already" in other.do("phase.move", phase=further, shown=here)["words"]
