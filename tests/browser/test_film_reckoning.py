"""The reckoning behind clock and player, tried by itself: no server, no film, no waiting."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from afttrainer.models import Playback
from afttrainer.models.film_time import STANDS_FOR_MS

pytestmark = pytest.mark.browser

SCRIPTS = Path(__file__).parents[2] / "static" / "js"
HERE = "http://reckoning.test"


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """Nothing but the modules themselves."""

    def serve(route: Route) -> None:
        path = route.request.url.removeprefix(HERE)
        if path == "/":
            route.fulfill(body="<!doctype html>", content_type="text/html")
        else:
            script = SCRIPTS / path.removeprefix("/")
            route.fulfill(body=script.read_text(), content_type="text/javascript")

    page = browser.new_page()
    page.route(f"{HERE}/**", serve)
    page.goto(HERE)
    yield page
    page.close()


# --- The clock --------------------------------------------------------------------------------

SAMPLES = """async ({ trips, now, boots }) => {
  const { Offset } = await import("/room/offset.js");
  const known = new Offset();
  trips.forEach(([sent, up, down, offset], i) => known.take(
    { sent, received: sent + up + down, server: sent + up + offset, boot: boots?.[i] ?? "a" }));
  return { ...known.at(now), roundTrip: known.roundTrip, kept: known.samples.length };
}"""


def known(page: Page, trips: list[Any], now: float, boots: list[str] | None = None) -> Any:
    """What a device knows after messages (sent, ms up, ms down, true offset)."""
    return page.evaluate(SAMPLES, {"trips": trips, "now": now, "boots": boots})


def burst(chance: random.Random, offset: float, count: int = 8) -> list[Any]:
    """Busy wifi: one way is worse than the other, and some messages wait long."""

    def way(worst: float) -> float:
        stalled = chance.uniform(20, 150) if chance.random() < 0.1 else 0
        return 5 + chance.expovariate(1 / worst) + stalled

    return [[i * 100, way(12), way(4), offset] for i in range(count)]


def test_the_bound_holds_and_is_narrow_on_busy_wifi(page: Page) -> None:
    chance = random.Random(3)
    errors, single = [], []
    for _device in range(150):
        offset = chance.uniform(-90_000, 90_000)
        trips = burst(chance, offset)
        found = known(page, trips, 800)
        errors.append(abs(found["offset"] - offset))
        assert errors[-1] <= found["error"] + 0.001, "the truth lies within what is told"
        single.append(abs(trips[0][1] - trips[0][2]) / 2)
    assert sorted(errors)[142] < 3
    assert sorted(errors)[142] < sorted(single)[142] / 5


def test_a_device_a_minute_and_a_half_wrong_is_right_after_one_message(page: Page) -> None:
    found = known(page, [[0, 4, 6, 90_000]], 10)
    assert found["offset"] == pytest.approx(90_000, abs=1)
    assert found["error"] == pytest.approx(5)
    assert found["roundTrip"] == 10


def test_what_was_known_grows_old(page: Page) -> None:
    trips = [[0, 5, 5, 1000]]
    fresh, old = known(page, trips, 10)["error"], known(page, trips, 10 + 600_000)["error"]
    assert old - fresh == pytest.approx(30), "ten minutes at fifty millionths"


def test_another_clock_of_the_server_begins_anew(page: Page) -> None:
    trips = [[0, 1, 1, 0], [100, 1, 1, 0], [200, 40, 40, 7_000_000]]
    found = known(page, trips, 280, ["a", "a", "b"])
    assert (found["offset"], found["kept"]) == (7_000_000, 1)


def test_a_clock_that_stood_still_meanwhile_begins_anew(page: Page) -> None:
    """A message says what none before can agree with: so the newest is right."""
    found = known(page, [[0, 1, 1, 0], [100, 1, 1, 0], [200, 30, 30, 600_000]], 260)
    assert (found["offset"], found["kept"]) == (600_000, 1)


def test_sixteen_are_kept(page: Page) -> None:
    assert known(page, [[i, 5, 5, 0] for i in range(40)], 50)["kept"] == 16


# --- The film's motion ------------------------------------------------------------------------

T0 = datetime(2026, 3, 5, 14, 0, tzinfo=UTC)
WHOLE_MS = 60_000


def row(chance: random.Random) -> Playback:
    return Playback(
        revision=0,
        position_ms=chance.randrange(WHOLE_MS),
        rate=chance.choice([0.5, 0.75, 1.0, 1.5, 2.0]),
        rate_before=chance.choice([None, None, 0.5, 2.0]),
        playing=chance.random() < 0.8,
        changed_at=T0 + timedelta(milliseconds=chance.randrange(-20_000, 2_000)),
        stops_at_ms=chance.choice([None, None, 45_000]),
        loops=chance.random() < 0.5,
    )


def test_screens_and_server_reckon_alike(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Playback, "whole_ms", WHOLE_MS)
    chance = random.Random(5)
    made = [row(chance) for _row in range(300)]
    told = [
        {
            "clip": 1,
            "playing": one.playing,
            "position_ms": one.position_ms,
            "rate": one.rate,
            "rate_before": one.rate_before,
            "changed_at_ms": (one.changed_at - T0) / timedelta(milliseconds=1),
            "stops_at_ms": one.stops_at_ms,
            "rests_ms": 2 * STANDS_FOR_MS if one.goes_round else None,
            "duration_ms": WHOLE_MS,
        }
        for one in made
    ]
    instants = [chance.uniform(-25_000, 300_000) for _row in made]
    there = page.evaluate(
        """async ([told, instants]) => {
             const { Motion } = await import("/playback/motion.js");
             return told.map((one, i) => {
               const motion = new Motion(one);
               return [motion.positionAt(instants[i]), motion.isRunningAt(instants[i]),
                       motion.waitsAt(instants[i]), motion.roundAt(instants[i]).begins];
             });
           }""",
        [told, instants],
    )
    rounds = 0
    for one, instant, told_here in zip(made, instants, there, strict=True):
        position, running, waiting, begins = told_here
        at = T0 + timedelta(milliseconds=instant)
        assert one.position_at(at) == pytest.approx(position, abs=1)
        assert one.is_running_at(at) == running or abs(one.ends_at_ms - position) < 1
        assert one.waits_at(at) == waiting
        here = one.round_at(at).begins
        assert (here - T0) / timedelta(milliseconds=1) == pytest.approx(begins, abs=1)
        rounds += here != one.changed_at
    assert rounds > 50


@pytest.mark.parametrize(
    ("rate", "before", "instant", "ms", "must"),
    [
        (1, None, 1_000, 44_940, False),
        (1, None, 1_000, 44_960, True),
        (2, None, 1_000, 44_890, False),
        (2, None, 1_000, 44_910, True),
        (0.5, None, 1_000, 44_940, False),
        (1, 2, -1_000, 44_910, True),
        (2, 1, -1_000, 44_910, False),
    ],
)
def test_the_faster_it_runs_the_sooner_it_stands_before_a_stop(
    page: Page, rate: float, before: float | None, instant: int, ms: int, must: bool
) -> None:
    told = {
        "clip": 1,
        "playing": True,
        "position_ms": 40_000,
        "rate": rate,
        "rate_before": before,
        "changed_at_ms": 0,
        "stops_at_ms": 45_000,
        "duration_ms": WHOLE_MS,
    }
    asked = """async ([told, ms, instant]) => {
      const { Motion } = await import("/playback/motion.js");
      return new Motion(told).mustStandAt(ms, instant);
    }"""
    assert page.evaluate(asked, [told, ms, instant]) is must


@pytest.mark.parametrize(
    ("stops_at_ms", "ms", "number"),
    [
        (None, 4_000, 125),
        (4_000, 4_000, 124),
        (4_000, 3_960, 124),
        (4_000, 3_950, 123),
        (None, 9_000, 249),
    ],
)
def test_at_a_stop_its_last_picture_stands_and_not_the_first_after_it(
    page: Page, stops_at_ms: int | None, ms: int, number: int
) -> None:
    told = {"in_ms": 1_000, "out_ms": 10_000, "picture_ms": 40, "stops_at_ms": stops_at_ms}
    asked = """async ([told, ms]) => {
      const { Motion } = await import("/playback/motion.js");
      return new Motion(told).pictureAt(ms);
    }"""
    assert page.evaluate(asked, [told, ms]) == number


# --- The follower's steering ------------------------------------------------------------------

#: A screen that is `error` ms ahead, steered ten times a second; a jump lands `lands` ms off after
#: `takes` ms. Noise is that of pictures on a grid of sixty a second; what lasts is the middle of
#: fifteen looks, each with what was made up for since then.
STEERED = """async ({ error, seconds, options, lands, takes, noise, drift }) => {
  const { Steering } = await import("/playback/steering.js");
  const steering = new Steering(options ?? {});
  const found = { rates: [], jumps: [], errors: [], writes: 0 };
  let pace = 1;
  let jumping = 0;
  let madeUp = 0;
  let looks = [];
  const lasting = () => looks.length < 15 ? NaN
    : looks.map((look) => look + madeUp).sort((a, b) => a - b)[7];
  for (let now = 0; now < seconds * 1000; now += 100) {
    if (jumping && now >= jumping) {
      [error, jumping, looks] = [lands, 0, []];
      steering.settle(now + 500);
    }
    if (!jumping) {
      const seen = error + (noise ?? 0) * Math.sin(now * 7.3);
      looks = [...looks, seen - madeUp].slice(-15);
      const next = steering.take(seen, now, lasting());
      if (next.do === "jump") { found.jumps.push(now); jumping = now + takes; }
      const wanted = 1 + (next.by ?? 0);
      if (wanted !== pace) found.writes += 1;
      if (wanted === 1 && pace !== 1) looks = [];
      pace = wanted;
    }
    madeUp += (pace - 1) * 100;
    error += (pace - 1) * 100 + (drift ?? 0);
    found.rates.push(pace);
    found.errors.push(error);
  }
  return { ...found, behind: steering.isBehind };
}"""


def steered(page: Page, error: float, seconds: float, **more: Any) -> Any:
    return page.evaluate(STEERED, {"error": error, "seconds": seconds, **more})


@pytest.mark.parametrize("error", [-900, -300, -60, 60, 300, 900])
def test_it_comes_back_softly_within_eight_hundredths(page: Page, error: int) -> None:
    found = steered(page, error, 20)
    assert not found["jumps"]
    assert all(0.92 <= rate <= 1.08 for rate in found["rates"])
    assert abs(found["errors"][-1]) < 15


def test_a_late_start_of_a_quarter_second_is_within_a_tenth_in_two(page: Page) -> None:
    assert abs(steered(page, -250, 2)["errors"][-1]) < 100


@pytest.mark.parametrize("error", [-70, -30, 30, 70])
def test_a_few_pictures_are_out_in_a_second_and_cost_two_changes_of_rate(
    page: Page, error: int
) -> None:
    found = steered(page, error, 1.2)
    assert abs(found["errors"][-1]) < 10
    assert found["writes"] == 2


def test_what_is_nearly_right_is_left_alone(page: Page) -> None:
    assert steered(page, 2, 60, noise=4)["writes"] == 0


def test_a_small_error_that_lasts_is_taken_out_and_then_left_alone(page: Page) -> None:
    found = steered(page, -14, 60)
    assert abs(found["errors"][-1]) < 4
    assert found["writes"] <= 2


def test_beyond_a_second_it_jumps_once_and_believes_nothing_until_it_has_settled(
    page: Page,
) -> None:
    found = steered(page, -5000, 10, lands=-100, takes=900)
    assert len(found["jumps"]) == 1


def test_jumps_are_three_seconds_apart_and_after_three_in_vain_it_stops(page: Page) -> None:
    found = steered(page, -5000, 60, lands=-5000, takes=400)
    assert len(found["jumps"]) == 3
    assert all(b - a >= 3000 for a, b in zip(found["jumps"], found["jumps"][1:], strict=False))
    assert found["behind"]


def test_one_that_is_behind_and_comes_near_again_is_steered_again(page: Page) -> None:
    found = steered(page, -5000, 120, lands=-5000, takes=400, drift=8)
    assert not found["behind"]


APPLE = "AppleWebKit/605.1.15 (KHTML, like Gecko)"
STUTTER = {
    f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) {APPLE} {name}": True
    for name in (
        "Version/18.1 Mobile/15E148 Safari/604.1",
        "CriOS/131.0.6778.73 Mobile/15E148 Safari/604.1",
        "FxiOS/133.0 Mobile/15E148 Safari/605.1.15",
        "Mobile/15E148",  # what an app shows pages in
    )
} | {
    f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {APPLE} Version/18.1 Safari/605.1.15": True,
    f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {APPLE} CriOS/131 Safari/605.1.15": True,
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0"
    " Mobile Safari/537.36": False,
    "Mozilla/5.0 (Android 14; Mobile; rv:133.0) Gecko/133.0 Firefox/133.0": False,
}


@pytest.mark.parametrize(("user_agent", "does"), STUTTER.items())
def test_every_browser_of_an_iphone_is_safari_by_another_name(
    page: Page, user_agent: str, does: bool
) -> None:
    asked = """async (name) => (await import("/playback/steering.js")).stutters(name)"""
    assert page.evaluate(asked, user_agent) is does


def test_where_writing_the_rate_stutters_it_jumps_a_little_instead(page: Page) -> None:
    near = steered(page, -120, 20, options={"onlyJumps": True})
    assert not near["jumps"]
    assert near["writes"] == 0
    far = steered(page, -200, 20, options={"onlyJumps": True}, lands=20, takes=300)
    assert len(far["jumps"]) == 1
    assert far["writes"] == 0
