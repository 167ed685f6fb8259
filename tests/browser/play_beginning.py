"""From the empty site to the check-in: minutes −10 to 14 of the script."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.earlier import has_shown_work_weeks_ago
from tests.browser.long_films import again_and_again
from tests.browser.meeting import (
    CHIARAS,
    FILMS,
    GROUP,
    KEPT_BACK,
    PASSPHRASES,
    STRETCH,
    Meeting,
    words,
)
from tests.scenario import CHECK_INS

CONSENT = "the supervision group may watch it"


def mirela_prepares(play: Meeting) -> None:
    mirela, folder = play.mirela, play.stage.house.folder
    mirela.signs_in()
    mirela.makes_a_group(GROUP)
    mirela.puts_on_the_list(*PASSPHRASES)
    play.stage.tell("Mirela has a group of seven")
    bens = again_and_again(FILMS / "the_polite_patient.mp4", 6, folder / "bens.mp4")
    mirela.begins_a_case(GROUP, "P-014", "Ben")
    mirela.brings_in(bens, "Session 9", CONSENT)
    mirela.chooses_a_stretch(STRETCH, "0:00", "14:20")
    chiaras = again_and_again(FILMS / "the_missed_hour.mp4", 4, folder / "chiaras.mp4")
    mirela.begins_a_case(GROUP, "P-022", "Chiara")
    mirela.brings_in(chiaras, "Session 4", CONSENT)
    mirela.chooses_a_stretch(CHIARAS, "0:00", "9:05")
    mirela.begins_a_case(GROUP, "P-031", "Eszter")
    mirela.brings_in(FILMS / "the_missed_hour.mp4", "Session 3", CONSENT)
    mirela.chooses_a_stretch(KEPT_BACK, "0:10", "1:00")
    mirela.withdraws_the_consent()
    has_shown_work_weeks_ago(play.stage.house, "Ben", 5)
    play.stage.tell("Three films are in; the patient of one has taken the consent back")


def mirela_plans(play: Meeting) -> None:
    mirela = play.mirela
    # A form that wants another entry, and a clip that may not be queued: refused on purpose.
    play.stage.watch.expect("Mirela", "status of 422", "status of 409")
    mirela.plans_a_meeting(GROUP)
    mirela.presses("Change the plan")
    mirela.changes_the_minutes("Arriving", 16)
    expect(mirela.page.locator("[data-sum]")).to_have_text("100")
    mirela.presses("Save the plan", ".actions")
    mirela.sees("The parts come to 100 minutes, the meeting to 90.")
    mirela.changes_the_minutes("Arriving", 6)
    mirela.presses("Save the plan", ".actions")
    mirela.sees("90 minutes in all")
    for clip in (STRETCH, CHIARAS):
        mirela.queues(clip)
        mirela.sees(clip, "#queue")
    mirela.queues(KEPT_BACK)
    mirela.is_refused("there is no consent at present to show it here")
    mirela.does_not_see(KEPT_BACK, "#queue")
    play.stage.tell("The plan has 90 minutes; the film without consent was refused in words")
    mirela.opens_the_room()
    mirela.is_at_the_console()
    play.wall = mirela.opens_the_wall()


def they_join(play: Meeting) -> None:
    code = play.wall.shows_the_code()
    coming = [one for one in play.trainees.values() if one is not play.femi]
    for who in coming:
        who.types_the_code(code.lower())
        who.picks_the_name()
        who.claims_it_with(PASSPHRASES[who.name])
        play.mirela.lets_in(who.name)
        who.is_in_the_room()
    here = ("Mirela", *(one.name for one in coming))
    play.wall.names(*here)
    play.mirela.sees_here(*here)
    play.mirela.sees("5 of 6 trainees are here", ".people")
    play.stage.tell("Five have claimed their names and were let in with a tap")


def dao_comes_back_on_a_remembered_phone(play: Meeting) -> None:
    play.dao.opens("about:blank")
    play.dao.joins(play.wall.page.locator(".wall-code").get_attribute("aria-label") or "")
    play.stage.tell("Dao's phone is remembered: the code alone brings him in")


def they_arrive(play: Meeting) -> None:
    play.moves_on_to("Arriving")
    mirela, wall = play.mirela, play.wall
    wall.shows("prompt")
    expect(wall.page.locator("[data-practice][data-bell~=start][data-bell~=end]")).to_have_count(1)
    before = wall.page.locator("[data-sentence]").inner_text()
    mirela.presses("Ring the bell and begin")
    expect(wall.page.locator("[data-sentence]")).not_to_have_text(before)
    play.aditi.sees(wall.page.locator("[data-sentence]").inner_text())
    play.dao.skips()
    expect(play.ben.page.locator("details.aside")).to_have_attribute("open", "")
    mirela.does_not_see("skip")
    play.stage.tell("The practice runs from its script; Dao sits it out and nobody is told")


def they_check_in(play: Meeting) -> None:
    play.moves_on_to("Check-in")
    for name in ("Aditi", "Ben", "Chiara", "Eszter"):
        _checks_in(play, name)
    play.aditi.says_how_safe(3)
    for one in ("restless", "calm 3", "dread", "yes, I would like to", CHECK_INS["Ben"].progress):
        play.mirela.sees(one, ".board")
    play.wall.sees("4 of 5")
    play.wall.does_not_see("dread")
    for screen in play.screens:
        if screen is not play.aditi:
            expect(screen.page.locator("[data-command='safety.say'] :checked")).to_have_count(0)
    play.stage.tell("The board fills as they write; how safe it feels to Aditi is hers alone")


def femi_joins_in_the_middle(play: Meeting) -> None:
    femi = play.femi
    femi.types_the_code(play.mirela.reads_out_the_code())
    femi.picks_the_name()
    femi.claims_it_with(PASSPHRASES["Femi"])
    play.mirela.lets_in("Femi")
    femi.is_in_the_room()
    femi.is_in("Check-in")
    femi.sees("restless")
    play.wall.sees("4 of 6")
    for screen in play.screens:
        screen.does_not_see("late")
    _checks_in(play, "Femi")
    _checks_in(play, "Dao")
    play.wall.sees("6 of 6")
    play.stage.tell("Femi has landed in the check-in like everybody else")


def _checks_in(play: Meeting, name: str) -> None:
    said = CHECK_INS[name]
    play.trainees[name].checks_in(said.calm, said.word, words(said.wish), said.progress)
