"""Choosing a case, watching, the affect round: minutes 14 to 36 of the script."""

from __future__ import annotations

from playwright.sync_api import expect

from afttrainer.content.codes import Family, Marker
from tests.browser.meeting import CHIARAS, STRETCH, Meeting, words
from tests.scenario import NARRATION, PRIVATE_NOTE, TAGS

PAUSED_BY_BEN = "Somebody has asked for a pause. Only they can say to go on."
#: Where Ben asks for a pause, and where the film ends.
STOPPED_AT_S, ENDS_AT_S = 372, 860


def ben_says_yes(play: Meeting) -> None:
    play.moves_on_to("Choosing a case")
    mirela, ben = play.mirela, play.ben
    mirela.sees("5 weeks since last shown", f".queue-row:has-text('{STRETCH}')")
    mirela.does_not_see("since last shown", f".queue-row:has-text('{CHIARAS}')")
    mirela.offers(STRETCH)
    mirela.sees("waiting for the presenter's yes")
    ben.sees("Would you like to show this?")
    play.aditi.does_not_see("Would you like to show this?")
    play.moves_on_to("Watching")
    mirela.sees("No film is at work.")
    expect(mirela.button("Play")).to_have_count(0)
    play.stage.tell("Before Ben's yes there is nothing to play")
    ben.presses("Yes, show it")
    expect(mirela.button("Play", "[data-film-controls]")).to_be_visible()


def ben_chooses_how(play: Meeting) -> None:
    mirela, ben = play.mirela, play.ben
    mirela.goes_to_part("Choosing a case")
    ben.is_in("Choosing a case")
    chosen = ben.page.get_by_label("straight into the film")
    expect(chosen).to_be_checked()
    ben.page.get_by_label("I would like to write down what comes back to me").check()
    mirela.sees("straight into the film")
    mirela.sees("narration on")
    expect(mirela.page.locator("[data-command='queue.choose']")).to_have_count(0)
    play.moves_on_to("Watching")
    play.stage.tell("No introduction, narration on: chosen by Ben alone")


def they_watch(play: Meeting) -> None:
    play.wall.shows("film")
    play.mirela.plays()
    play.wall.film_runs_past(2)
    play.mirela.pauses()
    play.wall.film_stands()
    play.stage.tell("The film runs on the wall, from its beginning")


def they_mark_until_the_stop(play: Meeting) -> None:
    """What is marked and narrated, each where the script has it in the film."""
    told = {ms // 1000: said for ms, said in NARRATION}
    marked = {tag[1] // 1000: tag for tag in TAGS if tag[1] // 1000 < STOPPED_AT_S}
    for seconds in sorted(told.keys() | marked.keys()):
        _film_is_at(play, seconds)
        if seconds in told:
            play.ben.narrates(told[seconds])
            play.mirela.sees(told[seconds])
        else:
            _marks(play, *marked[seconds])
    play.stage.tell("Eight marks and two lines of narration, each at its place in the film")


def the_marks_are_blind(play: Meeting) -> None:
    play.dao.notes(PRIVATE_NOTE, "only me")
    play.aditi.has_marks("goes silent")
    play.femi.has_marks("talks in the abstract", "says very little")
    play.nobody_holds(PRIVATE_NOTE, play.dao)
    for screen in (play.mirela, play.wall):
        for name in play.trainees:
            shown = screen.page.locator(".strip, .clusters, .moment").filter(has_text=name)
            expect(shown).to_have_count(0)
    expect(play.mirela.page.locator("#now .own-tags")).to_have_count(0)
    expect(play.wall.page.locator(".strip-mark, .own-tags")).to_have_count(0)
    # One number at most; others' marks push nothing to the console, so it comes with its page.
    play.mirela.reloads()
    play.mirela.is_connected()
    play.mirela.sees("8 marks so far", "#now")
    play.stage.tell("Each sees their own marks only; Dao's note is nobody else's")


def ben_stops_the_film(play: Meeting) -> None:
    mirela, wall, ben = play.mirela, play.wall, play.ben
    mirela.goes_to_film_time(STOPPED_AT_S - 2)
    mirela.plays()
    wall.film_runs_past(STOPPED_AT_S)
    ben.stops_everything()
    stood = wall.film_stands()
    for screen in play.screens:
        screen.sees("Paused")
    wall.does_not_see("Ben")
    mirela.sees("Ben has asked for this.")
    mirela.tries_to_play()
    mirela.is_refused(PAUSED_BY_BEN)
    assert wall.film_stands() == stood
    for phone in play.phones:
        if phone is not ben:
            phone.does_not_see("Ben has asked")
    play.stage.tell("Ben's Stop halts every screen, and Mirela's play is refused in words")


def ben_lets_it_go_on(play: Meeting) -> None:
    mirela, wall, ben = play.mirela, play.wall, play.ben
    ben.presses("Stop narrating")
    expect(ben.button("Write down what comes back to me")).to_be_visible()
    for _at, said in NARRATION:
        ben.sees(said)
    expect(ben.page.locator("[data-command='narration.add']")).to_have_count(0)
    stood = wall.film_stands()
    ben.goes_on()
    wall.is_not_paused()
    mirela.no_longer_sees(PAUSED_BY_BEN)
    assert wall.film_stands() == stood
    mirela.plays()
    wall.film_runs_past(stood + 1)
    mirela.pauses()
    play.stage.tell("Only when Ben has lifted it the film goes on, from where it stood")


def eszter_is_out_of_contact(play: Meeting) -> None:
    """Her two marks come in once each, where the film was; the first is sent twice. She goes before
    the first mark after the stop, and comes back after the last."""
    eszter, mirela = play.eszter, play.mirela
    before = eszter.marks.count()
    with eszter.out_of_contact():
        for who, ms, family, marker, intensity in TAGS:
            if ms // 1000 <= STOPPED_AT_S:
                continue
            _film_is_at(play, ms // 1000)
            if who == "Eszter":
                eszter.tags(words(family), words(marker))
            else:
                _marks(play, who, ms, family, marker, intensity)
        eszter.is_told("Kept on this device; goes out when it is back")
        for screen in play.screens:
            if screen is not eszter:
                screen.does_not_see("Kept on this device")
        first = eszter.first_that_waits()
    eszter.is_told("Saved")
    expect(eszter.marks).to_have_count(before + 2)
    again = eszter.sends_again(first)
    assert again["ok"], again
    eszter.reloads()
    eszter.is_connected()
    expect(eszter.marks).to_have_count(before + 2)
    assert (eszter.marked_at(1), eszter.marked_at(0)) == (532, 666)
    eszter.says_how_strong(2, 1)
    eszter.says_how_strong(4, 0)
    mirela.reloads()
    mirela.is_connected()
    mirela.sees("16 marks so far", "#now")
    play.stage.tell("Eszter's two marks came in once, at 8:52 and 11:06 of the film")


def they_watch_to_the_end(play: Meeting) -> None:
    mirela, wall = play.mirela, play.wall
    mirela.goes_to_film_time(ENDS_AT_S - 6)
    mirela.runs_it_at("2")
    mirela.plays()
    wall.film_stands_at(ENDS_AT_S)
    expect(mirela.button("Play", "[data-film-controls]")).to_be_visible()
    mirela.runs_it_at("1")
    play.stage.tell("The film has come to its end")


def they_say_how_it_feels(play: Meeting) -> None:
    play.moves_on_to("How it feels")
    play.wall.sees("What are you feeling?")
    play.aditi.feels("tight", "throat")
    for who, feeling in (
        (play.chiara, "left out"),
        (play.dao, "sleepy"),
        (play.eszter, "cornered"),
    ):
        who.feels(feeling)
        play.mirela.sees(feeling, ".affects")
    play.femi.writes("Something more, if you like", "looks like an avoidant style")
    play.femi.presses("Save", "#affect-form")
    play.femi.sees("Is there a feeling under it, and a place where you feel it?")
    play.mirela.does_not_see("avoidant")
    play.femi.writes("Something more, if you like", "")
    play.femi.feels("want to rescue")
    play.femi.no_longer_sees("Is there a feeling under it")
    play.mirela.sees("tight", ".affects")
    play.dao.sees("want to rescue")
    play.mirela.does_not_see("avoidant")
    play.stage.tell("Feelings first; an idea was asked about once, and gave way to a feeling")


def _film_is_at(play: Meeting, seconds: int) -> None:
    play.mirela.goes_to_film_time(seconds)
    play.wall.film_stands_at(seconds)


def _marks(
    play: Meeting, name: str, ms: int, family: Family, marker: Marker, intensity: int
) -> None:
    """Two taps, and how strong it was."""
    who, seconds = play.who(name), ms // 1000
    who.tags(words(family), words(marker))
    expect(who.marks.first).to_contain_text(f"{seconds // 60}:{seconds % 60:02}")
    expect(who.marks.first).to_contain_text(words(marker))
    who.says_how_strong(intensity)
