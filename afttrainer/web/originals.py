"""The file that a film came from, on a site that keeps originals in the inbox."""

from __future__ import annotations

from flask import current_app
from flask_babel import gettext as _

from afttrainer.film_house import film_house
from afttrainer.models import Recording


def original_told(recording: Recording) -> list[str]:
    """That it has to be deleted by hand; nothing where no original lies there to stay."""
    if not current_app.extensions["settings"].inbox_keeps:
        return []
    if not film_house().original_lies(recording.ticket):
        return []
    return [
        _(
            "This site keeps originals in the inbox: the one of this film has to be deleted there "
            "by whoever looks after the server."
        )
    ]
