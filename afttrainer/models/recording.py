"""A filmed therapy session, and the clips chosen from it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import ForeignKey, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, object_session, relationship

from afttrainer.content.codes import ClipOrigin, ClipStatus, SessionStatus
from afttrainer.models import clip_queue, covered
from afttrainer.models.acted import ActedMixin
from afttrainer.models.base import Base
from afttrainer.models.clip import TITLE_AT_MOST, Clip, good_title
from afttrainer.models.consent import Consent, ConsentState, Said
from afttrainer.models.film_mixin import FilmMixin
from afttrainer.models.film_mixin import RecordingStatus as RecordingStatus
from afttrainer.models.participant import LARGEST_ID
from afttrainer.models.refusal import Refused
from afttrainer.models.revision import EVERYONE, SUPERVISOR, mine

if TYPE_CHECKING:
    from afttrainer.media.reports import Report
    from afttrainer.models.case import Case
    from afttrainer.models.membership import Membership
    from afttrainer.models.queue import QueuedClip
    from afttrainer.models.tension import TensionView


class Recording(Base, FilmMixin, ActedMixin):
    __tablename__ = "recording"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    title: Mapped[str] = mapped_column(String(TITLE_AT_MOST))
    brought_in_at: Mapped[datetime]
    case: Mapped[Case] = relationship(back_populates="recordings")
    clips: Mapped[list[Clip]] = relationship(
        back_populates="recording", order_by="(Clip.in_ms, Clip.id)", cascade="all, delete-orphan"
    )
    consent: Mapped[Consent | None] = relationship(
        back_populates="recording", cascade="all, delete-orphan"
    )
    acted_said_by: Mapped[Membership | None] = relationship()
    tension_views: Mapped[list[TensionView]] = relationship(
        back_populates="recording", order_by="TensionView.id", cascade="all, delete-orphan"
    )

    @classmethod
    def of(cls, session: Session, recording_id: int, user_id: int) -> Recording | None:
        """The recording, where it is open to the person: to its therapist and their supervisors."""
        from afttrainer.models.membership import Membership

        found = session.get(cls, recording_id) if recording_id <= LARGEST_ID else None
        if found is None:
            return None
        me = Membership.of(session, found.case.therapist.group_id, user_id)
        return found if me is not None and found.case.is_open_to(me) else None

    @classmethod
    def bring_in(
        cls, case: Case, by: Membership, title: str, ticket: str, said: Said, now: datetime
    ) -> Recording:
        """A film that the worker is still to prepare, with what its patient consents to.

        Raises Refused, with the fields to correct.
        """
        case.must_be_open_to(by)
        consent = Consent()
        consent.note(said, now, case.therapist.group.members, by)
        recording = cls(title=good_title(title), ticket=ticket, brought_in_at=now, consent=consent)
        case.recordings.append(recording)
        return recording

    @classmethod
    def twin(cls, session: Session, sha256: str, but: int | None = None) -> Recording | None:
        """The patient's recording that the same film is already: what its patient said holds for
        every copy. Of acted ones see `upload.what_is_here`."""
        same = select(cls).where(
            cls.sha256 == sha256,
            cls.origin == ClipOrigin.PATIENT_RECORDING,
            cls.status.in_([RecordingStatus.PREPARING, RecordingStatus.READY]),
            cls.id != but,
        )
        return session.scalars(same).first()

    def may_be_shown_to_group(self, now: datetime) -> bool:
        """Asked when a clip is queued and again when it plays (docs/privacy.md). Acted scenes have
        no patient to ask."""
        if self.is_acted:
            return True
        return self.consent is not None and self.consent.covers_group(now)

    def covers(self, member: Membership, now: datetime) -> bool:
        """Whether this person may see it in the group's room, as the patient has said."""
        if self.is_acted:
            return True
        return self.consent is not None and self.consent.covers(member, now)

    def may_watch(self, member: Membership, now: datetime) -> bool:
        """Outside the room: its therapist, until the patient's word has ended, and the supervisors
        whom it lets. Asked again and again while it plays.

        No consent noted is the same as one in which nothing is ticked.
        """
        if not self.case.is_open_to(member) or self.status is RecordingStatus.ERASED:
            return False
        if self.is_acted:
            return True
        if self.consent is None:
            return member.id == self.case.therapist_id
        if member.id == self.case.therapist_id:
            return self.consent.state(now) not in (ConsentState.WITHDRAWN, ConsentState.EXPIRED)
        return self.consent.lets_supervisors_review(now)

    def _is_here_already(self, report: Report) -> bool:
        from afttrainer.models.upload import here_already

        session = object_session(self)
        if session is None or report.sha256 is None or self.is_acted:
            return False
        twin = Recording.twin(session, report.sha256, self.id)
        if twin is not None:
            self.refuse(here_already(twin, self.case.therapist))
        return twin is not None

    def rename(self, by: Membership, title: str) -> None:
        self.case.must_be_open_to(by)
        self.title = good_title(title)

    def note_consent(self, by: Membership, said: Said, now: datetime) -> None:
        """What the patient consents to from now on. What no longer covers the group bars its clips
        at once. Raises Refused."""
        self.case.must_be_open_to(by)
        self.consent = self.consent or Consent()
        self.consent.note(said, now, self.case.therapist.group.members, by)
        self.look_again(now)

    def look_again(self, now: datetime) -> None:
        """Whom it may be shown to is not as before."""
        if not self.may_be_shown_to_group(now):
            return self._bar_clips(now)
        for queued in self._queued(SessionStatus.LIVE):
            covered.look_again(queued, now)
        return None

    def second_consent(self, by: Membership, now: datetime) -> None:
        """A second person's yes to what somebody gave in the patient's place. Raises Refused."""
        self.case.must_be_open_to(by)
        if self.consent is None:
            raise Refused(_("There is no consent to say yes to."))
        self.consent.second(by, now)

    def withdraw_consent(self, by: Membership, now: datetime) -> None:
        """The patient's no, at once and in every queue."""
        self.case.must_be_open_to(by)
        if self.consent is not None:
            self.be_a_patients()  # somebody may have called it acted meanwhile
            self.consent.withdraw(now)
        if not self.may_be_shown_to_group(now):
            self._bar_clips(now)
        for queued in self._queued(SessionStatus.LIVE):
            # What the patient said is covered on cards that stand there; the wall never had it.
            room = queued.supervision
            room.touch(EVERYONE, SUPERVISOR, *(mine(p) for p in room.participants))

    def _bar_clips(self, now: datetime) -> None:
        for queued in self._queued(SessionStatus.PLANNED, SessionStatus.LIVE):
            if queued.status is not ClipStatus.PLAYED or queued.supervision.clip is queued:
                queued.block(now)

    def choose_clip(
        self, by: Membership, title: str, in_ms: int, out_ms: int, now: datetime
    ) -> Clip:
        """A stretch of it. Raises Refused, with the fields to correct."""
        self.case.must_be_open_to(by)
        if not self.can_be_marked:
            raise Refused(_("The film is not ready yet."))
        clip = Clip(made_at=now)
        self.clips.append(clip)
        clip.mark(title, in_ms, out_ms)
        return clip

    def remove(self, by: Membership) -> str | None:
        """Take the film out of the library and out of every plan.

        Returns the SHA-256 of what the film store may now erase, None where another recording
        still needs it. Where a closed meeting's record speaks of its clips, their marks stay.
        Raises Refused while it waits in an open room.
        """
        self.case.must_be_open_to(by)
        if self._queued(SessionStatus.LIVE):
            raise Refused(_("It is in the queue of a room that is open now. Close the room first."))
        is_on_record = bool(self._queued(SessionStatus.CLOSED))
        for queued in self._queued(SessionStatus.PLANNED):
            clip_queue.take_out(queued)
        erase = None if self.is_shared else self.sha256
        session = object_session(self)
        if is_on_record:
            self._be_erased()
        elif session is not None:
            session.delete(self)
        return erase

    def let_film_go(self, now: datetime) -> None:
        """Its time is over: out of every plan, closed in every room. Its row stays, for the records
        that speak of it and for its therapist to see that it is gone."""
        for queued in self._queued(SessionStatus.PLANNED):
            clip_queue.take_out(queued)
        for queued in self._queued(SessionStatus.LIVE):
            if queued.status is not ClipStatus.BLOCKED:
                queued.block(now)
        self._be_erased()

    def _be_erased(self) -> None:
        self.status, self.message = RecordingStatus.ERASED, ""
        for queued in [queued for clip in self.clips for queued in clip.queued]:
            # The patient is to be heard in what was said while the film ran.
            queued.narration_sounds.clear()
        self.sha256 = self.film_name = self.still_name = self.captions_name = None
        for clip in self.clips:
            clip.exemplars.clear()

    @property
    def is_withdrawn(self) -> bool:
        """The patient has taken the consent back, and has not given it anew."""
        if self.is_acted or self.consent is None:
            return False
        return self.consent.withdrawn_at is not None

    @property
    def in_open_room(self) -> bool:
        return bool(self._queued(SessionStatus.LIVE))

    def _queued(self, *states: SessionStatus) -> list[QueuedClip]:
        queued = [queued for clip in self.clips for queued in clip.queued]
        return [q for q in queued if q.supervision.status in states]

    @property
    def is_shared(self) -> bool:
        """The same file brought in twice is one film in the store."""
        session = object_session(self)
        if session is None or self.sha256 is None:
            return False
        same = select(func.count()).where(Recording.sha256 == self.sha256, Recording.id != self.id)
        return bool(session.scalar(same))
