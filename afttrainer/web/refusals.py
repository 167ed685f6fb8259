"""A no at the web door: a page in words, and never a stack trace."""

from __future__ import annotations

from flask import Flask, current_app, g, jsonify, make_response, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from afttrainer.database import is_away
from afttrainer.guesses import TooMany
from afttrainer.models.refusal import Refused
from afttrainer.web import guessing
from afttrainer.writing import TryAgain
from afttrainer.writing.action import NEVER_KEPT

RETRY_AFTER_S = 5


def init_app(app: Flask) -> None:
    app.register_error_handler(Refused, lambda no: page(str(no), no.status))
    app.register_error_handler(CSRFError, _stale)
    app.register_error_handler(TryAgain, _try_again)
    app.register_error_handler(TooMany, _too_many)
    for never in NEVER_KEPT:
        app.register_error_handler(never, _nothing_there)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _ours)


def page(words: str, status: int) -> tuple[str | Response, int]:
    if request.is_json:
        return jsonify(ok=False, words=words, fields={}), status
    return render_template("pages/refused.html", words=words, status=status), status


def _stale(_error: CSRFError) -> tuple[str | Response, int]:
    return page(_("This page had been open for long. Go back, reload it and try again."), 400)


def _try_again(_error: TryAgain) -> tuple[str | Response, int]:
    return page(_("Could not be saved just now. Nothing was changed. Please try again."), 503)


def _too_many(no: TooMany) -> tuple[str | Response, int, dict[str, str]]:
    return *page(guessing.words(no), 429), guessing.headers(no)


def _nothing_there(_error: Exception) -> tuple[str | Response, int]:
    """Asked for in an address, and larger than anything that the database can hold."""
    return page(_("There is nothing here for you."), 404)


def _http(error: HTTPException) -> tuple[str | Response, int] | HTTPException:
    told = {
        403: _("This is not yours to open."),
        404: _("There is nothing here for you."),
        405: _("This address does not work that way."),
        413: _("This is larger than this site takes."),
        415: _("This is not something this page understands."),
    }
    if error.code is None or error.code < 400:
        return error
    own_words = error.description if error.description != type(error).description else None
    return page(own_words or told.get(error.code, _("This did not work.")), error.code)


def _ours(error: Exception) -> tuple[str | Response, int]:
    if is_away(error):
        return _away()
    current_app.logger.exception("a mistake of the program", exc_info=error)
    return page(
        _("Something went wrong in the program itself. What was saved before is safe."), 500
    )


def _away() -> tuple[str | Response, int]:
    """The database cannot be read now. Nothing that this shows may need it."""
    words = _("The room cannot be reached just now. What was saved before is safe.")
    if request.is_json:
        return jsonify(ok=False, again=True, words=words), 503
    # Every template is told who looks, which the accounts library would ask the database once more.
    g._login_user = current_app.login_manager.anonymous_user()  # type: ignore[attr-defined]
    response = make_response(render_template("pages/away.html", words=words))
    response.headers["Retry-After"] = str(RETRY_AFTER_S)
    return response, 503
