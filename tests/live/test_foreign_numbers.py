"""Every command, sent with the numbers of another group's room: nothing is done there, or told."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from afttrainer.content.codes import Phase
from afttrainer.extensions import db
from afttrainer.live.protocol import COMMANDS
from afttrainer.models import Group, SupervisionSession
from tests.databases import rows_of
from tests.live.after_film import described, elsewhere, exercise_id, rupture_id
from tests.people import Site

#: What a command takes besides numbers, so that nothing but the number is amiss.
REST: dict[str, dict[str, Any]] = {
    "phase.move": {"shown": ""},
    "phase.stretch": {"minutes": 5},
    "phase.choose_script": {"script": "mindfulness_eyes_open"},
    "queue.choose": {"introduction": "full", "narrates": "y"},
    "hold.open_again": {"start": 0},
    "tag.place": {"family": "withdrawal"},
    "tag.mark": {"marker": "minimal_response"},
    "tag.say": {"note": "x", "note_visibility": "group"},
    "tag.show": {"visibility": "group"},
    "state_shift.say": {"from_state": "x"},
    "two_lanes.write": {"said": "x"},
    "felt_sense.say": {"word": "x"},
    "moment.show": {"visibility": "group"},
    "relatedness.sample": {"samples": ["1:1"]},
    "narration.change": {"words": "x"},
    "affect.answer": {"resonance": "same"},
    "advice.park": {"words": "x"},
    "advice.change": {"words": "x"},
    "comment.say": {"clip_ms": 0, "words": "x"},
    "comment.change": {"words": "x"},
    "group_note.change": {"words": "x"},
    "group_word.change": {"words": "x"},
    "reveal.gap": {"seconds": 5},
    "reveal.replay": {"start": 0},
    "rupture.describe": {
        "start": "0:10",
        "anchor": "0:11",
        "end": "0:12",
        "family": "withdrawal",
        "direction": "away_from_other",
    },
    "rupture.differ": {"family": "confrontation", "words": "no"},
    "exercise.plan": {"script": "two_chair_both_sides"},
    "exercise.switch": {"script": "two_chair_both_sides"},
    "exercise.prompt": {"step": ""},
    "two_chair.switch": {"seat": "patient"},
    "two_chair.say": {"fear": "x", "expectation": "y"},
    "rotation.move": {"earlier": "1"},
    "attempt.save": {"words": "not theirs", "cell": "patient_self.question"},
    "attempt.feel": {"felt_effect": 2},
    "pathway.tap": {"state": "avoidance"},
    "try_pin.say": {"what": "withdrawal"},
    "poll.answer": {"option": 0, "fits": "y"},
    "poll.put_away": {"shown": "open"},
}
NUMBERS = {
    "clip",
    "rupture",
    "exercise",
    "slot",
    "attempt",
    "tap",
    "participant",
    "phase",
    "tag",
    "of",
    "line",
    "member",
    "moment",
    "pin",
    "advice",
    "comment",
    "entry",
    "group_word",
    "poll",
}


def fields(name: str) -> set[str]:
    form = COMMANDS[name].form
    return {field for field in dir(form) if field in NUMBERS}


@pytest.fixture
def foreign(site: Site) -> dict[str, Any]:
    """The other room's numbers; ours has as much of everything, described and under way."""
    site.in_room(described)
    found: dict[str, Any] = elsewhere(site)

    def more(room: SupervisionSession) -> dict[str, Any]:
        other = db.session.scalars(
            select(SupervisionSession).where(SupervisionSession.id != room.id)
        ).one()
        return {
            "phase": other.phases[4].id,
            "member": other.group.members[1].id,
            "tag": 1,
            "of": 1,
            "line": 1,
            "moment": 1,
            "pin": 1,
            "advice": 1,
            "comment": 1,
            "entry": 1,
        }

    return found | site.look(more)


def other_rows(site: Site) -> list[object]:
    """All that there is, but for our own room's ledger and counters."""
    own = {"command_record", "revision", "connection", "user", "sign_in_link"}
    return [rows for name, rows in sorted(rows_of(site.app).items()) if name not in own]


def test_every_command_with_a_number_is_tried(site: Site) -> None:
    numbered = {name for name in COMMANDS if fields(name)}
    assert len(numbered) > 25
    assert set(REST) <= numbered


@pytest.mark.parametrize("who", ["Mirela", "Ben", "Aditi"])
def test_another_rooms_numbers_are_as_unknown_as_none(
    site: Site, foreign: dict[str, Any], who: str
) -> None:
    phone = site.phone(who)
    # Our own exercise runs, so that a foreign turn of it is the only thing amiss.
    site.begin(Phase.EXERCISE)
    console, ben = site.console(), site.phone("Ben")
    script = "rotating_first_words"
    assert console.do("exercise.plan", rupture=rupture_id(site), script=script)["ok"]
    assert ben.do("exercise.agree", exercise=exercise_id(site))["ok"]
    assert console.do("exercise.begin", exercise=exercise_id(site))["ok"]
    before = other_rows(site)
    for name in COMMANDS:
        numbers = {field: foreign[field] for field in fields(name)}
        if not numbers:
            continue
        body = REST.get(name, {}) | numbers
        ways = [body]
        if {"slot", "attempt", "participant", "tap"} & set(numbers) and "exercise" in numbers:
            ways.append(body | {"exercise": exercise_id(site)})
        for way in ways:
            ack = phone.do(name, **way)
            assert not ack["ok"], (name, way)
            assert len(ack["words"].split()) > 3, (name, ack)
            for told in ("Tuesday", "Olu", "Ida"):
                assert told not in str(ack), (name, ack)
    assert other_rows(site) == before
    with site.app.app_context():
        assert db.session.scalars(select(Group).where(Group.name == "Tuesday group")).one()
