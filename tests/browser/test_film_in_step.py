"""Every screen shows the same film: late, asleep, refused, out of contact or with a wrong clock."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.companion import Trainee
from tests.browser.evening import Evening
from tests.browser.screens import Screen, comes_true
from tests.browser.stage import PHONE, PROJECTOR, Stage
from tests.browser.wall import Wall
from tests.browser.watching import OUT_OF_CONTACT
from tests.network import Network

pytestmark = pytest.mark.browser

WITHIN_MS = 100
VIDEO = 'document.querySelector("#wall-player video, [data-film] video")'
MODULES = """
  const main = document.querySelector("script[src*='room/main.js']").src;
  const clock = await import(new URL("./clock.js", main));
  const state = await import(new URL("../playback/state.js", main));
"""
#: Film time in ms by which a screen is ahead of the room; nothing while it does not run.
AHEAD = f"""async () => {{ {MODULES}
  const video = {VIDEO};
  if (!video || video.paused || video.seeking) return null;
  return video.currentTime * 1000 - state.film().in_ms - state.positionAt(clock.serverNow());
}}"""
#: Written down from the first moment of a page.
WATCHED = """
  window.__seeks = 0; window.__rates = [];
  const create = document.createElement.bind(document);
  const watch = (video) => {
    video.addEventListener("seeking", () => (window.__seeks += 1));
    video.addEventListener("ratechange", () => window.__rates.push(video.playbackRate));
  };
  document.createElement = (tag, ...more) => {
    const made = create(tag, ...more);
    if (tag === "video") watch(made);
    return made;
  };
  addEventListener("DOMContentLoaded", () => document.querySelectorAll("video").forEach(watch));
"""
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1"
)
CLOCK_WRONG_BY_90_S = """
  const now = Date.now.bind(Date);
  Date.now = () => now() + 90_000;
"""
#: What a phone that saves power says to every film that nobody has touched.
REFUSES_UNTIL_TOUCHED = """
  const play = HTMLMediaElement.prototype.play;
  let touched = false;
  addEventListener("click", () => (touched = true), { capture: true });
  HTMLMediaElement.prototype.play = function () {
    if (touched) return play.call(this);
    return Promise.reject(new DOMException("Not without a touch", "NotAllowedError"));
  };
"""


@pytest.fixture
def evening(stage: Stage) -> Evening:
    """Ben's film stands at 0:20, and the phones may have it."""
    evening = Evening(stage)
    ben = evening.comes("Ben")
    evening.begins()
    evening.shows_the_film_of(ben)
    evening.mirela.turns("Phones see the film")
    return evening


def phone(evening: Evening, name: str, *scripts: str, **also: Any) -> Trainee:
    """Somebody's phone that joins now, changed by scripts."""
    trainee = evening.stage.device(Trainee, name, PHONE, **also)
    for script in (WATCHED, *scripts):
        trainee.page.add_init_script(script)
    trainee.follows_the_link()
    trainee.joins(evening.code)
    return trainee


def is_in_step(screen: Screen, within_ms: float = WITHIN_MS) -> None:
    """Now or in a moment; it runs, and is where the room is."""
    comes_true(
        screen.page,
        f"async (most) => {{ const ahead = await ({AHEAD})();"
        " return ahead !== null && Math.abs(ahead) < most; }",
        within_ms,
    )


def picture(page: Page) -> float:
    """Where the film stands on this screen, in ms."""
    page.wait_for_function(f"() => {VIDEO}?.paused && !{VIDEO}.seeking")
    at: float = page.evaluate(f"() => {VIDEO}.currentTime * 1000")
    return at


def stand_at_one_picture(*screens: Screen) -> float:
    """All screens at the very same place, now or in a moment."""
    expected = f"async () => {{ {MODULES} return state.film().position_ms; }}"
    to = screens[0].page.evaluate(expected)
    for screen in screens:
        screen.page.wait_for_function(
            f"to => {VIDEO}.paused && !{VIDEO}.seeking"
            f" && Math.abs({VIDEO}.currentTime * 1000 - to) <= 40",
            arg=to,
        )
    places = [picture(screen.page) for screen in screens]
    assert max(places) - min(places) < 1, places
    return places[0]


def another_wall(evening: Evening, name: str, base: str) -> Wall:
    """One more projector, by an address of its own."""
    page = evening.mirela.page
    room = re.sub(r"/console$", "", page.url)
    answer = page.request.post(
        f"{room}/wall",
        form={"csrf_token": page.locator("meta[name=csrf-token]").get_attribute("content") or ""},
        headers={"Referer": page.url},
        max_redirects=0,
    )
    wall = evening.stage.device(Wall, name, PROJECTOR)
    wall.page.add_init_script(WATCHED)
    wall.page.goto(base + re.sub(r"^https?://[^/]+", "", answer.headers["location"]))
    wall.is_connected()
    return wall


@contextmanager
def wall_by_wifi(evening: Evening) -> Iterator[tuple[Wall, Network]]:
    """A projector whose network can be taken away."""
    evening.wall.page.close()
    with Network(evening.stage.house.port) as network:
        base = network.address(evening.stage.house.base)
        wall = another_wall(evening, "The wall by wifi", base)
        evening.stage.watch.expect(wall.name, *OUT_OF_CONTACT)
        yield wall, network


def test_all_screens_run_together_at_every_speed_and_stand_at_one_picture(
    evening: Evening,
) -> None:
    mirela, wall = evening.mirela, evening.wall
    aditi = phone(evening, "Aditi")
    screens = (wall, mirela, aditi)
    mirela.plays()
    for speed in ("2", "0.5", "1"):
        mirela.runs_it_at(speed)
        for screen in screens:
            screen.page.wait_for_function(
                f"speed => Math.abs({VIDEO}.playbackRate - speed) <= 0.08 * speed + 0.001",
                arg=float(speed),
            )
            is_in_step(screen)
    mirela.pauses()
    first = stand_at_one_picture(*screens)
    mirela.page.keyboard.press("ArrowRight")
    for screen in screens:
        screen.page.wait_for_function(
            f"was => {VIDEO}.currentTime * 1000 > was + 20 && !{VIDEO}.seeking", arg=first
        )
    assert stand_at_one_picture(*screens) - first == pytest.approx(40, abs=1)


def test_a_late_phone_finds_its_place_and_so_does_one_whose_film_was_moved(
    evening: Evening,
) -> None:
    evening.mirela.plays()
    evening.wall.film_runs_past(21)
    aditi = phone(evening, "Aditi")
    is_in_step(aditi)
    aditi.page.evaluate(f"() => {{ {VIDEO}.currentTime -= 5; }}")
    is_in_step(aditi)
    aditi.page.evaluate(f"() => {VIDEO}.pause()")
    is_in_step(aditi)


def test_a_film_that_breaks_off_on_its_way_is_fetched_again(evening: Evening) -> None:
    evening.mirela.plays()
    evening.wall.film_runs_past(21)
    aditi = phone(evening, "Aditi")
    is_in_step(aditi)
    evening.stage.watch.expect("Aditi", "status of 404")
    aditi.page.evaluate(f"() => {{ {VIDEO}.src = '/static/no-film.mp4'; }}")
    aditi.page.wait_for_function(f"() => {VIDEO}.error")
    is_in_step(aditi)


def test_a_phone_that_refuses_to_play_joins_by_one_tap(evening: Evening) -> None:
    evening.mirela.plays()
    evening.wall.film_runs_past(21)
    aditi = phone(evening, "Aditi", REFUSES_UNTIL_TOUCHED)
    join = aditi.button("Tap to join the film")
    expect(join).to_be_visible()
    aditi.touch(join)
    expect(join).to_be_hidden()
    is_in_step(aditi)
    evening.mirela.pauses()
    evening.mirela.plays()
    is_in_step(aditi)
    expect(join).to_be_hidden()


def test_a_mark_on_a_phone_whose_film_stands_is_set_where_the_wall_is(evening: Evening) -> None:
    evening.mirela.plays()
    evening.wall.film_runs_past(21)
    aditi = phone(evening, "Aditi", REFUSES_UNTIL_TOUCHED)
    expect(aditi.button("Tap to join the film")).to_be_visible()
    evening.wall.film_runs_past(picture(aditi.page) / 1000 + 5)
    before = evening.wall.film_time()
    aditi.tags("withdrawal", "goes silent")
    after = evening.wall.film_time()
    expect(aditi.marks).to_have_count(1)
    assert before - 1 <= aditi.marked_at(0) <= after + 1


def test_where_writing_the_rate_stutters_it_is_never_written(evening: Evening) -> None:
    evening.mirela.plays()
    evening.wall.film_runs_past(21)
    aditi = phone(evening, "Aditi", user_agent=SAFARI)
    is_in_step(aditi, 200)
    evening.mirela.runs_it_at("1.5")
    aditi.page.wait_for_function(f"() => {VIDEO}.playbackRate === 1.5")
    is_in_step(aditi, 200)
    assert set(aditi.page.evaluate("() => window.__rates")) <= {1, 1.5}


def test_a_phone_a_minute_and_a_half_wrong_shows_and_marks_the_right_moment(
    evening: Evening,
) -> None:
    evening.mirela.plays()
    evening.wall.film_runs_past(21)
    aditi = phone(evening, "Aditi", CLOCK_WRONG_BY_90_S)
    is_in_step(aditi)
    evening.mirela.turns("Phones see the film")
    expect(aditi.page.locator("[data-film] video")).to_have_count(0)
    before = evening.wall.film_time()
    aditi.tags("withdrawal", "goes silent")
    after = evening.wall.film_time()
    expect(aditi.marks).to_have_count(1)
    assert before - 1 <= aditi.marked_at(0) <= after + 1


def test_a_phone_that_slept_takes_the_time_anew(evening: Evening) -> None:
    """Ten minutes in a pocket: its date went on, and the clock behind it stood still."""
    evening.mirela.plays()
    aditi = phone(evening, "Aditi")
    is_in_step(aditi)
    aditi.page.evaluate(
        """() => {
             const now = performance.now.bind(performance);
             window.__began_anew = 0;
             document.addEventListener("clock", () => (window.__began_anew += 1));
             performance.now = () => now() - 600_000;
           }"""
    )
    aditi.page.wait_for_function("() => window.__began_anew > 0")
    comes_true(
        aditi.page, f"async () => {{ {MODULES} return (clock.clockError() ?? Infinity) < 500; }}"
    )
    # The pictures' own time stamps cannot be moved by a test, so the room's time is compared.
    there = "async () => { " + MODULES + " return clock.serverNow(); }"
    mine, theirs = (screen.page.evaluate(there) for screen in (aditi, evening.mirela))
    assert abs(theirs - mine) < 5_000


def test_twenty_places_in_two_seconds_end_at_the_last(evening: Evening) -> None:
    mirela = evening.mirela
    aditi = phone(evening, "Aditi")
    projector = another_wall(evening, "The second wall", evening.stage.house.base)
    mirela.plays()
    is_in_step(aditi)
    before = {one.name: one.page.evaluate("() => window.__seeks") for one in (aditi, projector)}
    mirela.page.evaluate(
        """async () => {
             const line = document.querySelector("[data-film-seek]");
             for (let place = 1; place <= 20; place += 1) {
               line.value = 20_000 + place * 1000;
               line.dispatchEvent(new Event("input", { bubbles: true }));
               line.dispatchEvent(new Event("change", { bubbles: true }));
               await new Promise((next) => setTimeout(next, 100));
             }
           }"""
    )
    for screen in (evening.wall, projector, mirela, aditi):
        screen.page.wait_for_function(f"() => {VIDEO}.currentTime > 40 && !{VIDEO}.paused")
        is_in_step(screen)
    for one in (aditi, projector):
        assert one.page.evaluate("() => window.__seeks") - before[one.name] <= 14
    mirela.pauses()
    assert 40_000 <= stand_at_one_picture(evening.wall, projector, mirela, aditi) < 60_000


def test_a_wall_without_contact_pauses_itself_and_goes_on_when_it_is_back(
    evening: Evening,
) -> None:
    with wall_by_wifi(evening) as (wall, network):
        evening.mirela.plays()
        is_in_step(wall)
        network.hold()
        expect(wall.page.locator("#wall-alone")).to_be_visible()
        wall.sees("No contact")
        wall.film_stands()
        assert not evening.mirela.page.evaluate(f"() => {VIDEO}.paused"), "nobody waits for it"
        network.mend()
        expect(wall.page.locator("#wall-alone")).to_be_hidden()
        is_in_step(wall)


def test_a_wall_that_comes_back_under_a_pause_stays_still(evening: Evening) -> None:
    with wall_by_wifi(evening) as (wall, network):
        evening.mirela.plays()
        is_in_step(wall)
        network.hold()
        wall.film_stands()
        wall.page.evaluate(
            f"() => {VIDEO}.addEventListener('playing', () => (window.__played = true))"
        )
        evening.mirela.pauses()
        network.mend()
        expect(wall.page.locator("#wall-alone")).to_be_hidden()
        stand_at_one_picture(wall, evening.mirela)
        assert not wall.page.evaluate("() => window.__played")


def runs_on_by(screen: Screen, seconds: float) -> None:
    screen.page.evaluate(f"by => {{ {VIDEO}.currentTime += by; }}", seconds)


#: Film time less the time of day, in ms: the same for as long as nobody moves the running film.
STANDS_AT = f"""async () => {{ {MODULES}
  const now = clock.serverNow();
  return state.positionAt(now) - now;
}}"""


def test_of_two_walls_one_leads_the_room_and_the_other_follows(evening: Evening) -> None:
    mirela, leading = evening.mirela, evening.wall
    mirela.plays()
    # Whoever tells first leads.
    leading.film_runs_past(22.5)
    second = another_wall(evening, "The second wall", evening.stage.house.base)
    for wall in (leading, second):
        is_in_step(wall)
    stands_at = mirela.page.evaluate(STANDS_AT)

    runs_on_by(second, 3)
    is_in_step(second)
    is_in_step(leading)
    assert abs(mirela.page.evaluate(STANDS_AT) - stands_at) < 500, "it came back, and not the room"

    runs_on_by(leading, 3)
    comes_true(mirela.page, f"async was => await ({STANDS_AT})() - was > 2000", stands_at)
    for screen in (leading, second, mirela):
        is_in_step(screen)


def test_a_page_in_the_background_is_in_step_when_it_is_looked_at_again(evening: Evening) -> None:
    """As a phone does with what is not in front: nothing of it runs, and the film has moved on."""
    mirela = evening.mirela
    aditi = phone(evening, "Aditi")
    mirela.plays()
    is_in_step(aditi)
    browser = aditi.context.new_cdp_session(aditi.page)
    meanwhile = (lambda: mirela.goes_to_film_time_while_it_runs(40), lambda: mirela.runs_it_at("2"))
    for moves_on in meanwhile:
        browser.send("Page.setWebLifecycleState", {"state": "frozen"})
        moves_on()
        is_in_step(mirela)
        browser.send("Page.setWebLifecycleState", {"state": "active"})
        is_in_step(aditi)
