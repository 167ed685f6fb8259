"""The names on a group's list, and what its supervisors say of them."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from afttrainer import clock
from afttrainer.forms.group import MemberForm
from afttrainer.live.presence import turn_away
from afttrainer.models import Membership
from afttrainer.models.membership import MemberState
from afttrainer.web.groups import Page, group_page, own_place, shown_anew
from afttrainer.web.keeping import Mistaken, Touched, change, keep, push_all

members = Blueprint("members", __name__, url_prefix="/groups/<int:group_id>/members")


def own_member(group_id: int, member_id: int) -> tuple[Membership, Membership]:
    """Me, leading that group, and somebody on its list."""
    me = own_place(group_id, leading=True)
    return me, me.group.member(member_id)


@members.post("")
def add(group_id: int) -> Page:
    me = own_place(group_id, leading=True)
    form = MemberForm(request.form)
    my_id = me.id

    def put(session: Session) -> tuple[str, Touched]:
        by = session.get_one(Membership, my_id)
        member = by.group.add(by, form.name.data or "", clock.now())
        return member.name, shown_anew(by.group)

    try:
        name, changed = keep(form, put)
    except Mistaken:
        return group_page(me, form), 422
    push_all(changed)
    flash(_("%(name)s is on the list. They claim the name when they join.", name=name))
    return redirect(url_for("groups.group", group_id=group_id) + "#add", code=303)


@members.get("/<int:member_id>")
def member(group_id: int, member_id: int) -> str:
    me, them = own_member(group_id, member_id)
    return _member_page(me, them, MemberForm(formdata=None, obj=them))


def _member_page(me: Membership, them: Membership, form: MemberForm) -> str:
    return render_template(
        "group/member.html", me=me, group=me.group, member=them, form=form, MemberState=MemberState
    )


@members.post("/<int:member_id>/name")
def rename_member(group_id: int, member_id: int) -> Page:
    me, them = own_member(group_id, member_id)
    form = MemberForm(request.form)
    my_id = me.id

    def name(session: Session) -> Touched:
        by = session.get_one(Membership, my_id)
        by.group.member(member_id).rename(by, form.name.data or "")
        return shown_anew(by.group)

    try:
        push_all(keep(form, name))
    except Mistaken:
        return _member_page(me, them, form), 422
    return redirect(url_for("groups.group", group_id=group_id), code=303)


@members.post("/<int:member_id>/confirm")
def confirm(group_id: int, member_id: int) -> Response:
    """The one tap: yes, that is the person."""
    return _said_of(group_id, member_id, lambda them, by: them.confirm(by, clock.now()))


@members.post("/<int:member_id>/give-back")
def give_back(group_id: int, member_id: int) -> Response:
    return _said_of(group_id, member_id, lambda them, by: them.give_back(by))


@members.post("/<int:member_id>/appoint")
def appoint(group_id: int, member_id: int) -> Response:
    return _said_of(group_id, member_id, lambda them, by: them.appoint(by), screens_over=True)


@members.post("/<int:member_id>/appoint-contact")
def appoint_contact(group_id: int, member_id: int) -> Response:
    return _said_of(
        group_id,
        member_id,
        lambda them, by: them.appoint_contact(by, clock.now()),
        screens_over=True,
    )


@members.post("/<int:member_id>/step-down")
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
        return shown_anew(by.group)

    change(said)
    if screens_over:
        # Their open screens hear what the part they had may hear; they come back by themselves.
        turn_away(member_id)
    return redirect(url_for("groups.group", group_id=group_id), code=303)


@members.route("/<int:member_id>/remove", methods=["GET", "POST"])
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
                _("What they may have noted of practice at home goes: it is in no record."),
            ],
            yes=_("Remove"),
            back=url_for("groups.group", group_id=group_id),
        )

    def leaves(session: Session) -> Touched:
        by = session.get_one(Membership, my_id)
        group = by.group
        group.member(member_id).remove(by, clock.now())
        return shown_anew(group)

    change(leaves)
    turn_away(member_id)
    flash(_("%(name)s is no longer in the group.", name=name))
    where = url_for("pages.home") if leaving else url_for("groups.group", group_id=group_id)
    return redirect(where, code=303)
