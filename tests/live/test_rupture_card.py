"""What is said further of a rupture, at its doors and on its screens."""

from __future__ import annotations

import re
from typing import Any

import pytest

from afttrainer.content.codes import CELL_OF, Phase, RuptureFace, Strategy
from tests.live.after_film import described, drawn, elsewhere, exercise_id, rupture_id
from tests.people import TRAINEES, Phone, Site

SIDES: dict[str, Any] = {
    "patient_state": "dread",
    "patient_need_pursued": "relatedness",
    "patient_need_sacrificed": "agency",
    "therapist_wanted": "to look capable",
}
CYCLE: dict[str, Any] = {
    "patient_does": "goes quiet",
    "therapist_feels": "hurried",
    "therapist_does": "explains faster",
    "patient_feels": "marked",
}
REPAIR: dict[str, Any] = {
    "strategy": "change_task_or_goal",
    "new_experience": "y",
    "meant": "One more thing to do well.",
    "noticed": "5:31",
    "resolution_status": "partly_resolved",
    "learned": "To wait.",
}
PULL = "I want to take him by the shoulders."


@pytest.fixture
def talking(site: Site) -> Site:
    site.in_room(described)
    return site


def say(site: Site, name: str, **body: Any) -> Any:
    return site.console().do(f"rupture.{name}", rupture=rupture_id(site), **body)


def test_needs_are_asked_with_unsure_and_a_hint_and_nothing_is_filled_in(talking: Site) -> None:
    html = drawn(talking, "supervisor")
    assert "Moving away can be read both ways" in html
    assert talking.look(lambda room: room.ruptures[0].patient_need_pursued) == "unsure"
    assert say(talking, "sides", **SIDES)["ok"]
    rupture = talking.look(lambda room: room.ruptures[0].patient)
    assert (rupture.pursued, rupture.sacrificed) == ("relatedness", "agency")


@pytest.mark.parametrize(
    ("family", "direction", "held_on_to", "gave_up"),
    [
        ("withdrawal", "toward_other_away_from_self", "to be close", "to be one&#39;s own person"),
        ("confrontation", "against_other", "to be one&#39;s own person", "to be close"),
    ],
)
def test_where_a_need_is_suggested_it_is_in_words_and_nothing_is_chosen(
    talking: Site, family: str, direction: str, held_on_to: str, gave_up: str
) -> None:
    """C-16."""
    times = {"start": "5:22", "anchor": "5:28", "end": "5:40"}
    assert say(talking, "describe", **times, family=family, direction=direction)["ok"]
    form = drawn(talking, "supervisor").split('data-command="rupture.sides"')[1]
    form = form.split("</form>")[0]
    assert f"held on “{held_on_to}”, gave up “{gave_up}”. Only if it fits." in form
    chosen = [one for one in re.findall(r"<input [^>]*>", form) if re.search(r"\bchecked\b", one)]
    assert [re.findall(r'value="([^"]*)"', one)[0] for one in chosen] == ["unsure"] * 4
    for side in ("patient", "therapist"):
        kept = talking.look(lambda room, side=side: getattr(room.ruptures[0], side))
        assert (kept.pursued, kept.sacrificed) == ("unsure", "unsure")


def test_what_the_therapist_did_comes_with_what_it_might_have_meant(talking: Site) -> None:
    """C-05: the way and its meaning are asked in one form."""
    form = drawn(talking, "supervisor").split('data-command="rupture.repair"')[1]
    form = form.split("</form>")[0]
    assert 'name="strategy"' in form
    assert 'name="meant"' in form


def test_what_the_therapist_did_is_one_of_two_by_two(talking: Site) -> None:
    """C-19: direct or indirect, on the surface or in depth, as it is read aloud, too."""
    form = drawn(talking, "supervisor").split('data-command="rupture.repair"')[1]
    cells = form.split('two-by-two">')[1].split("</fieldset>")[0].split("<label>")[1:]
    for strategy, cell in zip(Strategy, cells, strict=True):
        assert f'value="{strategy}"' in cell
        places = [str(code) for code in CELL_OF[strategy]]
        said = re.sub(r"<[^>]*>", "", cell.split("<small")[1])
        assert [re.search(rf"\b{one}\b", said) is not None for one in places] == [True, True]
        assert say(talking, "repair", strategy=strategy)["ok"]
        assert talking.look(lambda room: room.ruptures[0].strategy) is strategy


def test_each_side_of_the_card_stands_on_the_wall_as_it_is_said(talking: Site) -> None:
    for name, body, words in (
        ("sides", SIDES, "to look capable"),
        ("cycle", CYCLE, "explains faster"),
        ("repair", REPAIR, "change what we do or aim for"),
    ):
        assert say(talking, name, **body)["ok"], name
        wall = drawn(talking, "wall")
        assert f'data-face="{name}"' in wall
        assert words in wall
        assert words in drawn(talking, "everyone")
    assert talking.console().do("rupture.show", rupture=rupture_id(talking), face="agreed")["ok"]
    assert "data-face" not in drawn(talking, "wall")


def test_both_columns_are_there_the_therapists_first(talking: Site) -> None:
    say(talking, "sides", patient_state="dread", therapist_state="hurry")
    wall = drawn(talking, "wall")
    assert wall.index("hurry") < wall.index("dread")


def test_the_circle_asks_where_one_could_step_out_and_shows_no_name(talking: Site) -> None:
    assert "Where could you step out?" not in drawn(talking, "Dao")
    say(talking, "cycle", **CYCLE)
    wall = drawn(talking, "wall")
    assert "Where could you step out?" in wall
    assert [wall.index(words) for words in CYCLE.values()] == sorted(
        wall.index(words) for words in CYCLE.values()
    )
    dao = talking.phone("Dao")
    assert dao.do("rupture.pin", rupture=rupture_id(talking), step="therapist_feels")["ok"]
    wall = drawn(talking, "wall")
    assert wall.count("●") == 1
    assert not [name for name in TRAINEES if name in wall]
    say(talking, "cycle", **CYCLE, disembedding_step="therapist_feels", disembedding="I hurry.")
    assert "data-out" in drawn(talking, "wall")


def test_of_two_who_say_more_at_once_the_second_is_told(talking: Site) -> None:
    shown = talking.look(lambda room: room.ruptures[0].said_as(RuptureFace.SIDES))
    assert say(talking, "sides", **SIDES, shown=shown)["ok"]
    ack = say(talking, "sides", patient_state="anger", shown=shown)
    assert "Somebody was quicker" in ack["words"]
    assert talking.look(lambda room: room.ruptures[0].patient_state) == "dread"


@pytest.mark.parametrize("command", ["sides", "cycle", "repair", "describe_child"])
def test_only_the_supervisor_says_it_for_the_group(talking: Site, command: str) -> None:
    ack = talking.phone("Ben").do(f"rupture.{command}", rupture=rupture_id(talking))
    assert "Only the supervisor" in ack["words"]


def test_what_does_not_fit_is_answered_at_its_field(talking: Site) -> None:
    for name, field, value in (
        ("repair", "noticed", "3:00"),
        ("repair", "noticed", "half past"),
        ("repair", "strategy", "magic"),
        ("sides", "patient_need_pursued", "love"),
    ):
        ack = say(talking, name, **{field: value})
        assert field in ack["fields"], (name, value)
    assert not say(talking, "sides", patient_state="x" * 201)["ok"]


def test_a_pull_is_on_ones_own_phone_until_one_shares_it(talking: Site) -> None:
    chiara = talking.phone("Chiara")
    body: dict[str, Any] = {"rupture": rupture_id(talking), "reaction": "control", "words": PULL}
    assert chiara.do("rupture.pull", **body, visibility="private")["ok"]
    for audience in ("wall", "everyone", "supervisor", "Ben", "Mirela"):
        assert PULL not in drawn(talking, audience)
    assert PULL in drawn(talking, "Chiara")
    assert chiara.do("rupture.pull", **body, visibility="group")["ok"]
    for audience in ("everyone", "supervisor"):
        assert PULL in drawn(talking, audience)
    assert PULL not in drawn(talking, "wall")


def test_what_it_pulled_from_each_stands_side_by_side(talking: Site) -> None:
    """C-07: all that their authors have shown, and who has shown none is not mentioned."""
    for name, reaction, words, level in (
        ("Chiara", "control", "Enough now!", "group"),
        ("Dao", "distance", "Out of here.", "group"),
        ("Ben", "other", "Mine.", "private"),
    ):
        said = {"rupture": rupture_id(talking), "reaction": reaction, "words": words}
        assert talking.phone(name).do("rupture.pull", **said, visibility=level)["ok"]
    for audience in ("everyone", "supervisor"):
        listed = drawn(talking, audience).split("What it pulled from us")[1].split("</ul>")[0]
        for words in ("Chiara", "I want to take over", "Enough now!", "Dao", "I pull back"):
            assert words in listed
        assert "Ben" not in listed
        assert "Mine." not in drawn(talking, audience)


def chosen_half(site: Site, name: str) -> list[str]:
    """Of the halves offered to them on their phone, those that are chosen."""
    offered = re.findall(r'<input [^>]*name="answers"[^>]*>', drawn(site, name))
    assert len(offered) > 1
    chosen = [one for one in offered if re.search(r"\bchecked\b", one)]
    return [re.findall(r'value="([^"]*)"', one)[0] for one in chosen]


def test_whoever_feels_it_says_what_it_is_the_other_half_of_and_nobody_else(talking: Site) -> None:
    """C-07: an optional pairing, never one by rule."""
    for name, extra in (("Chiara", {"answers": "toward_other_away_from_self"}), ("Dao", {})):
        said = {"rupture": rupture_id(talking), "reaction": "control", "words": name.upper()}
        body = {**said, **extra, "visibility": "group"}
        assert talking.phone(name).do("rupture.pull", **body)["ok"]
    listed = drawn(talking, "everyone").split("What it pulled from us")[1].split("</ul>")[0]
    chiaras, daos = listed.split("</li>")[:2]
    assert "beside “toward the other, away from self”" in chiaras
    assert "beside" not in daos, "nothing is paired for anybody"
    assert chosen_half(talking, "Chiara") == ["toward_other_away_from_self"]
    assert chosen_half(talking, "Dao") == [], "nor is anything chosen beforehand"
    wrong = {"rupture": rupture_id(talking), "answers": "up", "visibility": "group"}
    assert "answers" in talking.phone("Dao").do("rupture.pull", **wrong)["fields"]


def test_what_moves_under_the_direction_is_said_beside_it(talking: Site) -> None:
    """C-13: away from the other is toward being apart and alone."""
    for audience in ("everyone", "supervisor"):
        assert "keeping apart, being alone" in drawn(talking, audience)
    assert "keeping apart" not in drawn(talking, "wall"), "the wall has less room"


def test_neither_side_can_be_left_out_of_the_picture(talking: Site) -> None:
    """C-06: where only the patient's is said, the therapist's place stands open before it."""
    assert say(talking, "sides", patient_state="dread")["ok"]
    for audience in ("wall", "everyone", "supervisor"):
        card = drawn(talking, audience).split("both-sides")[1]
        assert card.index("Therapist") < card.index("Patient") < card.index("dread")
    form = drawn(talking, "supervisor")
    for who in ("therapist", "patient"):
        for what in ("state", "wanted", "need_pursued", "need_sacrificed"):
            assert f'name="{who}_{what}"' in form


def test_how_strong_it_was_is_asked_once_one_has_said_how_one_sees_it(talking: Site) -> None:
    aditi, number = talking.phone("Aditi"), rupture_id(talking)
    assert "How strong was it, to you?" not in drawn(talking, "Aditi")
    assert not aditi.do("rupture.weigh", rupture=number, intensity=3)["ok"]
    assert aditi.do("rupture.see", rupture=number)["ok"]
    asked = drawn(talking, "Aditi")
    assert "How strong was it, to you?" in asked
    against = asked.split(f'id="see-{number}-strength"')[1].split("</p>")[0]
    for anchor in ("1: faint", "3: plain", "5: very strong"):
        assert anchor in against, (
            "a number is held against words, not against somebody else's three"
        )
    assert aditi.do("rupture.weigh", rupture=number, intensity=3)["ok"]
    assert talking.look(lambda room: [v.intensity for v in room.ruptures[0].views]) == [3]
    assert "intensity" in aditi.do("rupture.weigh", rupture=number, intensity=6)["fields"]


def test_a_rupture_of_another_room_is_nobodys_here(talking: Site) -> None:
    foreign = elsewhere(talking)["rupture"]
    console, ben = talking.console(), talking.phone("Ben")
    bodies: tuple[tuple[Phone, str, dict[str, Any]], ...] = (
        (console, "sides", SIDES),
        (console, "cycle", CYCLE),
        (console, "repair", REPAIR),
        (ben, "weigh", {"intensity": 3}),
        (ben, "pin", {"step": "patient_does"}),
        (ben, "pull", {"visibility": "group"}),
    )
    for screen, name, body in bodies:
        ack = screen.do(f"rupture.{name}", rupture=foreign, **body)
        assert "not one of this meeting" in ack["words"], name


def test_a_try_opens_r2_which_is_described_like_any_other(talking: Site) -> None:
    talking.begin(Phase.EXERCISE)
    console, ben = talking.console(), talking.phone("Ben")
    plan: dict[str, Any] = {"rupture": rupture_id(talking), "script": "rotating_first_words"}
    assert console.do("exercise.plan", **plan)["ok"]
    assert ben.do("exercise.agree", exercise=exercise_id(talking))["ok"]
    assert console.do("exercise.begin", exercise=exercise_id(talking))["ok"]
    attempt = talking.look(lambda room: room.exercises[-1].attempts[-1].id)
    body: dict[str, Any] = {
        "exercise": exercise_id(talking),
        "attempt": attempt,
        "family": "confrontation",
    }
    assert not talking.phone("Dao").do("rupture.open", **body)["ok"]
    assert console.do("rupture.open", **body)["ok"]
    for audience in ("supervisor", "everyone", "wall", "Dao", "Ben"):
        assert "fail" not in drawn(talking, audience).lower()
    assert "How do you see R2?" in drawn(talking, "Dao")
    talking.begin(Phase.RUPTURE_DEFINITION)
    html = drawn(talking, "supervisor")
    assert "rupture.describe_child" in html
    assert "Came up in the exercise, at R1" in html
    said: dict[str, Any] = {
        "rupture": rupture_id(talking),
        "family": "confrontation",
        "target": "therapist",
    }
    assert console.do("rupture.describe_child", **said, patient_side="Never when it suits me.")[
        "ok"
    ]
    assert "against: the therapist" in drawn(talking, "wall")
