"""The Thursday group: people, their phones, and the room they meet in. All of them are invented."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session, object_session

from afttrainer import clock
from afttrainer.content import codes
from afttrainer.extensions import db, socketio, write
from afttrainer.models import (
    Case,
    Clip,
    Connection,
    Consent,
    Group,
    Membership,
    Participant,
    Phase,
    QueuedClip,
    Recording,
    RecordingStatus,
    SignInLink,
    SupervisionSession,
    User,
    stay,
)

T = TypeVar("T")

#: Minute 0 of the meeting in the tests of rules.
T0 = datetime(2026, 3, 5, 14, 0, tzinfo=UTC)
TRAINEES = ("Aditi", "Ben", "Chiara", "Dao", "Eszter", "Femi")
CLIP_MS = 860_000


def at(minutes: float) -> datetime:
    """So many minutes into the meeting."""
    return T0 + timedelta(minutes=minutes)


def thursday_group(session: Session, trainees: Sequence[str] = TRAINEES) -> Group:
    """Mirela leads; all are claimed and confirmed, each with an account of their own name."""
    group = Group(name="Thursday group", made_at=T0)
    for name in ("Mirela", *trainees):
        role = codes.Role.SUPERVISOR if name == "Mirela" else codes.Role.TRAINEE
        member = Membership(name=name, role=role, added_at=T0, claimed_at=T0, confirmed_at=T0)
        member.user = User(username=name.lower())
        group.memberships.append(member)
    session.add(group)
    session.flush()
    return group


def open_room(
    group: Group, *, present: Sequence[str] | None = None, kinds: Sequence[codes.Phase] = ()
) -> SupervisionSession:
    """A live meeting with the usual phases; `present` are those who have joined (default all)."""
    supervision = SupervisionSession(
        group=group, planned_for=T0, opened_at=T0, status=codes.SessionStatus.LIVE
    )
    for position, kind in enumerate(kinds or codes.Phase):
        minutes = codes.DEFAULT_MINUTES[kind]
        supervision.phases.append(Phase(position=position, kind=kind, planned_minutes=minutes))
    for member in group.members:
        if present is None or member.name in present:
            supervision.participants.append(Participant(membership=member, joined_at=T0))
    return supervision


def opens_a_screen(who: Participant, seen_at: datetime = T0) -> Connection:
    """Without a socket of its own: what the room knows of one that is open."""
    screen = Connection(
        socket_id=f"socket-{who.id}-{len(who.connections)}",
        boot_id="boot",
        opened_at=T0,
        seen_at=seen_at,
        sign_in_id="one",
        signed_in_until=T0 + timedelta(days=7),
    )
    stay.comes(who, seen_at)
    who.connections.append(screen)
    return screen


def person(supervision: SupervisionSession, name: str) -> Participant:
    return next(p for p in supervision.participants if p.name == name)


_tickets = itertools.count(1)
#: No two screens of one person give two commands one name.
_commands = itertools.count(1)


def queued_clip(
    supervision: SupervisionSession, owner: str = "Ben", code: str = "P-014"
) -> QueuedClip:
    """A clip of `owner`'s, 14:20 long, with live consent, queued and at work in the room."""
    # Half a clip must not slip to disk while the other half is being looked up.
    session = object_session(supervision)
    with session.no_autoflush if session else nullcontext():
        return _queued_clip(supervision, owner, code)


def _queued_clip(supervision: SupervisionSession, owner: str, code: str) -> QueuedClip:
    member = next(m for m in supervision.group.memberships if m.name == owner)
    case = next((c for c in member.cases if c.code == code), None)
    case = case or Case(therapist=member, code=code, opened_at=T0)
    recording = Recording(
        case=case,
        title=f"Session of {code}",
        brought_in_at=T0,
        status=RecordingStatus.READY,
        ticket=f"ticket-{next(_tickets)}",
        sha256="0" * 64,
        film_name="film.mp4",
        duration_ms=CLIP_MS + 60_000,
    )
    recording.consent = Consent(group_supervision=True, given_at=T0 - timedelta(days=1))
    clip = Clip(
        recording=recording, title="A stretch", in_ms=30_000, out_ms=30_000 + CLIP_MS, made_at=T0
    )
    queued = QueuedClip(clip=clip, position=len(supervision.queue))
    supervision.queue.append(queued)
    supervision.clip = queued
    return queued


@dataclass
class Phone:
    """A signed-in person's open screen in the room, over a live socket."""

    name: str
    supervision_id: int
    http: FlaskClient
    live: Any

    def do(
        self, command: str, /, *, id: str | None = None, at: float | None = None, **body: Any
    ) -> Any:
        """Send one command and return its ack. `at` is ms of server time at touch-down."""
        sent = {
            "id": id or f"{self.name}-command-{next(_commands)}",
            "name": command,
            "body": {
                k: [str(x) for x in v] if isinstance(v, list) else str(v) for k, v in body.items()
            },
        }
        if at is not None:
            sent["at"] = at
        return self.live.emit("command", sent, callback=True)

    def heard(self) -> list[dict[str, Any]]:
        """What was pushed to this screen since the last look: audience, revision, html."""
        return [m["args"][0] for m in self.live.get_received() if m["name"] == "changed"]

    def page(self, screen: str = "companion") -> str:
        """The page as it is now. Raises AssertionError where it does not open."""
        answer = self.http.get(f"/supervision/{self.supervision_id}/{screen}")
        assert answer.status_code == 200, answer.status
        return answer.get_data(as_text=True)


class Site:
    """A running site with the Thursday group and its open room."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.supervision_id = self.write(self._begin)

    @staticmethod
    def _begin(session: Session) -> int:
        supervision = open_room(thursday_group(session))
        session.add(supervision)
        session.flush()
        return supervision.id

    def write(self, action: Callable[[Session], T]) -> T:
        with self.app.app_context():
            return write(action)

    def in_room(self, action: Callable[[SupervisionSession], T]) -> T:
        """Do something to the room as the server itself would, and keep it."""
        return self.write(lambda s: action(s.get_one(SupervisionSession, self.supervision_id)))

    def look(self, read: Callable[[SupervisionSession], T]) -> T:
        """Read the room as it lies on disk."""
        with self.app.app_context():
            return read(db.session.get_one(SupervisionSession, self.supervision_id))

    def begin(self, kind: codes.Phase) -> None:
        """Take the room to a phase."""
        self.in_room(lambda room: self._move(room, kind))

    @staticmethod
    def _move(room: SupervisionSession, kind: codes.Phase) -> None:
        phase = next(p for p in room.phases if p.kind == kind)
        room.move_to(phase.id, clock.now(), shown=room.phase_id)

    def browser(self, name: str) -> FlaskClient:
        """A browser in which that person is signed in."""

        def link(session: Session) -> str:
            user = session.query(User).filter_by(username=name.lower()).one()
            made, token = SignInLink.for_user(user, clock.now(), timedelta(days=1))
            session.add(made)
            return token

        client = self.app.test_client()
        answer = client.post(f"/link/{self.write(link)}")
        assert answer.status_code == 303, answer.status
        return client

    def phone(self, name: str, screen: str = "companion") -> Phone:
        """That person's screen, connected."""
        http = self.browser(name)
        auth = {"supervision": self.supervision_id, "screen": screen}
        live = socketio.test_client(self.app, flask_test_client=http, auth=auth)
        assert live.is_connected()
        live.get_received()
        return Phone(name, self.supervision_id, http, live)

    def console(self) -> Phone:
        return self.phone("Mirela", "console")
