"""Whether a sign-in still holds, asked again while something streams through it."""

from __future__ import annotations

from collections.abc import Callable

from flask import session
from flask_login import current_user

from afttrainer.extensions import db
from afttrainer.models import User
from afttrainer.models.sign_out import is_over


def sign_in_holds() -> Callable[[], bool]:
    """Of the person who asks now: not signed out meanwhile on this device, nor from another on all.

    What it returns wants an app context, and no request.
    """
    sign_in_id, user_id = session.get("sign_in"), current_user.id
    remembered = current_user.fs_uniquifier

    def holds() -> bool:
        user = db.session.get(User, user_id)
        if user is None or not user.active or user.fs_uniquifier != remembered:
            return False
        return sign_in_id is None or not is_over(db.session, str(sign_in_id))

    return holds
