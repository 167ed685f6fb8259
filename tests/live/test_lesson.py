"""What the time is for where no part of the plan tells: a tap, seen on the console alone."""

from __future__ import annotations

import json
from typing import Any

from afttrainer.content.codes import Component, Phase
from afttrainer.content.script_fields import MODEL_OF
from afttrainer.content.scripts import Free, ScriptShelf, Step
from tests.live.after_film import drawn
from tests.people import Site


def record_of(site: Site, name: str) -> Any:
    answer = site.browser(name).get(f"/supervision/{site.supervision_id}/record.json")
    return json.loads(answer.get_data(as_text=True))


def test_one_tap_on_the_console_and_back_with_another(site: Site) -> None:
    console = site.console()
    assert "lesson.begin" not in drawn(site, "supervisor"), "before the first part"
    site.begin(Phase.CHECK_IN)
    assert "lesson.begin" in drawn(site, "supervisor")
    assert console.do("lesson.begin", component="process_coding")["ok"]
    html = drawn(site, "supervisor")
    assert "Just now: coding" in html
    assert "lesson.end" in html
    for audience in ("wall", "everyone", "Dao"):
        assert "coding" not in drawn(site, audience)
    assert console.do("lesson.end")["ok"]
    assert "Just now: coding" not in drawn(site, "supervisor")
    assert record_of(site, "Dao")["lessons"][0]["component"] == "process_coding"


def test_while_an_exercise_runs_the_console_says_when_there_is_time_for_it(site: Site) -> None:
    console = site.console()
    site.begin(Phase.EXERCISE)
    assert console.do("exercise.plan", script="parse_one_moment")["ok"]
    one = site.look(lambda room: room.exercises[-1].id)
    assert "lesson.begin" in drawn(site, "supervisor")
    assert console.do("exercise.begin", exercise=one)["ok"]
    html = drawn(site, "supervisor")
    assert "lesson.begin" not in html
    assert "When it rests or is over" in html
    ack = console.do("lesson.begin", component="manual")
    assert "Let it rest or end it first" in ack["words"]
    assert console.do("exercise.rest", exercise=one)["ok"]
    assert "lesson.begin" in drawn(site, "supervisor")
    assert console.do("lesson.begin", component="manual")["ok"]


def test_what_is_none_of_the_three_is_asked_for_again(site: Site) -> None:
    site.begin(Phase.CHECK_IN)
    for component in ("two_chair", "", "shouting"):
        assert not site.console().do("lesson.begin", component=component)["ok"]
    assert site.look(lambda room: room.lessons) == []


def test_a_script_of_the_sites_own_names_what_its_minutes_count_as(site: Site) -> None:
    script = Free(
        key="ours",
        type="free",
        title="Saying it better",
        summary="Learning to metacommunicate.",
        minutes=10,
        skills=("interpersonal_sensitivity",),
        component="metacommunication_teaching",
        steps=(Step(key="one", prompt="Begin."),),
    )
    site.app.extensions["scripts"] = ScriptShelf({"ours": script})
    console = site.console()
    site.begin(Phase.EXERCISE)
    assert console.do("exercise.plan", script="ours")["ok"]
    one = site.look(lambda room: room.exercises[-1].id)
    assert console.do("exercise.begin", exercise=one)["ok"]
    assert console.do("exercise.end", exercise=one, shown="running")["ok"]
    told = record_of(site, "Mirela")
    assert told["exercises"][0]["component"] == "metacommunication_teaching"
    assert told["component_seconds"]["metacommunication_teaching"] > 0
    assert all("component" in model.model_fields for model in MODEL_OF.values())
    assert site.look(lambda room: room.exercises[-1].component) is (
        Component.METACOMMUNICATION_TEACHING
    )
