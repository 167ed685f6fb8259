"""Who is here: screens opened and closed, counted per member and never kept in memory.

What the pages themselves tell of them, and how those go that tell nothing more, is in `heartbeat`.
"""

from __future__ import annotations

import secrets
from typing import Any, TypeGuard

from flask import Flask, current_app, request, session
from flask_babel import gettext as _
from flask_login import current_user
from flask_socketio import ConnectionRefusedError, disconnect, join_room
from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session, joinedload

from afttrainer import clock
from afttrainer.extensions import db, socketio, write
from afttrainer.live.audiences import push, room_of
from afttrainer.models import Connection, Membership, Participant, covered, stay
from afttrainer.models.participant import Presence
from afttrainer.models.refusal import NotYours, Refused
from afttrainer.models.revision import ALL, EVERYONE, SUPERVISOR, WALL, mine
from afttrainer.web.walls import wall_of_request
from afttrainer.writing import TryAgain

BOOT_ID = secrets.token_hex(8)
#: Among what a socket was opened with, which lives as long as it does: the number of its meeting.
ROOM = "afttrainer.room"
IS_WALL = "afttrainer.wall"
#: Ends of a socket that were meant: a page was closed, or the server closed it.
SAID_SO = frozenset({"client disconnect", "server disconnect"})


#: On the way of every command: who sends, and the room they are in, at one go.
_SENDER = (
    select(Connection)
    .where(Connection.socket_id == bindparam("socket_id"))
    .options(
        joinedload(Connection.participant, innerjoin=True).joinedload(
            Participant.supervision, innerjoin=True
        )
    )
)


class SignInOver(Exception):
    """The sign-in that a socket came through has ended: its device must sign in again."""


def register() -> None:
    """Bind the handlers; done once an application."""
    socketio.on_event("connect", connected)
    socketio.on_event("disconnect", disconnected)


def connected(auth: object = None) -> None:
    """Joining is enough to receive: the socket is in its audiences before this returns."""
    if not is_connecting():
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
    if asked.get("participant") not in (None, me.id):
        # A page of before: what waits on it must not be sent under another person's name.
        raise ConnectionRefusedError(_("Somebody else is signed in on this device now."))
    request.environ[ROOM] = supervision_id
    for audience in [mine(me), EVERYONE, *([SUPERVISOR] if me.supervises else [])]:
        join_room(room_of(supervision_id, audience))
    participant_id, leads = me.id, me.supervises
    screen = new_screen(request.sid, asked.get("page"))  # type: ignore[attr-defined]
    try:
        touched, replaced = write(
            lambda s: opened(s, participant_id, screen, leads), supervision_id
        )
    except Refused as no:
        raise ConnectionRefusedError(str(no)) from None
    except TryAgain:
        raise ConnectionRefusedError(_("Not just now. This screen tries again.")) from None
    close_sockets(replaced)
    push(supervision_id, touched)


def new_screen(socket_id: str, page_id: object) -> dict[str, Any]:
    """What a Connection of the asking browser begins with."""
    now = clock.now()
    return {
        "socket_id": socket_id,
        "page_id": page_id if is_page_id(page_id) else "",
        "boot_id": BOOT_ID,
        "opened_at": now,
        "seen_at": now,
        "sign_in_id": str(session.get("sign_in", "")),
        "signed_in_until": now + current_app.config["DEVICE_REMEMBERED"],
    }


def is_page_id(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and 8 <= len(value) <= 40 and value.isalnum()


def is_connecting() -> bool:
    """Whether the socket itself opens. A message may call itself "connect" as well: it is none."""
    args = request.event["args"]  # type: ignore[attr-defined]
    return bool(args) and args[0] is request.environ


def _wall_connected() -> None:
    supervision = wall_of_request(db.session)
    if supervision is None:
        raise ConnectionRefusedError(_("Open the wall from the console."))
    request.environ[ROOM] = supervision.id
    request.environ[IS_WALL] = True
    join_room(room_of(supervision.id, WALL))


def opened(
    session: Session, participant_id: int, screen: dict[str, Any], leads: bool
) -> tuple[frozenset[str], list[str]]:
    """A screen is there (again): whose screens that changes, and sockets that it had before. One
    that is dead without knowing it would else stay open for as long as its network keeps silent.

    Raises NotYours where the person was removed, or leads (no) more, since they were looked up:
    whoever was shown out then must not stand in the room's lists with a screen that just came.
    """
    me = session.get_one(Participant, participant_id)
    if not me.takes_part or me.supervises is not leads:
        raise NotYours(_("Please join with the code on the wall."))
    if any(row.socket_id == screen["socket_id"] for row in me.connections):
        return frozenset(), []  # A page that beat twice at once, by post: the other beat was first.
    before = me.shown_presence
    stay.comes(me, clock.now())
    page_id = screen["page_id"]
    earlier = [row for row in me.connections if page_id and row.page_id == page_id]
    for row in earlier:
        me.connections.remove(row)
    me.connections.append(Connection(**screen))
    return news(me, before), [row.socket_id for row in earlier]


def news(participant: Participant, before: tuple[Presence, int, int]) -> frozenset[str]:
    """Only the console tells who is connected: nobody's sleeping phone is on the wall."""
    if participant.shown_presence == before:
        return frozenset()
    participant.supervision.touch(SUPERVISOR)
    if Presence.AWAY in (before[0], participant.presence) and before[0] != participant.presence:
        covered.comes_or_goes(participant, clock.now())
    return frozenset(participant.supervision.touched)


def disconnected(*reasons: object) -> None:
    """Only who says so has left. A connection that broke is a phone that sleeps, or one that is
    back in a moment: its screen is kept until nothing was heard of it for a while."""
    socket_id = request.sid  # type: ignore[attr-defined]
    if socketio.server.manager.is_connected(socket_id, "/") or not SAID_SO.intersection(reasons):
        return  # A message may call itself "disconnect" as well: it is none.
    try:
        supervision_id, touched = write(lambda s: _closed(s, socket_id), room_of_socket())
    except TryAgain:
        return  # With a full disk its row stays until nothing was heard of it for a while.
    push(supervision_id, touched)


def room_of_socket() -> int | None:
    """The meeting that the socket which now speaks was opened for."""
    room: int | None = request.environ.get(ROOM)
    return room


def is_wall() -> bool:
    return request.environ.get(IS_WALL) is True


def _closed(session: Session, socket_id: str) -> tuple[int, frozenset[str]]:
    row = session.scalar(select(Connection).where(Connection.socket_id == socket_id))
    if row is None:
        return 0, frozenset()
    participant = row.participant
    before = participant.shown_presence
    participant.connections.remove(row)
    stay.goes(participant, clock.now())
    return participant.supervision_id, news(participant, before)


def sender_by_socket(session: Session, socket_id: str, *, wall: bool = False) -> Participant | None:
    """Whoever holds this socket now. Raises SignInOver once the sign-in it came through is over,
    and where its screen was struck out: a new socket will tell whether the person belongs here."""
    row = session.scalar(_SENDER, {"socket_id": socket_id})
    if row is None and wall:
        return None
    if row is None or clock.now() >= row.signed_in_until:
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
        for screen in part.connections:
            stay.goes(part, clock.now() if screen.awake else screen.seen_at)
        part.connections.clear()
        if part.supervision.is_live:
            part.supervision.touch(*ALL)
            covered.comes_or_goes(part, clock.now())
            touched.append((part.supervision_id, frozenset(part.supervision.touched)))
    return socket_ids, touched


def forget_earlier_starts(app: Flask) -> None:
    """After a restart nobody is here until they connect again.

    Where other workers may hold screens, those of a worker that is gone go by time alone.
    """
    if app.extensions["settings"].messages_url:
        return
    earlier = update(Connection).where(Connection.boot_id != BOOT_ID).values(awake=False)
    with app.app_context():
        write(lambda session: session.execute(earlier) and None)


def sockets_of(participant: Participant) -> list[str]:
    return [row.socket_id for row in participant.connections]
