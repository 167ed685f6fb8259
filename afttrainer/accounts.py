"""The accounts library on our own terms: names instead of addresses, and one writer."""

from __future__ import annotations

import contextvars
import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any, TypeVar

import gevent
from flask import Flask, session
from flask_babel import gettext as _
from flask_login import current_user, user_loaded_from_cookie, user_logged_in, user_logged_out
from flask_security import (
    SQLAlchemyUserDatastore,
    hash_password,
    login_user,
    logout_user,
    user_authenticated,
    verify_password,
)
from gevent.monkey import is_module_patched
from sqlalchemy.orm import Session

from afttrainer import clock
from afttrainer.extensions import db, security, write
from afttrainer.forms.accounts import SignInForm
from afttrainer.models import SiteRole, User, sign_out
from afttrainer.writing import TryAgain

PASSPHRASE_AT_LEAST = 10  # characters
T = TypeVar("T")


class OneWriterDatastore(SQLAlchemyUserDatastore):
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


def off_the_loop(slow: Callable[..., T], *args: Any) -> T:
    """Run what takes long (hashing a passphrase) on a real thread, so that no room waits for it."""
    if is_module_patched("threading"):
        # The library asks the present application for its settings, on that thread too.
        run = contextvars.copy_context().run
        done: T = gevent.get_hub().threadpool.apply(run, (slow, *args))
        return done
    return slow(*args)


def hash_of(passphrase: str) -> str:
    """How a passphrase lies in the database: argon2 over its composed form."""
    hashed: str = off_the_loop(hash_password, security.password_util.normalize(passphrase))
    return hashed


def weakness_of(passphrase: str) -> str | None:
    """What is wrong with a new passphrase, in words; None where nothing is."""
    problems, _normal = security.password_util.validate(passphrase, True)
    if problems or not passphrase.strip():
        return str(
            _(
                "At least %(least)s characters, please: three or four words are good.",
                least=PASSPHRASE_AT_LEAST,
            )
        )
    return None


class MustWait(Exception):
    """Too many passphrases in a row did not open. `until` is server time."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


def opens(user_id: int, passphrase: str) -> bool:
    """Whether it is this account's passphrase. Raises MustWait where it was not even looked at."""

    def begin(writing: Session) -> tuple[bool, str | None, datetime | None]:
        user = writing.get_one(User, user_id)
        return user.begin_try(clock.now()), user.password, user.wait_until

    may, kept, until = write(begin)
    if not may and until is not None:
        _take_as_long(passphrase)
        raise MustWait(until)
    if kept is None:
        _take_as_long(passphrase)
        return False
    if not off_the_loop(verify_password, security.password_util.normalize(passphrase), kept):
        return False
    write(lambda writing: writing.get_one(User, user_id).opened())
    return True


def whoever_signs_in(sign_in_name: str, passphrase: str) -> User | None:
    """The account that both open; it takes as long, and says as little, where there is none."""
    user = User.called(db.session, sign_in_name)
    if user is None or not user.active:
        _take_as_long(passphrase)
        return None
    try:
        return user if opens(user.id, passphrase) else None
    except MustWait:
        return None


def _take_as_long(passphrase: str) -> None:
    hash_of(passphrase)


def sign_in(user_id: int, via: str) -> None:
    """This device is that person's from now on, and nobody else's."""
    if current_user.is_authenticated and current_user.id != user_id:
        logout_user()
    login_user(db.session.get_one(User, user_id), remember=True, authn_via=[via])


def came_by_link() -> bool:
    """This sign-in was by a one-time link, which stands for a passphrase that was lost."""
    return bool(session.get("signed_in_by") == "link")


def init_app(app: Flask) -> None:
    app.config.update(
        SECURITY_USER_IDENTITY_ATTRIBUTES=[{"username": {"mapper": str, "case_insensitive": True}}],
        SECURITY_USERNAME_ENABLE=True,
        SECURITY_PASSWORD_SALT=app.config["SECRET_KEY"],
        SECURITY_PASSWORD_LENGTH_MIN=PASSPHRASE_AT_LEAST,
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
    security.init_app(app, OneWriterDatastore(), login_form=SignInForm)
    user_logged_in.connect(_name_this_sign_in, app)
    user_loaded_from_cookie.connect(_name_this_sign_in, app)
    user_authenticated.connect(_remember_the_way, app)
    user_logged_out.connect(_close_this_device, app)


def _name_this_sign_in(_app: Flask, **_user: object) -> None:
    """So that signing out on one device closes the screens of that device only."""
    session["sign_in"] = secrets.token_hex(16)


def _remember_the_way(_app: Flask, authn_via: list[str] | None = None, **_user: object) -> None:
    session["signed_in_by"] = (authn_via or [""])[0]


def _close_this_device(_app: Flask, **_user: object) -> None:
    from afttrainer.live import presence

    session.pop("signed_in_by", None)
    if sign_in_id := session.pop("sign_in", None):
        # With a full disk one signs out all the same; a film that streams may go on a while.
        with suppress(TryAgain):
            write(lambda writing: sign_out.sign_out(writing, str(sign_in_id), clock.now()))
        presence.sign_in_over(str(sign_in_id))
