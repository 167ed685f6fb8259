"""A no, in words a person can use."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _


class Refused(Exception):
    """Raised by a verb that will not act. Nothing of the action is kept.

    `message` is shown as it is to the one who asked; `fields` maps a form field to what should be
    corrected there. `status` is the HTTP status the web door answers with: 403 where the person may
    not, 409 where the room has moved on, 422 where what they entered should be corrected.
    """

    def __init__(
        self,
        message: object,
        *,
        fields: Mapping[str, list[str]] | None = None,
        status: int = 409,
    ) -> None:
        super().__init__(str(message))
        # Words may be lazy; an answer is plain text.
        self.fields = {
            name: [str(said) for said in all_said] for name, all_said in (fields or {}).items()
        }
        self.status = status


class NotYours(Refused):
    """The person may not do or see this, however they came by its address."""

    def __init__(self, message: object) -> None:
        super().__init__(message, status=403)


def must_be_as_shown(shown: str | None, stands: object) -> None:
    """Of two who press at once the first wins. `shown` is what the presser's screen said of how it
    `stands`; None asks for no such check. Raises Refused."""
    if shown is not None and shown != str(stands if stands is not None else ""):
        raise Refused(_("Somebody was quicker. This is how it stands now."))
