"""Reveal and definition: minutes 36 to 42 of the script."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.meeting import Meeting
from tests.scenario import PRIVATE_NOTE, TAGS

#: The four moments, and how many have marked each.
MOMENTS = (("3:15", 1), ("5:28", 7), ("8:49", 2), ("11:03", 6))


def the_marks_are_shown(play: Meeting) -> None:
    play.moves_on_to("What happened between them")
    mirela, wall = play.mirela, play.wall
    wall.asks("What happened between them?")
    expect(wall.page.locator(".strip-mark")).to_have_count(0)
    mirela.shows_the_marks()
    for screen in play.screens:
        expect(screen.page.locator(".strip").first).to_be_visible()
        expect(screen.page.locator(".strip").first.locator(".strip-mark")).to_have_count(len(TAGS))
    shown = mirela.moments()
    assert len(shown) == len(MOMENTS), shown
    for (at, marks), moment in zip(MOMENTS, shown, strict=True):
        assert at in moment, shown
        assert f"{marks} mark" in moment, shown
    play.dao.sees("5:28")
    play.nobody_holds(PRIVATE_NOTE, play.dao)
    wall.does_not_see("Aditi")
    play.stage.tell("Sixteen marks in four moments stand on every screen")


def a_moment_is_played_again(play: Meeting) -> None:
    play.mirela.plays_again("3:15")
    play.wall.film_runs_between(190, 195)
    play.wall.film_stands_at(198)
    play.stage.tell(
        "The moment was shown again, from five seconds before it, and stopped by itself"
    )


def they_define_r1(play: Meeting) -> None:
    mirela = play.mirela
    mirela.describes("5:28")
    box = "#new-rupture"
    for label, at in (("From", "5:22"), ("Clearest at", "5:28"), ("To", "5:40")):
        expect(mirela.page.locator(box).get_by_label(label, exact=True)).to_have_value(at)
    mirela.chooses("withdrawal", box)
    mirela.chooses("away from the other", box)
    mirela.chooses("what we do", box)
    mirela.chooses("the bond", box)
    mirela.writes("The therapist's side", "Wanted to look capable.", box)
    mirela.writes("The patient's side", "Gave up what he wanted.", box)
    mirela.presses("Keep it as R1", box)
    play.wall.shows("agreed")
    play.wall.sees("Wanted to look capable.")
    play.stage.tell("R1 stands on the wall as the group has put it")


def both_had_a_part_in_it(play: Meeting) -> None:
    mirela = play.mirela
    box = mirela.page.locator(".say-further details", has_text="Both sides: felt, wanted, needed")
    mirela.unfolds(box.first)
    mirela.sees("so “unsure” is a good answer", ".say-further")
    for need in ("patient_need_pursued", "patient_need_sacrificed"):
        expect(box.locator(f"[name={need}]:checked")).to_have_value("unsure")
    box.locator("[name=therapist_wanted]").fill("to look capable")
    for name, need in (("pursued", "relatedness"), ("sacrificed", "agency")):
        chosen = box.locator(f"label:has([name=patient_need_{name}][value={need}])")
        mirela.touch(chosen)
    mirela.presses("Keep both sides")
    play.aditi.unfolds(play.aditi.page.locator("details.face").first)
    play.aditi.sees("to look capable")
    play.stage.tell("What each held on to was said by the group, and never filled in for them")


def each_says_how_they_see_it(play: Meeting) -> None:
    mirela = play.mirela
    for phone in play.phones:
        if phone is not play.ben:
            phone.sees_it_so()
    mirela.presses("I see it so", ".own")
    play.ben.sees_it_differently("withdrawal", "toward the other, away from self")
    for screen in play.screens:
        screen.sees("Ben sees it as toward the other, away from self.")
    mirela.sees("6 see it so, 1 differently")
    play.stage.tell("Six see it so; Ben's other view stands beside it")


def they_define_r2(play: Meeting) -> None:
    mirela, box = play.mirela, "#new-rupture"
    mirela.describes("11:03")
    mirela.chooses("confrontation", box)
    mirela.chooses("the therapist", box)
    mirela.presses("Keep it as R2", box)
    play.wall.sees("R2")
    play.stage.tell("R2 is kept as the marks have it, against the therapist")
