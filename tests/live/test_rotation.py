"""Turns and tries at their doors: who may, who sees it, and what leaves no trace."""

from __future__ import annotations

from typing import Any

import pytest

from afttrainer.content.codes import Dimension, Form, RestartFrom
from afttrainer.models import SupervisionSession
from tests.live.after_film import QUOTE, drawn, exercise_id, remembered, rotates, withdrawn
from tests.people import TRAINEES, Phone, Site


@pytest.fixture
def site(site: Site) -> Site:
    """Ben plays the patient; Aditi's turn has begun."""
    rotates(site)
    return site


def now(site: Site) -> dict[str, int]:
    """The numbers of the turn and the try that are under way."""

    def read(room: Any) -> dict[str, int]:
        one = room.exercises[-1]
        attempt = one.attempts[-1]
        return {"exercise": one.id, "slot": attempt.slot_id, "attempt": attempt.id}

    return site.look(read)


def turn(site: Site) -> dict[str, int]:
    here = now(site)
    return {"exercise": here["exercise"], "slot": here["slot"]}


def slot_of(site: Site, name: str) -> dict[str, int]:
    def read(room: Any) -> dict[str, int]:
        one = room.exercises[-1]
        slot = next(s for s in one.slots if s.participant.name == name)
        return {"exercise": one.id, "slot": slot.id}

    return site.look(read)


def attempt(site: Site) -> dict[str, int]:
    here = now(site)
    return {"exercise": here["exercise"], "attempt": here["attempt"]}


def tries(site: Site, who: Phone, ben: Phone, cell: str, effect: int) -> None:
    here = attempt(site)
    assert who.do("attempt.save", **here, words=f"{who.name} speaks", cell=cell)["ok"]
    assert ben.do("attempt.feel", **here, felt_effect=effect)["ok"]
    assert who.do("rotation.finish", **turn(site))["ok"]


def test_the_wall_names_who_tries_now_and_who_is_next(site: Site) -> None:
    wall = drawn(site, "wall")

    assert 'data-scene="rotation"' in wall
    assert wall.index("Aditi") < wall.index("Chiara")
    assert "What do you notice right now" in wall
    assert "Dao" not in wall
    assert "closeness" not in wall


def test_each_phone_says_what_it_has_to(site: Site) -> None:
    assert "Your turn." in drawn(site, "Aditi")
    assert "You are next." in drawn(site, "Chiara")
    assert "still to come" in drawn(site, "Dao")
    assert "While you watch" in drawn(site, "Dao")
    assert "felt_effect" in drawn(site, "Ben")
    for name in ("Mirela", *(n for n in TRAINEES if n != "Ben")):
        assert "felt_effect" not in drawn(site, name)


def test_whoever_plays_the_patient_has_a_first_line_where_the_group_remembers_none(
    site: Site,
) -> None:
    line = "Sure. Whatever you think is best."
    assert line in drawn(site, "Ben")
    assert line in drawn(site, "supervisor"), "with the script, as are its ways to try"
    for other in ("Aditi", "Dao", "wall", "everyone"):
        assert line not in drawn(site, other)

    def remembered(room: SupervisionSession) -> None:
        room.ruptures[0].quote = "No, it is fine."

    site.in_room(remembered)
    assert "No, it is fine." in drawn(site, "Ben")
    assert line not in drawn(site, "Ben")


def test_from_a_withdrawal_on_whoever_plays_has_the_scripts_first_line_again(site: Site) -> None:
    site.in_room(remembered)
    for audience in ("Ben", "everyone"):
        assert QUOTE in drawn(site, audience)
    site.in_room(withdrawn)
    for audience in ("Ben", "Aditi", "wall", "everyone"):
        assert QUOTE not in drawn(site, audience)
    assert "Sure. Whatever you think is best." in drawn(site, "Ben")


def test_a_try_that_was_left_out_stands_before_no_other(site: Site) -> None:
    """Ben said nothing after Aditi: after Chiara he is asked about Chiara, whoever comes now."""
    for name in ("Aditi", "Chiara"):
        assert site.phone(name).do("rotation.finish", **turn(site))["ok"]
    first, second = site.look(lambda r: [a.id for a in r.exercises[-1].attempts][:2])
    html = drawn(site, "Ben")
    assert html.index(f'id="felt-{second}-0"') < html.index(f'id="felt-{first}-0"')
    assert html.index(f'id="felt-{second}-0"') < html.index("The tries before")
    here = {"exercise": exercise_id(site), "attempt": second}
    assert site.phone("Ben").do("attempt.feel", **here, felt_effect=1)["ok"]


def test_seven_turns_six_tries_and_all_six_ways(site: Site) -> None:
    console = site.console()
    phones = {name: site.phone(name) for name in TRAINEES}
    ben, dao = phones["Ben"], phones["Dao"]
    aditi = site.look(lambda r: next(p.id for p in r.participants if p.name == "Aditi"))
    tries(site, phones["Aditi"], ben, "patient_self.observation", -1)
    tries(site, phones["Chiara"], ben, "interpersonal_field.question", 1)
    assert dao.do("rotation.pass", **turn(site))["ok"]
    tries(site, phones["Eszter"], ben, "therapist_self.self_disclosure", -2)
    assert console.do("attempt.save", **attempt(site), restart_from="new_rupture")["ok"]
    one = exercise_id(site)
    assert console.do("rotation.add", exercise=one, participant=aditi)["ok"]
    tries(site, phones["Femi"], ben, "interpersonal_field.observation", 2)
    assert dao.do("rotation.come_back", exercise=one)["ok"]
    tries(site, phones["Aditi"], ben, "patient_self.question", 2)
    tries(site, dao, ben, "therapist_self.question", 1)
    assert console.do("exercise.end", exercise=one)["ok"]

    def read(room: Any) -> tuple[Any, ...]:
        exercise = room.exercises[-1]
        attempts = exercise.attempts
        return (
            len(exercise.slots),
            [a.author.name for a in attempts],
            len({(a.dimension, a.form) for a in attempts}),
            [a.felt_effect for a in attempts],
            attempts[3].restart_from,
        )

    assert site.look(read) == (
        7,
        ["Aditi", "Chiara", "Eszter", "Femi", "Aditi", "Dao"],
        6,
        [-1, 1, -2, 2, 2, 1],
        RestartFrom.NEW_RUPTURE,
    )


def test_what_was_tried_is_called_an_experiment_whoever_tried(site: Site) -> None:
    """C-90: on the screen of the one who tried, a supervisor's too, and whatever came back."""
    framed = "That was an experiment"
    console, ben = site.console(), site.phone("Ben")
    assert framed not in drawn(site, "Aditi")
    tries(site, site.phone("Aditi"), ben, "patient_self.observation", -3)
    assert framed in drawn(site, "Aditi")
    me = site.look(lambda r: next(p.id for p in r.participants if p.name == "Mirela"))
    assert console.do("rotation.add", exercise=exercise_id(site), participant=me)["ok"]
    for name in ("Chiara", "Dao", "Eszter", "Femi"):
        assert site.phone(name).do("rotation.finish", **turn(site))["ok"]
    tries(site, site.phone("Mirela"), ben, "patient_self.question", 1)
    assert framed in drawn(site, "Mirela")
    assert framed not in drawn(site, "Ben")


def test_a_pass_is_on_nobodys_screen_but_as_a_way_back(site: Site) -> None:
    chiara = site.phone("Chiara")
    console = site.console()
    console.heard()
    assert chiara.do("rotation.pass", **slot_of(site, "Chiara"))["ok"]

    assert "Take my turn after all" in drawn(site, "Chiara")
    for audience in ("wall", "everyone", "Aditi", "Dao", "Ben"):
        html = drawn(site, audience)
        assert "Chiara" not in html
        assert "passed" not in html
    board = next(m["html"] for m in console.heard() if m["audience"] == "supervisor")
    turns = board.split("order-h")[2].split("</ol>")[0]
    assert "Chiara" not in turns
    assert "later, if at all" not in board


def test_everyone_passing_is_no_ones_fault(site: Site) -> None:
    for name in ("Aditi", "Chiara", "Dao", "Eszter", "Femi"):
        assert site.phone(name).do("rotation.pass", **slot_of(site, name))["ok"]

    assert "Nobody is trying just now." in drawn(site, "wall")
    assert "Nobody is trying just now." in drawn(site, "everyone")
    drawn(site, "supervisor")
    assert site.phone("Dao").do("rotation.come_back", exercise=exercise_id(site))["ok"]
    assert "Your turn." in drawn(site, "Dao")


def test_nobody_passes_or_ends_anothers_turn(site: Site) -> None:
    here = turn(site)
    chiara = site.phone("Chiara")
    assert "somebody else" in chiara.do("rotation.pass", **here)["words"]
    assert not chiara.do("rotation.finish", **here)["ok"]
    assert site.console().do("rotation.finish", **here)["ok"]
    assert "Your turn." in drawn(site, "Chiara")


def test_two_write_their_parts_of_one_try_and_neither_is_lost(site: Site) -> None:
    here = attempt(site)
    aditi, console, ben = site.phone("Aditi"), site.console(), site.phone("Ben")
    assert aditi.do("attempt.save", **here, words="Your voice went quiet.")["ok"]
    assert console.do("attempt.save", **here, answer="No, it's fine, I'll do it.")["ok"]
    assert console.do("attempt.save", **here, cell="patient_self.observation")["ok"]
    assert ben.do("attempt.save", **here, answer="No, it's fine.")["ok"]

    def read(room: Any) -> tuple[Any, ...]:
        one = room.exercises[-1].attempts[-1]
        return one.words, one.answer, one.dimension, one.form

    assert site.look(read) == (
        "Your voice went quiet.",
        "No, it's fine.",
        Dimension.PATIENT_SELF,
        Form.OBSERVATION,
    )


def test_words_that_arrive_after_the_turn_are_kept_where_they_belong(site: Site) -> None:
    here = attempt(site)
    aditi = site.phone("Aditi")
    aditi.do("rotation.finish", **turn(site))
    assert aditi.do("attempt.save", **here, words="written on the way home")["ok"]

    def read(room: Any) -> list[str]:
        return [a.words for a in room.exercises[-1].attempts]

    assert site.look(read) == ["written on the way home", ""]


def test_who_may_write_and_feel(site: Site) -> None:
    here = attempt(site)
    aditi, chiara, ben = site.phone("Aditi"), site.phone("Chiara"), site.phone("Ben")
    for who in (chiara, ben):
        assert not who.do("attempt.save", **here, words="not mine")["ok"]
        assert not who.do("attempt.save", **here, cell="patient_self.question")["ok"]
    assert "none of the six" in aditi.do("attempt.save", **here, cell="patient_self.joke")["words"]
    no = aditi.do("attempt.save", **here, cell="therapist_self.observation")
    assert "none of the six" in no["words"]
    for who in (aditi, chiara, site.console()):
        assert not who.do("attempt.feel", **here, felt_effect=2)["ok"]
    assert "-3 to 3" in ben.do("attempt.feel", **here, felt_effect=4)["fields"]["felt_effect"][0]
    assert not ben.do("attempt.feel", **here, felt_effect="")["ok"]
    assert site.look(lambda r: r.exercises[-1].attempts[-1].is_empty)


def test_the_closeness_stands_on_the_wall_without_name_or_sum(site: Site) -> None:
    aditi, ben = site.phone("Aditi"), site.phone("Ben")
    tries(site, aditi, ben, "patient_self.observation", -1)
    wall = drawn(site, "wall")

    assert 'cx="-1"' in wall
    assert "Aditi" not in wall
    assert "Chiara" in wall


def test_the_supervisor_orders_the_turns_and_nobody_else(site: Site) -> None:
    console, aditi = site.console(), site.phone("Aditi")
    femi = slot_of(site, "Femi")
    assert console.do("rotation.move", **femi, earlier=1)["ok"]
    board = drawn(site, "supervisor").split("order-h")[2]
    assert board.index("Femi") < board.index("Eszter")
    me = site.look(lambda r: next(p.id for p in r.participants if p.name == "Mirela"))
    assert console.do("rotation.add", exercise=exercise_id(site), participant=me)["ok"]
    assert console.do("rotation.remove", **slot_of(site, "Dao"))["ok"]
    for command in ("rotation.move", "rotation.remove"):
        assert not aditi.do(command, **femi, earlier=1)["ok"]
    assert not aditi.do("rotation.add", exercise=exercise_id(site), participant=me)["ok"]


def test_a_pass_sent_twice_is_one(site: Site) -> None:
    aditi = site.phone("Aditi")
    here = slot_of(site, "Aditi")
    first = aditi.do("rotation.pass", id="the-same-pass", **here)
    assert aditi.do("rotation.pass", id="the-same-pass", **here) == first
    assert aditi.do("rotation.pass", **here)["ok"]
    assert "Your turn." in drawn(site, "Chiara")
