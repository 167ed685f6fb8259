"""The first page of whoever is signed in, and the few pages that belong to no noun."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template
from flask_login import current_user

pages = Blueprint("pages", __name__)


@pages.get("/")
def home() -> str:
    """The person's own groups, and those that they are the site contact of."""
    places = current_user.memberships
    sees_to_it = any(m.is_contact or (m.belongs and m.supervises) for m in places)
    return render_template(
        "pages/home.html",
        memberships=[m for m in places if m.belongs],
        contact_of=[m for m in places if m.is_contact],
        backups=current_app.extensions.get("backups") if sees_to_it else None,
    )


@pages.get("/health")
def health() -> tuple[str, int]:
    """For whoever watches over the server: it answers."""
    return "ok", 200
