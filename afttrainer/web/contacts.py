"""What was told to a site contact: the only page of a group that is open to them (F3)."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from afttrainer import clock
from afttrainer.models import Membership
from afttrainer.models.participant import LARGEST_ID
from afttrainer.web.keeping import Touched, change, touched

contacts = Blueprint("contacts", __name__, url_prefix="/contact/<int:group_id>")


def own_contact(group_id: int) -> Membership:
    """The signed-in person as the site contact of that group. To everybody else there is no such
    page."""
    places: list[Membership] = current_user.memberships
    found = [m for m in places if m.group_id == group_id and m.is_contact]
    if group_id > LARGEST_ID or not found:
        abort(404)
    return found[0]


@contacts.get("")
def told(group_id: int) -> str:
    me = own_contact(group_id)
    newest_first = sorted(me.strains_told, key=lambda s: s.made_at, reverse=True)
    return render_template("contact/told.html", me=me, group=me.group, strains=newest_first)


@contacts.post("/strain/<int:strain_id>/attend")
def attend(group_id: int, strain_id: int) -> Response:
    me = own_contact(group_id)
    if strain_id not in [s.id for s in me.strains_told]:
        abort(404)
    my_id = me.id

    def attended(session: Session) -> Touched:
        contact = session.get_one(Membership, my_id)
        strain = next(s for s in contact.strains_told if s.id == strain_id)
        strain.attend_outside(contact, clock.now())
        return touched([strain.supervision])

    change(attended)
    flash(_("Kept: you have taken it up. Whoever wrote it sees that."))
    return redirect(url_for(".told", group_id=group_id), code=303)
