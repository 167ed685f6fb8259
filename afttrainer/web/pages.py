"""The first page of whoever is signed in, and the few pages that belong to no noun."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask_login import current_user

pages = Blueprint("pages", __name__)


@pages.get("/")
def home() -> str:
    """The person's own groups."""
    mine = [m for m in current_user.memberships if m.belongs]
    return render_template("pages/home.html", memberships=mine)


@pages.get("/health")
def health() -> tuple[str, int]:
    """For whoever watches over the server: it answers."""
    return "ok", 200
