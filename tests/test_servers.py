"""The servers of a cluster on this machine: started, crashed, started again, and gone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import psycopg
import pytest
from redis import Redis as Client

from scripts.servers import (
    Nginx,
    NoStart,
    NotInstalled,
    PostgreSQL,
    Redis,
    free_port,
    own_folder,
)
from scripts.servers.debian import Program
from tests.network import until


@pytest.fixture
def folder() -> Iterator[Path]:
    with own_folder() as made:
        yield made


def asked(database: PostgreSQL, statement: str) -> object:
    plain = database.url.replace("+psycopg", "")
    with psycopg.connect(plain) as connection:
        found = connection.execute(statement)
        row = found.fetchone() if found.description else None
        return row and row[0]


def or_skipped(server: PostgreSQL | Redis | Nginx) -> None:
    try:
        server.start()
    except NotInstalled as missing:
        pytest.skip(str(missing))


def test_what_postgresql_has_committed_outlives_its_crash(folder: Path) -> None:
    database = PostgreSQL(folder)
    or_skipped(database)
    with database:
        assert asked(database, "SHOW fsync") == "on"
        assert asked(database, "SHOW synchronous_commit") == "on"
        asked(database, "CREATE TABLE kept (word text)")
        asked(database, "INSERT INTO kept VALUES ('kept')")
        database.crash()
        assert not database.is_running
        database.start()
        assert asked(database, "SELECT word FROM kept") == "kept"
        database.restart()
        assert asked(database, "SELECT word FROM kept") == "kept"
    # Another time, another process: the same folder is the same cluster.
    with PostgreSQL(folder) as again:
        assert asked(again, "SELECT word FROM kept") == "kept"
    assert not again.is_running


def test_a_copy_of_a_database_has_what_it_had(folder: Path) -> None:
    database = PostgreSQL(folder, fsync=False)
    or_skipped(database)
    with database:
        asked(database, "CREATE TABLE kept (word text)")
        copy = database.create("copy", like="afttrainer").replace("+psycopg", "")
        with psycopg.connect(copy) as connection:
            connection.execute("SELECT word FROM kept")
            database.drop("copy")
            with pytest.raises(psycopg.OperationalError):
                connection.execute("SELECT 1")


def test_messages_come_back_at_the_same_address(folder: Path) -> None:
    messages = Redis(folder)
    or_skipped(messages)
    with messages, Client.from_url(messages.url) as client:
        assert client.ping()
        messages.crash()
        messages.start()
        assert client.ping()


def test_the_proxy_changes_its_mind_while_it_runs(folder: Path) -> None:
    port = free_port()

    def says(words: str) -> str:
        return f"server {{ listen 127.0.0.1:{port}; location / {{ return 200 '{words}'; }} }}"

    proxy = Nginx(folder, port=port, http=says("one"))
    or_skipped(proxy)
    with proxy:
        assert urlopen(proxy.url).read() == b"one"
        proxy.reload(says("two"))
        until(lambda: urlopen(proxy.url).read() == b"two")


def test_a_server_that_cannot_start_says_why(folder: Path) -> None:
    proxy = Nginx(folder, port=free_port(), http="nonsense;")
    with pytest.raises((NoStart, NotInstalled), match=r"nonsense|not installed"):
        proxy.start()
    assert not proxy.is_running


def test_a_program_that_is_missing_is_told_with_its_package() -> None:
    missing = Program("Some server", lambda: None, ("one-package", "another"))
    with pytest.raises(NotInstalled, match="apt-get install one-package or another"):
        missing.path()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only for root")
def test_a_folder_that_its_account_cannot_enter_is_told(tmp_path: Path) -> None:
    shut = tmp_path / "shut"
    shut.mkdir(mode=0o700)
    with pytest.raises((NoStart, NotInstalled), match=r"cannot enter|not installed"):
        PostgreSQL(shut).start()
