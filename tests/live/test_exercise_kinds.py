"""Exercises of every kind at their doors: what stands on which screen, and what never does."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from afttrainer import clock
from afttrainer.content.codes import ExerciseStatus, Phase, Principle, Strategy
from afttrainer.interchange.session_json import session_document
from afttrainer.models import SupervisionSession
from afttrainer.models.visibility import reader_for
from tests.live.after_film import (
    QUOTE,
    described,
    drawn,
    exercise_id,
    remembered,
    rupture_id,
    withdrawn,
)
from tests.people import TRAINEES, Phone, Site, person

CHAIRS, TURNS = "two_chair_both_sides", "rotating_first_words"
DYAD, CENTERING = "dyad_sensing_the_contact", "centering_three_minutes"
PARSE, FREE = "parse_one_moment", "free_saying_goodbye"


@pytest.fixture
def room(site: Site) -> Site:
    site.in_room(described)
    site.begin(Phase.EXERCISE)
    return site


def laid_ready(site: Site, script: str, **more: Any) -> tuple[Phone, int]:
    console = site.console()
    ack = console.do("exercise.plan", script=script, **more)
    assert ack["ok"], ack
    return console, exercise_id(site)


def begun(site: Site, script: str, **more: Any) -> tuple[Phone, int]:
    console, one = laid_ready(site, script, **more)
    if script in (CHAIRS, TURNS):
        assert site.phone("Ben").do("exercise.agree", exercise=one)["ok"]
    assert console.do("exercise.begin", exercise=one)["ok"]
    return console, one


def rotation(site: Site) -> tuple[Phone, dict[str, int], dict[str, int]]:
    """Aditi's turn has begun: the console, and the numbers of her turn and of her try."""
    console, one = begun(site, TURNS, rupture=rupture_id(site))

    def read(room: Any) -> tuple[int, int]:
        attempt = room.exercises[-1].attempts[-1]
        return attempt.slot_id, attempt.id

    slot, attempt = site.look(read)
    return console, {"exercise": one, "slot": slot}, {"exercise": one, "attempt": attempt}


# --- Before it begins ------------------------------------------------------------------------


def test_a_script_can_be_looked_through_whole_before_it_is_offered(room: Site) -> None:
    html = drawn(room, "supervisor")
    for words in (
        "What it trains",
        "self-awareness",
        "Who does what",
        "The presenter speaks from both chairs, beginning as: myself.",
        "1:40",
        "Cards for those who watch",
        "Three minutes to come back",
        "The presenter speaks about the patient whom they will soon not see any more.",
        "Silence after a turn",
        "0:20",
    ):
        assert words in html
    assert "Put it on the wall" not in html


@pytest.mark.parametrize("script", [DYAD, CENTERING, PARSE, FREE])
def test_what_all_do_together_asks_for_no_yes_and_may_have_no_rupture(
    site: Site, script: str
) -> None:
    site.begin(Phase.EXERCISE)
    console, one = laid_ready(site, script)
    assert "for all who like" in drawn(site, "supervisor")
    for name in ("Ben", "Aditi"):
        assert "Would you like to do this now?" not in drawn(site, name)
    assert not site.phone("Aditi").do("exercise.begin", exercise=one)["ok"]
    assert console.do("exercise.begin", exercise=one)["ok"]
    assert site.look(lambda r: r.exercises[0].rupture) is None
    for audience in ("wall", "everyone", "supervisor", *TRAINEES, "Mirela"):
        assert drawn(site, audience)
    assert console.do("exercise.end", exercise=one, shown="running")["ok"]
    assert "has not stepped out" not in drawn(site, "supervisor")
    assert "I am myself again" not in drawn(site, "Ben")


def test_who_plays_says_how_hard_it_is_and_only_those_who_lead_hear_of_it(
    room: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    console, one = laid_ready(room, CHAIRS, rupture=rupture_id(room))
    ben = room.phone("Ben")
    assert "distress.say" not in drawn(room, "Ben")
    ben.do("exercise.agree", exercise=one)
    assert ben.do("distress.say", exercise=one, level=4)["ok"]
    assert not room.phone("Aditi").do("distress.say", exercise=one, level=4)["ok"]
    console.do("exercise.begin", exercise=one)
    console.do("exercise.end", exercise=one, shown="running")
    assert "please speak" not in drawn(room, "supervisor").lower()
    assert ben.do("distress.say", exercise=one, level=8)["ok"]
    assert "It is hard for" in drawn(room, "supervisor")
    for audience in ("wall", "everyone", "Aditi"):
        assert "It is hard for" not in drawn(room, audience)
    room.begin(Phase.DEBRIEF)
    assert "It is hard for" in drawn(room, "supervisor")
    # F5: at the close, with people on their feet.
    assert ben.do("presenter_checkout.decline")["ok"]
    assert console.do("supervision.close")["ok"]
    assert "It is hard for" in drawn(room, "supervisor")
    for audience in ("wall", "everyone", "Aditi", "Ben"):
        assert "It is hard for" not in drawn(room, audience)
    # Whoever leads the group months later opens the same console.
    later = clock.now() + timedelta(minutes=61)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert "The meeting is closed, and nothing more" in drawn(room, "supervisor")
    assert "It is hard for" not in drawn(room, "supervisor")


@pytest.mark.parametrize("runs", [False, True])
def test_an_exercise_no_longer_begins_with_the_words_of_a_patient_who_has_withdrawn(
    room: Site, runs: bool
) -> None:
    room.in_room(remembered)
    if runs:
        begun(room, CHAIRS, rupture=rupture_id(room))
    else:
        laid_ready(room, CHAIRS, rupture=rupture_id(room))
    assert QUOTE in drawn(room, "Ben")
    room.in_room(withdrawn)
    for audience in ("Ben", "Aditi", "wall", "everyone"):
        assert QUOTE not in drawn(room, audience)


def test_the_card_of_a_rupture_covers_what_a_patient_said_who_has_withdrawn(room: Site) -> None:
    """And all who had it before them are told, also where another film is at work by now."""

    def of_another_film(room: Any) -> None:
        room.clip = None

    room.in_room(remembered)
    room.begin(Phase.RUPTURE_DEFINITION)
    assert QUOTE in drawn(room, "everyone")
    room.in_room(of_another_film)
    wall, phone = room.look(lambda r: (r.revision_of("wall"), r.revision_of("everyone")))
    room.in_room(withdrawn)
    assert room.look(lambda r: r.revision_of("everyone")) > phone
    assert room.look(lambda r: r.revision_of("wall")) == wall, "it never stood there"
    for audience in ("wall", "everyone", *TRAINEES):
        assert QUOTE not in drawn(room, audience)
    assert "R1" in drawn(room, "everyone")


def test_the_record_on_paper_covers_what_it_says_it_covers(room: Site) -> None:
    """And says what it leaves: how the group came to see the moment."""
    console, one = begun(room, CHAIRS, rupture=rupture_id(room))
    said = {"fear": "That she leaves.", "expectation": "Another yes."}
    assert room.phone("Ben").do("two_chair.say", exercise=one, **said)["ok"]
    assert console.do("exercise.end", exercise=one, shown="running")["ok"]
    room.in_room(remembered)

    def page() -> str:
        return room.phone("Aditi").http.get(f"/supervision/{room.supervision_id}/record").text

    theirs, hint = (QUOTE, *said.values()), "has taken the consent back"
    assert all(words in page() for words in theirs)
    assert hint not in page()
    room.in_room(withdrawn)
    assert not [words for words in theirs if words in page()]
    assert hint in page()
    assert room.look(lambda r: r.ruptures[0].patient_side) in page()


# --- While it runs ------------------------------------------------------------------------


def test_the_moment_once_more_and_differently(room: Site) -> None:
    console, one = begun(room, CHAIRS, rupture=rupture_id(room))
    ben = room.phone("Ben")
    assert "Again, differently" in drawn(room, "Ben")
    assert "Again, differently" not in drawn(room, "Aditi")
    ben.do("two_chair.switch", exercise=one, seat="patient")
    shown = room.look(lambda r: r.exercises[0].seat_spans[-1].id)
    assert ben.do("two_chair.again", exercise=one, shown=shown)["ok"]
    assert console.do("two_chair.again", exercise=one, shown=shown)["ok"]
    assert "The same moment once more." in drawn(room, "wall")
    assert room.look(lambda r: len(r.exercises[0].seat_spans)) == 3
    assert not room.phone("Aditi").do("two_chair.again", exercise=one)["ok"]


def test_it_rests_on_every_screen_and_goes_on(room: Site) -> None:
    console, one = begun(room, CHAIRS, rupture=rupture_id(room))
    assert not room.phone("Ben").do("exercise.rest", exercise=one)["ok"]
    assert console.do("exercise.rest", exercise=one)["ok"]
    for audience in ("wall", "everyone"):
        assert "A moment of rest" in drawn(room, audience)
    assert "two_chair.switch" not in drawn(room, "Ben")
    ack = room.phone("Ben").do("two_chair.switch", exercise=one, seat="patient")
    assert "stands still" in ack["words"]
    assert console.do("exercise.go_on", exercise=one)["ok"]
    assert "A moment of rest" not in drawn(room, "wall")
    assert room.look(lambda r: r.exercises[0].status) is ExerciseStatus.RUNNING


def test_in_pairs_each_phone_says_with_whom_and_whose_turn_it_is(room: Site) -> None:
    _console, one = laid_ready(room, DYAD)
    dao = room.phone("Dao")
    assert "You sit with" in drawn(room, "Dao")
    assert dao.do("dyad.sit_out", exercise=one)["ok"]
    assert "I will sit down with somebody" in drawn(room, "Dao")
    board = drawn(room, "supervisor").split('id="pairs"')[1].split("</ol>")[0]
    assert "Dao" not in board
    assert dao.do("dyad.come_in", exercise=one)["ok"]
    assert not dao.do("dyad.pair_anew", exercise=one)["ok"]
    assert room.console().do("dyad.pair_anew", exercise=one)["ok"]
    assert room.console().do("exercise.begin", exercise=one)["ok"]
    spoken = [drawn(room, name).split("data-sentence")[1].split("</p>")[0] for name in TRAINEES]
    assert sum("You speak." in words for words in spoken) == 3
    assert sum("You listen." in words for words in spoken) == 3
    wall = drawn(room, "wall")
    assert 'data-rings-at="0 90 110 200 220 310 330 420 440"' in wall
    assert not any(name in wall.split("</main>")[0] for name in TRAINEES)


def test_the_clock_leads_through_a_centering_and_rests_with_it(room: Site) -> None:
    console, one = begun(room, CENTERING)
    wall = drawn(room, "wall")
    assert "Stop for a moment" in wall
    assert "data-began" in wall
    assert 'data-rings-at="0 170"' in wall
    console.do("exercise.rest", exercise=one)
    assert "data-began" not in drawn(room, "wall").split("</main>")[0]
    assert not console.do("exercise.prompt", exercise=one, step="no_step")["ok"]


def test_a_moment_taken_apart_is_read_by_its_author_alone(room: Site) -> None:
    console, one = begun(room, PARSE, rupture=rupture_id(room))
    dao = room.phone("Dao")
    secret = "He thinks that I am a machine"
    assert dao.do("parsed_moment.save", exercise=one, thoughts=secret)["ok"]
    assert dao.do("parsed_moment.save", exercise=one, sensations="cold hands")["ok"]
    assert secret in drawn(room, "Dao")
    assert "cold hands" in drawn(room, "Dao")
    others = [n for n in ("Mirela", *TRAINEES) if n != "Dao"]
    for audience in ("wall", "everyone", "supervisor", *others):
        assert secret not in drawn(room, audience)
    assert secret in document(room, "Dao")
    for name in others:
        assert secret not in document(room, name)
    assert "What went through your head?" in drawn(room, "wall")
    assert console.do("exercise.prompt", exercise=one, step="sensations")["ok"]
    assert "What did your body do?" in drawn(room, "wall")


def test_our_own_steps_follow_one_another(room: Site) -> None:
    console, one = begun(room, FREE)
    assert "What ends for you" in drawn(room, "wall")
    assert "On to the next step" in drawn(room, "supervisor")
    console.do("exercise.prompt", exercise=one, step="back")
    assert "On to the next step" not in drawn(room, "supervisor")
    assert "Those who are here now" in drawn(room, "wall")


def document(site: Site, name: str) -> str:
    def read(room: Any) -> str:
        reader = reader_for(person(room, name), None)
        return json.dumps(
            session_document(room, reader, clock.now()), default=str, ensure_ascii=False
        )

    with site.app.test_request_context():
        return site.look(read)


# --- Trying, and watching ---------------------------------------------------------------------


def test_the_console_of_a_role_play_has_what_is_now_first_and_the_rest_folded(room: Site) -> None:
    rotation(room)
    html = drawn(room, "supervisor").split("now-body")[1].split("next-step")[0]
    card, board = html.index("trying-h"), html.index("pathway-board")
    folded = [html.index(f'id="{name}') for name in ("begins-", "write-", "order-", "script-of-")]
    assert [card, board, *folded] == sorted([card, board, *folded])
    for fold in ("begins-", "write-", "order-", "script-of-"):
        tag = html[html.index(f'id="{fold}') :].split(">")[0]
        assert "open" not in tag
    # What is frequent is not in any fold.
    assert html.index("rotation.finish") < html.index("<details")


def test_how_it_is_played_is_told_to_who_plays_and_to_no_wall(room: Site) -> None:
    _console, turn, _try = rotation(room)
    aditi = room.phone("Aditi")
    assert aditi.do("rotation.ask_for", **turn, difficulty="softer")["ok"]
    assert "Aditi asks you to play it: softer" in drawn(room, "Ben")
    assert "softer" in drawn(room, "supervisor")
    for audience in ("wall", "everyone", "Chiara"):
        assert "asks you to play it" not in drawn(room, audience)
    assert not room.phone("Chiara").do("rotation.ask_for", **turn, difficulty="harder")["ok"]
    assert not aditi.do("rotation.ask_for", **turn, difficulty="cruel")["ok"]


def test_a_stop_by_the_one_who_tries_is_a_stop_for_all(room: Site) -> None:
    console, turn, _try = rotation(room)
    aditi = room.phone("Aditi")
    assert "hold.stop" in drawn(room, "Aditi")
    assert "hold.stop" not in drawn(room, "Chiara")
    # It is her stop, but not her work: nobody asks her how it is for her to show it.
    assert "pulse.say" not in drawn(room, "Aditi")
    assert aditi.do("hold.stop")["ok"]
    for audience in ("wall", "everyone"):
        html = drawn(room, audience)
        assert "Paused" in html
        assert "asked for" not in html
    ack = console.do("rotation.finish", **turn)
    assert "asked for a pause" in ack["words"]
    assert not room.phone("Ben").do("hold.lift")["ok"]
    assert aditi.do("hold.lift")["ok"]


def test_an_exercise_stopped_by_somebody_who_is_gone_can_be_ended(room: Site) -> None:
    """Nobody goes on with it, and the meeting does not stand still for good."""
    console, turn, _try = rotation(room)
    ben = room.phone("Ben")
    assert room.phone("Aditi").do("hold.stop")["ok"]
    assert console.do("exercise.end", exercise=turn["exercise"])["ok"]
    assert room.look(lambda r: r.hold) is None
    assert "Paused" not in drawn(room, "wall")
    assert ben.do("exercise.step_out", exercise=turn["exercise"])["ok"]
    # What a presenter has stopped is more than an exercise.
    assert ben.do("hold.stop")["ok"]
    _console, one = laid_ready(room, TURNS, rupture=rupture_id(room))
    assert console.do("exercise.end", exercise=one)["ok"]
    assert room.look(lambda r: r.hold is not None)


def test_a_pause_goes_with_the_member_who_is_removed(room: Site) -> None:
    _console, turn, _try = rotation(room)
    assert room.phone("Aditi").do("hold.stop")["ok"]

    def remove(r: SupervisionSession) -> None:
        person(r, "Aditi").membership.remove(person(r, "Mirela").membership, clock.now())

    room.in_room(remove)
    assert room.look(lambda r: r.hold) is None
    assert room.console().do("rotation.finish", **turn)["ok"]


def test_what_others_saw_is_on_the_screen_of_the_one_who_tried_alone(room: Site) -> None:
    _console, turn, attempt = rotation(room)
    dao, aditi = room.phone("Dao"), room.phone("Aditi")
    heard = "“I may be wrong” went in"
    marks = {Principle.OWN_SUBJECTIVITY_CONTRIBUTION.value: 2, "empathizes": 1}
    said = dao.do("attempt.observe", **attempt, words=heard, seen=["tentative"], **marks)
    assert said["ok"], said
    assert aditi.do("attempt.save", **attempt, words="Your voice went quiet.", meant="A reproach")[
        "ok"
    ]
    assert aditi.do("rotation.finish", **turn)["ok"]

    assert "What others saw in your try" in drawn(room, "Aditi")
    assert heard in drawn(room, "Aditi")
    assert "own my view and my part: clearly" in drawn(room, "Aditi")
    for audience in ("wall", "everyone", "supervisor", "Mirela", "Ben", "Chiara", "Femi"):
        assert heard not in drawn(room, audience)
    assert heard in document(room, "Aditi")
    for name in ("Mirela", "Ben", "Chiara"):
        assert heard not in document(room, name)
    assert not dao.do("attempt.observe", **attempt, empathizes=3)["ok"]
    assert not room.phone("Femi").do("attempt.observe", **attempt)["ok"]


def test_every_try_asks_what_it_might_have_meant_and_takes_one_of_four_ways(room: Site) -> None:
    """C-05, C-19."""
    console, _turn, attempt = rotation(room)
    four = drawn(room, "supervisor").split('class="four"')[1].split("</div>")[0]
    places = ("direct, on the surface", "indirect, on the surface", "direct, in depth")
    for strategy, place in zip(Strategy, (*places, "indirect, in depth"), strict=True):
        assert f">{place}<" in four.split(f'value="{strategy}"')[1].split("</button>")[0]
    assert 'name="meant"' in drawn(room, "Aditi")
    assert 'name="meant"' in drawn(room, "supervisor")
    assert console.do("attempt.save", **attempt, strategy="change_task_or_goal")["ok"]
    assert console.do("attempt.save", **attempt, new_experience=1)["ok"]
    said = room.look(
        lambda r: (r.exercises[0].attempts[0].strategy, r.exercises[0].attempts[0].new_experience)
    )
    assert said == ("change_task_or_goal", True)
    assert console.do("attempt.save", **attempt, strategy="none")["ok"]
    assert room.look(lambda r: r.exercises[0].attempts[0].strategy) is None
    assert "none of the four" in console.do("attempt.save", **attempt, strategy="shout")["words"]
    record = room.browser("Aditi").get(f"/supervision/{room.supervision_id}/record")
    assert "with it a new experience together" in record.get_data(as_text=True)


def test_a_new_rupture_from_a_try_is_a_place_to_go_on_from(room: Site) -> None:
    console, turn, attempt = rotation(room)
    assert console.do("attempt.save", **attempt, words="I lean on you.")["ok"]
    opened = console.do("rupture.open", **attempt, family="confrontation")
    assert opened["ok"], opened
    assert console.do("rotation.finish", **turn)["ok"]
    start = room.look(lambda r: r.exercises[0].attempts[-1].restart_from)
    assert start == "new_rupture"
    for audience in ("everyone", "supervisor"):
        html = drawn(room, audience)
        assert "R2: confrontation" in html
        assert "It is a beginning" in html


def test_a_rupture_opened_at_the_wrong_try_is_taken_back_where_it_was_opened(room: Site) -> None:
    console, _turn, attempt = rotation(room)
    assert console.do("rupture.open", **attempt, family="confrontation")["ok"]
    assert "Take R2 back" in drawn(room, "supervisor")
    assert not room.phone("Aditi").do("rupture.take_back", rupture=rupture_id(room))["ok"]
    assert console.do("rupture.take_back", rupture=rupture_id(room))["ok"]
    assert room.look(lambda r: [one.name for one in r.ruptures]) == ["R1"]
    html = drawn(room, "supervisor")
    assert "Keep it as R2" in html
    assert "R2: confrontation" not in html


def test_no_chairs_time_runs_while_the_exercise_rests(room: Site) -> None:
    console, one = begun(room, CHAIRS, rupture=rupture_id(room))
    assert "data-since" in drawn(room, "supervisor")
    assert console.do("exercise.rest", exercise=one)["ok"]
    assert "data-since" not in drawn(room, "supervisor")
    assert console.do("exercise.go_on", exercise=one)["ok"]
    assert "data-since" in drawn(room, "supervisor")


def test_cards_are_dealt_to_those_who_watch(room: Site) -> None:
    rotation(room)
    dealt = {
        name: drawn(room, name).split('id="watch-card"')[1].split("</p>")[0]
        for name in ("Chiara", "Dao", "Eszter", "Femi")
    }
    assert len(set(dealt.values())) == 4
    for name in ("Aditi", "Ben", "Mirela"):
        assert "watch-card" not in drawn(room, name)


def test_after_the_end_the_wall_leads_back_to_the_room_and_out_of_the_role(room: Site) -> None:
    console, one = begun(room, CHAIRS, rupture=rupture_id(room))
    console.do("exercise.end", exercise=one, shown="running")
    for audience in ("wall", "Ben"):
        html = drawn(room, audience)
        assert "Both feet on the floor." in html
        assert "Say your own name" in html
        assert "data-began" in html
    assert room.phone("Ben").do("exercise.step_out", exercise=one)["ok"]
    assert "Both feet on the floor." not in drawn(room, "wall")


def test_cards_stand_in_the_page_itself(room: Site) -> None:
    """C-62: on every phone and on the console, each model one tap away."""
    aditi = room.browser("Aditi").get(f"/supervision/{room.supervision_id}", follow_redirects=True)
    for html in (aditi.get_data(as_text=True), room.console().page("console")):
        assert html.count('<dl class="ways">') == 5
        outside = html.split('id="cards-at-hand"')[1]
        assert "Has something shifted between us in the last minute?" in outside
        for model in ("withdrawal", "confrontation", "states", "strategies"):
            assert f'<details id="cards-{model}" open>' in outside
        assert "change what we do or aim for (indirect, on the surface)" in outside
        assert "data-audience" not in outside.split('id="cards-strategies"')[0]
