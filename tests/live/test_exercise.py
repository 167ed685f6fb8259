"""An exercise at its doors: asked on the presenter's own device, and never lost at a change."""

from __future__ import annotations

import pytest

from afttrainer.content.codes import ExerciseStatus, Phase, Seat
from tests.live.after_film import described, drawn, elsewhere, exercise_id, rupture_id
from tests.people import Phone, Site

CHAIRS, TURNS = "two_chair_both_sides", "rotating_first_words"


@pytest.fixture
def room(site: Site) -> Site:
    site.in_room(described)
    site.begin(Phase.EXERCISE)
    return site


def offered(site: Site, script: str = CHAIRS) -> tuple[Phone, Phone, int]:
    console, ben = site.console(), site.phone("Ben")
    ack = console.do("exercise.plan", rupture=rupture_id(site), script=script)
    assert ack["ok"], ack
    return console, ben, exercise_id(site)


def running(site: Site, script: str = CHAIRS) -> tuple[Phone, Phone, int]:
    console, ben, one = offered(site, script)
    assert ben.do("exercise.agree", exercise=one)["ok"]
    assert console.do("exercise.begin", exercise=one)["ok"]
    return console, ben, one


def status(site: Site) -> list[ExerciseStatus]:
    return site.look(lambda room: [e.status for e in room.exercises])


def test_the_shelf_can_be_looked_through_before_anything_is_offered(room: Site) -> None:
    html = drawn(room, "supervisor")

    assert "Both sides of the moment" in html
    assert "First words about us" in html
    assert "You are back in that moment." in html
    assert "Put it on the wall" not in html


def test_without_a_rupture_there_is_nothing_to_make_it_from(site: Site) -> None:
    site.begin(Phase.EXERCISE)
    assert "made from a rupture" in drawn(site, "supervisor")
    ack = site.console().do("exercise.plan", rupture=1, script=CHAIRS)
    assert "describe what happened" in ack["words"]


@pytest.mark.parametrize("script", ["", "no_such_script", "mindfulness_eyes_open"])
def test_only_an_exercise_from_the_shelf_can_be_offered(room: Site, script: str) -> None:
    ack = room.console().do("exercise.plan", rupture=rupture_id(room), script=script)
    assert not ack["ok"]
    assert ack["fields"]["script"]
    assert status(room) == []


def test_the_presenter_is_asked_on_their_own_device_and_nobody_else(room: Site) -> None:
    offered(room)

    assert "Would you like to do this now?" in drawn(room, "Ben")
    for audience in ("Aditi", "Mirela", "everyone", "wall"):
        assert "Would you like" not in drawn(room, audience)
    assert "Waiting for" in drawn(room, "supervisor")
    # The wall does not say whom the room waits for.
    assert "Ben" not in drawn(room, "wall")


def test_nothing_runs_without_the_presenters_yes(room: Site) -> None:
    console, ben, one = offered(room)
    assert "has not agreed" in console.do("exercise.begin", exercise=one)["words"]
    for name in ("Aditi", "Mirela"):
        ack = room.phone(name).do("exercise.agree", exercise=one)
        assert "Only the presenter" in ack["words"]
    assert ben.do("exercise.agree", exercise=one)["ok"]
    assert "Only the supervisor" in ben.do("exercise.begin", exercise=one)["words"]
    assert console.do("exercise.begin", exercise=one)["ok"]
    assert status(room) == [ExerciseStatus.RUNNING]


def test_a_not_now_is_said_softly_and_another_can_be_offered(room: Site) -> None:
    console, ben, one = offered(room)
    assert ben.do("exercise.leave", exercise=one)["ok"]

    html = drawn(room, "supervisor")
    assert "Not this one just now." in html
    assert "Ben" not in html.split("Not this one just now.")[0].split("now-body")[1]
    assert console.do("exercise.plan", rupture=rupture_id(room), script=TURNS)["ok"]


def test_the_lit_chair_and_its_prompt_go_along_with_the_switch(room: Site) -> None:
    console, ben, one = running(room)
    wall = drawn(room, "wall")
    assert 'data-scene="chairs"' in wall
    assert "You are back in that moment." in wall
    assert wall.index("data-lit") < wall.index("The patient")

    assert ben.do("two_chair.switch", exercise=one, seat="patient")["ok"]
    wall = drawn(room, "wall")
    assert "Sit as the patient sat." in wall
    assert wall.index("data-lit") > wall.index("Ben")
    assert console.do("two_chair.switch", exercise=one, seat="self")["ok"]
    assert "What are you afraid will happen" in drawn(room, "wall")
    assert room.look(lambda r: [s.seat for s in r.exercises[0].seat_spans]) == [
        Seat.SELF,
        Seat.PATIENT,
        Seat.SELF,
    ]
    no = room.phone("Aditi").do("two_chair.switch", exercise=one, seat="patient")
    assert not no["ok"]


def test_the_supervisor_may_put_any_step_on_the_wall_until_the_next_switch(room: Site) -> None:
    console, ben, one = running(room)
    assert console.do("exercise.prompt", exercise=one, step="my_fear")["ok"]
    assert "What are you afraid will happen" in drawn(room, "wall")
    ben.do("two_chair.switch", exercise=one, seat="patient")
    assert "Sit as the patient sat." in drawn(room, "wall")
    assert not console.do("exercise.prompt", exercise=one, step="no_such_step")["ok"]
    assert not ben.do("exercise.prompt", exercise=one, step="my_fear")["ok"]


def test_fear_and_expectation_are_the_presenters_to_say(room: Site) -> None:
    console, ben, one = running(room)
    said = {"fear": "he laughs and leaves", "expectation": "he wants me to give up"}
    assert ben.do("two_chair.say", exercise=one, **said)["ok"]
    assert not console.do("two_chair.say", exercise=one, fear="mine", expectation="")["ok"]
    assert "he laughs and leaves" in drawn(room, "supervisor")
    assert "he laughs and leaves" not in drawn(room, "wall")


def test_a_change_keeps_everything_and_asks_anew(room: Site) -> None:
    console, ben, one = running(room)
    ben.do("two_chair.say", exercise=one, fear="he laughs", expectation="")
    ben.do("two_chair.switch", exercise=one, seat="patient")
    ack = console.do("exercise.switch", exercise=one, script=TURNS)
    assert ack["ok"], ack

    assert status(room) == [ExerciseStatus.SWITCHED, ExerciseStatus.PLANNED]
    assert "Would you like to do this now?" in drawn(room, "Ben")
    first = room.look(lambda r: (r.exercises[0].fear, len(r.exercises[0].seat_spans)))
    assert first == ("he laughs", 2)
    assert "not agreed" in console.do("exercise.begin", exercise=exercise_id(room))["words"]


def test_the_presenter_may_stop_at_any_time_and_nobody_is_told_who_did(room: Site) -> None:
    """One button, and then the choice of what it shall be."""
    _console, ben, _one = running(room)
    assert 'data-command="hold.stop"' in drawn(room, "Ben")
    assert 'data-command="hold.stop"' not in drawn(room, "Aditi")
    assert ben.do("hold.stop")["ok"]
    assert "Leave the exercise" in drawn(room, "Ben")
    for who in ("Aditi", "supervisor"):
        assert "Leave the exercise" not in drawn(room, who)
    assert not room.phone("Aditi").do("hold.leave_exercise")["ok"]
    assert ben.do("hold.leave_exercise")["ok"]

    assert room.look(lambda r: r.hold is None)
    assert status(room) == [ExerciseStatus.ENDED]
    assert "stop" not in drawn(room, "wall").split("</main>")[0].lower()


def test_the_role_is_left_before_the_debrief_goes_on(room: Site) -> None:
    console, ben, one = running(room)
    assert "still under way" in ben.do("exercise.step_out", exercise=one)["words"]
    console.do("exercise.end", exercise=one)
    assert "I am myself again" in drawn(room, "Ben")
    room.begin(Phase.DEBRIEF)
    assert "has not stepped out of the role yet" in drawn(room, "supervisor")
    assert "I am myself again" in drawn(room, "Ben")
    assert "I am myself again" not in drawn(room, "Aditi")
    assert not room.phone("Aditi").do("exercise.step_out", exercise=one)["ok"]

    assert ben.do("exercise.step_out", exercise=one)["ok"]
    assert "stepped out" not in drawn(room, "supervisor")
    assert "myself again" not in drawn(room, "Ben")


def test_an_exercise_left_running_is_spoken_of_in_the_next_part(room: Site) -> None:
    running(room)
    room.begin(Phase.DEBRIEF)
    assert "still under way" in drawn(room, "supervisor")
    assert 'data-command="hold.stop"' in drawn(room, "Ben")


def test_another_rooms_numbers_open_nothing_here(room: Site) -> None:
    console, ben, one = running(room, TURNS)
    foreign = elsewhere(room)
    there = foreign["exercise"]
    for screen, command in (
        (console, "exercise.begin"),
        (console, "exercise.end"),
        (console, "exercise.prompt"),
        (ben, "exercise.agree"),
        (ben, "exercise.leave"),
        (ben, "exercise.step_out"),
        (ben, "rotation.come_back"),
    ):
        assert "not one of this meeting" in screen.do(command, exercise=there)["words"]
    assert not console.do("exercise.plan", rupture=foreign["rupture"], script=CHAIRS)["ok"]
    assert not console.do("exercise.switch", exercise=there, script=CHAIRS)["ok"]
    slot = foreign["slot"]
    for command in ("rotation.finish", "rotation.pass"):
        assert "not one of this exercise" in ben.do(command, exercise=one, slot=slot)["words"]
    assert not console.do("rotation.remove", exercise=one, slot=slot)["ok"]
    assert not console.do("rotation.move", exercise=one, slot=slot, earlier=1)["ok"]
    attempt = foreign["attempt"]
    no = ben.do("attempt.feel", exercise=one, attempt=attempt, felt_effect=1)
    assert "not one of this exercise" in no["words"]
    assert not console.do("attempt.save", exercise=one, attempt=attempt, words="hm")["ok"]
    who = foreign["participant"]
    assert "not in the room" in console.do("rotation.add", exercise=one, participant=who)["words"]
