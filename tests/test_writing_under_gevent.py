"""Under gevent, as a worker runs: whoever waits for PostgreSQL holds up nobody else, and not for
ever. In processes of their own, since gevent takes over the whole of one."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

BEGINS = """
from gevent import monkey
monkey.patch_all()
import json, os, signal, sys
import gevent
from sqlalchemy import text
from afttrainer.database import postgresql
from afttrainer.writing import TryAgain
from afttrainer.writing.side_by_side import SideBySide
from tests.databases import engine_of

writer = SideBySide(engine_of(sys.argv[1], "writer"))
readers = engine_of(sys.argv[1], "default")
told = {}
"""
ENDS = """
print(json.dumps(told))
"""

WAITS_FOR_A_QUERY = """
others = 0

def breathe():
    global others
    while True:
        gevent.sleep(0.001)
        others += 1

breathing = gevent.spawn(breathe)
writer.write(lambda session: session.scalar(text("SELECT 'x' FROM pg_sleep(0.5)")), 1)
told["in a query"], others = others, 0
with readers.connect() as connection:
    connection.execute(text("SELECT pg_sleep(0.5)"))
told["in a reader's"], others = others, 0
long = gevent.spawn(writer.write, lambda s: s.scalar(text("SELECT 'x' FROM pg_sleep(0.5)")))
gevent.sleep(0.1)
others = 0
writer.write(lambda session: None, 1)
told["for a lock"] = others
breathing.kill()
"""

MEETS_SILENCE = """
postgresql.ANSWERS_WITHIN_S = 0.5
server = writer.write(lambda session: session.scalar(text("SELECT pg_backend_pid()")))
os.kill(server, signal.SIGSTOP)
try:
    writer.write(lambda session: None, 1)
except TryAgain as silent:
    told["said"] = str(silent)
finally:
    os.kill(server, signal.SIGCONT)
told["afterwards"] = writer.write(lambda session: session.scalar(text("SELECT 'here'")), 1)
"""


def tells(does: str, url: str) -> Any:
    command = [sys.executable, "-c", BEGINS + does + ENDS, url]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_others_go_on_while_one_waits(on_postgresql: str) -> None:
    waits = tells(WAITS_FOR_A_QUERY, on_postgresql)
    assert all(others > 10 for others in waits.values()), waits


def test_a_server_that_says_nothing_is_no_reason_to_hang(on_postgresql: str) -> None:
    told = tells(MEETS_SILENCE, on_postgresql)
    assert "does not answer" in told["said"]
    assert told["afterwards"] == "here"
