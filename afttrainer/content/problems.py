"""A mistake in a file of content, told to the clinician who wrote the file."""

from dataclasses import dataclass
from typing import TypeAlias

from flask_babel import gettext as _
from flask_babel.speaklater import LazyString

#: Where something stands in a file's tree: names of fields, and positions counted from 0.
Place: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True)
class Problem:
    """One mistake, and what to write instead.

    `line` counts from 1 and is None where the file could not be opened; `field` is the way to the
    place, positions counted from 1, and empty where the whole file is meant. `message` is rendered
    in the reader's language when it is shown.
    """

    file: str
    line: int | None
    field: str
    message: LazyString

    def __str__(self) -> str:
        parts = [self.file]
        if self.line is not None:
            parts.append(_("line %(line)s", line=self.line))
        if self.field:
            parts.append(self.field)
        return f"{', '.join(parts)}: {self.message}"


def spell(place: Place) -> str:
    """The way to a place as a person counts: `("steps", 1, "seconds")` is `steps → 2 → seconds`."""
    return " → ".join(str(part + 1) if isinstance(part, int) else part for part in place)
