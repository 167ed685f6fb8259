"""The accounts library on our own terms: names instead of addresses, and one writer."""

from __future__ import annotations

import secrets
from typing import Any

import gevent
from flask import Flask, session
from flask_login import user_loaded_from_cookie, user_logged_in
from flask_security import SQLAlchemyUserDatastore
from gevent.monkey import is_module_patched

from afttrainer.extensions import db, security, write
from afttrainer.models import SiteRole, User


class OneWriterDatastore(SQLAlchemyUserDatastore):  # type: ignore[misc]  # the library is untyped
    """What the library changes goes to disk through the application's one writer (rule 2)."""

    def __init__(self) -> None:
        super().__init__(db, User, SiteRole)

    def put(self, model: Any) -> Any:
        self._waiting().append(model)
        return model

    def commit(self) -> None:
        waiting = self._waiting()
        if not waiting:
            return
        models = list(waiting)
        waiting.clear()

        def keep(writing: Any) -> None:
            for model in models:
                writing.merge(model)

        write(keep)
        db.session.expire_all()

    @staticmethod
    def _waiting() -> list[Any]:
        return db.session.info.setdefault("waiting_for_the_writer", [])  # type: ignore[no-any-return]


def off_the_loop(slow: Any, *args: Any) -> Any:
    """Run what takes long (hashing a passphrase) on a real thread, so that no room waits for it."""
    if is_module_patched("threading"):
        return gevent.get_hub().threadpool.apply(slow, args)
    return slow(*args)


def init_app(app: Flask) -> None:
    app.config.update(
        SECURITY_USER_IDENTITY_ATTRIBUTES=[{"username": {"mapper": str, "case_insensitive": True}}],
        SECURITY_USERNAME_ENABLE=True,
        SECURITY_PASSWORD_SALT=app.config["SECRET_KEY"],
        SECURITY_PASSWORD_LENGTH_MIN=10,
        SECURITY_DEFAULT_REMEMBER_ME=True,
        SECURITY_LOGOUT_METHODS=["POST"],
        SECURITY_POST_LOGIN_VIEW="/",
        SECURITY_POST_LOGOUT_VIEW="/",
        SECURITY_LOGIN_URL="/sign-in",
        SECURITY_LOGOUT_URL="/sign-out",
        SECURITY_REGISTERABLE=False,
        SECURITY_FLASH_MESSAGES=False,
        WTF_CSRF_TIME_LIMIT=None,
        REMEMBER_COOKIE_DURATION=app.config["DEVICE_REMEMBERED"],
        REMEMBER_COOKIE_HTTPONLY=True,
        REMEMBER_COOKIE_SAMESITE="Lax",
        REMEMBER_COOKIE_SECURE=app.config["HTTPS"],
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=app.config["HTTPS"],
    )
    security.init_app(app, OneWriterDatastore())
    user_logged_in.connect(_name_this_sign_in, app)
    user_loaded_from_cookie.connect(_name_this_sign_in, app)


def _name_this_sign_in(_app: Flask, **_user: object) -> None:
    """So that signing out on one device closes the screens of that device only."""
    session["sign_in"] = secrets.token_hex(16)
