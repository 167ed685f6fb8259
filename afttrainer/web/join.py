"""Coming into a room: by its code, under a name of the group's list."""

from __future__ import annotations

import re

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from afttrainer import accounts, clock
from afttrainer.extensions import db, write
from afttrainer.forms.join import ChooseForm, CodeForm, KnownForm
from afttrainer.guesses import TooMany
from afttrainer.live import lobby
from afttrainer.live.audiences import push
from afttrainer.models import Membership, Participant, SupervisionSession, User, claim
from afttrainer.models.membership import MemberState
from afttrainer.models.refusal import Refused
from afttrainer.models.revision import SUPERVISOR
from afttrainer.web import guessing

join = Blueprint("join", __name__)
for name in (lobby.join_base, lobby.join_host, lobby.only_here, lobby.qr):
    join.add_app_template_global(name)

Page = str | Response | tuple[str, int]


def tidy(code: str) -> str:
    """A code as it was meant: however it was spaced, dashed and capitalised."""
    return re.sub(r"[\W_]", "", code).upper()


def room_of_code(code: str) -> SupervisionSession | None:
    """Raises TooMany where nothing is looked at for now."""
    guessing.begin()
    found = select(SupervisionSession).where(SupervisionSession.join_code == tidy(code))
    if (room := db.session.scalar(found)) is not None:
        guessing.opened()
    return room


def no_such_room(typed: str, room: SupervisionSession | None) -> tuple[str, int]:
    return code_again(
        typed,
        _("No room has this code. Please compare it with the wall once more.")
        if room is None
        else _("The room with this code is not open now. Its supervisor opens it."),
    ), 404


def code_again(typed: str, why: str) -> str:
    """The page for typing a code, with what was typed and why it does not open."""
    form = CodeForm(formdata=None, code=typed[:40])
    form.code.errors = [why]
    return render_template("join/code.html", form=form)


@join.errorhandler(TooMany)
def come_back_later(no: TooMany) -> tuple[str, int, dict[str, str]]:
    typed = (request.view_args or {}).get("code") or request.form.get("code", "")
    return code_again(typed, guessing.words(no)), 429, guessing.headers(no)


@join.route("/join", methods=["GET", "POST"])
def code() -> Page:
    form = CodeForm()
    if not form.validate_on_submit():
        return render_template("join/code.html", form=form), 422 if form.errors else 200
    room = room_of_code(form.code.data or "")
    if room is None or not room.is_live:
        return no_such_room(form.code.data or "", room)
    return redirect(url_for("join.names", code=room.join_code), code=303)


@join.get("/join/<code>")
def names(code: str) -> Page:
    room = room_of_code(code)
    if room is None or not room.is_live:
        return no_such_room(code, room)
    if (own := own_name(room)) is not None:
        return come_in(room, own)
    return list_of_names(room)


def list_of_names(room: SupervisionSession, words: str = "") -> str:
    return render_template("join/names.html", room=room, words=words)


def own_name(room: SupervisionSession) -> Membership | None:
    """The name that the signed-in person has in this room's group, waiting or not."""
    if not current_user.is_authenticated:
        return None
    return next((m for m in room.group.members if m.user_id == current_user.id), None)


def come_in(room: SupervisionSession, member: Membership) -> Response:
    if member.state is not MemberState.MEMBER:
        return redirect(url_for("join.waiting", code=room.join_code), code=303)
    if member.is_contact:
        # They were made known here; the room itself is not theirs.
        return redirect(url_for("contacts.told", group_id=member.group_id), code=303)
    room_id, member_id = room.id, member.id

    def joins(session: Session) -> frozenset[str]:
        supervision = session.get_one(SupervisionSession, room_id)
        Participant.join(supervision, session.get_one(Membership, member_id), clock.now())
        return frozenset(supervision.touched)

    push(room_id, write(joins))
    return redirect(url_for("room.enter", supervision_id=room_id), code=303)


@join.route("/join/<code>/<int:membership_id>", endpoint="claim", methods=["GET", "POST"])
def claim_name(code: str, membership_id: int) -> Page:
    room = room_of_code(code)
    if room is None or not room.is_live:
        return no_such_room(code, room)
    if own_name(room) is not None:
        return redirect(url_for("join.names", code=room.join_code), code=303)
    member = next((m for m in room.group.members if m.id == membership_id), None)
    if member is None:
        return list_of_names(room, _("This name is not on the list any more.")), 404
    if member.state is MemberState.UNCLAIMED:
        return first_time(room, member)
    return known(room, member)


def first_time(room: SupervisionSession, member: Membership) -> Page:
    """Nobody has the name yet: take it with a new passphrase, or the account of this device."""
    form = ChooseForm()
    if current_user.is_authenticated:
        if form.is_submitted():
            return take(room, member, account_id=current_user.id)
        return render_template("join/account.html", room=room, member=member, form=form)
    if form.validate_on_submit():
        passphrase = form.passphrase.data or ""
        if form.way.data != "new":
            return list_of_names(room, _("This name is free again. Please pick it anew.")), 409
        if (weakness := accounts.weakness_of(passphrase)) is None:
            return take(room, member, password_hash=accounts.hash_of(passphrase))
        form.passphrase.errors = [weakness]
    page = render_template("join/choose.html", room=room, member=member, form=form)
    return page, 422 if form.errors else 200


def take(
    room: SupervisionSession,
    member: Membership,
    *,
    account_id: int | None = None,
    password_hash: str = "",
) -> Page:
    """The name is this device's from now on, and waits for the supervisor's yes."""
    room_id, member_id = room.id, member.id

    def takes(session: Session) -> tuple[int, frozenset[str]]:
        supervision = session.get_one(SupervisionSession, room_id)
        name, now = supervision.group.member(member_id), clock.now()
        if account_id is None:
            user = claim.with_new_account(session, name, password_hash, now)
        else:
            user = session.get_one(User, account_id)
            claim.with_account(name, user, now)
        supervision.touch(SUPERVISOR)
        return user.id, frozenset(supervision.touched)

    try:
        user_id, touched = write(takes)
    except Refused as no:
        return list_of_names(room, str(no)), no.status
    if account_id is None:
        accounts.sign_in(user_id, "password")
    push(room_id, touched)
    return redirect(url_for("join.waiting", code=room.join_code), code=303)


def known(room: SupervisionSession, member: Membership) -> Page:
    """Somebody has the name: whoever knows its passphrase."""
    form = KnownForm()
    status = 200
    if form.is_submitted() and form.way.data != "known":
        # Chosen at the same moment as somebody else's: theirs was first.
        return list_of_names(room, claim.words_of_the_quicker()), 409
    if form.validate_on_submit() and member.user_id is not None:
        guessing.begin()
        try:
            if accounts.opens(member.user_id, form.passphrase.data or ""):
                guessing.opened()
                accounts.sign_in(member.user_id, "password")
                return come_in(room, member)
            form.passphrase.errors = [not_theirs()]
        except accounts.MustWait:
            form.passphrase.errors = [
                _("Too many tries for this name. Please wait a minute or more, then try again.")
            ]
    if form.errors:
        status = 422
    return render_template("join/known.html", room=room, member=member, form=form), status


def not_theirs() -> str:
    return str(
        _(
            "This is not the passphrase of this name. If it is lost, or there never was one, the "
            "supervisor can make a link that signs you in once."
        )
    )


@join.get("/join/<code>/waiting")
def waiting(code: str) -> Page:
    """Until the supervisor's tap; the page asks again by itself."""
    room = room_of_code(code)
    if room is None or not room.is_live:
        return no_such_room(code, room)
    own = own_name(room)
    if own is None:
        # Not (or not any more) under a name here: the supervisor's no ends here as well.
        words = _("Please pick your name. If you had done so, the supervisor has freed it again.")
        return list_of_names(room, words)
    if own.state is MemberState.MEMBER:
        return come_in(room, own)
    return render_template("join/waiting.html", room=room, member=own)
