"""The web server: gunicorn with gevent where it runs, gevent's own where it does not."""

from __future__ import annotations

import gc
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

GUNICORN = "gunicorn"
GEVENT = "gevent"
SWITCH_INTERVAL_S = 0.0005


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
) -> None:
    """Serve until asked to stop (Ctrl-C, SIGTERM), then let what is under way finish.

    `make_app` is called in the process that serves. `certificate` is (certificate file, key file)
    for HTTPS. `ready` is called there once the application is about to answer, `leaving` when it
    no longer does. Raises OSError where the address is taken.
    """
    # The thread that waits for the disk gives up the interpreter, and beside a loop that draws it
    # would wait the usual 5 ms to get it back.
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    listener = _listen(host, port)
    if kind == GUNICORN:
        _gunicorn(make_app, listener, certificate, ready, leaving)
    else:
        _gevent(make_app(), listener, certificate, ready, leaving)


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
        server.stop(timeout=3)
        leaving(app)


def _gunicorn(
    make_app: Callable[[], Flask],
    listener: socket.socket,
    certificate: tuple[Path, Path] | None,
    ready: Callable[[Flask], None],
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
                "worker_class": "gevent",
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
