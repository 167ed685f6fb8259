"""The projector's way in: a one-time token from the console, no one's account (rule 11)."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.models.base import Base
from afttrainer.models.user import digest

if TYPE_CHECKING:
    from afttrainer.models.supervision import SupervisionSession


class WallPass(Base):
    __tablename__ = "wall_pass"

    id: Mapped[int] = mapped_column(primary_key=True)
    supervision_id: Mapped[int] = mapped_column(ForeignKey("supervision_session.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    #: What the opened wall holds in its cookie from then on; None until the token is used.
    key_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
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
