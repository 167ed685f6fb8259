"""One's own passphrase, and the supervisor's one-time link for whoever lost theirs."""

from __future__ import annotations

import secrets

from flask import Blueprint, current_app, flash, redirect, render_template, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from afttrainer import accounts, clock
from afttrainer.extensions import db, write
from afttrainer.forms.accounts import PassphraseForm
from afttrainer.live import lobby, presence
from afttrainer.models import Membership, SignInLink, User
from afttrainer.models.refusal import Refused

account = Blueprint("account", __name__)


@account.route("/account", methods=["GET", "POST"])
def own() -> str | Response | tuple[str, int]:
    form = PassphraseForm()
    if not asks_for_the_present_one():
        del form.present
    if not form.validate_on_submit() or not may_change(form):
        made = SignInLink.into(db.session, current_user.id)
        page = render_template(
            "accounts/account.html", form=form, user=current_user, links=made, now=clock.now()
        )
        return page, 422 if form.errors else 200
    change(form.passphrase.data or "", elsewhere=bool(form.elsewhere.data))
    flash(_("Your new passphrase is kept."))
    return redirect(url_for("account.own"), code=303)


def asks_for_the_present_one() -> bool:
    """Not of those who never had one, nor of those whom a one-time link let in without it."""
    return current_user.password is not None and not accounts.came_by_link()


def may_change(form: PassphraseForm) -> bool:
    if (weakness := accounts.weakness_of(form.passphrase.data or "")) is not None:
        form.passphrase.errors = [weakness]
        return False
    if form.present is None:
        return True
    try:
        if accounts.opens(current_user.id, form.present.data or ""):
            return True
        form.present.errors = [_("This is not your present passphrase.")]
    except accounts.MustWait:
        form.present.errors = [_("Too many tries. Please wait a minute or more, then try again.")]
    return False


def change(passphrase: str, *, elsewhere: bool) -> None:
    user_id, hashed = current_user.id, accounts.hash_of(passphrase)

    def keep(writing: Session) -> None:
        user = writing.get_one(User, user_id)
        user.password = hashed
        user.opened()
        if elsewhere:
            # What other devices remember is this; they are strangers from now on.
            user.fs_uniquifier = secrets.token_hex(16)

    write(keep)
    if elsewhere:
        accounts.sign_in(user_id, "password")
        presence.other_sign_ins_over(user_id, but=str(session.get("sign_in", "")))


@account.post("/groups/<int:group_id>/members/<int:membership_id>/link")
def member_link(group_id: int, membership_id: int) -> str:
    """A link that signs one member in once, told here and nowhere again."""
    me = Membership.of(db.session, group_id, current_user.id)
    if me is None:
        raise Refused(_("There is nothing here for you."), status=404)
    my_id, lives = me.id, current_app.config["SIGN_IN_LINK_LIVES"]

    def make(writing: Session) -> tuple[str, str]:
        by = writing.get_one(Membership, my_id)
        member = by.group.member(membership_id)
        link, token = SignInLink.for_member(member, by, clock.now(), lives)
        writing.add(link)
        return member.name, token

    name, token = write(make)
    address = lobby.join_base() + url_for("links.use", token=token)
    return render_template(
        "accounts/member_link.html", name=name, address=address, group_id=group_id, lives=lives
    )
