"""The film library: recordings, and who may see them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload
from werkzeug.wrappers import Response as AnyResponse

from afttrainer import clock
from afttrainer.extensions import db, write
from afttrainer.film_house import film_house
from afttrainer.forms.captions import CaptionsForm
from afttrainer.forms.recording import TitleForm
from afttrainer.models import (
    Case,
    Clip,
    Membership,
    Recording,
    RecordingStatus,
    erasure,
    film_look,
)
from afttrainer.models.clip_export import ExportRule, may_ask
from afttrainer.models.consent import ConsentState
from afttrainer.models.erasure import ErasedFor, Limits, due
from afttrainer.models.refusal import Refused
from afttrainer.web.arrivals import drop
from afttrainer.web.film_bytes import film_response
from afttrainer.web.groups import own_place
from afttrainer.web.keeping import Mistaken, keep
from afttrainer.web.originals import original_told
from afttrainer.web.signed_in import asking_on
from afttrainer.writing import TryAgain

recordings = Blueprint("recordings", __name__)
Page = str | AnyResponse | tuple[str, int]


def own_recording(recording_id: int) -> Recording:
    """A film of one's own case, or of the group one supervises; to others there is none."""
    found = Recording.of(db.session, recording_id, current_user.id)
    if found is None:
        abort(404)
    return found


def watchable(recording_id: int) -> Recording:
    """One's own recording, as long as the patient's word lets this person see it."""
    found = own_recording(recording_id)
    if not found.may_watch(my_place(found), clock.now()):
        abort(403, _("The patient’s consent does not let this film be shown to you now."))
    return found


def my_place(recording: Recording) -> Membership:
    return own_place(recording.case.therapist.group_id)


def export_rule() -> ExportRule:
    """What this site allows."""
    return ExportRule(current_app.extensions["settings"].clip_export)


@recordings.get("/groups/<int:group_id>/films")
def listed(group_id: int) -> str:
    me = own_place(group_id)
    cases = Case.listed_for(db.session, me)
    return render_template("film/films.html", me=me, group=me.group, cases=cases, now=clock.now())


@recordings.get("/films/<int:recording_id>")
def recording(recording_id: int) -> str:
    return film_page(own_recording(recording_id))


def film_page(
    found: Recording, form: TitleForm | None = None, captions: CaptionsForm | None = None
) -> str:
    # Whether a meeting has them is asked for all clips at once.
    clips = select(Clip).where(Clip.recording_id == found.id).order_by(Clip.in_ms, Clip.id)
    clips = clips.options(selectinload(Clip.queued))
    known = db.session.scalars(clips).all()
    me, now = my_place(found), clock.now()
    return render_template(
        "film/film.html",
        recording=found,
        clips=known,
        me=me,
        group=found.case.therapist.group,
        form=form or TitleForm(formdata=None, obj=found),
        captions=captions or CaptionsForm(formdata=None),
        now=now,
        may_watch=found.may_watch(me, now),
        goes=due(found, _limits()),
        ErasedFor=ErasedFor,
        may_copy=may_ask(found, me, export_rule(), now),
        looks=film_look.watched(db.session, me, found.case, found),
        ConsentState=ConsentState,
        original_told=original_told(found),
    )


@recordings.get("/films/<int:recording_id>/state")
def state(recording_id: int) -> str:
    """How far the film worker is, for the page to ask again and again."""
    found = own_recording(recording_id)
    return render_template("film/_state.html", recording=found)


@recordings.post("/films/<int:recording_id>/title")
def rename(recording_id: int) -> Page:
    found = own_recording(recording_id)
    form = TitleForm(request.form)
    my_id = my_place(found).id

    def name(session: Session) -> None:
        by = session.get_one(Membership, my_id)
        session.get_one(Recording, recording_id).rename(by, form.title.data or "")

    try:
        keep(form, name)
    except Mistaken:
        return film_page(found, form), 422
    return redirect(url_for(".recording", recording_id=recording_id), code=303)


@recordings.route("/films/<int:recording_id>/remove", methods=["GET", "POST"])
def remove(recording_id: int) -> Page:
    found = own_recording(recording_id)
    me, title = my_place(found), found.title
    my_id, group_id = me.id, me.group_id
    if request.method == "GET":
        return render_template(
            "pages/ask.html",
            question=_("Remove the film “%(title)s”?", title=title),
            told=[
                _("The film is erased from this computer and leaves every plan."),
                _("Records of meetings that showed it keep what was said there."),
                *original_told(found),
            ],
            yes=_("Remove and erase"),
            back=url_for(".recording", recording_id=recording_id),
        )

    def leave(session: Session) -> str | None:
        by = session.get_one(Membership, my_id)
        return erasure.remove(session.get_one(Recording, recording_id), by, clock.now())

    stays = original_told(found)
    ticket, is_arriving = found.ticket, found.status is RecordingStatus.ARRIVING
    sha256 = write(leave)
    film_house().let_go(ticket)
    film_house().erase(sha256)
    if is_arriving:
        drop(ticket)
    flash(" ".join([_("The film “%(title)s” is removed.", title=title), *stays]))
    return redirect(url_for(".listed", group_id=group_id), code=303)


def _limits() -> Limits:
    settings = current_app.extensions["settings"]
    return Limits(settings.film_days, settings.erased_within_days)


@recordings.get("/films/<int:recording_id>/film")
def film(recording_id: int) -> Response:
    watchable(recording_id)
    note_look(recording_id)
    return _stored(recording_id, "film_name")


@recordings.get("/films/<int:recording_id>/still")
def still(recording_id: int) -> Response:
    return _stored(recording_id, "still_name")


@recordings.get("/films/<int:recording_id>/captions")
def captions(recording_id: int) -> Response:
    return _stored(recording_id, "captions_name")


def _stored(recording_id: int, which: str) -> Response:
    """To whom the recording is open. The group sees it in its room, after the presenter's yes."""
    name: str | None = getattr(watchable(recording_id), which)
    if name is None:
        abort(404)
    return film_response(name, may_go_on=may_go_on_reading(recording_id))


def note_look(recording_id: int, clip_id: int | None = None, me: Membership | None = None) -> None:
    """Whoever has the film before them now is written down, once for one look; a player asks for
    it many times. `clip_id` is of the library of patterns. Raises Refused where that cannot be
    kept: its therapist is promised that nobody watches unseen (docs/privacy.md)."""
    found = db.session.get_one(Recording, recording_id)
    clip = db.session.get(Clip, clip_id) if clip_id is not None else None
    me, now = me or my_place(found), clock.now()
    if not film_look.is_new(db.session, me, found, now, clip):
        return
    my_id = me.id

    def note(session: Session) -> None:
        by, of = session.get_one(Membership, my_id), session.get_one(Recording, recording_id)
        which = session.get_one(Clip, clip_id) if clip_id is not None else None
        film_look.opened(session, by, of, now, which)

    try:
        write(note)
    except TryAgain:
        raise Refused(unnoted(), status=503) from None


@recordings.app_template_global()
def unnoted() -> str:
    """Why a film does not open on a full disk."""
    return str(
        _(
            "The film cannot be opened just now: who watches a film is written down, and nothing "
            "can be saved at the moment. Please try again in a minute."
        )
    )


def may_go_on_reading(recording_id: int) -> Callable[[], bool]:
    """For `film_response`: whether the film is still open to whoever asks now."""
    return asking_on(partial(_is_open_to, current_user.id, recording_id))


def _is_open_to(user_id: int, recording_id: int) -> bool:
    found = Recording.of(db.session, recording_id, user_id)
    if found is None:
        return False
    me = Membership.of(db.session, found.case.therapist.group_id, user_id)
    return me is not None and found.may_watch(me, clock.now())
