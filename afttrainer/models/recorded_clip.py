"""A clip that was shown, with what was said of it, as one reader may read it afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from afttrainer.models.advice import ParkedAdvice
from afttrainer.models.affect import AffectEntry
from afttrainer.models.comment import MomentComment
from afttrainer.models.film_moment import FilmMoment
from afttrainer.models.narration import NarrationLine
from afttrainer.models.narration_sound import NarrationSound
from afttrainer.models.queue import QueuedClip
from afttrainer.models.tag import RuptureTag
from afttrainer.models.visibility import Reader, may_read_note, readable

#: docs/look.md: neighbours stack from 80 % upward by 18 %.
LOWEST_MARK_PERCENT: Final = 80
STACKED_BY_PERCENT: Final = 18
MARKS_IN_A_STACK: Final = 5
MARK_WIDTH_PERCENT: Final = 2.5


@dataclass(frozen=True)
class RecordedTag:
    tag: RuptureTag
    #: Empty where there is none, where the reader may not read it, and after a withdrawal.
    note: str


@dataclass(frozen=True)
class Mark:
    """Where a tag stands in the picture, in per cent of its width and height."""

    tag: RuptureTag
    x: float
    y: float


@dataclass(frozen=True)
class RecordedClip:
    queued: QueuedClip
    tags: Sequence[RecordedTag]
    affects: Sequence[AffectEntry]
    #: The reader's own lines only: narration is the presenter's to keep.
    narration: Sequence[NarrationLine]
    narration_sounds: Sequence[NarrationSound]
    #: What was noticed besides marks: the reader's own, and what its authors have shown.
    moments: Sequence[FilmMoment]
    comments: Sequence[MomentComment]
    #: One's own, and what was asked for by whoever may read it; what was not stays its author's.
    advice: Sequence[ParkedAdvice]

    @property
    def marks(self) -> list[Mark]:
        """Tags along the film, those that would cover each other stacked upward."""
        length = max(1, self.queued.clip.duration_ms)
        marks: list[Mark] = []
        for recorded in sorted(self.tags, key=lambda one: one.tag.clip_ms):
            x = 100 * recorded.tag.clip_ms / length
            near = sum(x - mark.x < MARK_WIDTH_PERCENT for mark in marks)
            y = LOWEST_MARK_PERCENT - STACKED_BY_PERCENT * (near % MARKS_IN_A_STACK)
            marks.append(Mark(recorded.tag, round(x, 2), y))
        return marks


def clip_as_read(queued: QueuedClip, reader: Reader) -> RecordedClip:
    """By whoever presented it as by its presenter."""
    me, presenter = reader.participant_id, queued.presenter
    reader = replace(reader, presents=presenter is not None and presenter.id == me)
    return RecordedClip(
        queued,
        [_tag_as_read(tag, reader) for tag in readable(queued.tags, reader)],
        readable(queued.affects, reader),
        [n for n in queued.narration if n.author_id == me],
        [s for s in queued.narration_sounds if s.author_id == me],
        readable(queued.moments, reader),
        readable(queued.comments, reader),
        readable(queued.advice, reader),
    )


def _tag_as_read(tag: RuptureTag, reader: Reader) -> RecordedTag:
    covered = tag.queued_clip.clip.recording.is_withdrawn
    return RecordedTag(tag, tag.note if may_read_note(reader, tag) and not covered else "")
