"""A clip as phones get it: a file of its own that physically ends at the marks.

It is cut in the background once the clip stands in a queue or in the library of patterns; until it
is there, neither shows it.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import event, or_, select
from sqlalchemy.orm import Session, joinedload

from afttrainer.content.codes import ClipStatus, SessionStatus
from afttrainer.film_house import film_house
from afttrainer.media.store import clip_file
from afttrainer.models import Clip, Exemplar, QueuedClip, Recording, SupervisionSession

#: What decides which clips are wanted.
_DECIDING = (Clip, Exemplar, QueuedClip, Recording, SupervisionSession)
_DECIDED = "others may be wanted on phones"
_SHOWN_NO_MORE = frozenset({ClipStatus.WITHDRAWN, ClipStatus.BLOCKED})


class News:
    """Counts what was written, here in this process, that may have another clip wanted."""

    count = 0


@event.listens_for(Session, "after_flush")
def _flushed(session: Session, _context: object) -> None:
    written = (*session.new, *session.dirty, *session.deleted)
    if any(isinstance(one, _DECIDING) for one in written):
        session.info[_DECIDED] = True


@event.listens_for(Session, "after_commit")
def _committed(session: Session) -> None:
    if session.info.pop(_DECIDED, False):
        News.count += 1


def stored_name(clip: Clip) -> str | None:
    """Its name in the film store, there or not; None while the film is not whole."""
    recording = clip.recording
    if not recording.is_ready or recording.sha256 is None:
        return None
    if clip.in_ms <= 0 and clip.out_ms >= recording.duration_ms:
        return recording.film_name
    return film_house().store.name(recording.sha256, clip_file(clip.in_ms, clip.out_ms))


def name_of(clip: Clip) -> str | None:
    """Its name in the film store, where it lies there."""
    name = stored_name(clip)
    return name if name is not None and film_house().store.has(name) else None


def wanted(session: Session) -> Sequence[Clip]:
    """Clips of the meetings that are open or to come, as far as they may be shown, and of the
    library of patterns; each once, and all at one go."""
    waiting = (
        select(QueuedClip.clip_id)
        .join(SupervisionSession, QueuedClip.supervision_id == SupervisionSession.id)
        .where(
            SupervisionSession.status != SessionStatus.CLOSED,
            QueuedClip.status.not_in(_SHOWN_NO_MORE),
        )
    )
    here = or_(Clip.id.in_(waiting), Clip.id.in_(select(Exemplar.clip_id)))
    clips = select(Clip).where(here).options(joinedload(Clip.recording))
    return session.scalars(clips).all()
