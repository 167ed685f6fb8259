"""What the pages outside the room are tested with: browsers, and a film that is ready."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from afttrainer.extensions import db
from afttrainer.models import Group, SupervisionSession, User
from tests.people import Site, queued_clip


@dataclass
class Ids:
    """Numbers by which addresses call things."""

    group: int
    meeting: int
    member: int
    case: int
    recording: int
    clip: int
    queued: int


def stocked(site: Site) -> Ids:
    """Ben's film with a clip in the open room's queue."""

    def stock(session: Session) -> Ids:
        room = session.get_one(SupervisionSession, site.supervision_id)
        queued = queued_clip(room)
        room.clip = None
        session.flush()
        recording = queued.clip.recording
        ben = recording.case.therapist
        return Ids(
            room.group_id,
            room.id,
            ben.id,
            recording.case_id,
            recording.id,
            queued.clip_id,
            queued.id,
        )

    return site.write(stock)


def stranger(site: Site) -> FlaskClient:
    """Somebody with an account, and a group of their own that they supervise."""

    def make(session: Session) -> None:
        from afttrainer import clock

        session.add(Group.begin(User(username="mo"), "Monday group", "Mo", clock.now()))

    site.write(make)
    return site.browser("Mo")


def words(answer: TestResponse) -> str:
    """What a person reads on the page."""
    html = re.sub(
        r"<(head|template|script).*?</\1>", " ", answer.get_data(as_text=True), flags=re.S
    )
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def value_of(answer: TestResponse, name: str) -> str | None:
    """What stands in a text field of the page."""
    html = answer.get_data(as_text=True)
    for tag in re.findall(r"<input[^>]*>", html):
        if f'name="{name}"' in tag:
            found = re.search(r'value="([^"]*)"', tag)
            return unescape(found[1]) if found else ""
    return None


class Statements:
    """Counts what is asked of the database while a page is made."""

    def __init__(self, site: Site) -> None:
        self._engine: Any = None
        self._site = site
        self.count = 0

    def __enter__(self) -> Statements:
        with self._site.app.app_context():
            self._engine = db.get_engine("default")
        event.listen(self._engine, "before_cursor_execute", self._heard)
        return self

    def __exit__(self, *_: object) -> None:
        event.remove(self._engine, "before_cursor_execute", self._heard)

    def _heard(self, *_: object) -> None:
        self.count += 1
