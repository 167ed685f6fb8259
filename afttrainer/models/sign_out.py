"""Sign-ins that are over: what was begun through one ends with it, whoever sends it.

A sign-in lives in a cookie of its browser, and signing out takes that away; a film that streams
already, piece by piece and by whatever worker, shows no other cookie than the one it began with.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from afttrainer.models.base import Base
from afttrainer.models.user import digest

#: No film streams for so long.
KEPT_FOR: Final = timedelta(days=2)


class SignOut(Base):
    """Only the hash of a sign-in's name is kept, and not whose it was."""

    __tablename__ = "sign_out"

    id: Mapped[int] = mapped_column(primary_key=True)
    name_hash: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(index=True)


def sign_out(session: Session, sign_in_id: str, now: datetime) -> None:
    """This sign-in is over."""
    session.add(SignOut(name_hash=digest(sign_in_id), at=now))


def is_over(session: Session, sign_in_id: str) -> bool:
    found = session.scalar(
        select(SignOut.id).where(SignOut.name_hash == digest(sign_in_id)).limit(1)
    )
    return found is not None


def forget_old(session: Session, now: datetime) -> None:
    session.execute(delete(SignOut).where(SignOut.at < now - KEPT_FOR))
