"""Reveal, definition, two chairs, rotating role play: minutes 36 to 73 of the script."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.meeting import PRIVATE_NOTE, Meeting

CHAIRS = "Both sides of the moment"
ROTATION = "First words about us"
TRIES = {
    "Aditi": ("Your voice went quiet. I may have that wrong.", "No, it is fine.", "an observation"),
    "Femi": ("My hurry may have left you alone.", "It hurt.", "a question"),
}


def the_marks_are_shown(play: Meeting) -> None:
    play.moves_on_to("What happened between them")
    mirela, wall = play.mirela, play.wall
    wall.asks("What happened between them?")
    expect(wall.page.locator(".strip-mark")).to_have_count(0)
    mirela.shows_the_marks()
    for screen in play.screens:
        expect(screen.page.locator(".strip").first).to_be_visible()
        expect(screen.page.locator(".strip").first.locator(".strip-mark")).to_have_count(10)
    shown = mirela.moments()
    assert len(shown) == 4, shown
    assert any("0:44" in moment and "5 marks" in moment for moment in shown), shown
    play.dao.sees("0:44")
    for screen in play.screens:
        if screen is not play.dao:
            screen.holds_nothing_of(PRIVATE_NOTE)
    wall.does_not_see("Aditi")
    play.stage.tell("Ten marks in four moments stand on every screen")


def a_moment_is_played_again(play: Meeting) -> None:
    play.mirela.plays_again("1:51")
    play.wall.film_runs_between(105, 110)
    play.wall.film_stands_at(115)
    play.stage.tell(
        "The moment was shown again, from five seconds before it, and stopped by itself"
    )


def they_define_r1(play: Meeting) -> None:
    mirela = play.mirela
    mirela.describes("0:44")
    box = "#new-rupture"
    mirela.chooses("withdrawal", box)
    mirela.chooses("away from the other", box)
    mirela.chooses("what we do", box)
    mirela.chooses("the bond", box)
    mirela.writes("The therapist's side", "Wanted to look capable, and hurried.", box)
    mirela.writes("The patient's side", "Gave up what he wanted to say.", box)
    mirela.presses("Keep it as R1", box)
    play.wall.shows("agreed")
    play.wall.sees("Wanted to look capable")
    for who in (play.aditi, play.dao, play.femi):
        who.sees_it_so()
    play.ben.sees_it_differently(
        "withdrawal", "toward the other, away from self", "I would not call it away."
    )
    for screen in play.screens:
        screen.sees("Ben sees it as toward the other, away from self.")
    mirela.sees("3 see it so, 1 differently")
    play.stage.tell("R1 stands, and Ben's other view of it beside it")


def they_define_r2(play: Meeting) -> None:
    mirela = play.mirela
    mirela.describes("1:51")
    mirela.presses("Keep it as R2", "#new-rupture")
    play.wall.sees("R2")
    play.stage.tell("R2 is kept as the marks have it")


def ben_takes_two_chairs(play: Meeting) -> None:
    play.moves_on_to("Exercise")
    mirela, ben, wall = play.mirela, play.ben, play.wall
    mirela.makes_an_exercise("R1", CHAIRS, "Ben")
    expect(mirela.button("Begin", "#now")).to_have_count(0)
    ben.sees("made from R1")
    ben.presses("Yes")
    mirela.presses("Begin", "#now")
    wall.shows("chairs")
    expect(wall.page.locator(".chair[data-lit]")).to_contain_text("Ben")
    ben.changes_chairs("To the patient’s chair")
    expect(wall.page.locator(".chair[data-lit]")).to_contain_text("The patient")
    ben.changes_chairs("Back to my own chair")
    expect(wall.page.locator(".chair[data-lit]")).to_contain_text("Ben")
    ben.unfolds(ben.page.locator("details", has_text="What I fear, what I expect"))
    ben.fears_and_expects("He laughs and leaves", "He wants me to give up")
    mirela.sees("He laughs and leaves")
    play.stage.tell("Ben has been in both chairs")


def mirela_switches(play: Meeting) -> None:
    play.mirela.switches_to(ROTATION)
    play.mirela.sees("Waiting for Ben")
    play.ben.presses("Yes")
    play.mirela.presses("Begin", "#now")
    play.wall.shows("rotation")
    play.stage.tell("Ben has had enough of chairs; the exercise has given way to another")


def aditi_tries(play: Meeting) -> None:
    words, answer, form = TRIES["Aditi"]
    play.wall.sees("Aditi")
    play.dao.sees("You are next.")
    play.aditi.tries(words, answer, "the patient's experience", form)
    expect(play.mirela.page.locator("[data-command='attempt.feel']")).to_have_count(0)
    expect(play.aditi.page.locator("[data-command='attempt.feel']")).to_have_count(0)
    play.ben.felt("−1")
    play.aditi.is_done()
    play.wall.sees("further")
    play.stage.tell("Aditi has tried; how it felt is Ben's alone to say")


def dao_passes_and_the_house_goes_dark(play: Meeting) -> None:
    play.dao.is_trying()
    play.dao.presses("Pass")
    play.femi.is_trying()
    play.wall.sees("Femi")
    for screen in play.screens:
        screen.does_not_see("passed")
    play.stage.tell("Dao passes, and it is Femi's turn")
    play.femi.unfolds(play.femi.page.locator("details", has_text="Write down what you said"))
    play.femi.page.get_by_label("What was said to the patient").first.fill("Half a sen")
    play.stage.restart_the_house()
    for screen in play.screens:
        screen.is_connected()
    expect(play.femi.page.get_by_label("What was said to the patient").first).to_have_value(
        "Half a sen"
    )
    play.femi.is_trying()
    play.wall.shows("rotation")
    play.wall.sees("Femi")
    play.stage.tell("The server was gone in the middle of it, and nothing is lost")
    play.everybody_reloads()
    play.femi.is_trying()


def femi_and_dao_try(play: Meeting) -> None:
    words, answer, form = TRIES["Femi"]
    play.femi.tries(words, answer, "what is between us", form)
    play.ben.felt("+2")
    play.femi.is_done()
    play.wall.sees("Nobody is trying just now.")
    play.dao.presses("Take my turn after all")
    play.dao.tries(
        "What do you imagine goes on in me?",
        "You are cross.",
        "the therapist's experience",
        "a question",
    )
    play.ben.felt("+1")
    play.dao.is_done()
    play.stage.tell("Femi has tried, and Dao has come back to his turn")


def ben_is_himself_again(play: Meeting) -> None:
    mirela, ben = play.mirela, play.ben
    mirela.presses("End the exercise")
    mirela.sees("Ben has not stepped out of the role yet.")
    ben.presses("I am myself again")
    expect(mirela.page.get_by_text("has not stepped out")).to_have_count(0)
    play.stage.tell("Ben has stepped out of the role")
