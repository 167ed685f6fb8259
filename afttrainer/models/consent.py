"""A patient's consent to one recording; the signed form stays in the clinic's own record."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import Column, ForeignKey, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.content.codes import ConsentScope, OnBehalf
from afttrainer.models.base import Base
from afttrainer.models.on_behalf import OnBehalfMixin
from afttrainer.models.refusal import Refused

if TYPE_CHECKING:
    from afttrainer.models.membership import Membership
    from afttrainer.models.recording import Recording

consent_people = Table(
    "consent_people",
    Base.metadata,
    Column("consent_id", ForeignKey("consent.id", ondelete="CASCADE"), primary_key=True),
    Column("membership_id", ForeignKey("membership.id"), primary_key=True),
)


class ConsentState(StrEnum):
    """What the consent as a whole permits today."""

    LIVE = "live"
    NOTHING = "nothing"
    #: A second person is still to say yes to what somebody gave in the patient's place.
    WAITING = "waiting"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Said:
    """What a patient has said, as it is noted: days are those of the clinic's own calendar.

    `expires_on` is the last day on which the consent holds. `people` are those of the group whom
    the patient's word covers, where it does not cover everybody: their numbers as members.
    """

    scopes: Collection[ConsentScope]
    given_on: date
    method: str = ""
    witnessed_by: str = ""
    form_version: str = ""
    expires_on: date | None = None
    people: Collection[int] | None = None
    #: Where somebody decided in the patient's place: why, and who that was to the patient.
    on_behalf: OnBehalf | None = None
    agreed_by: str = ""
    #: Whether the site wants a second person's yes to such a consent.
    wants_second: bool = False


class Consent(Base, OnBehalfMixin):
    """Scopes are ticked one by one and all off by default; a live `group_supervision` is needed
    when a clip is queued and again when it plays."""

    __tablename__ = "consent"

    id: Mapped[int] = mapped_column(primary_key=True)
    recording_id: Mapped[int] = mapped_column(ForeignKey("recording.id"), unique=True)
    supervisor_review: Mapped[bool] = mapped_column(default=False)
    group_supervision: Mapped[bool] = mapped_column(default=False)
    teaching_beyond_group: Mapped[bool] = mapped_column(default=False)
    research: Mapped[bool] = mapped_column(default=False)
    given_at: Mapped[datetime]
    method: Mapped[str] = mapped_column(String(80), default="")
    witnessed_by: Mapped[str] = mapped_column(String(80), default="")
    #: Where the signed form lies, and which version of it: a reference, never the form.
    form_version: Mapped[str] = mapped_column(String(40), default="")
    expires_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    #: The patient's word covers `people` only, beside the therapist and those who lead; whoever
    #: comes to the group later is not covered until it is noted anew.
    named_only: Mapped[bool] = mapped_column(default=False)
    people: Mapped[list[Membership]] = relationship(secondary=consent_people)
    noted_by: Mapped[Membership | None] = relationship(foreign_keys="Consent.noted_by_id")
    seconded_by: Mapped[Membership | None] = relationship(foreign_keys="Consent.seconded_by_id")
    recording: Mapped[Recording] = relationship(back_populates="consent")

    def covers_group(self, now: datetime) -> bool:
        return self.group_supervision and self.state(now) is ConsentState.LIVE

    def covers(self, member: Membership, now: datetime) -> bool:
        """Whether it lets this person see the film in the group's room."""
        if not self.covers_group(now):
            return False
        is_therapist = member.id == self.recording.case.therapist_id
        return is_therapist or member.supervises or not self.named_only or member in self.people

    def lets_supervisors_review(self, now: datetime) -> bool:
        review = self.supervisor_review or self.group_supervision
        return review and self.state(now) is ConsentState.LIVE

    def state(self, now: datetime) -> ConsentState:
        if self.withdrawn_at is not None:
            return ConsentState.WITHDRAWN
        if self.expires_at is not None and self.expires_at <= now:
            return ConsentState.EXPIRED
        if not self.scopes or self.given_at > now:
            return ConsentState.NOTHING
        return ConsentState.WAITING if self.waits_for_second else ConsentState.LIVE

    @property
    def scopes(self) -> list[ConsentScope]:
        return [scope for scope in ConsentScope if getattr(self, scope.value)]

    @property
    def given_on(self) -> date:
        return self.given_at.astimezone().date()

    @property
    def expires_on(self) -> date | None:
        last = self.expires_at and self.expires_at - timedelta(seconds=1)
        return last.astimezone().date() if last else None

    def note(
        self,
        said: Said,
        now: datetime,
        group: Collection[Membership] = (),
        by: Membership | None = None,
    ) -> None:
        """Keep what the patient has said now in place of what stood here. Raises Refused.

        `group` are the people of the therapist's group, among whom some may be named; `by` is who
        notes it.

        After a withdrawal this is a new consent, and has to be of that day or later.
        """
        _check(said, now, self.withdrawn_at)
        for scope in ConsentScope:
            setattr(self, scope.value, scope in said.scopes)
        # Noon is the same day in every clock the day may be read by; a consent of today holds now.
        self.given_at = min(now, datetime.combine(said.given_on, time(12)).astimezone())
        self.method, self.witnessed_by = said.method, said.witnessed_by
        self.form_version = said.form_version
        self.expires_at = _end_of(said.expires_on) if said.expires_on else None
        self.named_only = said.people is not None
        self.people = [member for member in group if member.id in (said.people or ())]
        self.withdrawn_at = None
        self._note_on_behalf(by, said.on_behalf, said.agreed_by, second=said.wants_second)
        self._look_at_library(now)

    def withdraw(self, now: datetime) -> None:
        self.withdrawn_at = self.withdrawn_at or now
        self._look_at_library(now)

    def _look_at_library(self, now: datetime) -> None:
        """What it does not cover any more is gone from the library of patterns."""
        from afttrainer.models.exemplar import take_off

        if self.recording is not None:
            take_off(self.recording, now)


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time()).astimezone()


def _check(said: Said, now: datetime, withdrawn_at: datetime | None) -> None:
    wrong: dict[str, list[str]] = {}
    if said.given_on > now.astimezone().date():
        wrong["given_on"] = [_("This day is still to come. When was it given?")]
    elif withdrawn_at is not None and said.given_on < withdrawn_at.astimezone().date():
        wrong["given_on"] = [_("The consent was withdrawn after this day. When was it given anew?")]
    if said.expires_on is not None and said.expires_on < said.given_on:
        wrong["expires_on"] = [_("It would end before it was given.")]
    if said.scopes and not said.method:
        wrong["method"] = [_("Please say how the patient gave it.")]
    if said.on_behalf is not None and not said.agreed_by:
        wrong["agreed_by"] = [_("Please say who agreed in the patient’s place, without a name.")]
    if wrong:
        raise Refused(_("Not saved yet: please look at what is marked."), fields=wrong, status=422)
