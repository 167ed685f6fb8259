"""Install what is missing, or say what to install. Tests that need it are skipped without it."""

from __future__ import annotations

import sys

from scripts.servers.debian import install
from scripts.servers.messages import REDIS
from scripts.servers.postgresql import POSTGRESQL
from scripts.servers.proxy import NGINX


def main() -> int:
    for words in install([POSTGRESQL, REDIS, NGINX]):
        print(words, file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
