"""What one viewer's mark says of a moment on film."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from afttrainer.content.codes import (
    Direction,
    Family,
    Marker,
    Noticed,
    TherapistReaction,
    Visibility,
)
from afttrainer.models.group_word import GroupWord

#: What stays as it was when the finger went down; then what its author may say otherwise, ...
_PLACED: Final = ("clip_ms", "is_estimate", "came_after_reveal")
#: ... of which the group sees these.
_KIND: Final = ("family", "direction", "marker", "reaction", "group_word")
_ENTERED: Final = (*_KIND, "intensity", "noticed", "end_ms", "note", "note_visibility")


class Marked:
    """Columns of a mark, and of what a mark was before it became another."""

    #: Film time within the clip when the finger went down (rule 9).
    clip_ms: Mapped[int]
    end_ms: Mapped[int | None]
    family: Mapped[Family]
    direction: Mapped[Direction | None]
    marker: Mapped[Marker | None]
    #: Something in the viewer and not between the two on film: stays private after the reveal too.
    reaction: Mapped[TherapistReaction | None]
    #: 1 faint - 5 very strong; None where the viewer did not say.
    intensity: Mapped[int | None]
    #: When the viewer became aware of it, where they said.
    noticed: Mapped[Noticed | None]
    #: Made without contact to the server, by the device's last known playback and clock.
    is_estimate: Mapped[bool] = mapped_column(default=False)
    came_after_reveal: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(default="")
    #: The note has a reader level of its own: revealing the tag never reveals a private note.
    note_visibility: Mapped[Visibility] = mapped_column(default=Visibility.PRIVATE)

    #: What it was in a word of the group's own: instead of a marker, or beside `OTHER`.
    group_word_id: Mapped[int | None] = mapped_column(ForeignKey("group_word.id"))

    @declared_attr
    def group_word(cls) -> Mapped[GroupWord | None]:
        """Read with the mark: no statement more, however many there are."""
        return relationship(lazy="joined")

    @property
    def sign(self) -> Marker | GroupWord | None:
        """How it showed in the patient, in everybody's words or the group's own."""
        return self.marker if self.is_inner else self.group_word or self.marker

    @property
    def said(self) -> StrEnum | GroupWord:
        """All that was said of what it was, as closely as it was said."""
        return self.group_word or self.reaction or self.marker or self.direction or self.family

    @property
    def is_inner(self) -> bool:
        return self.reaction is not None

    @property
    def entered(self) -> dict[str, Any]:
        """All that its author may say otherwise, by the names of the columns."""
        return {name: getattr(self, name) for name in _ENTERED}

    @property
    def whole(self) -> dict[str, Any]:
        """The same with when it was, and how that is known."""
        return {name: getattr(self, name) for name in _PLACED} | self.entered

    def is_another_kind(self, said: Mapping[str, Any]) -> bool:
        """Whether the group would see it as another than it is."""
        return any(getattr(self, name) != said[name] for name in _KIND if name in said)


def otherwise(said: Any, now: Any) -> bool:
    """What had been left open may be said later; what was said is not said otherwise."""
    return said is not None and said != now
