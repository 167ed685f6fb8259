"""Commands in: each loads its sender anew, is done at most once, and gets an answer in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, TypeVar

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from afttrainer import clock
from afttrainer.content.codes import SessionStatus
from afttrainer.extensions import write
from afttrainer.forms.base import RoomForm
from afttrainer.live import ledger, pieces, unsaved_stops
from afttrainer.live.envelope import Envelope
from afttrainer.live.ledger import Ack, Outcome
from afttrainer.models import Participant, SupervisionSession, hold, lead, scribe
from afttrainer.models.refusal import NotYours, Refused
from afttrainer.writing import TryAgain

F = TypeVar("F", bound=RoomForm)

#: A device that has not compared its clock yet may be off by a minute and more.
SAID_WITHIN = timedelta(minutes=2)


class By(Enum):
    """Who may send a command. There is no default."""

    ANYONE = "anyone in the room"
    SUPERVISOR = "the supervisor or co-supervisor"
    WRITER = "the supervisor, co-supervisor or scribe"
    PRESENTER = "the presenter of the clip at work"


class Judged(Enum):
    """By what time a command is judged that arrives after the room has moved on. No default."""

    #: It is about the moment in which it was touched: words, marks, taps that log.
    OWN_TIME = "as of when it was touched, whenever it arrives"
    #: It moves the room: it may not do so minutes after somebody wished it.
    NOW = "only if it is said now"
    #: A no, a stop, something taken back, one's own wish: true when it was pressed, and still.
    WHENEVER = "as it stands when it arrives"


@dataclass
class Room:
    """What a command acts on: its sender, found through their own place in the room."""

    session: Session
    supervision: SupervisionSession
    me: Participant
    now: datetime
    #: Server time when the finger went down, by the device's clock estimate; after the room was
    #: opened and never after `now`.
    touched_at: datetime
    #: The device was out of contact when it was touched.
    offline: bool
    #: False where the device told an instant that cannot be one of this meeting's.
    knows_when: bool = True

    @property
    def is_said_now(self) -> bool:
        """Not so where it was pressed without contact, or lay long on its way."""
        return not self.offline and self.now - self.touched_at <= SAID_WITHIN

    @property
    def may_move_the_wall(self) -> bool:
        """Words that come late, or from one who leads and does not have the room, are kept and
        change no wall."""
        return self.is_said_now and self.me in lead.who_has(self.supervision)


@dataclass(frozen=True)
class Known:
    """A command that exists, with the form its body must satisfy and who may send it."""

    name: str
    form: type[RoomForm]
    by: By
    judged: Judged
    act: Callable[[Room, Any], Mapping[str, Any] | None]
    #: It leaves nothing that outlives the meeting, not even that it was said (rule 13).
    traceless: bool = False
    #: What it says is nobody's to know once it is counted: neither the ledger nor the device that
    #: was refused keeps it (`models/poll.py`).
    secret: bool = False

    @property
    def is_recorded(self) -> bool:
        """What is said by it stands in the record when the meeting is closed."""
        return self.judged is Judged.OWN_TIME and not self.traceless

    @property
    def moves_the_room(self) -> bool:
        """Only whoever has the room does that (`models/lead.py`)."""
        return self.by is By.SUPERVISOR and self.judged is Judged.NOW


#: Every command there is. What is not here does not exist.
COMMANDS: dict[str, Known] = {}


def moving_commands() -> list[str]:
    """What only whoever has the room may do."""
    return [known.name for known in COMMANDS.values() if known.moves_the_room]


def command(
    name: str,
    form: type[F],
    *,
    by: By,
    judged: Judged,
    traceless: bool = False,
    secret: bool = False,
) -> Callable[[Callable[[Room, F], Mapping[str, Any] | None]], Callable[[Room, F], Any]]:
    """Open one named door of the live room."""

    def register(act: Callable[[Room, F], Mapping[str, Any] | None]) -> Callable[[Room, F], Any]:
        COMMANDS[name] = Known(name, form, by, judged, act, traceless, secret)
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
    unsaved_stops.stops().look_up()
    try:
        outcome = _done_or_refused(find_sender, envelope, at, room)
        if outcome.brought is not None:
            unsaved_stops.stops().saved(outcome.supervision_id, outcome.brought)
        return outcome
    except TryAgain:
        return _not_saved(envelope, room)


def _not_saved(envelope: Envelope, room: int | None) -> Outcome:
    """The device keeps it, unless it could only be said now and the room is paused: no later
    attempt would be more welcome."""
    ack: Ack = {"id": envelope.id, "ok": False}
    known = COMMANDS.get(envelope.name)
    is_paused = room is not None and unsaved_stops.stops().of(room) is not None
    if is_paused and known is not None and known.judged is Judged.NOW:
        return Outcome(ack | {"words": hold.in_words(), "fields": {}}, 0, status=403)
    words = _("Could not be saved just now. It is kept here and will be sent again.")
    return Outcome(ack | {"again": True, "words": words}, 0, status=503)


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
    try:
        return write(lambda s: _remember_refusal(s, find_sender, envelope, no, now), room)
    except TryAgain:
        known = COMMANDS.get(envelope.name)
        if known is None or known.judged is not Judged.NOW:
            raise
        # It need not be remembered: sent again later it is not said now.
        said: Ack = {"id": envelope.id, "ok": False, "words": str(no), "fields": no.fields}
        return Outcome(said, 0, status=no.status)


def _once(
    session: Session,
    find_sender: Callable[[Session], Participant | None],
    envelope: Envelope,
    now: datetime,
) -> Outcome:
    me = _sender(session, find_sender)
    if (before := ledger.answered(session, me, envelope)) is not None:
        return before
    known = COMMANDS.get(envelope.name)
    if known is None:
        raise Refused(_("This is not something the room can do."), status=422)
    supervision = me.supervision
    brought = unsaved_stops.bring(supervision)
    _check_right(known, me, supervision)
    touched_at, knows_when = _touched(envelope.touched_at, supervision, now)
    room = Room(session, supervision, me, now, touched_at, envelope.offline, knows_when)
    if known.judged is Judged.NOW and not room.is_said_now:
        raise Refused(_("This was pressed a while ago. If it still fits, press it once more."))
    form = known.form.from_body(envelope.body)
    if not form.validate():
        fields = {name: [str(e) for e in errors] for name, errors in form.errors.items() if name}
        raise Refused(_("Not saved yet: please look at what is marked."), fields=fields, status=422)
    said = known.act(room, form) or {}
    ack: Ack = {"id": envelope.id, "ok": True, **said}
    ledger.remember(
        session, me, envelope, ack, now, is_recorded=known.is_recorded, is_secret=known.secret
    )
    session.flush()
    pieces.draw(supervision.touched)
    return Outcome(ack, supervision.id, supervision.touched, brought=brought)


def _touched(
    told: datetime | None, supervision: SupervisionSession, now: datetime
) -> tuple[datetime, bool]:
    """When the finger went down, and whether the device knows. Its estimate may be a little ahead,
    and is then now. What claims to be from before the room was opened comes from a clock gone
    wrong: it tells nothing, and is taken for now as well."""
    opened_at = supervision.opened_at
    if told is not None and opened_at is not None and told < opened_at:
        return now, False
    return (now, True) if told is None else (min(told, now), True)


def _sender(session: Session, find: Callable[[Session], Participant | None]) -> Participant:
    me = find(session)
    if me is None or not me.takes_part:
        raise NotYours(_("You are not in this room. Join it with the code on the wall."))
    return me


def _check_right(known: Known, me: Participant, supervision: SupervisionSession) -> None:
    if supervision.status is SessionStatus.CLOSED:
        # Of most the book of answers knows no more: nobody can tell whether it was taken before.
        raise Refused(
            _(
                "This meeting is closed. What you wrote is still here on your device; if it had "
                "been saved already, it stands in the record as well."
            )
        )
    if known.by is By.SUPERVISOR and not me.supervises:
        raise NotYours(_("Only the supervisor can do this."))
    if known.moves_the_room:
        lead.must_have(me)
    if known.by is By.WRITER:
        scribe.must_write(me)
    if known.by is By.PRESENTER:
        presenter = supervision.clip.presenter if supervision.clip else None
        if presenter is None or presenter.id != me.id:
            raise NotYours(_("Only the presenter can do this."))


def _remember_refusal(
    session: Session,
    find_sender: Callable[[Session], Participant | None],
    envelope: Envelope,
    no: Refused,
    now: datetime,
) -> Outcome:
    """A refusal is an answer like any other: the same command gets it again, whatever has changed
    since, so that nothing a person was told was refused happens behind their back. What is secret
    is not entered: what it was about stays closed."""
    ack: Ack = {"id": envelope.id, "ok": False, "words": str(no), "fields": no.fields}
    known = COMMANDS.get(envelope.name)
    is_secret = known is not None and known.secret
    if is_secret:
        ack["secret"] = True
    me = find_sender(session)
    if me is None or not me.takes_part:
        return Outcome(ack, 0, status=no.status)
    try:
        before = ledger.answered(session, me, envelope)
    except Refused:
        pass  # The other thing under this id keeps its answer.
    else:
        if before is not None:
            # Sent twice by two ways at once: the answer that came first is the answer.
            return before
        if not is_secret:
            ledger.remember(session, me, envelope, ack, now)
    # A play that was refused because of a stop saves the stop.
    brought = unsaved_stops.bring(me.supervision)
    touched = me.supervision.touched
    return Outcome(ack, me.supervision_id, touched, status=no.status, brought=brought)
