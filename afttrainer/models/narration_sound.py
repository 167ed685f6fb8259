"""What the presenter says aloud while watching, recorded by their own phone (C-83: S2, Training
process and structure). The row tells where it belongs; the sound lies sealed in `media/spoken`."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from flask_babel import gettext as _
from sqlalchemy import ForeignKey, String, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from afttrainer.content.codes import Visibility
from afttrainer.media.spoken import SoundKind
from afttrainer.models.base import Base, session_of
from afttrainer.models.entry import EntryMixin
from afttrainer.models.narration import must_present
from afttrainer.models.refusal import NotYours, Refused
from afttrainer.models.revision import SUPERVISOR, mine
from afttrainer.models.visibility import may_read, reader_for

if TYPE_CHECKING:
    from afttrainer.models.participant import Participant
    from afttrainer.models.queue import QueuedClip

#: The phone ends a recording by itself then; the next begins with the next touch.
LASTS_AT_MOST: Final = timedelta(minutes=1)
#: Speech of a minute is a quarter of that.
BYTES_AT_MOST: Final = 2 * 1024**2
MOST_OF_A_CLIP: Final = 60


class NarrationSound(Base, EntryMixin):
    __tablename__ = "narration_sound"
    __table_args__ = (UniqueConstraint("author_id", "client_uuid"),)
    starts_visible_to = Visibility.PRESENTER

    id: Mapped[int] = mapped_column(primary_key=True)
    queued_clip_id: Mapped[int] = mapped_column(ForeignKey("queued_clip.id"), index=True)
    #: Film time within the clip when they began to speak.
    clip_ms: Mapped[int]
    lasts_ms: Mapped[int]
    kind: Mapped[SoundKind]
    #: The name under which it lies.
    token: Mapped[str] = mapped_column(String(32), unique=True)
    #: Made on the phone: sent twice it is kept once.
    client_uuid: Mapped[str] = mapped_column(String(64))
    queued_clip: Mapped[QueuedClip] = relationship(back_populates="narration_sounds")

    @classmethod
    def named(cls, me: Participant, client_uuid: str) -> NarrationSound | None:
        """One of my own that has come already."""
        own = select(cls).where(cls.author_id == me.id, cls.client_uuid == client_uuid)
        return session_of(me).scalar(own)

    @classmethod
    def add(
        cls,
        me: Participant,
        clip: QueuedClip,
        begun_at: datetime,
        now: datetime,
        *,
        lasts_ms: int,
        kind: SoundKind,
        token: str,
        client_uuid: str,
    ) -> NarrationSound:
        """At the film's time when they began to speak. Raises Refused."""
        if (come := cls.named(me, client_uuid)) is not None:
            return come
        must_take(me, clip, begun_at)
        most = round(LASTS_AT_MOST.total_seconds() * 1000)
        sound = cls(
            author=me,
            made_at=now,
            clip_ms=clip.film_ms_at(begun_at),
            lasts_ms=min(max(0, lasts_ms), most),
            kind=kind,
            token=token,
            client_uuid=client_uuid,
        )
        clip.narration_sounds.append(sound)
        sound._tell()
        return sound

    @classmethod
    def own(cls, me: Participant, sound_id: int) -> NarrationSound:
        """Only its author's; somebody else's is as unknown as none."""
        found = session_of(me).get(cls, sound_id)
        if found is None or found.author_id != me.id:
            raise Refused(_("This is not one of yours."), status=404)
        return found

    def may_be_heard_by(self, me: Participant, now: datetime) -> bool:
        """By its author, and by those who lead while the meeting runs; the patient is to be heard
        in it too, so by nobody who may not watch the film."""
        room = self.queued_clip.supervision
        if me.supervision is not room:
            return False
        is_theirs = me.id == self.author_id or room.is_live
        recording = self.queued_clip.clip.recording
        is_let = may_read(reader_for(me, self.queued_clip.presenter), self)
        return is_theirs and is_let and recording.may_watch(me.membership, now)

    def remove(self) -> None:
        self._tell()
        self.queued_clip.narration_sounds.remove(self)

    def _tell(self) -> None:
        self.queued_clip.supervision.touch(SUPERVISOR, mine(self.author))


def must_take(me: Participant, clip: QueuedClip, begun_at: datetime) -> None:
    """Whether what they began to say then is taken; asked before it is laid down. What was begun
    while it was on is kept, however late it comes."""
    must_present(me, clip)
    if not me.supervision.is_live or not me.takes_part:
        raise NotYours(_("The meeting is over: nothing is recorded any more."))
    was_on = clip.aloud_until is not None and begun_at <= clip.aloud_until
    if not clip.narrates_aloud and not was_on:
        raise Refused(_("Recording is off. You can turn it on for this film."))
    if len(clip.narration_sounds) >= MOST_OF_A_CLIP:
        raise Refused(_("There are %(most)s recordings already. Delete one first.", most=60))


def new_token() -> str:
    return secrets.token_hex(16)


def forget_old(session: Session, before: datetime) -> None:
    session.execute(delete(NarrationSound).where(NarrationSound.made_at < before))
