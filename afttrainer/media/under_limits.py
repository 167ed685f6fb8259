"""Become another program, under limits: `python -I -S under_limits.py LIMITS PROGRAM ARGUMENT…`.

A process of its own sets its limits and then turns into the program, so that none of them ever
holds for the film worker, and the program never runs a moment without them. Uses the standard
library only and imports nothing of this package. Without a program it prints, as a JSON list,
what this system does not offer.

Source: POSIX setrlimit; Linux prctl(2), PR_SET_PDEATHSIG; unshare(2), CLONE_NEWNET.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1
_SIGKILL = 9
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000


def apply(limits: dict[str, int]) -> list[str]:
    """Set what can be set; returns the names of what cannot."""
    parent = limits.pop("parent", os.getppid())
    missing = [name for name in limits if not _limited(name, limits[name])]
    if not _no_network():
        missing.append("network")
    if not _ends_with_parent():
        missing.append("parent")
    if sys.platform == "linux" and os.getppid() != parent:
        sys.exit(1)  # the film worker died before this could end with it
    return missing


def _limited(name: str, value: int) -> bool:
    if name == "nice":
        with contextlib.suppress(AttributeError, OSError):
            os.nice(value)
            return True
        return False
    try:
        import resource

        what = getattr(resource, f"RLIMIT_{name.upper()}")
        _, most = resource.getrlimit(what)
        if most != resource.RLIM_INFINITY:
            value = min(value, most)
        resource.setrlimit(what, (value, value))
    except (ImportError, AttributeError, OSError, ValueError):
        return False
    return True


def _no_network() -> bool:
    """A network namespace of its own, with nothing in it. Linux, where the system allows it."""
    if sys.platform != "linux":
        return False
    library = ctypes.CDLL(None)
    return any(library.unshare(f) == 0 for f in (_CLONE_NEWNET, _CLONE_NEWUSER | _CLONE_NEWNET))


def _ends_with_parent() -> bool:
    """A film worker that is killed leaves no program running. Linux."""
    if sys.platform != "linux":
        return False
    return bool(ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0) == 0)


def main(arguments: list[str]) -> int:
    missing = apply(json.loads(arguments[0]))
    command = arguments[1:]
    if not command:
        sys.stdout.write(json.dumps(missing))
        return 0
    for ignored in (signal.SIGPIPE, signal.SIGXFSZ):  # by Python, and the program would inherit it
        signal.signal(ignored, signal.SIG_DFL)
    os.execve(command[0], command, {})  # noqa: S606 - this is what the file is for


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
