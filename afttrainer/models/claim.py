"""Taking a name of the group's list: an account stands behind it from then on."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from afttrainer.models.membership import MemberState
from afttrainer.models.refusal import Refused
from afttrainer.models.user import User

if TYPE_CHECKING:
    from afttrainer.models.membership import Membership

#: Short enough to be typed on a phone; whole words of the display name as far as they fit.
SIGN_IN_NAME_AT_MOST = 24  # characters


def with_new_account(
    session: Session, member: Membership, password_hash: str, now: datetime
) -> User:
    """Claim the name with an account made for it. Raises Refused where somebody was quicker."""
    _must_be_free(member)
    user = User(username=_free_sign_in_name(session, member.name), password=password_hash)
    member.user, member.claimed_at = user, now
    session.flush()
    return user


def with_account(member: Membership, user: User, now: datetime) -> None:
    """Claim the name with an account the person has. Raises Refused where somebody was quicker,
    or the account has, or had, another name in this group."""
    _must_be_free(member)
    if any(other.user_id == user.id for other in member.group.memberships):
        raise Refused(
            _("Your account has had a place in this group already. Please ask the supervisor.")
        )
    member.user, member.claimed_at = user, now


def words_of_the_quicker() -> str:
    """To whoever came second."""
    return str(
        _(
            "Somebody has just taken this name. If that was you on another device, pick it again "
            "and give the passphrase you chose there; otherwise tell the supervisor."
        )
    )


def _must_be_free(member: Membership) -> None:
    if member.state is not MemberState.UNCLAIMED or member.user_id is not None:
        raise Refused(words_of_the_quicker())


def _free_sign_in_name(session: Session, name: str) -> str:
    """The display name in plain letters and digits, with a number where another has it."""
    wanted = sign_in_name(name)
    begins = func.lower(User.username).startswith(wanted, autoescape=True)
    taken = {u.username.lower(): u for u in session.scalars(select(User).where(begins))}
    holder = taken.get(wanted)
    if holder is not None and not holder.active and not holder.memberships:
        # Made by somebody whom the supervisor did not know: it shall not keep the person's name.
        holder.username = f"given-back.{holder.id}"
        session.flush()
        return wanted
    number = 2
    while holder is not None:
        candidate = f"{wanted}{number}"
        if candidate not in taken:
            return candidate
        number += 1
    return wanted


def sign_in_name(name: str) -> str:
    """A display name as it can be typed on any keyboard; "member" where none of it can."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain.replace("'", "")) or ["member"]
    typed: str = words[0][:SIGN_IN_NAME_AT_MOST]
    for word in words[1:]:
        if len(typed) + 1 + len(word) > SIGN_IN_NAME_AT_MOST:
            break
        typed += f".{word}"
    return typed
