"""What the database holds, and whether it is all that was promised and nothing else."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError

from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from afttrainer.models import CheckIn, CommandRecord, RuptureTag, SupervisionSession
from tests.faults.device import Command, Device, Part, Screen
from tests.faults.site import Site
from tests.network import until

#: How often each mark is there, by whose it is.
Marks = dict[str, Counter[str]]
#: How long it takes already, and how that lies in the plan.
COUNTED = re.compile(
    r'<progress[^>]*>|<p class="pace">.*?</p>|\d+ of \d+ min|data-time-of="\d+"', re.S
)


@dataclass(frozen=True)
class Tag:
    uuid: str
    clip_ms: int
    marker: str
    is_estimate: bool


class Record:
    """One look at the site's database, from outside of the server."""

    def __init__(self, site: Site) -> None:
        engine = create_engine(site.url, poolclass=NullPool)
        with Session(engine) as session:
            room = session.get_one(SupervisionSession, site.supervision_id)
            names = {p.id: p.name for p in room.participants}
            tags = session.scalars(select(RuptureTag).order_by(RuptureTag.clip_ms)).all()
            words = session.execute(select(CheckIn.author_id, CheckIn.word)).all()
            ledger = session.scalars(select(CommandRecord)).all()
            self.phase_id = room.phase_id
            self.revisions = {row.audience: row.number for row in room.revisions}
            self.marks: Marks = {name: Counter() for name in names.values()}
            self.tags: dict[str, list[Tag]] = {name: [] for name in names.values()}
            for tag in tags:
                # Those of before, which no device has made, have no name.
                if tag.client_uuid is not None:
                    self.marks[names[tag.author_id]][tag.client_uuid] += 1
                told = Tag(str(tag.client_uuid), tag.clip_ms, str(tag.marker), tag.is_estimate)
                self.tags[names[tag.author_id]].append(told)
            self.words = {names[author]: word for author, word in words}
            self.ledger: dict[str, dict[str, Any]] = {
                row.command_id: dict(row.ack) for row in ledger
            }
            self.sent_by = {row.command_id: names[row.participant_id] for row in ledger}
        engine.dispose()

    def has(self, command: Command) -> bool:
        return command.id in self.ledger


def is_sound(site: Site) -> None:
    """The file itself is whole. (PostgreSQL sees to its own.)"""
    if site.database_url:
        return
    with closing(sqlite3.connect(site.database)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []


def all_is_well(site: Site, devices: Sequence[Device], *others: Screen) -> Record:
    """Once everybody has been answered: every acknowledged command is there exactly once, none was
    invented, and all screens show what the record holds."""
    until(lambda: all(one.waits == 0 for one in devices))
    record = Record(site)
    is_sound(site)
    nothing_is_lost_or_invented(record, devices)
    for screen in (*devices, *others):
        agrees(screen)
    return record


def nothing_is_lost_or_invented(record: Record, devices: Sequence[Device]) -> None:
    """What waits unanswered in an outbox may be there or not; once at the most in any case."""
    for name, own in by_person(devices).items():
        done = [c for device in own for c in device.answered if c.answer and c.answer["ok"]]
        made = [c for device in own for c in device.made]
        promised, possible = _marks(done), _marks(made)
        there = record.marks[name]
        assert set(there) >= promised, f"{name}: lost {sorted(promised - set(there))}"
        assert set(there) <= possible, f"{name}: invented {sorted(set(there) - possible)}"
        assert not [mark for mark, times in there.items() if times > 1], f"{name}: twice {there}"
        _last_word_stands(record, name, own)
        for command in [c for device in own for c in device.answered]:
            assert record.ledger[command.id] == command.answer, command
        told = {command.id for command in made}
        known = {command for command, sender in record.sent_by.items() if sender == name}
        assert known <= told, f"{name}: never sent {sorted(known - told)}"


def by_person(devices: Iterable[Device]) -> dict[str, list[Device]]:
    people: dict[str, list[Device]] = {}
    for device in devices:
        people.setdefault(device.name, []).append(device)
    return people


def _marks(commands: Iterable[Command]) -> set[str]:
    return {c.body["client_uuid"] for c in commands if c.name == "tag.place"}


def _last_word_stands(record: Record, name: str, own: list[Device]) -> None:
    """What one device says comes in its order: of one device, the last word is what is kept."""
    said = [c for device in own for c in device.made if c.name == "check_in.save"]
    words = [c.body["word"] for c in said if c.answer and c.answer["ok"]]
    if len(own) > 1 or any(c.answer is None for c in said):
        assert not words or record.words[name] in {c.body["word"] for c in said}
    elif words:
        assert record.words[name] == words[-1], f"{name}: order was not kept"


def agrees(screen: Screen) -> None:
    """What is drawn on it is what a reload would show. Pushes may still be under way."""

    def is_so() -> bool:
        try:
            return shown(screen.seen()) == shown(screen.page_now())
        except HTTPError as no:
            # A proxy whose workers were all gone a moment ago tries them again in a while.
            if no.code not in (502, 503):
                raise
            return False

    try:
        until(is_so, within_s=60, every_s=0.1)
    except AssertionError:
        drawn, fresh = shown(screen.seen()), shown(screen.page_now())
        told = {a: _where(drawn.get(a), fresh[a]) for a in fresh if drawn.get(a) != fresh[a]}
        raise AssertionError(f"{screen.name}'s screen differs: {told}") from None


def shown(parts: dict[str, Part]) -> dict[str, tuple[int, str]]:
    """Without what a screen counts on by itself between two drawings."""
    return {
        name: (part.revision, " ".join(COUNTED.sub("", part.html).split()))
        for name, part in parts.items()
    }


def _where(drawn: tuple[int, str] | None, fresh: tuple[int, str]) -> object:
    if drawn is None or drawn[0] != fresh[0]:
        return drawn and drawn[0], fresh[0]
    pairs = enumerate(zip(drawn[1], fresh[1], strict=False))
    start = next((n for n, (one, other) in pairs if one != other), 0)
    return drawn[1][max(0, start - 60) : start + 60], fresh[1][max(0, start - 60) : start + 60]


def here(console: Screen) -> list[str]:
    """Who is here, as the console says."""
    html = console.seen()["supervisor"].html
    return [one.split('dir="auto">')[1].split("<")[0] for one in html.split('="here">')[1:]]
