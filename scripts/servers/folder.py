"""Where a server keeps its files, and whose they are."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scripts.servers.server import NoStart


@dataclass(frozen=True)
class Account:
    """Somebody other than root to run a server as."""

    name: str
    uid: int
    gid: int


def not_root() -> Account | None:
    """PostgreSQL refuses to run as root. None where we are not root and run as who we are."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return None
    import pwd

    for name in ("postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, found.pw_uid, found.pw_gid)
    raise NoStart("PostgreSQL does not run as root, and there is no other account to run it as.")


def given_to(account: Account | None, folder: Path) -> Path:
    """`folder`, made where there is none, and theirs alone.

    Raises NoStart where that account cannot come to it, as below /root.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if account is None:
        return folder
    for above in folder.resolve().parents:
        if not above.stat().st_mode & 0o001:
            raise NoStart(
                f"PostgreSQL does not run as root, and the account “{account.name}”, which it "
                f"runs as instead, cannot enter {above}. Choose a folder elsewhere."
            )
    os.chown(folder, account.uid, account.gid)
    return folder


@contextmanager
def own_folder(within: Path | None = None) -> Iterator[Path]:
    """A folder for servers that is gone afterwards; any account may pass through it, not look.

    `within` is where it lies, unless that is the system's place for such.
    """
    folder = Path(tempfile.mkdtemp(prefix="afttrainer-", dir=within))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
