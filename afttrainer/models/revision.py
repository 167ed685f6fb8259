"""How many times what an audience may read has changed, one number an audience (rule 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from afttrainer.models.base import Base

if TYPE_CHECKING:
    from afttrainer.models.participant import Participant

SUPERVISOR = "supervisor"
WALL = "wall"
EVERYONE = "everyone"
#: All shared screens: what everyone may read also stands on the wall and on the console.
ALL = (EVERYONE, WALL, SUPERVISOR)
#: Not people but players: where the film is goes to every screen at once, as data and undrawn.
PLAYBACK = "playback"


def mine(participant: Participant) -> str:
    """The audience of exactly one person."""
    return f"participant:{participant.id}"


class Revision(Base):
    __tablename__ = "revision"

    supervision_id: Mapped[int] = mapped_column(
        ForeignKey("supervision_session.id"), primary_key=True
    )
    audience: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[int] = mapped_column(default=0)
