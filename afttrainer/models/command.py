"""The ledger of commands: a tap sent twice is done once and answered the same (rule 5)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from afttrainer.models.base import Base


class CommandRecord(Base):
    """Emptied when the meeting closes, so that it never tells who passed or stopped."""

    __tablename__ = "command_record"

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    #: Made on the device.
    command_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    body_hash: Mapped[str] = mapped_column(String(64))
    ack: Mapped[dict[str, Any]] = mapped_column(JSON)
    done_at: Mapped[datetime]
