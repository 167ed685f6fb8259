"""A no at the web door: a page in words, and never a stack trace."""

from __future__ import annotations

from flask import Flask, jsonify, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from afttrainer.models.refusal import Refused
from afttrainer.writing import TryAgain


def init_app(app: Flask) -> None:
    app.register_error_handler(Refused, lambda no: page(str(no), no.status))
    app.register_error_handler(CSRFError, _stale)
    app.register_error_handler(TryAgain, _try_again)
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
    from flask import current_app

    current_app.logger.exception("a mistake of the program", exc_info=error)
    return page(
        _("Something went wrong in the program itself. What was saved before is safe."), 500
    )
