"""One viewer's mark of a rupture on the film: blind until the reveal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import (
    DIRECTION_OF,
    DIRECTIONS_OF,
    INTENSITY,
    Direction,
    Family,
    Marker,
    Noticed,
    OwnThing,
    TherapistReaction,
    Visibility,
)
from afttrainer.content.codes import Phase as Kind
from afttrainer.models import shown
from afttrainer.models.base import Base, enter, session_of
from afttrainer.models.device_name import DeviceNamed, by_lot
from afttrainer.models.film_time import was_running
from afttrainer.models.mark_step import MarkStep
from afttrainer.models.marked import Marked, otherwise
from afttrainer.models.refusal import Refused
from afttrainer.models.revision import ALL, OWN_MARK, SUPERVISOR, Piece, mine

if TYPE_CHECKING:
    from afttrainer.models.group_word import GroupWord
    from afttrainer.models.participant import Participant
    from afttrainer.models.queue import QueuedClip
    from afttrainer.models.supervision import SupervisionSession

NOTE_AT_MOST = 500  # characters
NOTE_LEVELS = (Visibility.PRIVATE, Visibility.GROUP)


class RuptureTag(Base, DeviceNamed, Marked):
    __tablename__ = "rupture_tag"
    __table_args__ = (UniqueConstraint("author_id", "client_uuid"),)
    #: Private until the reveal widens all tags of the clip at once.
    starts_visible_to = Visibility.PRIVATE

    queued_clip_id: Mapped[int] = mapped_column(ForeignKey("queued_clip.id"), index=True)
    queued_clip: Mapped[QueuedClip] = relationship(back_populates="tags")

    @classmethod
    def place(
        cls,
        me: Participant,
        clip: QueuedClip,
        family: Family,
        touched_at: datetime,
        now: datetime,
        *,
        reaction: TherapistReaction | None = None,
        film_ms: float | None = None,
        is_estimate: bool = False,
        client_uuid: str | None = None,
    ) -> RuptureTag:
        """The first tap: a mark at the film's time when the finger went down. Raises Refused.

        That is the wall's time at that instant, or `film_ms`, the picture on a device that shows
        the film itself: it is what the viewer saw, be it behind the wall, and so no estimate.

        One that arrives after the room has gone on is kept where it belongs; one that arrives
        after the reveal is kept too, and said to have come after it. What the device has placed
        under this name already is not placed again.
        """
        if not _may_be_touched(clip, touched_at):
            raise Refused(_("Marks are set while the film is being watched."))
        if client_uuid is not None and (placed := cls.own_named(me, client_uuid)) is not None:
            return placed
        is_shared = clip.is_revealed and reaction is None
        tag = cls(
            id=by_lot(),
            author_id=me.id,
            queued_clip_id=clip.id,
            made_at=now,
            visibility=Visibility.GROUP if is_shared else Visibility.PRIVATE,
            client_uuid=client_uuid,
            clip_ms=_film_ms(clip, film_ms, touched_at),
            family=Family.UNSURE if reaction else family,
            reaction=reaction,
            is_estimate=is_estimate and film_ms is None,
            came_after_reveal=clip.is_revealed,
            note="",
            note_visibility=Visibility.PRIVATE,
        )
        # Not into the clip's list, which would be read whole for it.
        enter(session_of(me), tag)
        tag._tell()
        return tag

    @classmethod
    def own(cls, me: Participant, name: str) -> RuptureTag:
        """One of my own of this meeting, by its number or by the name my device gave it. Somebody
        else's is as unknown as none."""
        tag = cls.own_named(me, name)
        if tag is None:
            raise Refused(_("This mark is not one of yours."))
        return tag

    def mark(
        self,
        *,
        family: Family | None = None,
        direction: Direction | None = None,
        marker: Marker | None = None,
        reaction: TherapistReaction | None = None,
        group_word: GroupWord | None = None,
        touched_at: datetime | None = None,
        now: datetime,
        step: str | None = None,
    ) -> bool:
        """The second tap: what it was. A marker gives its direction, and so does a word of the
        group's own, which stands in its place. Raises Refused.

        Returns whether that corrects what had been said: then it leaves a step, which the device
        may have named `step`.
        """
        if not self._waits_for_what_was_tapped(touched_at):
            self._must_not_be_shown()
        if group_word is not None and (group_word.place.direction is None) != self.is_inner:
            raise _does_not_go()
        if self.reaction is not None:
            said: dict[str, Any] = {"reaction": self.reaction, "group_word": self.group_word}
            if reaction is not None or group_word is not None:
                said["reaction"] = TherapistReaction.OTHER if group_word else reaction
                said["group_word"] = group_word
            return self._become(said, now, step)
        family = family or self.family
        direction = DIRECTION_OF[marker] if marker else direction
        direction = group_word.place.direction if group_word else direction
        if direction is not None and direction not in DIRECTIONS_OF[family]:
            raise _does_not_go()
        said = {"family": family, "direction": direction}
        said |= {"marker": None if group_word else marker, "group_word": group_word}
        return self._become(said, now, step)

    def say(
        self,
        *,
        intensity: int | None,
        note: str,
        note_visibility: Visibility,
        end_ms: int | None = None,
        noticed: Noticed | None = None,
        now: datetime,
    ) -> None:
        """What the viewer adds if they want to: nothing of it is asked for. What had been said
        otherwise is a step that can be put back."""
        if intensity is not None and intensity not in INTENSITY:
            words = _("From 1, faint, to 5, very strong.")
            raise Refused(words, fields={"intensity": [words]}, status=422)
        if len(note) > NOTE_AT_MOST or note_visibility not in NOTE_LEVELS:
            raise Refused(_("The note could not be kept like this."), status=422)
        if end_ms is not None and not self.clip_ms <= end_ms <= self.queued_clip.clip.duration_ms:
            words = _("It ends after it has begun, and within the film.")
            raise Refused(words, fields={"end": [words]}, status=422)
        if otherwise(self.intensity, intensity) or otherwise(self.end_ms, end_ms):
            self._must_not_be_shown()
        said = {
            "intensity": intensity,
            "end_ms": end_ms,
            "noticed": noticed,
            "note": note,
            "note_visibility": note_visibility,
        }
        if self._is_corrected(said):
            MarkStep.keep(self, now)
        self._say(said, now)

    def show(self, to: Visibility, now: datetime) -> None:
        """Let others know of something in me: the supervisor, or the group once the marks have been
        shown (R-05: S1). What is between the two on film is shown by the reveal alone."""
        if not self.is_inner or to is Visibility.PRESENTER:
            raise Refused(_("This mark is shown with those of the others."))
        if to is Visibility.GROUP and not self.queued_clip.is_revealed:
            raise Refused(_("You can show it once everyone’s marks have been shown."))
        before, self.visibility = self.visibility, to
        shown.show(self.author, OwnThing.SOMETHING_IN_ME, before, to, now)
        if Visibility.GROUP in (before, to):
            self._room.touch(*ALL)
        self._room.touch(SUPERVISOR, mine(self.author))

    def undo(self, now: datetime, step: str | None = None) -> None:
        """Gone, for everybody but its author, who can put it back until the meeting is closed. The
        device may have named that `step`."""
        self._must_not_be_shown()
        if self.is_inner:
            private = Visibility.PRIVATE
            shown.show(self.author, OwnThing.SOMETHING_IN_ME, self.visibility, private, now)
        MarkStep.keep(self, now, step)
        self._tell()
        self.queued_clip.tags.remove(self)

    def be_again(self, was: MarkStep, now: datetime, step: str | None = None) -> None:
        """What it was before that step; whoever reads no note now reads none then."""
        MarkStep.keep(self, now, step)
        self._say(was.entered_for(self), now)

    def come_back(self, now: datetime, step: str | None = None) -> None:
        """It was gone, and has just been written anew."""
        MarkStep.keep(self, now, step, was_there=False)
        self._tell()

    def _become(self, said: dict[str, Any], now: datetime, step: str | None) -> bool:
        """The first word for what it was completes a mark; another one corrects it."""
        bare = {Family.WITHDRAWAL, Family.CONFRONTATION}
        is_bare = self.family in bare and not self.direction and not self.marker
        if self.is_inner:
            bare_or_same = ((TherapistReaction.OTHER, None), (said["reaction"], said["group_word"]))
            is_corrected = (self.reaction, self.group_word) not in bare_or_same
        elif is_bare:
            is_corrected = said["family"] in bare - {self.family}
        else:
            is_corrected = self.is_another_kind(said)
        if is_corrected:
            MarkStep.keep(self, now, step)
        for name, value in said.items():
            setattr(self, name, value)
        self._tell()
        return is_corrected

    def _is_corrected(self, said: dict[str, Any]) -> bool:
        """What was left open and is said now corrects nothing, nor does who may read no note."""
        names = ["intensity", "end_ms", "noticed"]
        names += ["note", "note_visibility"] if self.note else []
        return any(otherwise(getattr(self, name), said[name]) for name in names)

    def _say(self, said: dict[str, Any], now: datetime) -> None:
        before = self._note_for_all
        is_seen = self.is_another_kind(said)
        for name, value in said.items():
            setattr(self, name, value)
        self._write_down_readers(before, now)
        # A private note, and how strong it was, stand on nobody else's screen: none shall move.
        if is_seen or self._note_for_all != before:
            return self._tell()
        return self._tell_author()

    def _waits_for_what_was_tapped(self, touched_at: datetime | None) -> bool:
        """A second tap made blind that comes after the reveal: it changes nothing that anybody has
        seen, and is still what was seen before anyone knew what the others saw."""
        revealed_at = self.queued_clip.revealed_at
        if touched_at is None or revealed_at is None or self.direction or self.marker:
            return False
        return touched_at < revealed_at

    def _must_not_be_shown(self) -> None:
        """What was seen before anyone knew what the others saw stays as it was then."""
        if self.queued_clip.is_revealed and not self.came_after_reveal and not self.is_inner:
            raise Refused(_("The marks have been shown. This one stays as it was."))

    @property
    def _note_for_all(self) -> str:
        return self.note if self.note_visibility is Visibility.GROUP else ""

    def _write_down_readers(self, before: str, now: datetime) -> None:
        """Before the reveal it is written down that the group shall read it, and nobody has it."""
        was, to = (
            Visibility.GROUP if n else Visibility.PRIVATE for n in (before, self._note_for_all)
        )
        if was is to:
            return
        if self.visibility is Visibility.GROUP:
            return shown.show(self.author, OwnThing.MARK_NOTE, was, to, now)
        return shown.note_change(
            self.author.membership, self._room, OwnThing.MARK_NOTE, was, to, now
        )

    @property
    def _room(self) -> SupervisionSession:
        return self.queued_clip.supervision

    def _tell(self) -> None:
        """Blind: nobody's screen but the author's, until everyone may read it (rule 5)."""
        shared = ALL if self.visibility is Visibility.GROUP else ()
        self._room.touch(*shared)
        self._tell_author()

    def _tell_author(self) -> None:
        """On their screens are the marks of the clip at work."""
        room = self._room
        is_listed = room.queued_clip_id == self.queued_clip_id
        room.touch(mine(self.author), piece=Piece(OWN_MARK, self) if is_listed else None)


def _does_not_go() -> Refused:
    words = _("This does not go with what was marked. Undo it and mark it anew.")
    return Refused(words, fields={"marker": [words]}, status=422)


def _film_ms(clip: QueuedClip, shown_ms: float | None, touched_at: datetime) -> int:
    if shown_ms is None:
        return clip.film_ms_at(touched_at)
    return round(min(max(0.0, shown_ms), clip.clip.duration_ms))


def _may_be_touched(clip: QueuedClip, touched_at: datetime) -> bool:
    if clip.first_played_at is None:
        return False
    if was_running(clip.marks, touched_at, clip.clip.duration_ms):
        return True
    return any(
        visit.began_at <= touched_at and (visit.ended_at is None or touched_at < visit.ended_at)
        for phase in clip.supervision.phases
        if phase.kind is Kind.VIEWING
        for visit in phase.visits
    )


def own_marks(clip: QueuedClip, me: Participant) -> Sequence[RuptureTag]:
    """One's own on that clip, in film order; nobody else's are read for it."""
    own = select(RuptureTag).where(
        RuptureTag.author_id == me.id, RuptureTag.queued_clip_id == clip.id
    )
    return session_of(me).scalars(own.order_by(RuptureTag.clip_ms)).all()
