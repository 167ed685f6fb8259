"""What a running server does by itself: once a day, after each meeting, after each erasure."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from alembic import command
from sqlalchemy.orm import Session

from afttrainer import clock, create_app
from afttrainer.backup.round import TRIED_AGAIN_AFTER, Backups
from afttrainer.content.codes import Role
from afttrainer.database import url_of
from afttrainer.models import Membership, QueuedClip, Recording, SupervisionSession, User
from afttrainer.models.comment import MomentComment
from afttrainer.retention import sweep
from afttrainer.storage import alembic_config
from tests.people import Site
from tests.web.library import stocked, words

if TYPE_CHECKING:
    from config import Config

pytestmark = pytest.mark.sqlite
DAY = timedelta(days=1)
SECRET = "He looked at the floor, as he did in Ljubljana."


@pytest.fixture
def backups(site: Site, config: Config) -> Backups:
    command.stamp(alembic_config(url_of(config)), "head")
    made: Backups = site.app.extensions["backups"]
    return made


def taken(backups: Backups) -> list[datetime]:
    return [copy.taken_at for copy in backups.shelf.copies()]


def newest(backups: Backups) -> datetime:
    copy = backups.shelf.newest()
    assert copy is not None
    return copy.taken_at


def test_one_at_the_start_then_one_a_day(backups: Backups) -> None:
    now = clock.now()
    backups.look(now)
    first = newest(backups)
    backups.look(now + DAY / 2)
    assert newest(backups) == first

    backups.look(now + DAY)
    assert len(taken(backups)) == 2
    for days in range(2, 12):
        backups.look(now + days * DAY)
    assert len(taken(backups)) == 7


def test_one_after_each_meeting_that_has_closed(site: Site, backups: Backups) -> None:
    now = clock.now()
    backups.look(now)
    later = now + timedelta(hours=1)
    site.in_room(lambda room: setattr(room, "closed_at", later - timedelta(minutes=1)))

    backups.look(later)
    assert newest(backups) == later.replace(microsecond=0)


def test_what_is_erased_for_a_patient_is_in_no_copy_any_more(site: Site, backups: Backups) -> None:
    ids = stocked(site)

    def say(session: Session) -> None:
        room = session.get_one(SupervisionSession, site.supervision_id)
        queued = session.get_one(QueuedClip, ids.queued)
        queued.comments.append(
            MomentComment(author=room.participants[1], clip_ms=5, words=SECRET, made_at=clock.now())
        )

    def withdraw(session: Session) -> None:
        consent = session.get_one(Recording, ids.recording).consent
        assert consent is not None
        consent.withdrawn_at = clock.now()

    site.write(say)
    site.write(withdraw)
    now = clock.now()
    for days in range(8):
        backups.look(now + days * DAY)
    assert any(SECRET.encode() in copy.path.read_bytes() for copy in backups.shelf.copies())
    erased_at = now + 7 * DAY + timedelta(hours=1)
    with site.app.test_request_context():
        sweep(erased_at)

    backups.look(erased_at + timedelta(minutes=1))

    copies = backups.shelf.copies()
    assert len(copies) == 1
    assert SECRET.encode() not in copies[0].path.read_bytes()


def damaged(backups: Backups) -> None:
    """As where somebody has laid a file in the place of the folder."""
    backups.shelf.folder.write_text("a file stands here")


def test_where_none_can_be_taken_those_who_lead_are_told(
    site: Site, backups: Backups, caplog: pytest.LogCaptureFixture
) -> None:
    def comes(session: Session) -> None:
        room = session.get_one(SupervisionSession, site.supervision_id)
        contact = Membership(
            name="Ida",
            role=Role.SITE_CONTACT,
            added_at=clock.now(),
            claimed_at=clock.now(),
            confirmed_at=clock.now(),
            user=User(username="ida"),
        )
        room.group.memberships.append(contact)

    site.write(comes)
    damaged(backups)
    now = clock.now()
    backups.look(now)

    said = "A copy of the database could not be taken: File exists."
    assert said in caplog.text
    for name, is_told in (("Mirela", True), ("Ida", True), ("Aditi", False)):
        assert (said in words(site.browser(name).get("/"))) is is_told

    backups.shelf.folder.unlink()
    backups.look(now + TRIED_AGAIN_AFTER / 2)
    assert taken(backups) == []
    backups.look(now + TRIED_AGAIN_AFTER)
    page = words(site.browser("Mirela").get("/"))
    assert said not in page
    assert "Last copy of the database" in page
    assert "Last copy" not in words(site.browser("Aditi").get("/"))


def test_a_stop_of_the_server_breaks_it_off(backups: Backups) -> None:
    backups.stop()
    backups.look(clock.now())
    assert taken(backups) == []
    assert backups.trouble is None


@pytest.mark.parametrize(
    "off",
    [
        lambda config: replace(config, backup_days=0),
        lambda config: replace(config, database_url="postgresql+psycopg://nobody@/nowhere"),
    ],
)
def test_a_site_without_copies(config: Config, off: Callable[[Config], Config]) -> None:
    with closing(sqlite3.connect(config.database)):
        app = create_app(off(config))
    assert "backups" not in app.extensions
