"""Debrief, check-out, the planned end, ratings and closing: minutes 73 to 95:30 of the script."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.companion import Trainee
from tests.browser.earlier import has_run_for
from tests.browser.meeting import GROUP, Meeting
from tests.scenario import ADVICE, ALLIANCE, COHESION, DEBRIEF

QUESTIONS = (
    "I felt part of this group today.",
    "We could differ and stay together.",
    "I could have shown my own work here today.",
    "What others risked was met with care.",
    "What we did was worth doing for my work.",
    "The supervisor and I wanted the same from today.",
    "I could have said no to the supervisor.",
    "The supervisor took me as I am.",
)
ANSWER_IN_THE_ROOM = ("Aditi", "Ben", "Dao", "Eszter")


def they_debrief(play: Meeting) -> None:
    play.moves_on_to("Debrief")
    for phone in play.phones:
        phone.writes("What I take with me from today", DEBRIEF[phone.name])
        phone.presses("Save")
        play.mirela.sees(DEBRIEF[phone.name])
    play.mirela.sees("The presenter’s check-out needs 7 minutes: go on to it by")
    own = ".own details[id^=aside-]"
    play.mirela.unfolds(play.mirela.page.locator(own))
    play.mirela.writes("What I take with me from today", DEBRIEF["Mirela"], own)
    play.mirela.presses("Save", own)
    play.dao.sees(DEBRIEF["Mirela"])
    play.wall.sees("6 of 6")
    play.wall.does_not_see("curious")
    play.nobody_holds(ADVICE, play.chiara)
    play.stage.tell("A line from each; the advice that Ben did not ask for is still nobody's")


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


def the_planned_end_passes(play: Meeting) -> None:
    """Nothing closes by itself; Mirela asks for six minutes more."""
    mirela = play.mirela
    has_run_for(play.stage.house, GROUP, 91.5)
    play.everybody_reloads()
    mirela.is_in("Presenter's check-out")
    mirela.sees("1 minute past the planned end")
    for screen in (play.wall, *play.phones):
        screen.does_not_see("planned end")
    mirela.lets_it_end_later(5, 1)
    mirela.sees("+6", "#stretch-end")
    mirela.no_longer_sees("past the planned end")
    play.stage.tell("The planned end has passed, and Mirela has given the meeting six minutes")


def chiara_must_go(play: Meeting) -> None:
    play.chiara.opens("about:blank")
    here = play.mirela.page.locator(".person[data-presence=here] .name")
    expect(here.filter(has_text="Chiara")).to_have_count(0)
    play.stage.tell("Chiara has left, and the room goes on")


def they_answer_the_questions(play: Meeting) -> None:
    play.moves_on_to("A few questions")
    for name in ANSWER_IN_THE_ROOM:
        answers(play.trainees[name])
        expect(play.trainees[name].button("Save again")).to_be_visible()
    play.stage.tell("Four have answered; nobody is counted")


def answers(who: Trainee) -> None:
    """All eight lines, in the room or at home."""
    for question, number in zip(QUESTIONS, COHESION[who.name] + ALLIANCE[who.name], strict=True):
        who.chooses_on(question, str(number))
    who.presses("Save")


def mirela_closes(play: Meeting) -> None:
    play.mirela.presses("Close the meeting", ".next-step", sure=True)
    for phone in play.phones:
        phone.is_in("Closed")
    play.wall.sees("Thank you.")
    play.mirela.is_in("Closed")
    play.stage.tell("Closed, when Mirela said so")
