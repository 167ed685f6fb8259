"""How many times what an audience may read has changed, one number an audience (rule 5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from sqlalchemy import ForeignKey, String, Table, bindparam, event, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column, object_session

from afttrainer.models.base import Base

if TYPE_CHECKING:
    from afttrainer.models.participant import Participant
    from afttrainer.models.supervision import SupervisionSession

SUPERVISOR = "supervisor"
WALL = "wall"
EVERYONE = "everyone"
#: All shared screens: what everyone may read also stands on the wall and on the console.
ALL = (EVERYONE, WALL, SUPERVISOR)
#: Not people but players: where the film is goes to every screen at once, as data and undrawn.
PLAYBACK = "playback"


#: Pieces of a screen that may be all that looks different (`live.pieces`).
PATHWAY = "pathway"
OWN_MARK = "own_mark"


@dataclass(frozen=True)
class Piece:
    """The only thing on a screen that looks different."""

    name: str
    #: The row it shows.
    of: object


def mine(participant: Participant) -> str:
    """The audience of exactly one person."""
    return f"participant:{participant.id}"


def participant_id(audience: str) -> int:
    """Whose own audience it is. Raises LookupError for a shared one."""
    whose, _colon, number = audience.partition(":")
    if whose != "participant":
        raise LookupError(audience)
    return int(number)


class Revision(Base):
    __tablename__ = "revision"

    supervision_id: Mapped[int] = mapped_column(
        ForeignKey("supervision_session.id"), primary_key=True
    )
    audience: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[int] = mapped_column(default=0)


@dataclass
class Change:
    """What has changed for one audience since its meeting was loaded."""

    #: All of its screen that looks different now; None where anything may.
    piece: Piece | None = None
    #: The audience's number since, once that is written.
    revision: int | None = None
    #: The piece, drawn by whoever wrote it.
    drawn: Sequence[Mapping[str, str]] | None = None


#: Without the making of objects: it is on the way of every command.
_ROWS = cast(Table, Revision.__table__)
_TOUCHED = "rooms touched"
_NUMBER = select(Revision.number).where(
    Revision.supervision_id == bindparam("room"), Revision.audience == bindparam("audience")
)
_RAISE = (
    update(_ROWS)
    .where(
        Revision.supervision_id == bindparam("room"),
        Revision.audience.in_(bindparam("audiences", expanding=True)),
    )
    .values(number=Revision.number + 1)
    .returning(Revision.audience, Revision.number)
)


def number_of(session: Session, room_id: int, audience: str) -> int:
    return session.scalar(_NUMBER, {"room": room_id, "audience": audience}) or 0


@event.listens_for(Session, "before_commit")
def _raise_revisions(session: Session) -> None:
    """At the end of what is written, one statement for all that was touched in a room."""
    for room in session.info.pop(_TOUCHED, ()):
        session.flush()
        if room in session:
            _raise(session, room)


def will_raise(room: SupervisionSession) -> None:
    """What the room's `touched` names is raised when this is committed. A meeting that nobody has
    kept yet has no screens, and what is only read is never committed."""
    if (session := object_session(room)) is not None:
        # A session lets go of what has not changed itself, and it must be there at the end.
        session.info.setdefault(_TOUCHED, {})[room] = True


def _raise(session: Session, room: SupervisionSession) -> None:
    waiting = [name for name, change in room.touched.items() if change.revision is None]
    if not waiting:
        return
    rows = session.execute(_RAISE, {"room": room.id, "audiences": waiting})
    raised: dict[str, int] = {row.audience: row.number for row in rows}
    for audience in waiting:
        if audience not in raised:
            first = {"supervision_id": room.id, "audience": audience, "number": 1}
            session.execute(insert(_ROWS), first)
        room.touched[audience].revision = raised.get(audience, 1)
