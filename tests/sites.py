"""A whole site in this process: as it is, with nothing done over that any other test did alike."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Any
from weakref import WeakSet

import pytest
from flask import Flask
from flask_socketio.test_client import SocketIOTestClient
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Engine, event
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from afttrainer import create_app
from afttrainer.content import scripts
from afttrainer.extensions import db
from afttrainer.live import audiences
from config import TOP, Config

SHIPPED = TOP / "roleplay_scripts"


class Compiled(BytecodeCache):
    """Templates, known by what stands in them: compiled for the first site that shows them."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code is not None
        self._codes[bucket.key, bucket.checksum] = bucket.code


_compiled = Compiled()


def opened(config: Config) -> Flask:
    """On a database that has its tables; forms are taken without their token.

    On a file, commits wait for no disk: what a power cut would leave has tests of its own.
    """
    app = create_app(config)
    app.config["WTF_CSRF_ENABLED"] = False
    app.jinja_env.bytecode_cache = _compiled
    if not config.database_url:
        with app.app_context():
            event.listen(db.get_engine("writer"), "connect", _does_not_sync)
    return app


def closed(app: Flask) -> None:
    draw(app)
    if house := app.extensions.get("film_house"):
        house.close()
    app.extensions["writer"].close()
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()


@contextmanager
def shipped_scripts_read_once() -> Iterator[None]:
    """Each site reads them when it starts, and nobody writes in them while tests run."""
    read = scripts._read
    known = cache(read)

    def read_or_known(path: Path) -> Any:
        return known(path) if path.parent == SHIPPED else read(path)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scripts, "_read", read_or_known)
        yield


@contextmanager
def statements_compiled_once() -> Iterator[None]:
    """Each site's engines would write the same SQL anew: a fourth of what the tests of a site take.

    Engines of one kind are alike here, so that what one of them wrote serves the others.
    """
    known: LRUCache[Any, Any] = LRUCache(capacity=5000)
    shared = property(lambda _engine: known, lambda _engine, _own: None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Engine, "_compiled_cache", shared, raising=False)
        patch.setattr(DefaultDialect, "__hash__", lambda one: hash(type(one)))
        patch.setattr(DefaultDialect, "__eq__", lambda one, other: type(one) is type(other))
        yield


@contextmanager
def routes_compiled_once() -> Iterator[None]:
    """Each site has the same, and Werkzeug writes two functions for each, which know nothing of
    the site."""
    write = Rule._compile_builder
    known: dict[Hashable, Callable[..., tuple[str, str]]] = {}

    def written(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        alike = (rule.rule, tuple(rule._trace), repr(rule.defaults), append_unknown)
        if alike not in known:
            known[alike] = write(rule, append_unknown)
        return known[alike]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", written)
        yield


@contextmanager
def drawn_when_looked_at() -> Iterator[None]:
    """Tests do much and look little. A screen is drawn when it is asked what it was sent, with all
    that has changed by then, as in a room in a hurry; and what nobody asked for, at the end.
    """
    start, received = audiences._start, SocketIOTestClient.get_received

    def start_or_wait(app: Flask, supervision_id: int, at_once: Collection[str] = ()) -> None:
        if at_once or app in _draws_each_change or not app.testing:
            start(app, supervision_id, at_once)

    def drawn_and_received(screen: SocketIOTestClient, *args: Any, **named: Any) -> Any:
        manager = screen.socketio.server.manager
        if socket := manager.sid_from_eio_sid(screen.eio_sid, "/"):
            draw(screen.app, manager.get_rooms(socket, "/"))
        return received(screen, *args, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(audiences, "_start", start_or_wait)
        patch.setattr(SocketIOTestClient, "get_received", drawn_and_received)
        yield


_draws_each_change: WeakSet[Flask] = WeakSet()


def draws_each_change(app: Flask) -> None:
    """For tests of all that was ever sent: every change is drawn by itself, whoever looks."""
    _draws_each_change.add(app)


def draw(app: Flask, rooms: Collection[str] | None = None) -> None:
    """Tell those screens (None: all) what has changed since they were told. With the database away
    they are told another time."""
    waiting: audiences.Waiting = app.extensions["pushes"]
    for supervision_id in list(waiting):
        whom = {
            audience
            for audience in waiting[supervision_id]
            if rooms is None or audiences.room_of(supervision_id, audience) in rooms
        }
        if whom and audiences._told_now(app, supervision_id, whom):
            waiting[supervision_id] -= whom
        if not waiting[supervision_id]:
            del waiting[supervision_id]


def _does_not_sync(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA synchronous = OFF")
