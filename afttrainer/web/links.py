"""Sign-in links: they open once."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from afttrainer import accounts, clock
from afttrainer.extensions import db, write
from afttrainer.models import SignInLink
from afttrainer.models.user import digest
from afttrainer.web import guessing

links = Blueprint("links", __name__)


@links.route("/link/<token>", methods=["GET", "POST"])
def use(token: str) -> Response | tuple[str, int] | str:
    """GET shows whose link it is; only the tap uses it up, so that no preview in a chat does."""
    found = db.session.scalar(select(SignInLink).where(SignInLink.token_hash == digest(token)))
    if found is None:
        guessing.begin()
    if found is None or not found.opens(clock.now()):
        words = _("This link has been used or is too old. Ask for a new one.")
        return render_template("pages/refused.html", words=words, status=410), 410
    if request.method == "GET":
        return render_template("accounts/link.html", user=found.user)
    link_id = found.id

    def take(session: Session) -> int | None:
        link = session.get_one(SignInLink, link_id)
        return link.user_id if link.use(clock.now()) else None

    user_id = write(take)
    if user_id is None:
        return redirect(url_for("links.use", token=token))
    accounts.sign_in(user_id, "link")
    return redirect(url_for("pages.home"), code=303)
