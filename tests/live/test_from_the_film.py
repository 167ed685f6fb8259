"""An exercise begins where the film was: with the anchor, the words and the players of its rupture
(C-87)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy.orm import object_session

from afttrainer.content.codes import Phase
from afttrainer.models import SupervisionSession
from afttrainer.models.film_words import forget_words
from tests.databases import rows_of
from tests.live.after_film import drawn, exercise_id, rupture_id, shown
from tests.people import Phone, Site

QUOTE = "No, no, it is fine. I will do it."
SAID: dict[str, Any] = {
    "start": "5:22",
    "anchor": "5:28",
    "end": "5:40",
    "family": "withdrawal",
    "direction": "away_from_other",
}


@pytest.fixture
def console(site: Site) -> Phone:
    site.in_room(shown)
    console = site.console()
    assert console.do("rupture.define", **SAID, quote=QUOTE)["ok"]
    return console


def begun(site: Site, console: Phone, script: str) -> None:
    site.begin(Phase.EXERCISE)
    assert console.do("exercise.plan", rupture=rupture_id(site), script=script)["ok"]
    assert QUOTE in drawn(site, "Ben")
    assert site.phone("Ben").do("exercise.agree", exercise=exercise_id(site))["ok"]
    assert console.do("exercise.begin", exercise=exercise_id(site))["ok"]


def test_the_patients_words_stand_on_the_card_and_in_the_record(site: Site, console: Phone) -> None:
    for audience in ("supervisor", "everyone"):
        assert QUOTE in drawn(site, audience)
    assert QUOTE not in drawn(site, "wall"), "the wall has less room"
    record = f"/supervision/{site.supervision_id}/record"
    dao = site.browser("Dao")
    assert dao.get(f"{record}.json").get_json()["rupture_events"][0]["quote"] == QUOTE
    assert QUOTE in dao.get(record).get_data(as_text=True)
    assert "quote" in console.do("rupture.define", **SAID, quote="x" * 201)["fields"]


def test_two_chairs_begin_with_them(site: Site, console: Phone) -> None:
    begun(site, console, "two_chair_both_sides")
    assert QUOTE in drawn(site, "Ben")
    made_from = site.look(lambda room: room.exercises[-1].rupture)
    assert made_from is not None
    assert made_from.anchor_ms == 328_000


def test_a_try_from_the_rupture_begins_with_them_and_one_that_carries_on_does_not(
    site: Site, console: Phone
) -> None:
    begun(site, console, "rotating_first_words")
    for audience in ("Ben", "everyone"):
        assert QUOTE in drawn(site, audience)
    attempt = site.look(lambda room: room.exercises[-1].attempts[-1].id)
    tried: dict[str, Any] = {"exercise": exercise_id(site), "attempt": attempt}
    saved = console.do("attempt.save", **tried, restart_from="continue")
    assert saved["ok"], saved
    for audience in ("Ben", "everyone"):
        assert QUOTE not in drawn(site, audience)


def test_they_go_with_the_patients_consent(site: Site, console: Phone) -> None:
    def withdrawn(room: SupervisionSession) -> None:
        session = object_session(room)
        assert session is not None
        forget_words(session, room.queue[0].clip.recording)

    site.in_room(withdrawn)
    kept = {n: r for n, r in rows_of(site.app).items() if n != "command_record"}
    assert QUOTE not in json.dumps(kept, default=str)
