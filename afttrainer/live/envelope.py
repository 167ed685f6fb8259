"""A command as it comes from a device: read with care, whoever sent it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeGuard

from flask_babel import gettext as _

from afttrainer import clock
from afttrainer.models.refusal import Refused

ID_AT_MOST = 64  # characters
#: JSON can spell it, and nothing can keep it.
HALF_A_CHARACTER = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Envelope:
    """What was asked, under the id that the device gave it."""

    id: str
    name: str
    body: Mapping[str, Any]
    touched_at: datetime | None = None
    offline: bool = False

    @property
    def body_hash(self) -> str:
        whole = json.dumps([self.name, self.body], sort_keys=True, default=str)
        return hashlib.sha256(whole.encode()).hexdigest()

    @classmethod
    def read(cls, raw: object) -> Envelope:
        """Raises Refused where it is not a command at all."""
        if not isinstance(raw, Mapping) or not isinstance(raw.get("body", {}), Mapping):
            raise Refused(_("This did not arrive whole. Please try again."), status=422)
        command_id, name = raw.get("id"), raw.get("name")
        if not _is_id(command_id) or not isinstance(name, str):
            raise Refused(_("This did not arrive whole. Please try again."), status=422)
        return cls(
            command_id,
            name,
            # As in a form: what is not ticked, and what is nothing, is not there.
            {
                str(key): _as_typed(value)
                for key, value in raw.get("body", {}).items()
                if value is not None and value is not False
            },
            _instant(raw.get("at")),
            raw.get("offline") is True,
        )


def _is_id(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and 8 <= len(value) <= ID_AT_MOST and value.isprintable()


def _instant(value: object) -> datetime | None:
    """The device's estimate of server time, where it is one at all."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return clock.from_ms(value)
    except (OverflowError, ValueError, OSError):
        return None


def _as_typed(value: object) -> str | list[str]:
    """A value as a form field would hold it. Raises Refused for what no form could."""
    if isinstance(value, str) and not HALF_A_CHARACTER.search(value):
        return value
    if isinstance(value, int | float):  # True as well: a ticked box
        return str(value)
    if isinstance(value, list) and all(
        isinstance(one, str) and not HALF_A_CHARACTER.search(one) for one in value
    ):
        return value
    raise Refused(_("This did not arrive whole. Please try again."), status=422)
