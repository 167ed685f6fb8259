"""Under which addresses this computer is reached from the clinic's network."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
from pathlib import Path

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def is_loopback(host: str) -> bool:
    return host in LOOPBACK


def network_address() -> str | None:
    """The address other devices see; None without a network. Nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("10.254.254.254", 9))
            address: str = probe.getsockname()[0]
        except OSError:
            return None
    return None if address.startswith("0.") else address


def shown_host(host: str) -> str:
    """The host to print and to put into the QR code for what the server listens on."""
    if host in ("0.0.0.0", "::"):  # noqa: S104 - only compared
        return network_address() or "localhost"
    return "localhost" if is_loopback(host) else host


def names_for_certificate(host: str) -> list[str]:
    """Every name and address a device here may type."""
    names = ["localhost", "127.0.0.1", shown_host(host)]
    own = socket.gethostname()
    # Names that the certificate's authority may speak for: see authority.LOCAL_NAMES.
    names.append(
        own if own.endswith((".local", ".lan", ".internal")) else f"{own.split('.')[0]}.local"
    )
    return sorted({name for name in names if _usable(name)})


def _usable(name: str) -> bool:
    """Nothing but an address or plain ASCII can stand in a certificate."""
    with contextlib.suppress(ValueError):
        ipaddress.ip_address(name)
        return True
    return all(part.isascii() and part for part in name.split("."))


def url(host: str, port: int, *, https: bool) -> str:
    shown = shown_host(host)
    bracketed = f"[{shown}]" if ":" in shown else shown
    return f"{'https' if https else 'http'}://{bracketed}:{port}"


def note(home: Path, base: str) -> None:
    """Where the server of this home answers now, for the commands that print addresses."""
    _noted(home).write_text(base, "utf-8")


def noted(home: Path) -> str | None:
    """None while no server runs; after a power cut it may be an address of before."""
    with contextlib.suppress(OSError, UnicodeDecodeError):
        return _noted(home).read_text("utf-8").strip() or None
    return None


def strike_out(home: Path) -> None:
    _noted(home).unlink(missing_ok=True)


def _noted(home: Path) -> Path:
    return home / "address"
