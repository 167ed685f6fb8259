"""Who guesses at a door, and what they are told; see `afttrainer.guesses`."""

from __future__ import annotations

import math
from ipaddress import IPv6Address, ip_address
from typing import cast

from flask import current_app, request
from flask_babel import ngettext
from flask_login import current_user

from afttrainer import clock
from afttrainer.guesses import Guesses, TooMany

#: Of IPv6 a household or a clinic has as many addresses as it likes, and one of these.
OWN_NETWORK_BITS = 64


def begin() -> None:
    """Before a code, a link or a passphrase is looked at; it counts as wrong until `opened`.
    Raises TooMany."""
    _guesses().begin(whose(), clock.now())


def opened() -> None:
    """It was right."""
    _guesses().opened(whose())


def words(too_many: TooMany) -> str:
    return str(
        ngettext(
            "Very many codes and passphrases that open nothing were tried from here. "
            "Please come back in a minute.",
            "Very many codes and passphrases that open nothing were tried from here. "
            "Please come back in %(num)d minutes.",
            math.ceil(too_many.wait.total_seconds() / 60),
        )
    )


def headers(too_many: TooMany) -> dict[str, str]:
    return {"Retry-After": str(math.ceil(too_many.wait.total_seconds()))}


def whose() -> str:
    """The person, where somebody is signed in: others at the same address have no part in it."""
    if current_user.is_authenticated:
        return f"user {current_user.id}"
    told = request.remote_addr or ""
    try:
        address = ip_address(told)
    except ValueError:
        return told
    if not isinstance(address, IPv6Address):
        return str(address)
    return str(address.ipv4_mapped or f"network {int(address) >> 128 - OWN_NETWORK_BITS:x}")


def _guesses() -> Guesses:
    """Those of this worker."""
    return cast(Guesses, current_app.extensions.setdefault("guesses", Guesses()))
