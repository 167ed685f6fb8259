"""What somebody has practised at home, as a line of their own log (C-67: S2, Mindfulness training;
R-28, R-35: S1). It helps oneself to see it: nothing is due, and what is not there is not counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from flask_babel import gettext as _
from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import OwnThing, ScriptType, SoloOrRelational, Visibility
from afttrainer.models import shown
from afttrainer.models.base import Base, LargeInteger, session_of
from afttrainer.models.device_name import NUMBERS, by_lot
from afttrainer.models.refusal import NotYours, Refused
from afttrainer.models.revision import mine
from afttrainer.models.visibility import may_read_between_meetings

if TYPE_CHECKING:
    from afttrainer.content.scripts import Script, ScriptShelf
    from afttrainer.models.membership import Membership

#: As long as a script's title may be.
CALLED_AT_MOST: Final = 60  # characters
WORDS_AT_MOST: Final = 300  # characters
MINUTES: Final = range(1, 301)
#: Who may be let read a line; nobody presents here.
LEVELS: Final = (Visibility.PRIVATE, Visibility.SUPERVISOR, Visibility.GROUP)
#: What of the shelf is practised without a film, a rupture or somebody who leads.
AT_HOME: Final = (
    ScriptType.MINDFULNESS_INDUCTION,
    ScriptType.CENTERING,
    ScriptType.DYAD,
    ScriptType.PARSE_EXPERIENCE,
)


@dataclass(frozen=True)
class Said:
    """What a line says. `script_key` is None for another practice than those of the shelf, and
    `called` its name as the person knows it: a script may be renamed, and may go."""

    script_key: str | None
    called: str
    minutes: int
    day: date
    solo_or_relational: SoloOrRelational = SoloOrRelational.SOLO
    words: str = ""
    visibility: Visibility = Visibility.PRIVATE


class HomePractice(Base):
    """Its author's alone, until they let those who lead or the group read it. It enters no room but
    its author's own phone, and no record of a meeting."""

    __tablename__ = "home_practice"
    __table_args__ = (UniqueConstraint("membership_id", "client_uuid"),)

    #: Drawn by lot: counted up, it would tell how often others practise.
    id: Mapped[int] = mapped_column(LargeInteger, primary_key=True, default=by_lot)
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"), index=True)
    script_key: Mapped[str | None] = mapped_column(String(60))
    called: Mapped[str] = mapped_column(String(CALLED_AT_MOST))
    minutes: Mapped[int]
    day: Mapped[date]
    solo_or_relational: Mapped[SoloOrRelational]
    words: Mapped[str] = mapped_column(default="")
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.PRIVATE)
    made_at: Mapped[datetime]
    #: Of the page it was pressed on: a button that is pressed twice keeps one line.
    client_uuid: Mapped[str | None] = mapped_column(String(64))
    membership: Mapped[Membership] = relationship(back_populates="home_practices")

    @classmethod
    def keep(
        cls, me: Membership, now: datetime, said: Said, *, client_uuid: str | None = None
    ) -> HomePractice:
        """Raises Refused for a day that is still to come."""
        if not me.belongs:
            raise NotYours(_("This is kept by members of the group."))
        if (known := _pressed_before(me, client_uuid)) is not None:
            return known
        _must_have_been(said.day, now)
        line = cls(made_at=now, client_uuid=client_uuid, visibility=Visibility.PRIVATE)
        line._take(said)
        me.home_practices.insert(0, line)
        line._show(said.visibility, now)
        line._tell()
        return line

    @classmethod
    def own(cls, me: Membership, number: int) -> HomePractice:
        """One of my own. Raises Refused: somebody else's is as unknown as none."""
        wanted = select(cls).where(cls.membership_id == me.id, cls.id == min(number, NUMBERS))
        found = session_of(me).scalar(wanted) if me.belongs else None
        if found is None:
            raise Refused(_("This line is not there any more."), status=404)
        return found

    def change(self, now: datetime, said: Said) -> None:
        """Where others may read it, they read what it says now."""
        _must_have_been(said.day, now)
        self._take(said)
        self._show(said.visibility, now)
        self._tell()

    def forget(self, now: datetime) -> None:
        self._show(Visibility.PRIVATE, now)
        self._tell()
        self.membership.home_practices.remove(self)

    @property
    def said(self) -> Said:
        return Said(
            self.script_key,
            self.called,
            self.minutes,
            self.day,
            self.solo_or_relational,
            self.words,
            self.visibility,
        )

    def _take(self, said: Said) -> None:
        self.script_key, self.called = said.script_key, said.called
        self.minutes, self.day, self.words = said.minutes, said.day, said.words
        self.solo_or_relational = said.solo_or_relational

    def _show(self, to: Visibility, now: datetime) -> None:
        if to not in LEVELS:
            words = _("Please choose.")
            raise Refused(words, fields={"visibility": [words]}, status=422)
        before, self.visibility = self.visibility, to
        shown.note_change(self.membership, None, OwnThing.HOME_PRACTICE, before, to, now)

    def _tell(self) -> None:
        """To one's own phone in an open room, and to nobody's else."""
        room = self.membership.group.open_room
        for part in room.participants if room is not None else []:
            if part.membership is self.membership:
                part.supervision.touch(mine(part))


def _pressed_before(me: Membership, client_uuid: str | None) -> HomePractice | None:
    wanted = select(HomePractice).where(
        HomePractice.membership_id == me.id, HomePractice.client_uuid == client_uuid
    )
    return session_of(me).scalar(wanted) if client_uuid else None


def _must_have_been(day: date, now: datetime) -> None:
    if day > now.astimezone().date():
        words = _("This day is still to come.")
        raise Refused(words, fields={"day": [words]}, status=422)


def forget_all(me: Membership, now: datetime) -> None:
    """The whole log, at its author's wish."""
    for line in list(me.home_practices):
        line.forget(now)


def noted_since(me: Membership, since: datetime | None) -> list[HomePractice]:
    """One's own lines that were written down since then, the newest first; none where there is no
    such time."""
    if since is None:
        return []
    wanted = select(HomePractice).where(
        HomePractice.membership_id == me.id, HomePractice.made_at >= since
    )
    return list(session_of(me).scalars(wanted.order_by(HomePractice.made_at.desc())))


def shown_to(me: Membership) -> list[HomePractice]:
    """What others of the group let `me` read, the newest day first and in no other order."""
    from afttrainer.models.membership import Membership

    wanted = (
        select(HomePractice)
        .join(Membership, Membership.id == HomePractice.membership_id)
        .where(
            Membership.group_id == me.group_id,
            Membership.id != me.id,
            HomePractice.visibility != Visibility.PRIVATE,
        )
        .order_by(HomePractice.day.desc(), HomePractice.made_at.desc())
    )
    return [one for one in session_of(me).scalars(wanted) if may_read_between_meetings(me, one)]


def practices(shelf: ScriptShelf) -> list[Script]:
    """What of the shelf can be practised at home, kind by kind."""
    return [script for kind in AT_HOME for script in shelf.of_type(kind)]


def usually_with(script: Script | None) -> SoloOrRelational:
    is_pairs = script is not None and script.type is ScriptType.DYAD
    return SoloOrRelational.RELATIONAL if is_pairs else SoloOrRelational.SOLO
