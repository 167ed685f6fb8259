"""Who is here: sockets opened and closed, counted per member and never kept in memory."""

from __future__ import annotations

import secrets
from datetime import datetime

from flask import Flask, current_app, request, session
from flask_babel import gettext as _
from flask_login import current_user
from flask_socketio import ConnectionRefusedError, disconnect, join_room
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from afttrainer import clock
from afttrainer.extensions import db, socketio, write
from afttrainer.live.audiences import push, room_of
from afttrainer.models import Connection, Membership, Participant
from afttrainer.models.revision import ALL, EVERYONE, SUPERVISOR, WALL, mine
from afttrainer.web.walls import wall_of_request
from afttrainer.writing import TryAgain

BOOT_ID = secrets.token_hex(8)
#: Among what a socket was opened with, which lives as long as it does: the number of its meeting.
ROOM = "afttrainer.room"


class SignInOver(Exception):
    """The sign-in that a socket came through has ended: its device must sign in again."""


def register() -> None:
    """Bind the handlers; done once an application."""
    socketio.on_event("connect", connected)
    socketio.on_event("disconnect", disconnected)


def connected(auth: object = None) -> None:
    """Joining is enough to receive: the socket is in its audiences before this returns."""
    if not _is_connecting():
        return None
    asked = auth if isinstance(auth, dict) else {}
    if asked.get("screen") == "wall":
        return _wall_connected()
    supervision_id = asked.get("supervision")
    user_id = current_user.id if current_user.is_authenticated else None
    if type(supervision_id) is not int or user_id is None:
        raise ConnectionRefusedError(_("Please join with the code on the wall."))
    me = Participant.of(db.session, supervision_id, user_id)
    if me is None or not me.takes_part:
        raise ConnectionRefusedError(_("Please join with the code on the wall."))
    request.environ[ROOM] = supervision_id
    for audience in [mine(me), EVERYONE, *([SUPERVISOR] if me.supervises else [])]:
        join_room(room_of(supervision_id, audience))
    participant_id, socket_id = me.id, request.sid  # type: ignore[attr-defined]
    until = clock.now() + current_app.config["DEVICE_REMEMBERED"]
    sign_in = str(session.get("sign_in", ""))
    try:
        touched = write(
            lambda s: _opened(s, participant_id, socket_id, sign_in, until), supervision_id
        )
    except TryAgain:
        raise ConnectionRefusedError(_("Not just now. This screen tries again.")) from None
    push(supervision_id, touched)


def _is_connecting() -> bool:
    """Whether the socket itself opens. A message may call itself "connect" as well: it is none."""
    args = request.event["args"]  # type: ignore[attr-defined]
    return bool(args) and args[0] is request.environ


def _wall_connected() -> None:
    supervision = wall_of_request(db.session)
    if supervision is None:
        raise ConnectionRefusedError(_("Open the wall from the console."))
    request.environ[ROOM] = supervision.id
    join_room(room_of(supervision.id, WALL))


def _opened(
    session: Session, participant_id: int, socket_id: str, sign_in: str, until: datetime
) -> frozenset[str]:
    me = session.get_one(Participant, participant_id)
    was_here = me.is_here
    me.connections.append(
        Connection(
            socket_id=socket_id,
            boot_id=BOOT_ID,
            opened_at=clock.now(),
            sign_in_id=sign_in,
            signed_in_until=until,
        )
    )
    return frozenset() if was_here else _came_or_went(me)


def _came_or_went(participant: Participant) -> frozenset[str]:
    """Only the console tells who is connected: nobody's sleeping phone is on the wall."""
    participant.supervision.touch(SUPERVISOR)
    return frozenset(participant.supervision.touched)


def disconnected(*_reason: object) -> None:
    socket_id = request.sid  # type: ignore[attr-defined]
    if socketio.server.manager.is_connected(socket_id, "/"):
        return  # A message that only calls itself "disconnect".
    supervision_id, touched = write(lambda session: _closed(session, socket_id), room_of_socket())
    push(supervision_id, touched)


def room_of_socket() -> int | None:
    """The meeting that the socket which now speaks was opened for."""
    room: int | None = request.environ.get(ROOM)
    return room


def _closed(session: Session, socket_id: str) -> tuple[int, frozenset[str]]:
    row = session.scalar(select(Connection).where(Connection.socket_id == socket_id))
    if row is None:
        return 0, frozenset()
    participant = row.participant
    participant.connections.remove(row)
    touched = frozenset() if participant.is_here else _came_or_went(participant)
    return participant.supervision_id, touched


def sender_by_socket(session: Session, socket_id: str) -> Participant | None:
    """Whoever holds this socket now. Raises SignInOver once the sign-in it came through is over."""
    row = session.scalar(select(Connection).where(Connection.socket_id == socket_id))
    if row is None:
        return None
    if clock.now() >= row.signed_in_until:
        raise SignInOver
    return row.participant


def close_sockets(socket_ids: list[str]) -> None:
    """Shut these screens' connections at once: signed out, or removed from the group."""
    for socket_id in socket_ids:
        disconnect(sid=socket_id, namespace="/")


def sign_in_over(sign_in_id: str) -> None:
    """Signed out on one device: its screens close, the person's other devices stay."""
    through_it = select(Connection.socket_id).where(Connection.sign_in_id == sign_in_id)
    close_sockets(list(db.session.scalars(through_it)))


def other_sign_ins_over(user_id: int, but: str) -> None:
    """The person signs out on every device but this one."""
    others = (
        select(Connection.socket_id)
        .join(Connection.participant)
        .join(Participant.membership)
        .where(Membership.user_id == user_id, Connection.sign_in_id != but)
    )
    close_sockets(list(db.session.scalars(others)))


def turn_away(membership_id: int) -> None:
    """A member was removed: every screen of theirs closes at once, in every room of the group."""
    socket_ids, touched = write(lambda session: _turned_away(session, membership_id))
    close_sockets(socket_ids)
    for supervision_id, audiences in touched:
        push(supervision_id, audiences)


def _turned_away(
    session: Session, membership_id: int
) -> tuple[list[str], list[tuple[int, frozenset[str]]]]:
    parts = session.scalars(select(Participant).where(Participant.membership_id == membership_id))
    socket_ids: list[str] = []
    touched: list[tuple[int, frozenset[str]]] = []
    for part in parts:
        socket_ids += sockets_of(part)
        part.connections.clear()
        if part.supervision.is_live:
            part.supervision.touch(*ALL)
            touched.append((part.supervision_id, frozenset(part.supervision.touched)))
    return socket_ids, touched


def forget_earlier_starts(app: Flask) -> None:
    """After a restart nobody is here until they connect again."""
    with app.app_context():
        write(lambda session: session.execute(delete(Connection)) and None)


def sockets_of(participant: Participant) -> list[str]:
    return [row.socket_id for row in participant.connections]
