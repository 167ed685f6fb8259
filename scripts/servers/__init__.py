"""PostgreSQL, Valkey or Redis, and nginx for a site of several workers: found, installed, started.

    python -m scripts.servers        installs what is missing, or says in words what to install

Each server is a context manager that runs on loopback, on a free port, in a given folder:

    with PostgreSQL(folder) as database, Redis(folder) as messages:
        environment = {"AFTTRAINER_DATABASE": database.url, "AFTTRAINER_MESSAGES": messages.url}

Tests, benchmarks and `make run-cluster` use these. A clinic uses its distribution's own services.
"""

from __future__ import annotations

from scripts.servers.debian import NotInstalled
from scripts.servers.folder import own_folder
from scripts.servers.messages import Redis
from scripts.servers.postgresql import PostgreSQL
from scripts.servers.proxy import Nginx
from scripts.servers.server import NoStart, Server, free_port

__all__ = [
    "Nginx",
    "NoStart",
    "NotInstalled",
    "PostgreSQL",
    "Redis",
    "Server",
    "free_port",
    "own_folder",
]
