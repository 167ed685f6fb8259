"""An account: one clinician, however many groups and devices."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from flask_security import RoleMixin, UserMixin
from sqlalchemy import Column, ForeignKey, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from afttrainer.models.base import Base

if TYPE_CHECKING:
    from afttrainer.models.group import Membership

roles_users = Table(
    "roles_users",
    Base.metadata,
    Column("user_id", ForeignKey("user.id"), primary_key=True),
    Column("role_id", ForeignKey("role.id"), primary_key=True),
)


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
    email: Mapped[str | None] = mapped_column(String(255), unique=True)
    #: None until a passphrase is chosen: such an account opens by a one-time link only.
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(
        String(64), unique=True, default=lambda: secrets.token_hex(16)
    )
    roles: Mapped[list[SiteRole]] = relationship(secondary=roles_users)
    memberships: Mapped[list[Membership]] = relationship(back_populates="user")


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

    def opens(self, now: datetime) -> bool:
        return self.used_at is None and now < self.expires_at

    def use(self, now: datetime) -> bool:
        """Whether it still opened; it never does twice."""
        if not self.opens(now):
            return False
        self.used_at = now
        return True


def digest(token: str) -> str:
    """How a one-time token lies in the database: 64 hexadecimal characters."""
    return hashlib.sha256(token.encode()).hexdigest()
