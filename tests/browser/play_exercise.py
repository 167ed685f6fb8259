"""Two chairs and rotating role play: minutes 42 to 73 of the script."""

from __future__ import annotations

from playwright.sync_api import expect

from afttrainer.content.cards import PRINCIPLES
from tests.browser.meeting import Meeting, words
from tests.scenario import ADVICE, EXPECTATION, FEAR, TRIES, Try

CHAIRS = "Both sides of the moment"
ROTATION = "First words about us"
HALF_TYPED = "Something moved bet"


def ben_takes_two_chairs(play: Meeting) -> None:
    play.moves_on_to("Exercise")
    mirela, ben, wall = play.mirela, play.ben, play.wall
    mirela.makes_an_exercise("R1", CHAIRS, "Ben")
    expect(mirela.button("Begin", "#now")).to_have_count(0)
    ben.sees("made from R1")
    ben.presses("Yes")
    mirela.presses("Begin", "#now")
    wall.shows("chairs")
    lit = wall.page.locator(".chair[data-lit]")
    expect(lit).to_contain_text("Ben")
    there, back = "To the patient’s chair", "Back to my own chair"
    for button, whose in ((there, "The patient"), (back, "Ben"), (there, "The patient")):
        ben.changes_chairs(button)
        expect(lit).to_contain_text(whose)
    play.chiara.parks(ADVICE)
    ben.unfolds(ben.page.locator("details", has_text="What I fear, what I expect"))
    ben.fears_and_expects(FEAR, EXPECTATION)
    mirela.sees(FEAR)
    ben.changes_chairs(back)
    expect(lit).to_contain_text("Ben")
    play.nobody_holds(ADVICE, play.chiara)
    play.stage.tell("Ben has changed chairs four times; Chiara's advice waits, and nobody knows")


def mirela_switches(play: Meeting) -> None:
    play.mirela.switches_to(ROTATION)
    play.mirela.sees("Waiting for Ben")
    play.ben.presses("Yes")
    play.mirela.presses("Begin", "#now")
    play.wall.shows("rotation")
    play.stage.tell("Ben has had enough of chairs; the exercise has given way to another")


def aditi_tries(play: Meeting) -> None:
    play.wall.sees("Aditi")
    play.chiara.sees("You are next.")
    _speaks(play, TRIES[0])
    for screen in (play.mirela, play.aditi):
        expect(screen.page.locator("[data-command='attempt.feel']")).to_have_count(0)
    _is_felt(play, TRIES[0])
    play.aditi.is_done()
    play.wall.sees("further")
    play.stage.tell("Aditi has tried; how it felt is Ben's alone to say")


def the_house_goes_dark_under_chiara(play: Meeting) -> None:
    """Minute 57 of the script: the server is gone, and nothing is lost."""
    chiara = play.chiara
    chiara.is_trying()
    chiara.unfolds(chiara.page.locator("details", has_text="Write down what you said"))
    said = chiara.page.get_by_label("What was said to the patient").first
    said.fill(HALF_TYPED)
    play.stage.restart_the_house()
    for screen in play.screens:
        screen.is_connected()
    expect(said).to_have_value(HALF_TYPED)
    chiara.is_trying()
    play.wall.shows("rotation")
    play.wall.sees("Chiara")
    play.stage.tell("The server was gone in the middle of it, and nothing is lost")
    play.everybody_reloads()
    _speaks(play, TRIES[1])
    _is_felt(play, TRIES[1])
    chiara.is_done()


def dao_passes(play: Meeting) -> None:
    play.dao.is_trying()
    play.dao.presses("Pass")
    play.eszter.is_trying()
    play.wall.sees("Eszter")
    for screen in play.screens:
        screen.does_not_see("passed")
    play.stage.tell("Dao passes, and it is Eszter's turn")


def eszters_try_makes_a_new_rupture(play: Meeting) -> None:
    mirela, one = play.mirela, TRIES[2]
    _speaks(play, one)
    play.ben.felt(_as_pressed(one.effect))
    mirela.finds_a_new_rupture("confrontation", "R3")
    # With it the two of them are where a rupture begins: nobody has to tap that.
    expect(play.wall.page.locator(".pathway-states [data-lit]")).to_have_text(words(one.state))
    for screen in (mirela, *play.phones):
        screen.sees("R3")
        screen.sees(str(PRINCIPLES["expect_more_ruptures"]))
    play.stage.tell("A try has brought up R3, and that is somewhere to go on from")


def mirela_asks_ben_how_it_is(play: Meeting) -> None:
    mirela, ben = play.mirela, play.ben
    mirela.presses("Let it rest")
    for phone in play.phones:
        phone.sees("A moment of rest")
    ben.says_how_it_is("I am not sure")
    mirela.sees("Ben is not sure just now.")
    for screen in play.screens:
        if screen not in (mirela, ben):
            screen.does_not_see("not sure")
    ben.says_how_it_is("I am all right")
    mirela.no_longer_sees("Ben is not sure just now.")
    mirela.presses("Go on from here")
    play.eszter.is_done()
    play.stage.tell("It rested until Ben was all right; only Mirela knew that he was not")


def they_go_on_from_it(play: Meeting) -> None:
    mirela, femi, aditi, dao = play.mirela, play.femi, play.aditi, play.dao
    femi.is_trying()
    mirela.begins_it("from the new rupture")
    mirela.gives_one_more_turn("Aditi")
    _speaks(play, TRIES[3])
    _is_felt(play, TRIES[3])
    femi.is_done()
    _speaks(play, TRIES[4])
    _is_felt(play, TRIES[4])
    aditi.is_done()
    play.wall.sees("Nobody is trying just now.")
    dao.presses("Take my turn after all")
    _speaks(play, TRIES[5])
    _is_felt(play, TRIES[5])
    dao.is_done()
    play.stage.tell("Femi and Aditi have gone on from it, and Dao has come back to his turn")


def ben_is_himself_again(play: Meeting) -> None:
    mirela, ben = play.mirela, play.ben
    mirela.presses("End the exercise")
    mirela.sees("Ben has not stepped out of the role yet.")
    ben.presses("I am myself again")
    expect(mirela.page.get_by_text("has not stepped out")).to_have_count(0)
    play.stage.tell("Ben has stepped out of the role")


def _speaks(play: Meeting, one: Try) -> None:
    play.trainees[one.who].tries(one.words, one.answer, words(one.dimension), words(one.form))


def _is_felt(play: Meeting, one: Try) -> None:
    """In the patient's chair; and the supervisor taps where the two of them are now."""
    play.ben.felt(_as_pressed(one.effect))
    play.mirela.taps_state(words(one.state))
    if one.wish is not None:
        play.mirela.says_which_it_is(words(one.wish))


def _as_pressed(effect: int) -> str:
    return f"{'−' if effect < 0 else '+'}{abs(effect)}"
