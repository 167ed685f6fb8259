"""Debrief, check-out, ratings, closing, and what is on record: minute 73 on."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import expect

from tests.browser.meeting import PRIVATE_NOTE, Meeting
from tests.browser.screens import Screen

#: No record may tell of a pass, a stop, or a practice that was skipped.
NO_TRACE = ("passed", "taken_later", "takes_slot", "hold", "Paused", "stopped", "skipped", "late")


def they_debrief(play: Meeting) -> None:
    play.moves_on_to("Debrief")
    for who, words in (
        (play.aditi, "I was curious, not correct."),
        (play.ben, "I hear how fast I am."),
        (play.femi, "It went softer when I owned the hurry."),
    ):
        who.writes("What I take with me from today", words)
        who.presses("Save")
        play.mirela.sees(words)
    play.dao.touch(play.dao.page.get_by_text("I would rather only listen"))
    play.wall.sees("3 of 4")
    play.wall.does_not_see("curious")
    play.stage.tell("A line from each who wanted to")


def ben_checks_out(play: Meeting) -> None:
    play.moves_on_to("Presenter's check-out")
    mirela, ben = play.mirela, play.ben
    ben.does_not_see("Then: the case")
    mirela.wants_to_close()
    mirela.sees("Waiting for the check-out of Ben")
    ben.chooses_on("How close do you feel to the group, just now?", "7")
    ben.chooses_on("How much shame was there before you showed the film?", "8")
    ben.chooses_on("And now?", "4")
    ben.writes("What was it like with the others?", "less alone")
    ben.presses("Save")
    ben.sees("Then: the case")
    ben.writes("What do you see in this case now?", "I can say that I hurry him")
    ben.presses("Save", "#step-case-asked")
    ben.sees("Thank you.")
    mirela.sees("less alone")
    play.stage.tell("Ben has left: first the group, then the case")


def they_answer_the_questions(play: Meeting) -> None:
    play.moves_on_to("A few questions")
    for who, number in ((play.aditi, "6"), (play.dao, "4")):
        who.chooses_on("I felt part of this group today.", number)
        who.chooses_on("The supervisor took me as I am.", number)
        who.presses("Save")
        expect(who.button("Save again")).to_be_visible()
    play.stage.tell("Two have answered; nobody is counted")


def mirela_closes(play: Meeting) -> None:
    play.mirela.presses("Close the meeting", ".next-step", sure=True)
    for phone in play.phones:
        phone.is_in("Closed")
    play.wall.sees("Thank you.")
    play.mirela.is_in("Closed")
    play.stage.tell("Closed, when Mirela said so")


def each_finds_their_own_record(play: Meeting) -> None:
    for screen in (play.mirela, play.aditi, play.ben, play.dao, play.femi):
        _opens_the_record(screen)
        told = _as_data(screen)
        page = screen.page.content()
        assert (PRIVATE_NOTE in page) == (screen is play.dao), screen.name
        assert (PRIVATE_NOTE in json.dumps(told)) == (screen is play.dao), screen.name
        assert ("I speed up here" in page) == (screen is play.ben), screen.name
        # The page says itself that nothing of the kind is written down.
        for word in NO_TRACE:
            assert word not in json.dumps(told), f"{word} is in the data for {screen.name}"
        _tells_what_happened(screen, told)
    play.stage.tell("Each has the record that is theirs")


def _opens_the_record(screen: Screen) -> None:
    screen.presses("To the record" if screen.name == "Mirela" else "To the record and my notes")
    screen.sees("Record of the meeting")


def _as_data(screen: Screen) -> dict[str, Any]:
    address = screen.page.get_by_role("button", name="Keep it as data (JSON)").get_attribute("href")
    answer = screen.context.request.get(f"{screen.stage.house.base}{address}")
    assert answer.ok, answer.status
    told: dict[str, Any] = answer.json()
    return told


def _tells_what_happened(screen: Screen, told: dict[str, Any]) -> None:
    for words in (
        "R1",
        "He laughs and leaves",
        "My hurry may have left you alone.",
        "less alone",
        "restless",
    ):
        screen.sees(words)
    clip = told["clips"][0]
    assert clip["presenter"] == "Ben"
    assert clip["introduction"] == "none"
    assert len(clip["rupture_tags"]) == 10
    assert [t["offline_estimate"] for t in clip["rupture_tags"] if t["author"] == "Femi"].count(
        True
    ) == 2
    first = told["rupture_events"][0]
    assert first["alliance_components"] == ["task", "bond"]
    assert [d["participant"] for d in first["dissent"]] == ["Ben"]
    chairs, rotation = told["exercises"]
    assert chairs["seat_seconds"]["self"] > 0
    assert chairs["seat_seconds"]["patient"] > 0
    tries = rotation["metacommunication_attempts"]
    assert [(t["author"], t["dimension"], t["form"], t["felt_effect"]) for t in tries] == [
        ("Aditi", "patient_self", "observation", -1),
        ("Femi", "interpersonal_field", "question", 2),
        ("Dao", "therapist_self", "question", 1),
    ]
    assert [d["author"] for d in told["debriefs"]] == ["Aditi", "Ben", "Femi"]
    assert told["presenter_checkouts"][0]["case_words"] == "I can say that I hurry him"
    own = told["ratings"]["own"]
    assert (own is not None) == (screen.name in ("Aditi", "Dao"))
    assert told["ratings"]["means"] is None
