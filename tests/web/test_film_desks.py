"""Several workers of one site: one of them looks after the films, and any other takes over."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from afttrainer import clock
from afttrainer.extensions import db
from afttrainer.file_lock import FileLock
from afttrainer.film_desk import CLIPS_EVERY, FilmDesk
from afttrainer.film_house import film_house
from afttrainer.models import Recording, RecordingStatus, SupervisionSession
from tests.network import until
from tests.people import Site, queued_clip
from tests.serving import left_over
from tests.web.library import stocked


def a_desk(site: Site) -> FilmDesk:
    """As in a process of its own."""
    site.app.extensions.pop("film_house", None)
    return FilmDesk(site.app)


def film_workers(site: Site) -> int:
    return len(left_over(site.app.extensions["settings"].home))


def test_of_two_workers_one_has_the_film_worker_and_the_other_takes_over(site: Site) -> None:
    first, second = a_desk(site), a_desk(site)
    try:
        first.poll()
        second.poll()
        until(lambda: film_workers(site) > 0)
        assert film_workers(site) == 1

        first.stop()
        assert film_workers(site) == 0, "it leaves with its server"
        second.poll()
        until(lambda: film_workers(site) == 1)
    finally:
        second.stop()


def test_which_clips_phones_want_is_asked_when_it_may_have_changed(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_: object) -> None:
        if "exemplar" in statement:
            asked.append(statement)

    def queue_one(room: SupervisionSession) -> None:
        queued_clip(room)

    def times() -> int:
        asked.clear()
        desk.poll()
        return len(asked)

    desk = a_desk(site)
    with site.app.app_context():
        engine: Any = db.get_engine("default")
    event.listen(engine, "before_cursor_execute", hear)
    try:
        assert times() == 1, "at its first look"
        assert times() == 0
        site.in_room(queue_one)
        assert times() == 1
        assert times() == 0
        later = clock.now() + CLIPS_EVERY
        monkeypatch.setattr(clock, "now", lambda: later)
        assert times() == 1, "another worker may have written"
    finally:
        event.remove(engine, "before_cursor_execute", hear)
        desk.stop()


def test_a_further_step_of_a_film_is_heard_before_the_next_look(site: Site) -> None:
    """Whoever brought it waits for it to show; how far a step is waits for the look."""
    home = site.app.extensions["settings"].home
    busy = FileLock(home / "film_worker.lock")
    assert busy.take(), "as another worker that has not left yet: ours touches nothing"
    desk = a_desk(site)
    reports = film_house(site.app).queue.reports
    pauses: list[float] = []
    looks: list[int] = []

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) in (12, 14):
            reports.change("a-film", "looking", len(pauses) / 20)
        elif len(pauses) == 30:
            desk.stop()

    def look() -> None:
        FilmDesk.poll(desk)
        looks.append(len(pauses))

    try:
        desk.poll()
        desk.poll = look  # type: ignore[method-assign]  # to see when it looks
        reports.wait("a-film", home / "none.mp4", None)
        desk.run_forever(sleep)
    finally:
        desk.stop()
        busy.let_go()
    assert looks == [1, 11, 12, 22]


def test_news_that_cannot_be_noted_are_looked_at_once_a_second(site: Site) -> None:
    home = site.app.extensions["settings"].home
    busy = FileLock(home / "film_worker.lock")
    assert busy.take(), "as another worker that has not left yet: ours touches nothing"
    desk = a_desk(site)
    pauses: list[float] = []
    looks: list[int] = []

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 35:
            desk.stop()

    def look() -> None:
        looks.append(len(pauses))
        raise OSError

    try:
        desk.poll()
        film_house(site.app).queue.reports.wait("a-film", home / "none.mp4", None)
        desk.poll = look  # type: ignore[method-assign]  # as with a full disk
        desk.run_forever(sleep)
    finally:
        desk.stop()
        busy.let_go()
    assert looks == [1, 11, 21, 31]


def test_what_becomes_of_a_film_after_its_erasure_is_erased_too(site: Site) -> None:
    """The worker was at work on it, and may be done before it hears."""
    ids, sha256 = stocked(site), "cd" * 32
    busy = FileLock(site.app.extensions["settings"].home / "film_worker.lock")
    assert busy.take(), "as another worker that has not left yet: ours touches nothing"
    desk, house = a_desk(site), film_house(site.app)

    def erased(session: Session) -> None:
        found = session.get_one(Recording, ids.recording)
        found.ticket, found.status, found.sha256 = "late", RecordingStatus.ERASED, None

    site.write(erased)
    house.queue.reports.wait("late", house.inbox / "none.mp4", None)
    home = house.store.home(sha256)
    home.mkdir(parents=True)
    with house.store.new_place(home, sha256, "still.jpg").writing() as file:
        file.write(b"a patient's face")
    house.queue.reports.change("late", "ready", 1.0, sha256=sha256)
    try:
        desk.poll()
    finally:
        desk.stop()
        busy.let_go()
    assert not home.exists()
    assert house.keys is not None
    assert not house.keys.has(sha256)
