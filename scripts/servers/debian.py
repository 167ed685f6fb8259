"""Servers from the distribution's packages: found where they are, else installed by root."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

QUIETLY = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
#: Asked by a package before it starts what it brings; 101 means no.
POLICY = Path("/usr/sbin/policy-rc.d")


class NotInstalled(Exception):
    """A server that is not on this machine, said with what would install it."""


@dataclass(frozen=True)
class Program:
    """A server's program: how it is found, and the packages of which the first known brings it."""

    name: str
    find: Callable[[], str | None]
    packages: tuple[str, ...]

    def path(self) -> str:
        """Raises NotInstalled."""
        if (found := self.find()) is None:
            either = " or ".join(self.packages)
            raise NotInstalled(
                f"{self.name} is not installed on this machine. "
                f"On Debian and Ubuntu: sudo apt-get install {either}"
            )
        return found


def on_path(*names: str) -> str | None:
    """Debian keeps servers in /usr/sbin, which an ordinary account's path may leave out."""
    places = os.pathsep.join([os.environ.get("PATH", ""), "/usr/local/sbin", "/usr/sbin"])
    return next((found for n in names if (found := shutil.which(n, path=places))), None)


def is_root_with_apt() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(programs: list[Program]) -> list[str]:
    """Install what is missing and say in words what is missing still."""
    if any(program.find() is None for program in programs) and is_root_with_apt():
        _apt("update")
        with _nothing_started():
            for program in programs:
                if program.find() is None:
                    print(f"Installing {program.name}…", file=sys.stderr, flush=True)
                    _install_first_known(program.packages)
    said = []
    for program in programs:
        try:
            program.path()
        except NotInstalled as missing:
            said.append(str(missing))
    return said


def _install_first_known(packages: tuple[str, ...]) -> None:
    for package in packages:
        if _apt("install", "--yes", "--no-install-recommends", package):
            return


def _apt(*arguments: str) -> bool:
    command = ["apt-get", "-qq", *arguments]
    # What was wrong is said afterwards, in words: the program is not there.
    return subprocess.run(command, env=QUIETLY, capture_output=True).returncode == 0


@contextmanager
def _nothing_started() -> Iterator[None]:
    """Debian starts what it installs; here nothing may listen that nobody asked for."""
    if POLICY.exists():  # As in containers: the machine has a policy of its own.
        yield
        return
    POLICY.write_text("#!/bin/sh\nexit 101\n")
    POLICY.chmod(0o755)
    try:
        yield
    finally:
        POLICY.unlink()
