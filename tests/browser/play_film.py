"""Choosing a case, watching, the affect round: minutes 14 to 36 of the script."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.meeting import PRIVATE_NOTE, STRETCH, Meeting

PAUSED_BY_BEN = "Somebody has asked for a pause. Only they can say to go on."


def ben_says_yes(play: Meeting) -> None:
    play.moves_on_to("Choosing a case")
    mirela, ben = play.mirela, play.ben
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
    ben.presses("Keep this")
    mirela.sees("straight into the film")
    mirela.sees("narration on")
    expect(mirela.page.locator("[data-command='queue.choose']")).to_have_count(0)
    play.moves_on_to("Watching")
    play.stage.tell("No introduction, narration on: chosen by Ben alone")


def they_watch_and_mark(play: Meeting) -> None:
    mirela, wall = play.mirela, play.wall
    wall.shows("film")
    mirela.plays()
    wall.film_runs_past(2)
    play.femi.tags("withdrawal", "talks in the abstract")
    play.femi.has_marks("talks in the abstract")
    mirela.pauses()
    wall.film_stands()
    play.stage.tell("Femi has marked the running film")
    for seconds, who, marker in (
        (41, play.aditi, "goes silent"),
        (43, play.femi, "says very little"),
        (47, play.dao, "says very little"),
        (50, play.ben, "agrees very quickly"),
    ):
        mirela.goes_to_film_time(seconds)
        wall.film_stands_at(seconds)
        who.tags("withdrawal", marker)
        expect(who.marks.first).to_contain_text(f"0:{seconds}")
        expect(who.marks.first).to_contain_text(marker)
    mirela.goes_to_film_time(44)
    mirela.tags("withdrawal", "says very little")
    mirela.sees("0:44", ".own")
    play.stage.tell("Five more marks, each at its place in the film")


def the_marks_are_blind(play: Meeting) -> None:
    play.dao.notes(PRIVATE_NOTE, "only me")
    play.aditi.has_marks("goes silent")
    play.aditi.holds_nothing_of("data-presence", PRIVATE_NOTE)
    for screen in play.screens:
        if screen is not play.dao:
            screen.holds_nothing_of(PRIVATE_NOTE)
    for screen in (play.mirela, play.wall):
        for name in ("Aditi", "Dao", "Femi", "Ben"):
            shown = screen.page.locator(".strip, .clusters, .moment").filter(has_text=name)
            expect(shown).to_have_count(0)
    expect(play.mirela.page.locator("#now .own-tags")).to_have_count(0)
    expect(play.wall.page.locator(".strip-mark, .own-tags")).to_have_count(0)
    # One number at most; others' marks push nothing to the console, so it comes with its page.
    play.mirela.reloads()
    play.mirela.is_connected()
    play.mirela.sees("6 marks so far", "#now")
    play.stage.tell("Each sees their own marks only; Dao's note is nobody else's")


def ben_stops_the_film(play: Meeting) -> None:
    mirela, wall, ben = play.mirela, play.wall, play.ben
    ben.narrates("I speed up here")
    mirela.sees("I speed up here")
    mirela.plays()
    wall.film_runs_past(45)
    ben.stops_everything()
    stood = wall.film_stands()
    for screen in play.screens:
        screen.sees("Paused")
    wall.does_not_see("Ben")
    mirela.sees("Ben has asked for this.")
    mirela.tries_to_play()
    mirela.is_refused(PAUSED_BY_BEN)
    assert wall.film_stands() == stood
    for phone in (play.aditi, play.dao, play.femi):
        phone.does_not_see("Ben has asked")
    play.stage.tell("Ben's Stop halts every screen, and Mirela's play is refused in words")


def ben_lets_it_go_on(play: Meeting) -> None:
    mirela, wall, ben = play.mirela, play.wall, play.ben
    ben.presses("Stop narrating")
    expect(ben.button("Write down what comes back to me")).to_be_visible()
    ben.sees("I speed up here")
    ben.goes_on()
    wall.is_not_paused()
    mirela.no_longer_sees(PAUSED_BY_BEN)
    wall.film_stands()
    mirela.plays()
    wall.film_runs_past(50)
    play.stage.tell("Only when Ben has lifted it the film goes on")


def femi_is_out_of_contact(play: Meeting) -> None:
    """Two marks made in the dead of the wifi come in once each, where the film was."""
    mirela, wall, femi = play.mirela, play.wall, play.femi
    mirela.goes_to_film_time_while_it_runs(70)
    wall.film_runs_past(70)
    before = wall.film_time()
    with femi.out_of_contact():
        first = wall.film_time()
        femi.tags("withdrawal", "does it, anxiously")
        femi.is_told("Kept on this device; goes out when it is back")
        for screen in (mirela, wall, play.aditi):
            screen.does_not_see("Kept on this device")
        second = wall.film_time()
        femi.tags("confrontation", "unhappy with the therapist")
        after = wall.film_time()
    expect(femi.marks).to_have_count(4)
    femi.is_told("Saved")
    times = femi.marked_at(0), femi.marked_at(1)
    assert before - 1 <= first - 1 <= times[1] <= second + 1, (first, second, times)
    assert second - 1 <= times[0] <= after + 1, (second, after, times)
    femi.reloads()
    expect(femi.marks).to_have_count(4)
    play.stage.tell(f"Femi's two marks came in once, at {times[1]} and {times[0]} s of the film")


def they_watch_to_the_end(play: Meeting) -> None:
    mirela, wall = play.mirela, play.wall
    mirela.pauses()
    for seconds, who, marker in (
        (110, play.aditi, "angry with the therapist"),
        (112, play.dao, "unhappy with the therapist"),
    ):
        mirela.goes_to_film_time(seconds)
        who.tags("confrontation", marker)
        expect(who.marks.first).to_contain_text(f"1:{seconds - 60}")
    mirela.goes_to_film_time(138)
    mirela.runs_it_at("2")
    mirela.plays()
    wall.film_stands_at(144)
    expect(mirela.button("Play", "[data-film-controls]")).to_be_visible()
    play.stage.tell("The film has come to its end")


def they_say_how_it_feels(play: Meeting) -> None:
    play.moves_on_to("How it feels")
    play.wall.sees("What are you feeling?")
    play.aditi.feels("tight", "throat")
    play.femi.writes("Something more, if you like", "looks like an avoidant style")
    play.femi.presses("Save", "#affect-form")
    play.femi.sees("Is there a feeling under it, and a place where you feel it?")
    play.femi.feels("want to rescue", "hands")
    play.femi.no_longer_sees("Is there a feeling under it")
    play.mirela.sees("tight")
    play.dao.sees("want to rescue")
    play.stage.tell("Feelings first; an idea was kept and a feeling asked for")
