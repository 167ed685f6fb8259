"""Commands in: each loads its sender anew, is done at most once, and gets an answer in words."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, TypeGuard, TypeVar

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from afttrainer import clock
from afttrainer.content.codes import SessionStatus
from afttrainer.extensions import write
from afttrainer.forms.base import RoomForm
from afttrainer.models import CommandRecord, Participant, SupervisionSession
from afttrainer.models.refusal import NotYours, Refused
from afttrainer.writing import TryAgain

Ack = dict[str, Any]
F = TypeVar("F", bound=RoomForm)

ID_AT_MOST = 64  # characters
#: A device's clock estimate may be a little ahead of ours; a touch further ahead is no touch.
TOUCH_AHEAD_AT_MOST = timedelta(seconds=2)
#: A device that has not compared its clock yet may be off by a minute and more.
SAID_WITHIN = timedelta(minutes=2)


class By(Enum):
    """Who may send a command. There is no default."""

    ANYONE = "anyone in the room"
    SUPERVISOR = "the supervisor or co-supervisor"
    PRESENTER = "the presenter of the clip at work"


@dataclass
class Room:
    """What a command acts on: its sender, found through their own place in the room."""

    session: Session
    supervision: SupervisionSession
    me: Participant
    now: datetime
    #: Server time when the finger went down, by the device's clock estimate; never after `now`.
    touched_at: datetime
    #: The device was out of contact when it was touched.
    offline: bool

    def must_be_said_now(self) -> None:
        """Raises Refused for what was pressed without contact, or lay long on its way: a film must
        not start, nor marks be shown, minutes after somebody wished it."""
        if self.offline or self.now - self.touched_at > SAID_WITHIN:
            raise Refused(_("This was pressed a while ago. If it still fits, press it once more."))


@dataclass(frozen=True)
class Envelope:
    """A command as it came from a device."""

    id: str
    name: str
    body: Mapping[str, Any]
    touched_at: datetime | None = None
    offline: bool = False

    @property
    def body_hash(self) -> str:
        whole = json.dumps([self.name, self.body], sort_keys=True, default=str)
        return hashlib.sha256(whole.encode()).hexdigest()

    @classmethod
    def read(cls, raw: object) -> Envelope:
        """Raises Refused where it is not a command at all."""
        if not isinstance(raw, Mapping) or not isinstance(raw.get("body", {}), Mapping):
            raise Refused(_("This did not arrive whole. Please try again."), status=422)
        command_id, name = raw.get("id"), raw.get("name")
        if not _is_id(command_id) or not isinstance(name, str):
            raise Refused(_("This did not arrive whole. Please try again."), status=422)
        return cls(
            command_id,
            name,
            # As in a form: what is not ticked, and what is nothing, is not there.
            {
                str(key): _as_typed(value)
                for key, value in raw.get("body", {}).items()
                if value is not None and value is not False
            },
            _instant(raw.get("at")),
            raw.get("offline") is True,
        )


def _is_id(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and 8 <= len(value) <= ID_AT_MOST and value.isprintable()


def _instant(value: object) -> datetime | None:
    """The device's estimate of server time, where it is one at all."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return clock.from_ms(value)
    except (OverflowError, ValueError, OSError):
        return None


def _as_typed(value: object) -> str | list[str]:
    """A value as a form field would hold it. Raises Refused for what no form could."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float):  # True as well: a ticked box
        return str(value)
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return value
    raise Refused(_("This did not arrive whole. Please try again."), status=422)


@dataclass(frozen=True)
class Known:
    """A command that exists, with the form its body must satisfy and who may send it."""

    name: str
    form: type[RoomForm]
    by: By
    act: Callable[[Room, Any], Mapping[str, Any] | None]


@dataclass(frozen=True)
class Outcome:
    """The answer to the sender, and whose screens are to be drawn again after it."""

    ack: Ack
    supervision_id: int
    touched: frozenset[str] = frozenset()
    status: int = 200
    #: Set when it was answered from the ledger: it had been done before.
    repeated: bool = field(default=False)


#: Every command there is. What is not here does not exist.
COMMANDS: dict[str, Known] = {}


def command(
    name: str, form: type[F], *, by: By
) -> Callable[[Callable[[Room, F], Mapping[str, Any] | None]], Callable[[Room, F], Any]]:
    """Open one named door of the live room."""

    def register(act: Callable[[Room, F], Mapping[str, Any] | None]) -> Callable[[Room, F], Any]:
        COMMANDS[name] = Known(name, form, by, act)
        return act

    return register


def perform(
    find_sender: Callable[[Session], Participant | None],
    envelope: Envelope,
    now: datetime | None = None,
    *,
    room: int | None = None,
) -> Outcome:
    """Do what a device asks, once, and say what was done.

    `find_sender` loads the participant anew inside the transaction; `room` is the meeting it was
    sent from, for the writer to know whom it need not wait for. Never raises for what a person
    did: an answer has `ok`, and where it is false `words` and perhaps `fields`, or `again` where
    nothing was wrong but the disk.
    """
    at = now or clock.now()
    try:
        return _done_or_refused(find_sender, envelope, at, room)
    except TryAgain:
        words = _("Could not be saved just now. It is kept here and will be sent again.")
        return Outcome(
            {"id": envelope.id, "ok": False, "again": True, "words": words}, 0, status=503
        )


def _done_or_refused(
    find_sender: Callable[[Session], Participant | None],
    envelope: Envelope,
    now: datetime,
    room: int | None,
) -> Outcome:
    try:
        return write(lambda session: _once(session, find_sender, envelope, now), room)
    except Refused as refused:
        no = refused
    return write(lambda session: _remember_refusal(session, find_sender, envelope, no, now), room)


def _once(
    session: Session,
    find_sender: Callable[[Session], Participant | None],
    envelope: Envelope,
    now: datetime,
) -> Outcome:
    me = _sender(session, find_sender)
    if (before := session.get(CommandRecord, (me.id, envelope.id))) is not None:
        if before.body_hash != envelope.body_hash:
            raise Refused(_("Two different things came under one name. Please do it again."))
        return _from_ledger(before, me)
    known = COMMANDS.get(envelope.name)
    if known is None:
        raise Refused(_("This is not something the room can do."), status=422)
    supervision = me.supervision
    _check_right(known, me, supervision)
    form = known.form.from_body(envelope.body)
    if not form.validate():
        fields = {name: [str(e) for e in errors] for name, errors in form.errors.items() if name}
        raise Refused(_("Not saved yet: please look at what is marked."), fields=fields, status=422)
    touched = envelope.touched_at or now
    room = Room(session, supervision, me, now, min(touched, now), envelope.offline)
    said = known.act(room, form) or {}
    ack: Ack = {"id": envelope.id, "ok": True, **said}
    if supervision.status is not SessionStatus.CLOSED:
        _remember(session, me, envelope, ack, now)
    return Outcome(ack, supervision.id, frozenset(supervision.touched))


def _sender(session: Session, find: Callable[[Session], Participant | None]) -> Participant:
    me = find(session)
    if me is None or not me.takes_part:
        raise NotYours(_("You are not in this room. Join it with the code on the wall."))
    return me


def _check_right(known: Known, me: Participant, supervision: SupervisionSession) -> None:
    if supervision.status is SessionStatus.CLOSED:
        raise Refused(_("This meeting is closed. What you wrote is still here on your device."))
    if known.by is By.SUPERVISOR and not me.supervises:
        raise NotYours(_("Only the supervisor can do this."))
    if known.by is By.PRESENTER:
        presenter = supervision.clip.presenter if supervision.clip else None
        if presenter is None or presenter.id != me.id:
            raise NotYours(_("Only the presenter can do this."))


def _remember(
    session: Session, me: Participant, envelope: Envelope, ack: Ack, now: datetime
) -> None:
    session.add(
        CommandRecord(
            participant_id=me.id,
            command_id=envelope.id,
            body_hash=envelope.body_hash,
            ack=ack,
            done_at=now,
        )
    )


def _from_ledger(record: CommandRecord, me: Participant) -> Outcome:
    status = 200 if record.ack.get("ok") else 409
    return Outcome(dict(record.ack), me.supervision_id, status=status, repeated=True)


def _remember_refusal(
    session: Session,
    find_sender: Callable[[Session], Participant | None],
    envelope: Envelope,
    no: Refused,
    now: datetime,
) -> Outcome:
    """A refusal is an answer like any other: the same command gets it again, whatever has changed
    since, so that nothing a person was told was refused happens behind their back."""
    ack: Ack = {"id": envelope.id, "ok": False, "words": str(no), "fields": no.fields}
    me = find_sender(session)
    if me is None or not me.takes_part:
        return Outcome(ack, 0, status=no.status)
    before = session.get(CommandRecord, (me.id, envelope.id))
    if before is not None and before.body_hash == envelope.body_hash:
        # Sent twice by two ways at once: the answer that came first is the answer.
        return _from_ledger(before, me)
    if before is None and me.supervision.status is not SessionStatus.CLOSED:
        _remember(session, me, envelope, ack, now)
    return Outcome(ack, me.supervision_id, status=no.status)
