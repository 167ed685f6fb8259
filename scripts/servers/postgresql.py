"""A PostgreSQL of our own, which keeps what it acknowledged as a clinic's would."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
from pathlib import Path

from scripts.servers.debian import Program, on_path
from scripts.servers.folder import given_to, not_root
from scripts.servers.server import NoStart, Server

OWNER = "afttrainer"
MAINTENANCE = "postgres"


def find() -> str | None:
    """The newest there is. Debian keeps each version's programs in a folder off the path."""
    versions = [p for p in Path("/usr/lib/postgresql").glob("*/bin/postgres") if p.is_file()]
    newest = max(versions, key=lambda p: int(p.parts[-3]), default=None)
    if newest is not None:
        return str(newest)
    found = on_path("postgres")
    return found and os.path.realpath(found)


POSTGRESQL = Program("PostgreSQL", find, ("postgresql",))


class PostgreSQL(Server):
    """A cluster of databases below `folder`/postgresql, made at the first start and found again.

    `fsync=False` only where nothing is asked about durability. As root it runs as `postgres`
    or `nobody`, so that `folder` must be one that they can enter (see `own_folder`).
    """

    name = "postgresql"
    stops_by = signal.SIGINT  # its "fast": open transactions are undone, the rest is kept

    def __init__(
        self,
        folder: Path,
        *,
        port: int | None = None,
        fsync: bool = True,
        settings: dict[str, str] | None = None,
    ) -> None:
        """`settings` are further ones of postgresql.conf."""
        super().__init__(folder, port=port)
        self._settings = {"fsync": "on" if fsync else "off", **(settings or {})}
        self._fsync = fsync

    @property
    def url(self) -> str:
        """Of the database `afttrainer`, for AFTTRAINER_DATABASE and for Config alike."""
        return self.url_of(OWNER)

    def url_of(self, database: str) -> str:
        at = f"127.0.0.1:{self.port}/{database}"
        return f"postgresql+psycopg://{OWNER}:{self._password()}@{at}"

    def crash(self) -> None:
        """Its "immediate": every process ends where it is, and the next start reads the log."""
        self._end_by(signal.SIGQUIT)

    def create(self, database: str, *, like: str = "template1") -> str:
        """A new database, filled as `like` is, which nobody may be connected to. Its address."""
        self._psql(f'CREATE DATABASE "{database}" TEMPLATE "{like}"')
        return self.url_of(database)

    def drop(self, database: str) -> None:
        """Gone with whatever is connected to it."""
        self._psql(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')

    @property
    def data(self) -> Path:
        return self.folder / "postgresql"

    def _prepare(self) -> None:
        super()._prepare()
        account = not_root()
        if account is not None:
            self.uid, self.gid = account.uid, account.gid
        given_to(account, self.data)
        if not (self.data / "PG_VERSION").exists():
            self._make()

    def _make(self) -> None:
        password = self.folder / "postgresql.password"
        handle = os.open(password, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(16) + "\n")
        if self.uid is not None and self.gid is not None:
            os.chown(password, self.uid, self.gid)
        self._run(
            "initdb",
            f"--pgdata={self.data}",
            f"--username={OWNER}",
            f"--pwfile={password}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--no-locale",
            *([] if self._fsync else ["--no-sync"]),
        )

    def _command(self) -> list[str]:
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": "",
            "max_connections": "200",
            # Else a row that is refused stands in the log with what people wrote in it.
            "log_error_verbosity": "terse",
            **self._settings,
        }
        chosen = [f"--{name}={value}" for name, value in settings.items()]
        return [self._program("postgres"), "-D", str(self.data), *chosen]

    def _is_ready(self) -> bool:
        asked = [self._program("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        if subprocess.run(asked).returncode != 0:
            return False
        if not (self.folder / "postgresql.made").exists():
            self._psql(f'CREATE DATABASE "{OWNER}"')
            (self.folder / "postgresql.made").touch()
        return True

    def _psql(self, statement: str) -> None:
        said = subprocess.run(
            [
                self._program("psql"),
                *("--no-psqlrc", "-q", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1"),
                *("-p", str(self.port), "-U", OWNER, "-d", MAINTENANCE, "-c", statement),
            ],
            env={**os.environ, "PGPASSWORD": self._password()},
            capture_output=True,
            text=True,
        )
        if said.returncode != 0:
            raise NoStart(f"PostgreSQL would not: {said.stderr}")

    def _run(self, program: str, *arguments: str) -> None:
        said = subprocess.run(
            [self._program(program), *arguments],
            cwd=self.data,
            user=self.uid,
            group=self.gid,
            extra_groups=None if self.uid is None else [],
            capture_output=True,
            text=True,
        )
        if said.returncode != 0:
            raise NoStart(f"{program} did not work:\n{said.stderr}")

    def _password(self) -> str:
        return (self.folder / "postgresql.password").read_text().strip()

    @staticmethod
    def _program(name: str) -> str:
        """One of those that belong together; on Debian some stand on the path as wrappers."""
        beside = Path(POSTGRESQL.path()).with_name(name)
        return str(beside) if beside.is_file() else name
