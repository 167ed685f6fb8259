"""Why a file was not taken in, in words a clinician can act on."""

from __future__ import annotations


def N_(message: str) -> str:  # noqa: N802 - the name that message extraction looks for
    """Mark a sentence for translation; the door that shows it translates it."""
    return message


class Refusal(ValueError):
    """A sentence with its details apart, so that the server can say it in the site's language.

    `template` is the English sentence with %(name)s places, `details` what fills them.
    """

    def __init__(self, template: str, **details: str | int) -> None:
        self.template = template
        self.details = details
        super().__init__(template % details)

    @property
    def message(self) -> str:
        return str(self)


class NotAFilm(Refusal):
    """Another kind of file altogether, or nothing readable."""


class NotPlayable(Refusal):
    """A film, but one that a browser cannot play or that passes a limit."""


class NoRoom(Refusal):
    """The disk has too little space left."""


class BadCaptions(Refusal):
    """Captions that are not WebVTT; the film itself may be all right."""


DAMAGED = N_(
    "This film cannot be read. It may be damaged or only partly copied. "
    "Please copy it again from where it was recorded."
)


STOPPED = N_("Preparing this film was stopped.")

#: Said of a file in the inbox whose film is no more, on a site that keeps originals.
FILM_GONE = N_(
    "Its film was removed or erased here, so it is not offered again. The original has to be "
    "deleted in the inbox by whoever looks after the server."
)


def megabytes(size_bytes: int) -> str:
    """A size as people say it: "850 MB", "3.2 GB"."""
    if size_bytes >= 10**9:
        return f"{size_bytes / 10**9:.1f} GB"
    return f"{max(1, round(size_bytes / 10**6))} MB"
