"""Under which addresses this computer is reached from the clinic's network."""

from __future__ import annotations

import ipaddress
import socket

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
    # Names that the certificate's authority may speak for: see certificate.LOCAL_NAMES.
    names.append(own if own.endswith((".local", ".lan", ".internal")) else f"{own.split('.')[0]}.local")
    return sorted({name for name in names if _usable(name)})


def _usable(name: str) -> bool:
    try:
        return ipaddress.ip_address(name).is_private
    except ValueError:
        return all(part.isascii() and part for part in name.split("."))


def url(host: str, port: int, *, https: bool) -> str:
    shown = shown_host(host)
    bracketed = f"[{shown}]" if ":" in shown else shown
    return f"{'https' if https else 'http'}://{bracketed}:{port}"
