"""Whether a sign-in still holds, asked again while something streams through it."""

from __future__ import annotations

from collections.abc import Callable

from flask import current_app, session
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


def asking_on(question: Callable[[], bool], *, is_wall: bool = False) -> Callable[[], bool]:
    """For `film_response`: whether whoever asks now is signed in still, and `question` says yes. A
    wall has no sign-in.

    It is asked in an app context of its own, and without this request.
    """
    app_context = current_app.app_context
    signed_in = None if is_wall else sign_in_holds()

    def may_go_on() -> bool:
        with app_context():
            return (signed_in is None or signed_in()) and question()

    return may_go_on
