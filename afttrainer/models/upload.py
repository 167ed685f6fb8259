"""A film on its way in from somebody's browser, for as long as it takes."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import ForeignKey, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, object_session, relationship

from afttrainer.content.codes import ClipOrigin
from afttrainer.media.refusals import megabytes
from afttrainer.models.base import Base, LargeInteger
from afttrainer.models.recording import Recording, RecordingStatus
from afttrainer.models.refusal import Refused

if TYPE_CHECKING:
    from afttrainer.models.case import Case
    from afttrainer.models.consent import Said
    from afttrainer.models.membership import Membership

#: An upload that nobody goes on with for so long is patient material lying about, and goes.
LIVES = timedelta(days=7)
#: It is noted that somebody went on with it, but not at every piece.
NOTED_EVERY = timedelta(hours=1)
MOST_AT_ONCE = 20
MARK_AT_MOST = 80  # characters


class Arrived(Enum):
    """What is to be done with a film of which all is here."""

    TO_BE_PREPARED = "to be prepared"
    TO_BE_SAID = "whose it is"
    HERE_ALREADY = "here already"


@dataclass(frozen=True)
class Allowance:
    """What a site takes: of one film, and of all films of one group (None: as much as fits)."""

    film_bytes: int
    group_bytes: int | None = None


class Upload(Base):
    """What has come of it lies in the film store under its ticket. Nobody is told what the file is
    called: its name may be the patient's. `mark` is the browser's own for the file, by which a
    person who chooses it again goes on where they were."""

    __tablename__ = "upload"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket: Mapped[str] = mapped_column(String(40), unique=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("membership.id"), index=True)
    mark: Mapped[str] = mapped_column(String(MARK_AT_MOST), default="")
    size_bytes: Mapped[int] = mapped_column(LargeInteger)
    begun_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    arrived_at: Mapped[datetime | None]
    #: Of the film that has arrived.
    sha256: Mapped[str | None] = mapped_column(String(64))
    member: Mapped[Membership] = relationship()

    @classmethod
    def begin(
        cls, me: Membership, size_bytes: int, mark: str, allowed: Allowance, now: datetime
    ) -> Upload:
        """Raises Refused, in words, with the status that the protocol has for it."""
        session = object_session(me)
        if session is None or not me.belongs:
            raise Refused(_("You are not a member of this group."), status=403)
        if size_bytes < 1:
            raise Refused(_("This file is empty. Please copy it again."), status=422)
        if size_bytes > allowed.film_bytes:
            raise Refused(too_large(allowed.film_bytes), status=413)
        if len(cls.all_of(session, me)) >= MOST_AT_ONCE:
            words = ngettext(
                "%(num)s film of yours is on its way already. Finish or drop one first.",
                "%(num)s films of yours are on their way already. Finish or drop one first.",
                MOST_AT_ONCE,
            )
            raise Refused(words, status=429)
        begun = cls(
            ticket=secrets.token_hex(16),
            member=me,
            mark=mark[:MARK_AT_MOST],
            size_bytes=size_bytes,
            begun_at=now,
            expires_at=now + LIVES,
        )
        begun.must_have_room(session, allowed)
        session.add(begun)
        return begun

    @classmethod
    def of(cls, session: Session, ticket: str, me: Membership) -> Upload | None:
        """One's own; of another person's there is none."""
        found = session.scalar(select(cls).where(cls.ticket == ticket))
        return found if found is not None and found.member_id == me.id else None

    @classmethod
    def all_of(cls, session: Session, me: Membership) -> list[Upload]:
        return list(session.scalars(select(cls).where(cls.member_id == me.id).order_by(cls.id)))

    def must_have_room(self, session: Session, allowed: Allowance) -> None:
        """Asked at its beginning and whenever it goes on. Raises Refused where the films of the
        group, with those on their way, come to more than the site grants."""
        if allowed.group_bytes is None:
            return
        taken = group_bytes(session, self.member.group_id, but=self.ticket)
        if taken + self.size_bytes > allowed.group_bytes:
            words = _(
                "The group's films may take %(most)s and take %(taken)s. This one has %(size)s: "
                "please remove one that is done with.",
                most=megabytes(allowed.group_bytes),
                taken=megabytes(taken),
                size=megabytes(self.size_bytes),
            )
            raise Refused(words, status=413)

    def has_expired(self, now: datetime) -> bool:
        return self.expires_at <= now

    def was_just_noted(self, now: datetime) -> bool:
        return self.expires_at - now > LIVES - NOTED_EVERY

    def goes_on(self, now: datetime) -> datetime:
        """It has its whole time again; returns until when."""
        self.expires_at = now + LIVES
        return self.expires_at

    @property
    def recording(self) -> Recording | None:
        """What its person has said of it so far."""
        session = object_session(self)
        mine = select(Recording).where(Recording.ticket == self.ticket)
        return session.scalar(mine) if session is not None else None

    def say_whose(
        self, case: Case, by: Membership, title: str, said: Said, now: datetime
    ) -> Recording:
        """Its patient's code and consent, said while it comes or afterwards. Raises Refused, with
        the fields to correct."""
        session = object_session(self)
        if session is None or self.recording is not None:
            raise Refused(_("You have said already whose film this is."))
        twin = what_is_here(session, self.sha256, by)
        if twin is not None:
            raise Refused(here_already(twin, by), status=422)
        recording = Recording.bring_in(case, by, title, self.ticket, said, now)
        recording.size_bytes, recording.sha256 = self.size_bytes, self.sha256
        if self.arrived_at is None:
            recording.status = RecordingStatus.ARRIVING
        else:
            session.delete(self)
        return recording

    def arrive(self, sha256: str, now: datetime) -> Arrived:
        """All of it is here."""
        self.arrived_at, self.sha256 = now, sha256
        recording, session = self.recording, object_session(self)
        if recording is None or session is None:
            return Arrived.TO_BE_SAID
        session.delete(self)
        recording.sha256 = sha256
        twin = what_is_here(session, sha256, self.member, recording.id)
        if twin is not None:
            recording.refuse(here_already(twin, self.member))
            return Arrived.HERE_ALREADY
        recording.status = RecordingStatus.PREPARING
        return Arrived.TO_BE_PREPARED

    def give_up(self) -> None:
        """Its person drops it, or its time is over: what was said of it goes along."""
        session, recording = object_session(self), self.recording
        if session is None:
            return
        if recording is not None and recording.status is RecordingStatus.ARRIVING:
            session.delete(recording)
        session.delete(self)


def too_large(most_bytes: int) -> str:
    most = megabytes(most_bytes)
    return str(_("This film is larger than %(most)s, the most this site takes.", most=most))


def what_is_here(
    session: Session, sha256: str | None, by: Membership, but: int | None = None
) -> Recording | None:
    """What would come in a second time: a patient's film, wherever it is, or an acted one of this
    group. Acted scenes may be had by several groups; in one group the same film would be open to
    all as the one and have a consent as the other."""
    from afttrainer.models.case import Case
    from afttrainer.models.membership import Membership

    if sha256 is None:
        return None
    acted = (
        select(Recording)
        .join(Case, Case.id == Recording.case_id)
        .join(Membership, Membership.id == Case.therapist_id)
        .where(
            Membership.group_id == by.group_id,
            Recording.sha256 == sha256,
            Recording.origin == ClipOrigin.SIMULATED,
            Recording.status.in_([RecordingStatus.PREPARING, RecordingStatus.READY]),
            Recording.id != but,
        )
    )
    return Recording.twin(session, sha256, but) or session.scalars(acted).first()


def here_already(twin: Recording, member: Membership) -> str:
    """Its title is told to those only who may know of it."""
    is_open = twin.case.is_open_to(member)
    if twin.is_acted and is_open:
        said = _(
            "This film is here already, as “%(title)s”, and is called acted. Nothing was added. If "
            "there is a patient in it, whoever leads the group says so on its page.",
            title=twin.title,
        )
    elif twin.is_acted:
        said = _(
            "This film is here already, with another case, and is called acted. Nothing was added. "
            "If there is a patient in it, please tell whoever leads the group."
        )
    elif is_open:
        said = _("This film is here already, as “%(title)s”. Nothing was added.", title=twin.title)
    else:
        said = _(
            "This film is here already, with another case. One film has one consent, so it cannot "
            "be brought in twice."
        )
    return str(said)


def group_bytes(session: Session, group_id: int, but: str = "") -> int:
    """What the films of a group take on the disk, with those on their way at their whole size."""
    from afttrainer.models.case import Case
    from afttrainer.models.membership import Membership

    kept = (
        select(func.coalesce(func.sum(Recording.size_bytes), 0))
        .join(Case, Case.id == Recording.case_id)
        .join(Membership, Membership.id == Case.therapist_id)
        .where(Membership.group_id == group_id)
        .where(Recording.status.not_in([RecordingStatus.ERASED, RecordingStatus.ARRIVING]))
    )
    coming = (
        select(func.coalesce(func.sum(Upload.size_bytes), 0))
        .join(Membership, Membership.id == Upload.member_id)
        .where(Membership.group_id == group_id, Upload.ticket != but)
    )
    return int(session.scalar(kept) or 0) + int(session.scalar(coming) or 0)
