"""Bringing films in: those on their way from this person, and those in the inbox, each with its
patient's code and consent."""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import dataclass

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from afttrainer import clock
from afttrainer.content.codes import Role
from afttrainer.extensions import db
from afttrainer.film_house import film_house
from afttrainer.forms.recording import BringInForm
from afttrainer.media.captions import MOST_BYTES as CAPTIONS_MOST_BYTES
from afttrainer.media.refusals import FILM_GONE, megabytes
from afttrainer.media.reports import Report
from afttrainer.models import Case, Membership, Recording, Upload, User
from afttrainer.models.refusal import Refused
from afttrainer.models.upload import here_already, what_is_here
from afttrainer.web.arrivals import CAPTIONS, arriving, prepare
from afttrainer.web.groups import own_place
from afttrainer.web.keeping import Mistaken, keep

bringing = Blueprint("bringing", __name__)
Page = str | Response | tuple[str, int]
_TICKET = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True)
class Card:
    """One film on its way in, as its person's page shows it."""

    upload: Upload
    come_bytes: int
    form: BringInForm | None
    recording: Recording | None
    has_captions: bool
    #: Why there is nothing more to say of it.
    twin: str = ""

    @property
    def percent(self) -> int:
        return 100 * self.come_bytes // self.upload.size_bytes

    @property
    def size(self) -> str:
        return megabytes(self.upload.size_bytes)

    @property
    def come(self) -> str:
        return megabytes(self.come_bytes)


@bringing.get("/groups/<int:group_id>/films/new")
def new(group_id: int) -> str:
    me, now = own_place(group_id), clock.now()
    mine = [one for one in Upload.all_of(db.session, me) if not one.has_expired(now)]
    return render_template(
        "film/new.html",
        me=me,
        group=me.group,
        cases=Case.listed_for(db.session, me),
        cards=[card_of(one) for one in mine],
        inbox=[r for r in inbox_of(me) if r.stage in ("ready", "listening")],
        not_ready=[
            (r.origin_name, r.words(_) or _("being prepared"))
            for r in inbox_of(me)
            if r.stage not in ("ready", "listening")
        ],
        **_limits(),
    )


def card_of(upload: Upload, form: BringInForm | None = None) -> Card:
    try:
        come = arriving().length(upload.ticket)
    except OSError:
        come = 0
    recording = upload.recording
    twin = what_is_here(db.session, upload.sha256, upload.member)
    if recording is None and form is None and twin is None:
        form = _form(upload.member, upload.ticket)
        form.case.data = request.args.get("case", type=int)
    beside = film_house().store.root / "incoming" / upload.ticket / CAPTIONS
    said = here_already(twin, upload.member) if twin else ""
    return Card(upload, come, form, recording, beside.is_file(), said)


@bringing.post("/groups/<int:group_id>/films/arriving/<ticket>")
def say_whose(group_id: int, ticket: str) -> Page:
    """While it comes, or afterwards; then the film worker has it."""
    me = own_place(group_id)
    upload = Upload.of(db.session, ticket, me) if _TICKET.fullmatch(ticket) else None
    if upload is None:
        abort(404)
    form = _form(me, ticket)
    try:
        problem = _take_captions(ticket)
    except OSError:
        problem = _("The captions could not be kept just now. Please try again.")
    if problem:
        form.validate()
        form.form_errors.append(problem)
        return _card_page(me, card_of(upload, form)), 422
    my_id = me.id

    def say(session: Session) -> tuple[int, bool]:
        by = session.get_one(Membership, my_id)
        said_of = Upload.of(session, ticket, by)
        if said_of is None:
            raise Refused(_("This film is not on its way any more. Look for it among the films."))
        case, title = _open_case(session, by, form), form.title.data or ""
        recording = said_of.say_whose(case, by, title, form.said, clock.now())
        session.flush()
        return recording.id, said_of.arrived_at is not None

    try:
        recording_id, is_here = keep(form, say)
    except Mistaken:
        db.session.expire_all()
        return _card_page(me, card_of(upload, form)), 422
    if is_here:
        prepare(ticket)
    return redirect(url_for("recordings.recording", recording_id=recording_id), code=303)


@bringing.route("/groups/<int:group_id>/films/inbox/<ticket>", methods=["GET", "POST"])
def from_inbox(group_id: int, ticket: str) -> Page:
    me = own_place(group_id)
    report = next((r for r in inbox_of(me) if r.ticket == ticket), None)
    if report is None or report.sha256 is None:
        abort(404, _("This film is not in the inbox any more."))
    form = _form(me)
    if request.method == "GET":
        return _inbox_page(me, report, form)
    my_id, sha256 = me.id, report.sha256

    def take(session: Session) -> int:
        by, now = session.get_one(Membership, my_id), clock.now()
        if session.scalar(select(Recording.id).where(Recording.ticket == ticket)) is not None:
            raise Refused(_("This film has just been brought in. Look for it among the films."))
        twin = what_is_here(session, sha256, by)
        if twin is not None:
            raise Refused(here_already(twin, by), status=422)
        case = _open_case(session, by, form)
        taken = Recording.bring_in(case, by, form.title.data or "", ticket, form.said, now)
        session.flush()
        taken.report(report)
        return taken.id

    try:
        recording_id = keep(form, take)
    except Mistaken:
        return _inbox_page(me, report, form), 422
    return redirect(url_for("recordings.recording", recording_id=recording_id), code=303)


def _open_case(session: Session, by: Membership, form: BringInForm) -> Case:
    case = session.get(Case, form.case.data)
    if case is None or not case.is_open_to(by):
        raise Refused("", fields={"case": [_("Please choose a case.")]}, status=422)
    return case


def _form(me: Membership, ticket: str = "") -> BringInForm:
    """Several stand on one page, so each has names of its own."""
    prefix = f"{ticket}-" if ticket else ""
    form = BringInForm(request.form if request.method == "POST" else None, prefix=prefix)
    form.offer(Case.listed_for(db.session, me), named=me.supervises)
    form.offer_people(me.group.members)
    return form


def _take_captions(ticket: str) -> str:
    """Lay down what was chosen beside the film; returns what is wrong with it. Raises OSError."""
    sent = request.files.get("captions")
    if sent is None or not sent.filename:
        return ""
    with closing(sent):
        text = sent.stream.read(CAPTIONS_MOST_BYTES + 1)
    if len(text) > CAPTIONS_MOST_BYTES:
        return str(_("These captions are larger than 1 MB. Please use a shorter file."))
    film_house().store.incoming(ticket).with_name(CAPTIONS).write_bytes(text)
    return ""


def _card_page(me: Membership, card: Card) -> str:
    return render_template("film/arriving.html", me=me, group=me.group, card=card)


def _inbox_page(me: Membership, report: Report, form: BringInForm) -> str:
    return render_template("film/from_inbox.html", me=me, group=me.group, report=report, form=form)


def _limits() -> dict[str, object]:
    limit = current_app.extensions["settings"].upload_limit_bytes
    return {"limit_bytes": limit, "limit_words": megabytes(limit)}


def inbox_of(me: Membership) -> list[Report]:
    """Films in the inbox that nobody has taken yet, for those who may see it, and originals whose
    film is no more."""
    if not may_see_inbox(me.user):
        return []
    found = film_house().arrivals()
    taken = select(Recording.ticket).where(Recording.ticket.in_([r.ticket for r in found]))
    gone = set(db.session.scalars(taken))
    return [r for r in found if r.ticket not in gone or r.template == FILM_GONE]


def may_see_inbox(user: User | None) -> bool:
    """The inbox is the whole site's and its film names may tell of patients, while everybody may
    make a group and lead it. So it opens to those only who have never been a trainee: accounts that
    people make for themselves by claiming a name always have."""
    if user is None or not any(m.belongs for m in user.memberships):
        return False
    return all(m.role is Role.SUPERVISOR for m in user.memberships)
