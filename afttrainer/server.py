"""The web server: gunicorn with gevent where it runs, gevent's own where it does not."""

from __future__ import annotations

import gc
import os
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

GUNICORN = "gunicorn"
GEVENT = "gevent"
SWITCH_INTERVAL_S = 0.0005
SEES_OFF_WITHIN_S = 0.05


def usual() -> str:
    """gunicorn does not run on Windows."""
    return GEVENT if sys.platform == "win32" else GUNICORN


def serve(
    make_app: Callable[[], Flask],
    host: str,
    port: int,
    *,
    kind: str,
    certificate: tuple[Path, Path] | None,
    ready: Callable[[Flask], None],
    leaving: Callable[[Flask], None],
    closing: Callable[[Flask], None] = lambda _app: None,
) -> None:
    """Serve until asked to stop (Ctrl-C, SIGTERM), then let what is under way finish.

    `make_app` is called in the process that serves. `certificate` is (certificate file, key file)
    for HTTPS. `ready` is called there once the application is about to answer, `closing` once
    nobody new is let in (it ends what would go on for ever), `leaving` when it no longer answers.
    Raises OSError where the address is taken.
    """
    # The thread that waits for the disk gives up the interpreter, and beside a loop that draws it
    # would wait the usual 5 ms to get it back.
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    listener = _listen(host, port)
    if certificate:
        _say_nothing_of_handshakes()
    if kind == GUNICORN:
        _gunicorn(make_app, listener, certificate, ready, closing, leaving)
    else:
        _gevent(make_app(), listener, certificate, ready, closing, leaving)


def _say_nothing_of_handshakes() -> None:
    """A device that is yet to trust the certificate hangs up in the middle of its first words, and
    one that speaks plain HTTP says others: no stack trace for whoever reads the terminal."""
    import ssl

    from gevent.hub import Hub

    Hub.NOT_ERROR = (*Hub.NOT_ERROR, ssl.SSLError, ConnectionResetError)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # Without this an ack waits some 45 ms for the other side's delayed answer.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    listener.listen(1024)
    return listener


def no_long_pauses() -> None:
    """In a full house one search of all objects for circles took a quarter of a second, in which
    nobody was answered. What is there at the start will stay; the rest is searched in small parts,
    and whole only rarely."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 100)


def _gevent(
    app: Flask,
    listener: socket.socket,
    certificate: tuple[Path, Path] | None,
    ready: Callable[[Flask], None],
    closing: Callable[[Flask], None],
    leaving: Callable[[Flask], None],
) -> None:
    import signal

    from gevent.event import Event
    from gevent.pywsgi import WSGIServer

    listener.setblocking(False)
    tls = {"certfile": str(certificate[0]), "keyfile": str(certificate[1])} if certificate else {}
    server = WSGIServer(listener, app, log=None, error_log=app.logger, **tls)
    server.start()
    ready(app)
    no_long_pauses()
    done = Event()
    for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: done.set())
    try:
        # Waking now and then lets Windows deliver Ctrl-C.
        while not done.wait(0.5):
            pass
    except KeyboardInterrupt:
        pass
    finally:
        server.close()
        closing(app)
        server.stop(timeout=3)
        leaving(app)


def _worker_class() -> type:
    """gunicorn's own waits for every connection that stands, and all that browsers keep open do."""
    import gevent
    from gevent.monkey import get_original
    from gunicorn.workers.ggevent import GeventWorker

    plain = get_original("socket", "socket")

    class Mannerly(GeventWorker):  # type: ignore[misc]  # gunicorn is untyped
        def __init__(self, *of_gunicorn: Any, **more: Any) -> None:
            super().__init__(*of_gunicorn, **more)
            #: Connections between two requests.
            self.idle: set[Any] = set()
            self.closing: Callable[[], None] = lambda: None

        def run(self) -> None:
            gevent.spawn(self._sees_off)
            super().run()

        def handle(self, listener: Any, client: Any, addr: Any) -> None:
            self.idle.add(client)
            try:
                super().handle(listener, client, addr)
            finally:
                self.idle.discard(client)

        def handle_request(self, name: Any, req: Any, sock: Any, addr: Any) -> Any:
            self.idle.discard(sock)
            try:
                return super().handle_request(name, req, sock, addr)
            finally:
                self.idle.add(sock)

        def _sees_off(self) -> None:
            while self.alive or any(one.fileno() >= 0 for one in self.sockets):
                gevent.sleep(SEES_OFF_WITHIN_S)
            self.closing()
            for client in list(self.idle):
                # gevent's own way would raise an error where somebody waits for words by this line.
                with suppress(OSError), plain(fileno=os.dup(client.fileno())) as line:
                    line.shutdown(socket.SHUT_RDWR)

    return Mannerly


def _gunicorn(
    make_app: Callable[[], Flask],
    listener: socket.socket,
    certificate: tuple[Path, Path] | None,
    ready: Callable[[Flask], None],
    closing: Callable[[Flask], None],
    leaving: Callable[[Flask], None],
) -> None:
    import signal

    from gunicorn.app.base import BaseApplication
    from gunicorn.arbiter import Arbiter

    class Unhurried(Arbiter):  # type: ignore[misc]  # gunicorn is untyped
        def handle_int(self) -> None:
            """Ctrl-C lets what is under way finish, as SIGTERM does; a second one hurries."""
            self.handle_term()

    def begin(worker: Any) -> None:
        # A terminal's Ctrl-C reaches both processes; the arbiter alone says when to leave.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        worker.closing = lambda: closing(worker.app.callable)
        ready(worker.app.callable)
        no_long_pauses()

    def end(_arbiter: Any, worker: Any) -> None:
        if worker.app.callable is not None:  # None where the application could not be made
            leaving(worker.app.callable)

    class OneWorker(BaseApplication):  # type: ignore[misc]  # gunicorn is untyped
        def load_config(self) -> None:
            options: dict[str, Any] = {
                "bind": f"fd://{listener.fileno()}",
                "workers": 1,
                "worker_class": _worker_class(),
                "worker_connections": 2000,
                "graceful_timeout": 5,
                "timeout": 120,
                "keepalive": 75,
                "loglevel": "warning",
                "proc_name": "afttrainer",
                "control_socket_disable": True,
                "post_worker_init": begin,
                "worker_exit": end,
            }
            if certificate:
                options |= {"certfile": str(certificate[0]), "keyfile": str(certificate[1])}
            for key, value in options.items():
                if key in self.cfg.settings:
                    self.cfg.set(key, value)

        def load(self) -> Flask:
            return make_app()

        def run(self) -> None:
            Unhurried(self).run()

    listener.set_inheritable(True)
    OneWorker().run()
