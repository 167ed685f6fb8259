"""Where the film is: one row, from which the position at any instant is computed (rule 8)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import ClipStatus
from afttrainer.content.codes import Phase as Kind
from afttrainer.models import skipped
from afttrainer.models.base import Base
from afttrainer.models.covered import must_cover_the_room
from afttrainer.models.hold import refuse_while_held
from afttrainer.models.picture import stepped
from afttrainer.models.playback_mark import PlaybackMark
from afttrainer.models.refusal import NotYours, Refused
from afttrainer.models.revision import EVERYONE, PLAYBACK, SUPERVISOR, WALL
from afttrainer.models.wall_lead import FollowsWall

if TYPE_CHECKING:
    from afttrainer.models.queue import QueuedClip
    from afttrainer.models.supervision import SupervisionSession

#: A start reaches every screen before it takes effect, so that all start together; on a slow
#: network it is told longer ahead. Nobody is waited for longer than that.
STARTS_AFTER = timedelta(milliseconds=500)
STARTS_AFTER_AT_MOST = timedelta(milliseconds=1500)
ON_ITS_WAY = timedelta(milliseconds=100)
SLOWEST, FASTEST = 0.5, 2.0
#: Parts of the plan in which no film runs: those before the viewing.
BEFORE_VIEWING = frozenset(list(Kind)[: list(Kind).index(Kind.VIEWING)])


class Playback(Base, FollowsWall):
    """Verbs take `based_on`, the revision that the presser's screen showed: of two people who press
    at once, the second is told what the first has done. None asks for no such check.
    `round_trip_ms` is how long a message there and back takes for the presser.
    """

    __tablename__ = "playback"

    supervision_id: Mapped[int] = mapped_column(
        ForeignKey("supervision_session.id"), primary_key=True
    )
    queued_clip_id: Mapped[int] = mapped_column(ForeignKey("queued_clip.id"))
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
            playback = cls(revision=-1, on_companions=False, captions=False, wall_round_trip_ms=0)
            room.playback = playback
        else:
            # Whose film is in the player has a stop on their own screen.
            room.touch_everybody()
        playback.queued_clip, playback.changed_at = clip, now
        playback.position_ms = skipped.next_shown(clip, 0)
        playback.rate, playback.playing = 1.0, False
        playback.stops_at_ms, playback.rate_before, playback.loops = None, None, False
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
        skipped.must_be_shown(clip, from_ms, to_ms)
        whole_ms = playback.whole_ms
        start_ms = min(max(0, from_ms), whole_ms)
        playback._change(
            playback._soon(now),
            start_ms,
            playing=True,
            stops_at_ms=min(max(start_ms, to_ms), whole_ms),
            rate=1.0,
        )
        clip.begins_to_play(now)
        return playback

    @property
    def whole_ms(self) -> int:
        return self.queued_clip.clip.duration_ms

    def play(self, now: datetime, *, based_on: int | None = None, round_trip_ms: float = 0) -> None:
        """From the beginning where it had come to the end; what is left out is gone past."""
        self._check(now, based_on)
        self._must_not_be_enough()
        if self.is_running_at(now):
            return
        position = self.position_at(now)
        stops_at_ms = self.stops_at_ms
        if stops_at_ms is not None and position >= stops_at_ms:
            stops_at_ms = None
        position = self._next_shown(position)
        soon = self._soon(now, round_trip_ms)
        self._change(soon, position, playing=True, stops_at_ms=stops_at_ms)
        self.queued_clip.begins_to_play(now)

    def _next_shown(self, position: int) -> int:
        """There or after, else from the beginning. Raises NotYours where nothing is shown."""
        there = skipped.next_shown(self.queued_clip, position)
        if there >= self.whole_ms:
            there = skipped.next_shown(self.queued_clip, 0)
        if there >= self.whole_ms:
            skipped.must_be_shown(self.queued_clip, 0)
        return there

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

    def seek(
        self, now: datetime, to_ms: int, *, based_on: int | None = None, round_trip_ms: float = 0
    ) -> None:
        """Go to a place of the clip; a running film runs on from there."""
        self._check(now, based_on)
        self._must_not_be_enough()
        to_ms = min(max(0, to_ms), self.whole_ms)
        skipped.must_be_shown(self.queued_clip, to_ms)
        running = self.is_running_at(now)
        self._change(self._soon(now, round_trip_ms) if running else now, to_ms, playing=running)

    def stand_after(self, now: datetime, to_ms: int) -> None:
        """Stand there, after what its presenter leaves out, who asks nobody: so it looks at no hold
        and at nobody's screen. A film with a gap does not go round."""
        self.loops = False
        self._change(now, to_ms, playing=False)

    def need_not_stop_at(self, ms: int) -> None:
        """What begins there is not left out any more. A film that runs stops there all the same,
        once, as it was told to all screens. One with a gap stops at its end, too: it need not."""
        if not self.playing and self.stops_at_ms in (ms, self.whole_ms):
            self.stops_at_ms = None
            self.revision += 1

    def step(self, now: datetime, pictures: int, *, based_on: int | None = None) -> None:
        """Stand still, so many pictures on (or back)."""
        self._check(now, based_on)
        self._must_not_be_enough()
        clip = self.queued_clip.clip
        at_ms = clip.in_ms + self.position_at(now)
        to_ms = stepped(at_ms, pictures, clip.recording.picture_ms) - clip.in_ms
        to_ms = min(max(0, to_ms), self.whole_ms)
        skipped.must_be_shown(self.queued_clip, to_ms)
        self._change(now, to_ms, playing=False)

    def set_rate(
        self, now: datetime, rate: float, *, based_on: int | None = None, round_trip_ms: float = 0
    ) -> None:
        """0.5-2. A running film changes its speed on all screens at once, a little later. Raises
        Refused beyond."""
        self._check(now, based_on)
        if not SLOWEST <= rate <= FASTEST:
            raise Refused(_("The film can run from half to double speed."), status=422)
        position, soon = self.position_at(now), self._soon(now, round_trip_ms)
        running, before = self.is_running_at(now), None
        if not running:
            soon = now
        elif self.waits_at(now):
            soon = max(soon, self.round_at(now).begins)
        else:
            # A round that ends before that is not hurried on: the next one has the new speed.
            soon = min(soon, self.round_ends_at(now)) if self.goes_round else soon
            position, before = self.run_on(now, soon), self.rate_at(now)
        self._change(soon, position, playing=running, rate=rate, stops_at_ms=self.stops_at_ms)
        self.rate_before = before

    def go_round(self, now: datetime, on: bool, *, based_on: int | None = None) -> None:
        """Whether the clip begins anew at its end, between its marks. No picture moves for it: one
        that has come to its end already stands."""
        self._check(now, based_on)
        if on and skipped.has_gap(self.queued_clip):
            raise Refused(_("A part of this film is left out, so it does not go round."))
        self.settle(now)
        if on and self.stops_at_ms == self.whole_ms:
            # A stop at the very end is of a gap that was, or of a moment whose end it is.
            self.stops_at_ms = None
        if self.playing:
            here = self.round_at(now)
            if here.begins != self.changed_at:
                self.changed_at, self.position_ms = here.begins, here.position_ms
                self.rate_before = None
        self.loops = on
        self.revision += 1
        if self.playing:
            self._moved()
        self.supervision.touch(SUPERVISOR, PLAYBACK)

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

    def _moved_by_wall(self) -> None:
        self._moved()
        self.supervision.touch(PLAYBACK)

    def _soon(self, now: datetime, round_trip_ms: float = 0) -> datetime:
        """When a command takes effect: late enough to have reached the wall and the presser."""
        worst_ms = max(round_trip_ms, self.wall_round_trip_ms)
        reached = 2 * timedelta(milliseconds=worst_ms) + ON_ITS_WAY
        return now + min(max(STARTS_AFTER, reached), STARTS_AFTER_AT_MOST)

    def _check(self, now: datetime, based_on: int | None) -> None:
        """Raises Refused unless the film may move now and the presser saw how it stood."""
        room = self.supervision
        refuse_while_held(room)
        self.queued_clip.must_be_showable(now)
        must_cover_the_room(self.queued_clip, now)
        if room.phase is None or room.phase.kind in BEFORE_VIEWING:
            raise Refused(_("The film opens when the room is watching. Go on to that part first."))
        if based_on is not None and based_on != self.revision:
            raise Refused(self._what_happened(now))

    def _must_not_be_enough(self) -> None:
        """Moments already seen may be shown again; the film goes no further (C-75: S2)."""
        if self.queued_clip.enough_at is not None:
            raise NotYours(
                _("The presenter has said that this is enough of the film. Only they can go on.")
            )

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
        if playing:
            stops_at_ms = skipped.stops_at_ms(self.queued_clip, position_ms, stops_at_ms)
        self.changed_at, self.position_ms, self.playing = at, position_ms, playing
        self.rate = self.rate if rate is None else rate
        self.stops_at_ms, self.rate_before = stops_at_ms, None
        self.revision += 1
        self._moved()
        self.supervision.touch(SUPERVISOR, PLAYBACK)

    def _moved(self) -> None:
        """Write down what holds from now on, and where it will stop by itself before the end."""
        marks = self.queued_clip.marks
        marks.append(
            PlaybackMark.made(
                self.changed_at, self.position_ms, self.rate, self.playing, self.goes_round
            )
        )
        if self.playing and self.stops_at_ms is not None:
            lasts_ms = max(0, self.stops_at_ms - self.position_ms) / self.rate
            ends = self.changed_at + timedelta(milliseconds=lasts_ms)
            marks.append(PlaybackMark.made(ends, self.stops_at_ms, self.rate, False))
