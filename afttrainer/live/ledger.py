"""Answers, and the book they are kept in: a command sent twice is answered the same (rule 5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from flask_babel import gettext as _
from sqlalchemy import Table, bindparam, insert, select
from sqlalchemy.orm import Session

from afttrainer.content.codes import SessionStatus
from afttrainer.live.envelope import Envelope
from afttrainer.live.unsaved_stops import UnsavedStop
from afttrainer.models import CommandRecord, Participant
from afttrainer.models.refusal import Refused
from afttrainer.models.revision import Change

Ack = dict[str, Any]

#: On the way of every command, so without the making of objects.
_BEFORE = select(CommandRecord.body_hash, CommandRecord.ack).where(
    CommandRecord.participant_id == bindparam("me"), CommandRecord.command_id == bindparam("id")
)
_ENTER = insert(cast(Table, CommandRecord.__table__))


@dataclass(frozen=True)
class Outcome:
    """The answer to the sender, and whose screens are to be drawn again after it."""

    ack: Ack
    supervision_id: int
    touched: Mapping[str, Change] = field(default_factory=dict)
    status: int = 200
    #: Set when it was answered from the ledger: it had been done before.
    repeated: bool = field(default=False)
    #: A presenter's stop that was written along with it.
    brought: UnsavedStop | None = None


def answered(session: Session, me: Participant, envelope: Envelope) -> Outcome | None:
    """What this device was told when it sent the same before; None for what is new.

    Raises Refused where something else was sent under this id.
    """
    before = session.execute(_BEFORE, {"me": me.id, "id": envelope.id}).one_or_none()
    if before is None:
        return None
    body_hash, ack = before
    # A meeting that was closed knows of it only that it was saved.
    if body_hash and body_hash != envelope.body_hash:
        raise Refused(_("Two different things came under one name. Please do it again."))
    status = 200 if ack.get("ok") else 409
    return Outcome(ack | {"id": envelope.id}, me.supervision_id, status=status, repeated=True)


def remember(
    session: Session,
    me: Participant,
    envelope: Envelope,
    ack: Ack,
    now: datetime,
    *,
    is_recorded: bool = False,
    is_secret: bool = False,
) -> None:
    """Closing a meeting empties its part of the book but for that something `is_recorded`, and
    nothing is written there any more."""
    if me.supervision.status is SessionStatus.CLOSED:
        return
    session.execute(
        _ENTER,
        {
            "participant_id": me.id,
            "command_id": envelope.id,
            "body_hash": envelope.body_hash,
            "ack": ack,
            "done_at": now,
            "is_recorded": is_recorded,
            "is_secret": is_secret,
        },
    )
