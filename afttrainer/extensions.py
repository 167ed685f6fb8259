"""The libraries' objects, not yet bound to an application."""

from __future__ import annotations

from typing import cast

from flask import current_app, g
from flask_babel import Babel
from flask_compress import Compress
from flask_security import Security
from flask_socketio import SocketIO
from flask_sqlalchemy_lite import SQLAlchemy
from flask_wtf import CSRFProtect

from afttrainer.writing import Action, T, Writer

#: Reading only: a dirty object can never slip to disk past the writer.
db = SQLAlchemy(session_options={"autoflush": False})
socketio = SocketIO()
security = Security()
babel = Babel()
csrf = CSRFProtect()
compress = Compress()


def write(action: Action[T], room: int | None = None) -> T:
    """Do `action(session)` in one transaction on the application's writer; see Writer.write.

    `room` is the meeting that alone is changed: such writes of several rooms need not wait for
    one another. Without it the write has the house to itself.

    What this context reads afterwards is the state after the write.
    """
    try:
        return cast(Writer, current_app.extensions["writer"]).write(action, room)
    finally:
        if "_sqlalchemy_sessions" in g:
            db.session.rollback()
