"""A pass that goes with the presenter's Stop button, for when the database cannot be asked.

Good for nothing but silence in that one room while nobody can look up whose stop it is. Whether it
was theirs is looked up when the database is back, before it is saved.
"""

from __future__ import annotations

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from afttrainer.models import Participant


def pass_for(me: Participant) -> str:
    """The same each time, so that drawing it again changes nothing."""
    return str(_signer().dumps([me.supervision_id, me.id]))


def holder(sent: object, supervision_id: int) -> int | None:
    """The participant it was given to; None for what is no pass of that room."""
    try:
        room, participant = _signer().loads(str(sent))
    except (BadData, TypeError, ValueError):
        return None
    return int(participant) if room == supervision_id else None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="presenter's stop")
