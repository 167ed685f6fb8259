"""The form of a command, as a template asks for it."""

from __future__ import annotations

from jinja2 import Undefined

from afttrainer.forms.base import RoomForm


def form_of(command: str, obj: object = None, **values: object) -> RoomForm:
    """The form whose fields `command` takes, filled from `obj`, else from `values`."""
    from afttrainer.live.protocol import COMMANDS

    # `| first` of nothing is undefined: nothing was entered yet.
    entered = None if isinstance(obj, Undefined) else obj
    return COMMANDS[command].form(formdata=None, obj=entered, data=values or None)
