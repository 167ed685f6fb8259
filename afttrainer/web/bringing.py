"""Bringing a film in: uploaded, or chosen from the inbox, with its patient's consent."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from afttrainer import clock
from afttrainer.content.codes import Role
from afttrainer.extensions import csrf, db
from afttrainer.film_house import film_house
from afttrainer.forms.recording import OWN_FILE, BringInForm
from afttrainer.media.refusals import megabytes
from afttrainer.media.reports import Report
from afttrainer.models import Case, Membership, Recording, User
from afttrainer.models.refusal import Refused
from afttrainer.web.groups import own_place
from afttrainer.web.keeping import Mistaken, keep
from afttrainer.web.receiving import CAPTIONS, Received, receive

bringing = Blueprint("bringing", __name__)
Page = str | Response | tuple[str, int]
_OWN_TICKET = re.compile(r"[0-9a-f]{32}")


@dataclass
class Source:
    """Where the film of a form is: a ticket of the film store's, or a report of the inbox."""

    ticket: str = ""
    report: Report | None = None
    size_bytes: int = 0
    has_captions: bool = False
    problem: str = ""


@bringing.get("/groups/<int:group_id>/films/new")
def new(group_id: int) -> Page:
    me = own_place(group_id)
    form = BringInForm(formdata=None, data={"case": request.args.get("case", type=int)})
    return _page(me, form, Source())


@bringing.post("/groups/<int:group_id>/films")
@csrf.exempt  # type: ignore[untyped-decorator]  # the token is checked where the film is received
def bring_in(group_id: int) -> Page:
    me = own_place(group_id)
    house = film_house()
    received = receive(house.store, current_app.extensions["settings"].upload_limit_bytes)
    form = BringInForm(received.form)
    source = _source(me, form, received)
    _offer(me, form)
    if source.problem:
        form.validate()
        return _page(me, form, source), 422
    try:
        recording_id = _kept(me, form, source)
    except Mistaken:
        return _page(me, form, source), 422
    except Exception:
        if source.report is None:
            house.store.discard(source.ticket)
        raise
    if source.report is None:
        film = house.store.incoming(source.ticket)
        beside = str(film.with_name(CAPTIONS)) if source.has_captions else None
        house.queue.prepare(source.ticket, str(film), beside)
    return redirect(url_for("recordings.recording", recording_id=recording_id), code=303)


def _kept(me: Membership, form: BringInForm, source: Source) -> int:
    my_id, report = me.id, source.report

    def take(session: Session) -> int:
        by = session.get_one(Membership, my_id)
        case = session.get(Case, form.case.data)
        if case is None or not case.is_open_to(by):
            raise Refused("", fields={"case": [_("Please choose a case.")]}, status=422)
        ticket = report.ticket if report else source.ticket
        if session.scalar(select(Recording.id).where(Recording.ticket == ticket)) is not None:
            raise Refused(_("This film has just been brought in. Look for it among the films."))
        taken = Recording.bring_in(case, by, form.title.data or "", ticket, form.said, clock.now())
        if report is not None:
            taken.report(report)
        session.flush()
        return taken.id

    return keep(form, take)


def _source(me: Membership, form: BringInForm, received: Received) -> Source:
    """The film that the form means, of all the ways it may have come."""
    store = film_house().store
    earlier = form.arrived.data or ""
    if received.problem:
        return Source(problem=received.problem)
    if form.source.data not in (None, OWN_FILE):
        store.discard(received.ticket)
        report = next((r for r in inbox_of(me) if r.ticket == form.source.data), None)
        if report is not None:
            return Source(report=report)
        return Source(problem=_("This film is not in the inbox any more."))
    if received.film is not None:
        if _OWN_TICKET.fullmatch(earlier) and not _is_taken(earlier):
            store.discard(earlier)
        size = received.film.stat().st_size
        return Source(received.ticket, None, size, received.captions is not None)
    film = store.root / "incoming" / earlier / "film"
    if _OWN_TICKET.fullmatch(earlier) and film.is_file() and not _is_taken(earlier):
        return Source(earlier, None, film.stat().st_size, film.with_name(CAPTIONS).is_file())
    return Source(problem=_("Please choose a film."))


def _is_taken(ticket: str) -> bool:
    mine = select(Recording.id).where(Recording.ticket == ticket)
    return db.session.scalar(mine) is not None


def inbox_of(me: Membership) -> list[Report]:
    """Films in the inbox that nobody has taken yet, for those who may see it."""
    if not may_see_inbox(me.user):
        return []
    found = film_house().arrivals()
    taken = select(Recording.ticket).where(Recording.ticket.in_([r.ticket for r in found]))
    gone = set(db.session.scalars(taken))
    return [report for report in found if report.ticket not in gone]


def may_see_inbox(user: User | None) -> bool:
    """The inbox is the whole site's and its film names may tell of patients, while everybody may
    make a group and lead it. So it opens to those only who have never been a trainee: accounts that
    people make for themselves by claiming a name always have."""
    if user is None or not any(m.belongs for m in user.memberships):
        return False
    return all(m.role is Role.SUPERVISOR for m in user.memberships)


def _offer(me: Membership, form: BringInForm) -> None:
    ready = [(r.ticket, r.origin_name) for r in inbox_of(me) if r.stage == "ready"]
    form.offer(Case.listed_for(db.session, me), ready, named=me.supervises)


def _page(me: Membership, form: BringInForm, source: Source) -> str:
    if form.case.choices is None:
        _offer(me, form)
    form.arrived.data = source.ticket
    limit = current_app.extensions["settings"].upload_limit_bytes
    return render_template(
        "film/new.html",
        me=me,
        group=me.group,
        form=form,
        source=source,
        arrived_size=megabytes(source.size_bytes) if source.ticket else "",
        not_ready=[
            (r.origin_name, r.words(_) or _("being prepared"))
            for r in inbox_of(me)
            if r.stage != "ready"
        ],
        limit_bytes=limit,
        limit_words=megabytes(limit),
    )
