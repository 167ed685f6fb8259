"""Words of people and of scripts are words on every page and in every fragment, whatever is in
them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import String, select
from sqlalchemy.orm import Session

from afttrainer import clock
from afttrainer.content.codes import Phase
from afttrainer.models import (
    AffectEntry,
    Base,
    CheckIn,
    Debrief,
    NarrationLine,
    PresenterCheckout,
    SupervisionSession,
)
from tests.live.after_film import described, drawn, exercise_id, rupture_id
from tests.live.film_room import Wall
from tests.people import TRAINEES, Site, person
from tests.web.test_doors import addresses

if TYPE_CHECKING:
    from pathlib import Path

    from config import Config

#: Ends whatever it may stand in: an attribute, a script, a text area, a title, a comment.
EVIL = "'\"--></script></textarea><img src=x onerror=a(1)>"
#: Columns that hold what the program itself has made.
OURS = re.compile(
    r"username|password|fs_uniq|hash|token|code$|key|uuid|_name|sha256|ticket|socket|boot|sign_in|"
    r"audience|email|command_id|version_num"
)
#: PostgreSQL keeps to the length of a column, which is not what is tried here.
pytestmark = pytest.mark.sqlite
SCRIPTS = ("two_chair_both_sides", "rotating_first_words", "mindfulness_eyes_open")
PARTS = list(Phase)


@pytest.fixture
def evil_scripts(config: Config) -> None:
    """The clinic's own versions of the scripts, with markup in every sentence."""
    shelf: Path = config.home / "roleplay_scripts"
    shelf.mkdir()
    shipped = {
        file.stem: file for folder in config.script_folders for file in folder.glob("*.y*ml")
    }
    for file in shipped.values():
        text = file.read_text("utf-8")
        if file.stem in SCRIPTS:
            said = re.sub(
                r"^(\s*(?:- )?(?:title|summary|prompt|note|setting_up|watch_for): )(?![>|])\S.*$",
                lambda m: m[1] + "'" + EVIL.replace("'", "''") + "'",
                text,
                flags=re.MULTILINE,
            )
            (shelf / file.name).write_text(said, "utf-8")


def said_all(room: SupervisionSession) -> None:
    """Somebody has said something everywhere."""
    now, ben = clock.now(), person(room, "Ben")
    for name in TRAINEES:
        who = person(room, name)
        CheckIn.say(who, now, calm=3, word="w", progress="p", wish=None)
        AffectEntry.say(who, now, feeling="f", place="p", words="w")
        Debrief.say(who, now, words="w", to_use="u")
    assert room.clip is not None
    room.clip.narrates = True
    room.clip.narration.append(NarrationLine(author=ben, made_at=now, clip_ms=1000, words="n"))
    PresenterCheckout.about_the_group(
        ben, now, closeness=1, shame_before=1, shame_after=1, words="w"
    )
    PresenterCheckout.about_the_case(ben, now, words="w", next_step="n")


def spoil(session: Session) -> None:
    """Every word in the database is replaced, each row's by its own."""
    for mapper in Base.registry.mappers:
        columns = [
            c.key
            for c in mapper.columns
            if type(c.type) is String and not c.foreign_keys and not OURS.search(c.key)
        ]
        for row in session.scalars(select(mapper.class_)).all():
            for column in columns:
                if getattr(row, column):
                    setattr(row, column, f"{getattr(row, column)[:8]} {EVIL}")
    # A case's code too, which a form would not have let through.
    for mapper in Base.registry.mappers:
        if mapper.class_.__name__ == "Case":
            for row in session.scalars(select(mapper.class_)).all():
                row.code = EVIL


@pytest.mark.usefixtures("evil_scripts")
def test_nothing_that_anybody_wrote_is_markup_anywhere(site: Site) -> None:
    console, ben = site.console(), site.phone("Ben")
    site.in_room(described)
    site.in_room(said_all)
    pages = [site.browser(name) for name in ("Mirela", "Ben", "Aditi")]
    wall = Wall(site)
    seen = 0

    def look(where: str, html: str) -> None:
        nonlocal seen
        seen += html.count("&lt;img src=x")
        assert "<img src=x" not in html, where
        # Of the JSON in the page no string ends its script.
        for inner in re.findall(r"<script[^>]*>(.*?)</script>", html, re.DOTALL):
            assert "onerror" not in inner or "\\u003c" in inner, where

    shelf = site.app.extensions["scripts"]
    assert all(EVIL in shelf.get(key).title for key in SCRIPTS)
    assert EVIL in shelf.get(SCRIPTS[0]).steps[0].prompt
    site.begin(Phase.EXERCISE)
    for script in SCRIPTS[:2]:
        ack = console.do("exercise.plan", rupture=rupture_id(site), script=script)
        assert ack["ok"], ack
        one = exercise_id(site)
        ben.do("exercise.agree", exercise=one)
        assert console.do("exercise.begin", exercise=one)["ok"]
        ben.do("two_chair.say", exercise=one, fear="f", expectation="e")
        for attempt in site.look(lambda room: [a.id for a in room.exercises[-1].attempts]):
            console.do("attempt.save", exercise=one, attempt=attempt, words="w", answer="a")
        site.write(spoil)
        for audience in ("supervisor", "wall", "everyone", *names(site)):
            look(f"{script} {audience}", drawn(site, audience))
        console.do("exercise.end", exercise=one)
    for part in PARTS:
        if part is not Phase.EXERCISE:
            site.begin(part)
        for audience in ("supervisor", "wall", "everyone", *names(site)):
            look(f"{part} {audience}", drawn(site, audience))
        look(f"{part} wall", wall.page())
    for browser in pages:
        for _endpoint, method, address in addresses(
            site.app,
            supervision_id=site.supervision_id,
            code=site.look(lambda room: room.join_code),
        ):
            if method == "GET" and not address.endswith(".json"):
                answer = browser.get(address, follow_redirects=True)
                if answer.mimetype == "text/html":
                    look(address, answer.get_data(as_text=True))
    assert seen > 300, "it did stand there, as words"


def names(site: Site) -> list[str]:
    return site.look(lambda room: [p.name for p in room.participants])


def test_the_words_were_spoiled_indeed(site: Site) -> None:
    site.in_room(described)
    site.write(spoil)
    found = site.look(
        lambda room: (
            room.group.name,
            [r.patient_side for r in room.ruptures],
            [p.name for p in room.participants],
        )
    )
    assert EVIL in found[0]
    assert all(EVIL in words for words in [*found[1], *found[2]])
