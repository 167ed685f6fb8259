"""The ledger of commands: a tap sent twice is done once and answered the same (rule 5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, delete, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from afttrainer.models.base import Base


class CommandRecord(Base):
    """Emptied when the meeting closes, so that it never tells who passed or stopped. Of words and
    marks that stand in the record it stays known for a day that they were saved, and no more."""

    __tablename__ = "command_record"

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    #: Made on the device.
    command_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    body_hash: Mapped[str] = mapped_column(String(64))
    ack: Mapped[dict[str, Any]] = mapped_column(JSON)
    done_at: Mapped[datetime]
    #: What it said stands in the record.
    is_recorded: Mapped[bool] = mapped_column(default=False)
    #: It answered a question to the room: deleted with the answers (`models/poll.py`).
    is_secret: Mapped[bool] = mapped_column(default=False)


def forget_secret(session: Session, participant_ids: Sequence[int]) -> None:
    """Sent once more, such a command finds what it was about closed."""
    theirs = CommandRecord.participant_id.in_(participant_ids)
    session.execute(delete(CommandRecord).where(theirs, CommandRecord.is_secret))


def empty(session: Session, participant_ids: Sequence[int], now: datetime) -> None:
    """What is left tells neither what was said nor when."""
    theirs = CommandRecord.participant_id.in_(participant_ids)
    session.execute(delete(CommandRecord).where(theirs, CommandRecord.is_recorded.is_(False)))
    blank = {"body_hash": "", "ack": {"ok": True}, "done_at": now}
    session.execute(update(CommandRecord).where(theirs).values(blank))
