"""The record of what happened between them: first marks, second looks, all that was said, no name
where no screen showed one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from afttrainer.content.codes import (
    CycleStep,
    Direction,
    ExerciseType,
    Family,
    Need,
    ResolutionStatus,
    RuptureFace,
    Strategy,
    TherapistReaction,
    Visibility,
)
from afttrainer.interchange.session_json import session_document
from afttrainer.models import CyclePin, Exercise, Participant, Pull, SecondLook, child_rupture
from afttrainer.models.reveal import reveal
from afttrainer.models.rupture_cycle import Circle
from afttrainer.models.rupture_description import Description
from afttrainer.models.rupture_repair import Repair
from afttrainer.models.rupture_sides import Sides
from afttrainer.models.visibility import Reader, reader_for
from tests.models.room import Room, tag
from tests.people import at

OWN = "I want to take him by the shoulders."


@pytest.fixture
def talked(room: Room) -> Room:
    """Ben's film, the moment he saw otherwise looked at again, R1 in full, and its child R2."""
    room.clip.first_played_at = at(17)
    room.tag_all()
    room.session.flush()
    reveal(room.mirela, room.clip.id, at(36))
    late = tag(room.dao, 330_000)
    late.came_after_reveal, late.visibility = True, Visibility.GROUP
    room.clip.tags.append(late)
    look = SecondLook.open(room.mirela, room.clip.id, 322_000, at(37))
    look.say(room.ben, "He takes care of her.", at(37))
    look.see(room.ben, Family.WITHDRAWAL, Direction.AWAY_FROM_OTHER, at(38))
    r1 = room.rupture()
    for who in (room.mirela, room.aditi, room.chiara, room.dao, room.eszter, room.femi):
        r1.see(who)
    r1.see(room.ben, Family.WITHDRAWAL, Direction.TOWARD_OTHER_AWAY_FROM_SELF, "To please me.")
    r1.weigh(room.ben, 4)
    r1.add(room.mirela, Sides(patient_need_sacrificed=Need.AGENCY, therapist_wanted="to look able"))
    r1.add(room.mirela, Circle("nods", "hurried", "pushes", "marked", CycleStep.THERAPIST_FEELS))
    r1.add(room.mirela, Repair(strategy=Strategy.CHANGE_TASK_OR_GOAL, meant="One more task."))
    CyclePin.put(room.dao, r1, CycleStep.THERAPIST_DOES, at(41))
    Pull.say(
        room.chiara,
        r1,
        at(42),
        reaction=TherapistReaction.CONTROL,
        words=OWN,
        visibility=Visibility.PRIVATE,
    )
    child(room, r1.id)
    room.session.flush()
    return room


def child(room: Room, rupture_id: int) -> None:
    room.session.flush()
    exercise = Exercise.plan(room.mirela, rupture_id, ExerciseType.ROTATING_ROLE_PLAY, None)
    room.session.flush()
    exercise.agree(room.ben, at(52))
    exercise.begin(room.mirela, at(52))
    room.session.flush()
    said = Description(family=Family.CONFRONTATION, direction=None)
    child_rupture.open_from(room.mirela, exercise.attempts[0], said, at(60))


def read_by(room: Room, who: Participant | None) -> dict[str, Any]:
    reader = reader_for(who, None) if who else Reader(None, supervises=True)
    return session_document(room.supervision, reader, at(96))


def test_r1_is_there_in_full(talked: Room) -> None:
    r1 = read_by(talked, talked.aditi)["rupture_events"][0]
    assert r1["enactment_cycle"] == {
        "patient_does": "nods",
        "therapist_feels": "hurried",
        "therapist_does": "pushes",
        "patient_feels": "marked",
    }
    assert r1["disembedding"]["step"] == 2
    assert r1["pins"] == [3]
    assert r1["patient"]["need_sacrificed"] == "agency"
    assert r1["patient"]["need_pursued"] == "unsure"
    assert r1["therapist"]["wanted"] == "to look able"
    assert (r1["strategy"], r1["meant_to_patient"]) == ("change_task_or_goal", "One more task.")
    assert (r1["strategy_route"], r1["strategy_level"]) == ("indirect", "surface")
    assert r1["resolution_status"] is None


def test_six_see_it_so_and_bens_view_stays(talked: Room) -> None:
    r1 = read_by(talked, talked.aditi)["rupture_events"][0]
    assert sum(view["agrees"] for view in r1["views"]) == 6
    (ben,) = r1["dissent"]
    assert (ben["participant"], ben["words"], ben["intensity"]) == ("Ben", "To please me.", 4)


def test_a_pull_that_was_not_shared_is_read_by_its_author_alone(talked: Room) -> None:
    for who in (None, talked.mirela, talked.ben, talked.aditi):
        assert OWN not in json.dumps(read_by(talked, who))
    assert OWN in json.dumps(read_by(talked, talked.chiara))


def test_first_and_second_tags_are_both_there_and_a_line_names_nobody(talked: Room) -> None:
    document = read_by(talked, talked.aditi)
    (look,) = document["second_looks"]
    assert look["lines"] == [
        {
            "side": {"family": "withdrawal", "direction": "toward_other_away_from_self"},
            "words": "He takes care of her.",
        }
    ]
    assert look["second_tags"] == [
        {"author": "Ben", "family": "withdrawal", "direction": "away_from_other"}
    ]
    (clip,) = document["clips"]
    first = [t["direction"] for t in clip["rupture_tags"] if t["clip_ms"] == 340_000]
    assert first == ["toward_other_away_from_self"]


def test_the_clusters_are_those_of_the_scenario_whatever_came_later(talked: Room) -> None:
    (clip,) = read_by(talked, talked.aditi)["clips"]
    assert [t["clip_ms"] for t in clip["rupture_tags"] if t["came_after_reveal"]] == [330_000]
    assert clip["clusters"]["gap_ms"] == 10_000
    moments = clip["clusters"]["moments"]
    assert [m["median_ms"] for m in moments] == [195_000, 328_000, 529_500, 663_500]
    assert [m["raters"] for m in moments] == [1, 7, 2, 6]
    assert moments[1]["span_ms"] == 18_000
    assert moments[1]["votes"]["direction"] == {
        "away_from_other": 6,
        "toward_other_away_from_self": 1,
    }


def test_a_rupture_of_the_exercise_names_its_parent_and_its_try(talked: Room) -> None:
    r1, r2 = read_by(talked, talked.aditi)["rupture_events"]
    assert (r1["source"], r1["parent_event"]) == ("clip", None)
    assert (r2["source"], r2["parent_event"], r2["parent_attempt"]) == ("exercise", 1, 1)
    assert (r2["start_ms"], r2["anchor_ms"]) == (None, None)


def test_what_is_open_can_be_told_from_what_is_resolved(talked: Room) -> None:
    r1, r2 = talked.supervision.ruptures
    r1.add(talked.mirela, Repair(resolution_status=ResolutionStatus.RESOLVED))
    assert [r.name for r in talked.supervision.ruptures if r.is_open] == [r2.name]
    assert RuptureFace.REPAIR in r1.further
