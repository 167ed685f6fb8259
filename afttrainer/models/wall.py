"""The projector's way in: a one-time token from the console, no one's account (rule 11).

And how its window stands, so that before a play the console can say whether it would be seen and
heard.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.models.base import Base
from afttrainer.models.revision import SUPERVISOR
from afttrainer.models.user import digest

if TYPE_CHECKING:
    from afttrainer.models.supervision import SupervisionSession

#: A window that was not heard of for so long is shut, or has no contact.
HEARD_WITHIN: Final = timedelta(seconds=20)
#: That it was heard of is written down no more often.
NOTED_EVERY: Final = timedelta(seconds=10)


@dataclass(frozen=True)
class Readiness:
    """Of the walls of a room, each where one of them has it: nothing waits for any of it."""

    is_open: bool
    #: The film at work stands there, loaded.
    has_film: bool
    #: The browser of one that has it lets it sound.
    has_sound: bool

    @property
    def is_all(self) -> bool:
        return self.is_open and self.has_film and self.has_sound


class WallPass(Base):
    __tablename__ = "wall_pass"

    id: Mapped[int] = mapped_column(primary_key=True)
    supervision_id: Mapped[int] = mapped_column(ForeignKey("supervision_session.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    #: What the opened wall holds in its cookie from then on; None until the token is used.
    key_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    #: When its window was last heard of, good to some seconds; None while none is open.
    heard_at: Mapped[datetime | None]
    #: The number of the queued clip whose film it has loaded.
    has_film_of: Mapped[int | None]
    has_sound: Mapped[bool] = mapped_column(default=False)
    supervision: Mapped[SupervisionSession] = relationship(back_populates="wall_passes")

    @classmethod
    def make(cls, now: datetime, lives: timedelta) -> tuple[WallPass, str]:
        """The pass and its token, which is told once and kept nowhere."""
        token = secrets.token_urlsafe(24)
        return cls(token_hash=digest(token), made_at=now, expires_at=now + lives), token

    def open(self, now: datetime) -> str | None:
        """The key for the wall's cookie, once; None for a token already used or too old."""
        if self.key_hash is not None or now >= self.expires_at:
            return None
        key = secrets.token_urlsafe(24)
        self.key_hash = digest(key)
        return key

    def has_news(self, film_of: int | None, now: datetime, *, sound: bool) -> bool:
        """Whether what its window tells of itself is to be written down."""
        is_same = (self.has_film_of, self.has_sound) == (film_of, sound)
        return not is_same or self.heard_at is None or self.heard_at < now - NOTED_EVERY

    def tells(self, film_of: int | None, now: datetime, *, sound: bool) -> None:
        """The console alone is told, and only of what looks different there."""
        before = readiness(self.supervision, now)
        self.heard_at, self.has_film_of, self.has_sound = now, film_of, sound
        if readiness(self.supervision, now) != before:
            self.supervision.touch(SUPERVISOR)

    def was_shut(self) -> None:
        """Nothing was heard of it for a while."""
        self.heard_at = None
        self.supervision.touch(SUPERVISOR)


def readiness(room: SupervisionSession, now: datetime) -> Readiness:
    heard = [w for w in room.wall_passes if w.heard_at and w.heard_at >= now - HEARD_WITHIN]
    film = room.queued_clip_id
    have = [w for w in heard if film is not None and w.has_film_of == film]
    return Readiness(
        is_open=bool(heard),
        has_film=bool(have),
        has_sound=any(w.has_sound for w in have),
    )
