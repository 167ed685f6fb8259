"""`make run-cluster`: start everything, say where to go, and keep the workers running."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from pathlib import Path

from afttrainer import addresses, certificate, running
from scripts.cluster import Cluster, Door
from scripts.servers import NoStart, NotInstalled
from scripts.servers.__main__ import main as install

TOP = Path(__file__).resolve().parents[2]
FOLDER = TOP / "var" / "cluster"
LOOKED_EVERY_S = 0.5
#: Before a worker that ended is started anew; one that cannot start should not fill the log.
PAUSE_S = 2.0


def main() -> int:
    asked = _arguments()
    install()
    leaving = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: leaving.set())
    _let_servers_pass(FOLDER)
    door = _door(asked.host, asked.port, plain=asked.http)
    cluster = Cluster(FOLDER, workers=asked.workers, door=door)
    try:
        cluster.start_servers()
        cluster.start_workers()
        _say(cluster)
        _keep(cluster, leaving)
    except (NotInstalled, NoStart) as why:
        print(why, file=sys.stderr)
        return 1
    finally:
        cluster.stop()
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make run-cluster")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8614)
    parser.add_argument("--http", action="store_true", help="plain HTTP on the network")
    parser.add_argument("--workers", type=int, default=2)
    return parser.parse_args()


def _door(host: str, port: int, *, plain: bool) -> Door:
    https = not plain and not addresses.is_loopback(host)
    address = addresses.url(host, port, https=https)
    if not https:
        return Door(host, port, address)
    pair = certificate.ensure(FOLDER / "home", addresses.names_for_certificate(host))
    return Door(host, port, address, pair)


def _let_servers_pass(folder: Path) -> None:
    """As root PostgreSQL runs as another account, which must be able to come to its own files
    through ours, and see nothing on the way."""
    folder.mkdir(mode=0o711, parents=True, exist_ok=True)
    if os.geteuid() == 0:
        for on_the_way in (folder, folder.parent):
            on_the_way.chmod(on_the_way.stat().st_mode | 0o011)


def _say(cluster: Cluster) -> None:
    """What the first worker has said, and what only we know."""
    print(cluster.workers[0].said_at_this_start, end="")
    if cluster.door.certificate:
        running.say_how_safe(cluster.address, cluster.door.certificate)
    ports = ", ".join(str(worker.port) for worker in cluster.workers)
    print(f"{len(cluster.workers)} workers answer for it, on ports {ports}.")
    print(f"Their logs: {cluster.workers[0].log.parent}\n", flush=True)


def _keep(cluster: Cluster, leaving: threading.Event) -> None:
    while not leaving.wait(LOOKED_EVERY_S):
        for worker in cluster.workers:
            if worker.is_running:
                continue
            print(f"{worker.name} has ended, and is started anew.", flush=True)
            if leaving.wait(PAUSE_S):
                return
            worker.start()


if __name__ == "__main__":
    sys.exit(main())
