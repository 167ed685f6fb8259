"""An account: one clinician, however many groups and devices."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_security import RoleMixin, UserMixin
from sqlalchemy import Column, ForeignKey, String, Table, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from afttrainer.models.base import Base
from afttrainer.models.refusal import NotYours, Refused

if TYPE_CHECKING:
    from afttrainer.models.membership import Membership

roles_users = Table(
    "roles_users",
    Base.metadata,
    Column("user_id", ForeignKey("user.id"), primary_key=True),
    Column("role_id", ForeignKey("role.id"), primary_key=True),
)


#: So many passphrases may be tried in a row before one has to wait.
TRIES_BEFORE_WAITING = 5
FIRST_WAIT = timedelta(minutes=1)
#: Each further wrong one doubles the wait, up to this.
WAIT_AT_MOST = timedelta(hours=1)
#: Links into one's account, on one's page.
TOLD_AT_MOST = 10


class SiteRole(Base, RoleMixin):
    """A role of the whole site, as the accounts library keeps it; group roles are on Membership."""

    __tablename__ = "role"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    description: Mapped[str | None] = mapped_column(String(255))


class User(Base, UserMixin):
    __tablename__ = "user"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: What is typed to sign in; made from the display name when a name is claimed.
    username: Mapped[str] = mapped_column(String(80), unique=True)
    email: Mapped[str | None] = mapped_column(String(255), unique=True)  # type: ignore[assignment]
    #: None until a passphrase is chosen: such an account opens by a one-time link only.
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(
        String(64), unique=True, default=lambda: secrets.token_hex(16)
    )
    #: Passphrases tried in a row that did not open, and until when no further one is looked at.
    wrong_tries: Mapped[int] = mapped_column(default=0)
    wait_until: Mapped[datetime | None]
    roles: Mapped[list[SiteRole]] = relationship(  # type: ignore[assignment]
        secondary=roles_users
    )
    memberships: Mapped[list[Membership]] = relationship(
        back_populates="user", order_by="Membership.id"
    )

    @classmethod
    def called(cls, session: Session, sign_in_name: str) -> User | None:
        """Whose sign-in name that is, however it is capitalised.

        Compared here: the databases do not agree on what else than A to Z has a capital.
        """
        wanted = sign_in_name.casefold()
        for found, name in session.execute(select(cls.id, cls.username)):
            if name.casefold() == wanted:
                return session.get_one(cls, found)
        return None

    def begin_try(self, now: datetime) -> bool:
        """Whether a passphrase may be looked at now.

        It counts as wrong until `opened` says otherwise, so that a hundred tries at once are no
        way around the wait.
        """
        if self.wait_until is not None and now < self.wait_until:
            return False
        self.wrong_tries += 1
        too_many = self.wrong_tries - TRIES_BEFORE_WAITING
        if too_many >= 0:
            self.wait_until = now + min(FIRST_WAIT * 2 ** min(too_many, 10), WAIT_AT_MOST)
        return True

    def opened(self) -> None:
        """The passphrase was right: earlier tries no longer count."""
        self.wrong_tries, self.wait_until = 0, None


class SignInLink(Base):
    """A link that signs one person in once. Only the hash of its token is kept."""

    __tablename__ = "sign_in_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    user: Mapped[User] = relationship()

    @classmethod
    def for_user(cls, user: User, now: datetime, lives: timedelta) -> tuple[SignInLink, str]:
        """The link and its token, which is told once and kept nowhere."""
        token = secrets.token_urlsafe(24)
        return cls(user=user, token_hash=digest(token), made_at=now, expires_at=now + lives), token

    @classmethod
    def for_member(
        cls, member: Membership, by: Membership, now: datetime, lives: timedelta
    ) -> tuple[SignInLink, str]:
        """A link that a supervisor makes for somebody of their group who lost the passphrase.

        It opens the whole account, so it is refused for whoever leads a group and for accounts
        that have a place in a group which `by` does not lead.
        """
        by.must_lead(member.group)
        if member.is_contact:
            # What is told to them may be about whoever asks for the link.
            raise NotYours(_("Only whoever runs this site makes a link for a site contact."))
        if member.user is None or not member.belongs:
            raise Refused(
                _("This name is not claimed and confirmed yet: it is picked with the join code.")
            )
        for place in member.user.memberships:
            led_by_me = any(m.belongs and m.supervises for m in _places(by, place))
            if place.removed_at is None and (place.supervises or not led_by_me):
                raise NotYours(
                    _(
                        "This account opens more than what you lead. Whoever runs this site can "
                        "make the link."
                    )
                )
        return cls.for_user(member.user, now, lives)

    @classmethod
    def into(cls, session: Session, user_id: int) -> list[SignInLink]:
        """The last ones into an account, the newest first: for its person to see, since whoever
        had such a link could read what only they may read."""
        made = select(cls).where(cls.user_id == user_id).order_by(cls.made_at.desc(), cls.id.desc())
        return list(session.scalars(made.limit(TOLD_AT_MOST)))

    def opens(self, now: datetime) -> bool:
        return self.used_at is None and now < self.expires_at

    def use(self, now: datetime) -> bool:
        """Whether it still opened; it never does twice."""
        if not self.opens(now):
            return False
        self.used_at = now
        return True


def _places(by: Membership, place: Membership) -> list[Membership]:
    """Where the account behind `by` stands in the group of `place`."""
    return [m for m in place.group.memberships if m.user_id is not None and m.user_id == by.user_id]


def digest(token: str) -> str:
    """How a one-time token lies in the database: 64 hexadecimal characters."""
    return hashlib.sha256(token.encode()).hexdigest()
