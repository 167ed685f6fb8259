"""Where the film is: one row, from which the position at any instant is computed (rule 8)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import ClipStatus
from afttrainer.content.codes import Phase as Kind
from afttrainer.models.base import Base
from afttrainer.models.film_time import carried_on
from afttrainer.models.hold import refuse_while_held
from afttrainer.models.refusal import Refused
from afttrainer.models.revision import EVERYONE, PLAYBACK, SUPERVISOR, WALL

if TYPE_CHECKING:
    from afttrainer.models.queue import QueuedClip
    from afttrainer.models.supervision import SupervisionSession

#: A start reaches every screen before it takes effect, so that all start together.
STARTS_AFTER = timedelta(milliseconds=500)
#: The wall carries the sound, so it is right: the row follows it once they differ by more.
WALL_MAY_DIFFER_MS = 80
SLOWEST, FASTEST = 0.5, 2.0
#: One picture of a film at 25 a second.
STEP_MS = 40
#: Parts of the plan in which no film runs: those before the viewing.
BEFORE_VIEWING = frozenset(list(Kind)[: list(Kind).index(Kind.VIEWING)])


class Playback(Base):
    """Positions are milliseconds within the clip (0 at its in mark), not within the recording.

    Verbs take `based_on`, the revision that the presser's screen showed: of two people who press at
    once, the second is told what the first has done. None asks for no such check.
    """

    __tablename__ = "playback"

    supervision_id: Mapped[int] = mapped_column(
        ForeignKey("supervision_session.id"), primary_key=True
    )
    queued_clip_id: Mapped[int] = mapped_column(ForeignKey("queued_clip.id"))
    position_ms: Mapped[int] = mapped_column(default=0)
    #: 0.5-2.
    rate: Mapped[float] = mapped_column(default=1.0)
    playing: Mapped[bool] = mapped_column(default=False)
    #: Server time from which the row holds; a little ahead of the command, so that all start
    #: together.
    changed_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=0)
    #: Where a replay of one moment stops by itself; None plays to the end of the clip.
    stops_at_ms: Mapped[int | None]
    on_companions: Mapped[bool] = mapped_column(default=False)
    #: Captions stand on the wall.
    captions: Mapped[bool] = mapped_column(default=False)
    supervision: Mapped[SupervisionSession] = relationship(back_populates="playback")
    queued_clip: Mapped[QueuedClip] = relationship()

    @classmethod
    def of(cls, clip: QueuedClip, now: datetime) -> Playback:
        """The room's player with this clip in it, at its beginning where it was not in it yet."""
        room = clip.supervision
        playback = room.playback
        if playback is not None and playback.queued_clip is clip:
            return playback
        if playback is None:
            playback = cls(revision=-1, on_companions=False, captions=False)
            room.playback = playback
        else:
            # Whose film is in the player has a stop on their own screen.
            room.touch_everybody()
        playback.queued_clip, playback.changed_at = clip, now
        playback.position_ms, playback.rate, playback.playing = 0, 1.0, False
        playback.stops_at_ms = None
        playback.revision += 1
        return playback

    @classmethod
    def replay(
        cls,
        clip: QueuedClip,
        from_ms: int,
        to_ms: int,
        now: datetime,
        *,
        based_on: int | None = None,
    ) -> Playback:
        """Show one moment again, from `from_ms`, and stop by itself at `to_ms`. Raises Refused."""
        playback = cls.of(clip, now)
        playback._check(now, based_on)
        duration_ms = clip.clip.duration_ms
        start_ms = min(max(0, from_ms), duration_ms)
        stops_at_ms = min(max(start_ms, to_ms), duration_ms)
        playback._change(
            now + STARTS_AFTER, start_ms, playing=True, stops_at_ms=stops_at_ms, rate=1.0
        )
        clip.begins_to_play(now)
        return playback

    @property
    def at(self) -> datetime:
        return self.changed_at

    @property
    def ends_at_ms(self) -> int:
        """Where it stops by itself, within the clip."""
        whole = self.queued_clip.clip.duration_ms
        return whole if self.stops_at_ms is None else min(self.stops_at_ms, whole)

    def position_at(self, instant: datetime) -> int:
        """0 to the end of the clip, or of the replay."""
        return carried_on(self, instant, self.ends_at_ms)

    def is_running_at(self, instant: datetime) -> bool:
        return self.playing and self.position_at(instant) < self.ends_at_ms

    def play(self, now: datetime, *, based_on: int | None = None) -> None:
        """From the beginning where it had come to the end."""
        self._check(now, based_on)
        if self.is_running_at(now):
            return
        position = self.position_at(now)
        stops_at_ms = self.stops_at_ms
        if stops_at_ms is not None and position >= stops_at_ms:
            stops_at_ms = None
        if position >= self.queued_clip.clip.duration_ms:
            position = 0
        self._change(now + STARTS_AFTER, position, playing=True, stops_at_ms=stops_at_ms)
        self.queued_clip.begins_to_play(now)

    def pause(self, now: datetime) -> None:
        """Never refused: whoever pauses means it, whatever somebody else has just done."""
        if self.playing:
            position = self.position_at(now)
            self._change(now, position, playing=False, stops_at_ms=self.stops_at_ms)

    def rest(self, now: datetime) -> None:
        """The room goes on to another part of its plan: nothing plays through that."""
        self.pause(now)
        if self.queued_clip.status is ClipStatus.PLAYING:
            self.queued_clip.status = ClipStatus.PLAYED

    def seek(self, now: datetime, to_ms: int, *, based_on: int | None = None) -> None:
        """Go to a place of the clip; a running film runs on from there."""
        self._check(now, based_on)
        to_ms = min(max(0, to_ms), self.queued_clip.clip.duration_ms)
        running = self.is_running_at(now)
        self._change(now + STARTS_AFTER if running else now, to_ms, playing=running)

    def step(self, now: datetime, pictures: int, *, based_on: int | None = None) -> None:
        """Stand still, so many pictures on (or back)."""
        self._check(now, based_on)
        to_ms = self.position_at(now) + pictures * STEP_MS
        duration_ms = self.queued_clip.clip.duration_ms
        self._change(now, min(max(0, to_ms), duration_ms), playing=False)

    def set_rate(self, now: datetime, rate: float, *, based_on: int | None = None) -> None:
        """0.5-2. Raises Refused beyond."""
        self._check(now, based_on)
        if not SLOWEST <= rate <= FASTEST:
            raise Refused(_("The film can run from half to double speed."), status=422)
        self._change(
            now,
            self.position_at(now),
            playing=self.is_running_at(now),
            rate=rate,
            stops_at_ms=self.stops_at_ms,
        )

    def show(self, *, on_companions: bool | None = None, captions: bool | None = None) -> None:
        """Which screens have the film, and whether the wall has its captions."""
        if on_companions is not None:
            self.on_companions = on_companions
        if captions is not None:
            self.captions = captions
        self.revision += 1
        self.supervision.touch(SUPERVISOR, WALL, EVERYONE, PLAYBACK)

    def settle(self, now: datetime) -> None:
        """Note that a film which stopped by itself stands."""
        if self.playing and not self.is_running_at(now):
            self.rest(now)

    def hears_news(self, film_ms: float, at: datetime, revision: int, now: datetime) -> bool:
        """Whether the wall, which showed `film_ms` at `at`, tells something this row does not say.
        A report from before the last change is no news."""
        if not self.playing or revision != self.revision or not self.changed_at <= at <= now:
            return False
        has_stopped = not self.is_running_at(now)
        return has_stopped or abs(film_ms - self.position_at(at)) > WALL_MAY_DIFFER_MS

    def anchor(self, film_ms: float, at: datetime, revision: int, now: datetime) -> None:
        """Follow the wall. No new revision: to people nothing has changed."""
        if not self.hears_news(film_ms, at, revision, now):
            return
        if not self.is_running_at(now):
            return self.settle(now)
        self.position_ms, self.changed_at = min(max(0, round(film_ms)), self.ends_at_ms), at
        self._mark()
        self.supervision.touch(PLAYBACK)

    def _check(self, now: datetime, based_on: int | None) -> None:
        """Raises Refused unless the film may move now and the presser saw how it stood."""
        room = self.supervision
        refuse_while_held(room)
        self.queued_clip.must_be_showable(now)
        if room.phase is None or room.phase.kind in BEFORE_VIEWING:
            raise Refused(_("The film opens when the room is watching. Go on to that part first."))
        if based_on is not None and based_on != self.revision:
            raise Refused(self._what_happened(now))

    def _what_happened(self, now: datetime) -> str:
        seconds = self.position_at(now) // 1000
        where = f"{seconds // 60}:{seconds % 60:02}"
        said: str = _("Somebody was quicker: the film stands at %(where)s.", where=where)
        if self.is_running_at(now):
            said = _("Somebody was quicker: the film is running, at %(where)s.", where=where)
        return said

    def _change(
        self,
        at: datetime,
        position_ms: int,
        *,
        playing: bool,
        rate: float | None = None,
        stops_at_ms: int | None = None,
    ) -> None:
        self.changed_at, self.position_ms, self.playing = at, position_ms, playing
        self.rate = self.rate if rate is None else rate
        self.stops_at_ms = stops_at_ms
        self.revision += 1
        self._mark()
        self.supervision.touch(SUPERVISOR, PLAYBACK)

    def _mark(self) -> None:
        """Write down what holds from now on, and where it will stop by itself before the end."""
        marks = self.queued_clip.marks
        marks.append(PlaybackMark.made(self.changed_at, self.position_ms, self.rate, self.playing))
        if self.playing and self.stops_at_ms is not None:
            lasts_ms = max(0, self.stops_at_ms - self.position_ms) / self.rate
            ends = self.changed_at + timedelta(milliseconds=lasts_ms)
            marks.append(PlaybackMark.made(ends, self.stops_at_ms, self.rate, False))


class PlaybackMark(Base):
    """Every change of the playback row, so that an instant can be turned into film time later.

    See `film_time` for how marks written ahead of their time are overtaken.
    """

    __tablename__ = "playback_mark"

    id: Mapped[int] = mapped_column(primary_key=True)
    queued_clip_id: Mapped[int] = mapped_column(ForeignKey("queued_clip.id"), index=True)
    at: Mapped[datetime]
    position_ms: Mapped[int]
    rate: Mapped[float]
    playing: Mapped[bool]
    queued_clip: Mapped[QueuedClip] = relationship(back_populates="marks")

    @classmethod
    def made(cls, at: datetime, position_ms: int, rate: float, playing: bool) -> PlaybackMark:
        return cls(at=at, position_ms=position_ms, rate=rate, playing=playing)
