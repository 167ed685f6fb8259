"""Groups and who belongs to them."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from afttrainer import clock
from afttrainer.extensions import db
from afttrainer.forms.group import GroupNameForm, MemberForm, NewGroupForm
from afttrainer.live.presence import turn_away
from afttrainer.models import Group, Membership, User
from afttrainer.models.group import USUAL_SIZE
from afttrainer.models.membership import MemberState
from afttrainer.models.revision import ALL
from afttrainer.web.keeping import Mistaken, Touched, change, keep, push_all, touched

groups = Blueprint("groups", __name__, url_prefix="/groups")
Page = str | Response | tuple[str, int]


def own_place(group_id: int, *, leading: bool = False) -> Membership:
    """The signed-in person's place in that group. To an outsider there is no such page."""
    me = Membership.of(db.session, group_id, current_user.id)
    if me is None:
        abort(404)
    if leading and not me.supervises:
        abort(403, _("Only the supervisor can do this."))
    return me


def own_member(group_id: int, member_id: int) -> tuple[Membership, Membership]:
    """Me, leading that group, and somebody on its list."""
    me = own_place(group_id, leading=True)
    return me, me.group.member(member_id)


@groups.route("", methods=["GET", "POST"])
def make() -> Page:
    """Whoever is signed in may make a group, and supervises it."""
    form = NewGroupForm(request.form)
    user_id = current_user.id
    if request.method == "GET":
        form.own_name.data = next((m.name for m in current_user.memberships), "")
        return render_template("group/new.html", form=form)

    def begin(session: Session) -> int:
        user = session.get_one(User, user_id)
        made = Group.begin(user, form.name.data or "", form.own_name.data or "", clock.now())
        session.add(made)
        session.flush()
        return made.id

    try:
        group_id = keep(form, begin)
    except Mistaken:
        return render_template("group/new.html", form=form), 422
    return redirect(url_for(".group", group_id=group_id), code=303)


@groups.get("/<int:group_id>")
def group(group_id: int) -> str:
    return _group_page(own_place(group_id), MemberForm(formdata=None))


def _group_page(me: Membership, form: MemberForm) -> str:
    return render_template(
        "group/group.html",
        me=me,
        group=me.group,
        form=form,
        MemberState=MemberState,
        unusual_size=me.group.trainee_count not in USUAL_SIZE,
        usual_size=USUAL_SIZE,
    )


@groups.route("/<int:group_id>/name", methods=["GET", "POST"])
def rename(group_id: int) -> Page:
    me = own_place(group_id, leading=True)
    form = GroupNameForm(request.form, obj=me.group)
    if request.method == "GET":
        return render_template("group/name.html", me=me, group=me.group, form=form)
    my_id = me.id

    def name(session: Session) -> Touched:
        by = session.get_one(Membership, my_id)
        by.group.rename(by, form.name.data or "")
        return _shown_anew(by.group)

    try:
        push_all(keep(form, name))
    except Mistaken:
        return render_template("group/name.html", me=me, group=me.group, form=form), 422
    return redirect(url_for(".group", group_id=group_id), code=303)


@groups.post("/<int:group_id>/members")
def add(group_id: int) -> Page:
    me = own_place(group_id, leading=True)
    form = MemberForm(request.form)
    my_id = me.id

    def put(session: Session) -> tuple[str, Touched]:
        by = session.get_one(Membership, my_id)
        member = by.group.add(by, form.name.data or "", clock.now())
        return member.name, _shown_anew(by.group)

    try:
        name, changed = keep(form, put)
    except Mistaken:
        return _group_page(me, form), 422
    push_all(changed)
    flash(_("%(name)s is on the list. They claim the name when they join.", name=name))
    return redirect(url_for(".group", group_id=group_id) + "#add", code=303)


@groups.get("/<int:group_id>/members/<int:member_id>")
def member(group_id: int, member_id: int) -> str:
    me, them = own_member(group_id, member_id)
    return _member_page(me, them, MemberForm(formdata=None, obj=them))


def _member_page(me: Membership, them: Membership, form: MemberForm) -> str:
    return render_template(
        "group/member.html", me=me, group=me.group, member=them, form=form, MemberState=MemberState
    )


@groups.post("/<int:group_id>/members/<int:member_id>/name")
def rename_member(group_id: int, member_id: int) -> Page:
    me, them = own_member(group_id, member_id)
    form = MemberForm(request.form)
    my_id = me.id

    def name(session: Session) -> Touched:
        by = session.get_one(Membership, my_id)
        by.group.member(member_id).rename(by, form.name.data or "")
        return _shown_anew(by.group)

    try:
        push_all(keep(form, name))
    except Mistaken:
        return _member_page(me, them, form), 422
    return redirect(url_for(".group", group_id=group_id), code=303)


@groups.post("/<int:group_id>/members/<int:member_id>/confirm")
def confirm(group_id: int, member_id: int) -> Response:
    """The one tap: yes, that is the person."""
    return _said_of(group_id, member_id, lambda them, by: them.confirm(by, clock.now()))


@groups.post("/<int:group_id>/members/<int:member_id>/give-back")
def give_back(group_id: int, member_id: int) -> Response:
    return _said_of(group_id, member_id, lambda them, by: them.give_back(by))


@groups.post("/<int:group_id>/members/<int:member_id>/appoint")
def appoint(group_id: int, member_id: int) -> Response:
    return _said_of(group_id, member_id, lambda them, by: them.appoint(by), screens_over=True)


@groups.post("/<int:group_id>/members/<int:member_id>/step-down")
def step_down(group_id: int, member_id: int) -> Response:
    return _said_of(group_id, member_id, lambda them, by: them.step_down(by), screens_over=True)


def _said_of(
    group_id: int,
    member_id: int,
    say: Callable[[Membership, Membership], None],
    *,
    screens_over: bool = False,
) -> Response:
    me, _them = own_member(group_id, member_id)
    my_id = me.id

    def said(session: Session) -> Touched:
        by = session.get_one(Membership, my_id)
        say(by.group.member(member_id), by)
        return _shown_anew(by.group)

    change(said)
    if screens_over:
        # Their open screens hear what the part they had may hear; they come back by themselves.
        turn_away(member_id)
    return redirect(url_for(".group", group_id=group_id), code=303)


@groups.route("/<int:group_id>/members/<int:member_id>/remove", methods=["GET", "POST"])
def remove(group_id: int, member_id: int) -> Page:
    """Asked once; then every door closes at once."""
    me, them = own_member(group_id, member_id)
    name, my_id, leaving = them.name, me.id, them is me
    if request.method == "GET":
        return render_template(
            "pages/ask.html",
            question=_("Remove %(name)s from the group?", name=name),
            told=[
                _("Their screens in an open room close at once, and the group's pages with them."),
                _("What they entered before stays in the records of its meetings."),
            ],
            yes=_("Remove"),
            back=url_for(".group", group_id=group_id),
        )

    def leaves(session: Session) -> Touched:
        by = session.get_one(Membership, my_id)
        group = by.group
        group.member(member_id).remove(by, clock.now())
        return _shown_anew(group)

    change(leaves)
    turn_away(member_id)
    flash(_("%(name)s is no longer in the group.", name=name))
    where = url_for("pages.home") if leaving else url_for(".group", group_id=group_id)
    return redirect(where, code=303)


def _shown_anew(group: Group) -> Touched:
    """The names of an open room stand on all its shared screens."""
    room = group.open_room
    if room is not None:
        room.touch(*ALL)
    return touched([room])
