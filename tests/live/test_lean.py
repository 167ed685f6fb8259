"""The way of a command asks the database few things: a ceiling, so that it stays short."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import event

from afttrainer.extensions import db
from tests.live.after_film import exercise_id, rotates
from tests.live.film_room import film_is_at, play, watch
from tests.people import Site

#: Sender, answer given before, clip, marks of the film, the same tag before; tag, answer, revision;
#: the beginning, a savepoint and its end.
BLIND_TAG = 11
#: Sender, answer given before, exercise, hold, taps before; tap, answer, revisions; as above.
PATHWAY_TAP = 11


@contextmanager
def statements(app: Flask, engine: str) -> Iterator[list[str]]:
    """What is asked on that engine's connections while the block runs."""
    asked: list[str] = []
    with app.app_context():
        found = db.get_engine(engine)

    def ask(_connection: object, _cursor: object, statement: str, *_others: object) -> None:
        asked.append(" ".join(statement.split())[:120])

    event.listen(found, "before_cursor_execute", ask)
    try:
        yield asked
    finally:
        event.remove(found, "before_cursor_execute", ask)


@pytest.fixture
def film_runs_ms(site: Site) -> float:
    watch(site)
    play(site, site.console())
    return film_is_at(site, 328_000)


def test_a_blind_tag_asks_little_however_many_there_are(site: Site, film_runs_ms: float) -> None:
    dao, ben = site.phone("Dao"), site.phone("Ben")
    for number in range(6):
        for phone in (dao, ben):
            tag = {"family": "withdrawal", "client_uuid": f"{phone.name}-mark-{number}"}
            with (
                statements(site.app, "writer") as written,
                statements(site.app, "default") as read,
            ):
                assert phone.do("tag.place", at=film_runs_ms, **tag)["ok"]
            assert len(written) <= BLIND_TAG, written
            assert not read, "its author's mark was drawn by the write"


def test_a_pathway_tap_asks_little_however_long_the_way(site: Site) -> None:
    rotates(site)
    console = site.console()
    exercise = exercise_id(site)
    for state in ("avoidance", "wish_or_need", "avoidance", "rupture_experience"):
        with statements(site.app, "writer") as written, statements(site.app, "default") as read:
            assert console.do("pathway.tap", exercise=exercise, state=state)["ok"]
        assert len(written) <= PATHWAY_TAP, written
        assert not read, "all screens' board was drawn by the write"
