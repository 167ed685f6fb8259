"""Groups and who belongs to them."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from afttrainer import clock
from afttrainer.content import codes
from afttrainer.extensions import db, write
from afttrainer.forms.group import GroupNameForm, MemberForm, NewGroupForm
from afttrainer.forms.group_word import GroupWordForm
from afttrainer.models import Group, Membership, User, agreement, feedback, group_word
from afttrainer.models.group import USUAL_SIZE
from afttrainer.models.membership import MemberState
from afttrainer.models.revision import ALL
from afttrainer.web.keeping import Mistaken, Touched, keep, push_all, touched

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
    return group_page(own_place(group_id))


@groups.get("/<int:group_id>/agreement")
def agreed_on(group_id: int) -> str:
    me = own_place(group_id)
    return render_template("agreement/agreement.html", me=me, group=me.group, agreement=agreement)


@groups.post("/<int:group_id>/agreement")
def agree(group_id: int) -> Response:
    my_id = own_place(group_id).id
    write(lambda session: agreement.agree(session.get_one(Membership, my_id), clock.now()))
    return redirect(url_for(".agreed_on", group_id=group_id), code=303)


def group_page(
    me: Membership, form: MemberForm | None = None, word_form: GroupWordForm | None = None
) -> str:
    now = clock.now()
    return render_template(
        "group/group.html",
        me=me,
        group=me.group,
        form=form or MemberForm(formdata=None),
        word_form=word_form or GroupWordForm(formdata=None),
        group_word=group_word,
        codes=codes,
        MemberState=MemberState,
        unusual_size=me.group.trainee_count not in USUAL_SIZE,
        usual_size=USUAL_SIZE,
        pools=feedback.pools(me.group, now) if me.supervises else [],
        waiting_for=feedback.waiting_for(me.group, now) if me.supervises else 0,
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
        return shown_anew(by.group)

    try:
        push_all(keep(form, name))
    except Mistaken:
        return render_template("group/name.html", me=me, group=me.group, form=form), 422
    return redirect(url_for(".group", group_id=group_id), code=303)


def shown_anew(group: Group) -> Touched:
    """The names of an open room stand on all its shared screens."""
    room = group.open_room
    if room is not None:
        room.touch(*ALL)
    return touched([room])
