"""Simulated phones: who holds them, what they fill in, and that they come into a real room."""

from __future__ import annotations

import random
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import click
import pytest
from flask import Flask
from sqlalchemy import select

from afttrainer import clock
from afttrainer.content.codes import ClipStatus, Phase, SessionStatus
from afttrainer.demo.refill import refill
from afttrainer.extensions import db, write
from afttrainer.models import Group, SupervisionSession, offer
from afttrainer.phones.guests import invite
from afttrainer.phones.habits import HABITS, filled
from afttrainer.phones.page import read
from afttrainer.phones.watching import Watcher
from tests.live.after_film import described
from tests.people import Phone, Site, queued_clip
from tests.serving import (
    LOOK_EVERY_S,
    Served,
    Visitor,
    command,
    environment,
    free_port,
    served,
)

#: Far longer than leaving takes: only so that a fault ends the test instead of hanging it.
GONE_WITHIN_S = 60.0


@pytest.fixture
def demo(site: Site) -> Site:
    """Beside a clinic's own group with its open room, the refilled demo group."""
    site.write(lambda session: refill(session, clock.now()) and None)
    return site


def demo_room(site: Site) -> int:
    live = SupervisionSession.status == SessionStatus.LIVE
    with site.app.app_context():
        found = select(SupervisionSession.id).join(Group).where(Group.is_demo, live)
        return db.session.scalars(found).one()


def test_the_demo_groups_own_trainees_hold_them_presenters_first(demo: Site) -> None:
    with demo.app.app_context():
        guests = invite(6, None)

    assert [g.name for g in guests] == ["Ben", "Chiara", "Aditi", "Dao", "Eszter", "Femi"]
    assert {g.supervision_id for g in guests} == {demo_room(demo)}


def test_further_phones_have_names_of_their_own_and_are_met_again(demo: Site) -> None:
    with demo.app.app_context():
        first = [g.name for g in invite(15, None)]
        again = [g.name for g in invite(15, None)]

    assert first[12:] == ["Phone 13", "Phone 14", "Phone 15"]
    assert first == again


def test_they_go_into_no_real_groups_room(demo: Site) -> None:
    with demo.app.app_context(), pytest.raises(click.ClickException, match="not a demo group's"):
        invite(3, demo.supervision_id)


def test_they_pick_no_real_groups_room_by_themselves(site: Site) -> None:
    with site.app.app_context(), pytest.raises(click.ClickException, match="Thursday group"):
        invite(3, None)


def answered(phone: Phone, *but: str) -> set[str]:
    """Every form of the page that a phone has a habit for is sent as it would fill it."""
    done: set[str] = set()
    chance = random.Random(5)
    for form in read(phone.page()).forms:
        habit = HABITS.get(form.command)
        if habit is not None and form.command not in but:
            ack = phone.do(form.command, **filled(form, habit, chance))
            assert ack["ok"], (form, ack)
            done.add(form.command)
    return done


@pytest.mark.parametrize(
    ("phase", "asked"),
    [
        (Phase.CHECK_IN, "check_in.save"),
        (Phase.DEBRIEF, "debrief.save"),
        (Phase.RATINGS, "rating.save"),
    ],
)
def test_what_a_part_asks_of_everybody_can_be_filled(site: Site, phase: Phase, asked: str) -> None:
    site.begin(phase)

    assert asked in answered(site.phone("Dao"))


def test_a_presenter_says_yes_and_how(site: Site) -> None:
    def ask(room: SupervisionSession) -> None:
        offer.ask(queued_clip(room), clock.now())

    site.begin(Phase.CASE_SELECTION)
    site.in_room(ask)
    ben = site.phone("Ben")

    assert "queue.accept" in answered(ben)
    assert "queue.choose" in answered(ben)
    assert site.look(lambda room: room.queue[0].status) is ClipStatus.ACCEPTED


def test_feelings_and_ruptures_are_answered(site: Site) -> None:
    site.in_room(described)
    dao = site.phone("Dao")

    assert answered(dao) == {"rupture.see", "rupture.differ"}
    site.begin(Phase.AFFECT_ROUND)
    assert answered(dao) == {"affect.save"}


def test_turns_are_tried_and_felt(app: Flask) -> None:
    with app.app_context():
        room = write(lambda session: refill(session, clock.now()).half_run_id)
    demo = Site.__new__(Site)
    demo.app, demo.supervision_id = app, room

    assert demo.look(lambda r: r.exercises[-1].attempts[-1].author.name) == "Dao"
    assert "attempt.feel" in answered(demo.phone("Chiara"))
    assert answered(demo.phone("Dao"), "rotation.pass") >= {"attempt.save", "rotation.finish"}
    assert demo.look(lambda r: r.exercises[-1].attempts[-1].author.name) != "Dao"


def test_a_film_that_runs_is_marked_in_two_taps() -> None:
    sent: list[tuple[str, Mapping[str, str]]] = []

    def send(command: str, body: Mapping[str, str]) -> Mapping[str, Any]:
        sent.append((command, body))
        return {"ok": True, "clip_ms": 65_000}

    watcher = Watcher(random.Random(1))
    film = {"clip": 3, "position_ms": 0, "rate": 1.0, "duration_ms": 9e12, "changed_at_ms": 0}
    watcher.hear({**film, "playing": False})
    watcher.act(send)
    assert sent == [], "nothing is marked while it stands"
    watcher.hear({**film, "playing": True})
    watcher.next_mark = 0.0

    assert "at 1:05" in str(watcher.act(send))
    assert [name for name, _body in sent][:2] == ["tag.place", "tag.mark"]
    assert sent[1][1]["tag"] == sent[0][1]["client_uuid"]


# --- In a real room ----------------------------------------------------------------------------


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path) as server:
        yield server.wait_until_ready()


def test_the_demo_is_refilled_while_its_server_runs(running: Served, tmp_path: Path) -> None:
    before = Visitor(running.base)
    before.post(running.links["dao"])
    answer = command(tmp_path, "demo")
    links = dict(re.findall(r"^  (\S+) +(http\S+/link/\S+)$", answer.stdout, re.MULTILINE))

    assert answer.returncode == 0, answer.stderr
    assert "password" in before.get("/"), "who was there before is signed out"
    dao = Visitor(running.base)
    assert "Thursday group" in dao.post(links["dao"])
    assert "I have tried" in dao.get("/supervision/2/companion")
    assert running.stop() == 0
    assert not re.search("Traceback|ERROR", running.said), running.said


def test_phones_come_in_act_and_leave(running: Served, tmp_path: Path) -> None:
    assert command(tmp_path, "demo").returncode == 0
    said = tmp_path / "phones.txt"
    with said.open("wb") as words:
        phones = subprocess.Popen(
            [sys.executable, "-m", "afttrainer", "phones", "--count", "3", "--seconds", "600"],
            cwd=tmp_path,
            env=environment(tmp_path) | {"PYTHONUNBUFFERED": "1"},
            stdout=words,
            stderr=subprocess.STDOUT,
        )
    try:
        while "Chiara: says how it felt as the patient" not in said.read_text("utf-8"):
            assert phones.poll() is None, said.read_text("utf-8")
            with suppress(subprocess.TimeoutExpired):
                phones.wait(LOOK_EVERY_S)
        phones.send_signal(signal.SIGINT)
        assert phones.wait(GONE_WITHIN_S) == 0, said.read_text("utf-8")
    finally:
        phones.kill()
        phones.wait()
    told = said.read_text("utf-8")
    assert told.count(": comes in") == 3
    assert "3 of 3 phones were in the room" in told
    assert "Traceback" not in told


def test_a_server_that_is_not_there_is_said_in_words(tmp_path: Path) -> None:
    assert command(tmp_path, "demo").returncode == 0
    nowhere = f"http://127.0.0.1:{free_port()}"
    answer = command(tmp_path, "phones", "--count", "1", "--seconds", "5", "--url", nowhere)

    assert answer.returncode != 0
    assert "Is the server running there?" in answer.stderr
    assert "Traceback" not in answer.stderr
