"""What a mark says, in words, where one of one's own became another."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import gettext as _

from afttrainer.content.codes import Visibility
from afttrainer.content.film_time import film_time
from afttrainer.content.words import label
from afttrainer.models.marked import Marked


def words_of(mark: Marked, other: Marked | None = None) -> str:
    """All that `mark` says; beside `other`, that in which the two differ."""
    parts = [_kind(mark)] if other is None or mark.is_another_kind(other.entered) else []
    for name, words in _beside(mark).items():
        before = getattr(other, name) if other is not None else None
        if (getattr(mark, name) or None) != (before or None):
            parts.append(words)
    if other is not None and mark.note and mark.note_visibility is not other.note_visibility:
        is_open = mark.note_visibility is Visibility.GROUP
        parts.append(_("note for the group") if is_open else _("note for me alone"))
    return " · ".join(parts)


def _kind(mark: Marked) -> str:
    said = mark.said
    return str(label(said)) if isinstance(said, StrEnum) else said.words


def _beside(mark: Marked) -> dict[str, str]:
    unsaid = _("not said")
    until = film_time(mark.end_ms) if mark.end_ms is not None else unsaid
    noticed = label(mark.noticed) if mark.noticed is not None else unsaid
    return {
        "intensity": _("strength: %(said)s", said=mark.intensity or unsaid),
        "end_ms": _("until: %(said)s", said=until),
        "noticed": _("noticed: %(said)s", said=noticed),
        "note": _("note: %(said)s", said=mark.note or unsaid),
    }
