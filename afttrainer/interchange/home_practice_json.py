"""One's own log of practice at home as JSON: the glossary's names, codes instead of words."""

from __future__ import annotations

from typing import Any

from afttrainer.models.membership import Membership

#: Raised when a name here changes its meaning.
FORMAT = 1


def log_document(me: Membership) -> dict[str, Any]:
    """All of one's own, the newest first, ready for `json.dump`; and nobody else's."""
    return {
        "format": FORMAT,
        "group": me.group.name,
        "practice_log": [
            {
                "date": line.day.isoformat(),
                "practice": line.script_key,
                "called": line.called,
                "minutes": line.minutes,
                "solo_or_relational": line.solo_or_relational,
                "note": line.words,
                "visibility": line.visibility,
            }
            for line in me.home_practices
        ],
    }
