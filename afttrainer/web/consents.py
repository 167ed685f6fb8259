"""What a film's patient consents to: noted, looked at by a second person, withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from afttrainer import clock
from afttrainer.forms.consent import ConsentForm, filled_from, method_words
from afttrainer.models import Membership, Recording, RecordingStatus
from afttrainer.models.acted import call_a_patients, call_acted, may_say
from afttrainer.retention import sweep
from afttrainer.web.keeping import Mistaken, Touched, change, keep, push_all, touched
from afttrainer.web.originals import original_told
from afttrainer.web.recordings import my_place, own_recording

consents = Blueprint("consents", __name__, url_prefix="/films/<int:recording_id>/consent")
consents.add_app_template_filter(method_words)
consents.add_app_template_filter(may_say, "may_say_acted")
consents.add_app_template_global(
    lambda: current_app.extensions["settings"].second_approver, "second_approver"
)
Page = str | Response | tuple[str, int]


@consents.route("", methods=["GET", "POST"])
def noted(recording_id: int) -> Page:
    """What the patient consents to; changing it holds at once, in every room."""
    found = own_recording(recording_id)
    if request.method == "GET":
        return _page(found, filled_from(found.consent))
    form = ConsentForm(request.form)
    form.offer_people(_others(found))
    my_id = my_place(found).id

    def note(session: Session) -> Touched:
        recording = session.get_one(Recording, recording_id)
        recording.note_consent(session.get_one(Membership, my_id), form.said, clock.now())
        return _rooms_of(recording)

    try:
        push_all(keep(form, note))
    except Mistaken:
        return _page(found, form), 422
    flash(_("The consent is noted."))
    return _back(recording_id)


def _others(found: Recording) -> list[Membership]:
    therapist = found.case.therapist
    return [member for member in therapist.group.members if member is not therapist]


def _page(found: Recording, form: ConsentForm) -> str:
    form.offer_people(_others(found))
    return render_template(
        "film/consent.html",
        recording=found,
        me=my_place(found),
        group=found.case.therapist.group,
        form=form,
    )


@consents.post("/second")
def second(recording_id: int) -> Page:
    """A second person's yes to what somebody gave in the patient's place (F1)."""
    my_id = my_place(own_recording(recording_id)).id

    def seconded(session: Session) -> Touched:
        found = session.get_one(Recording, recording_id)
        found.second_consent(session.get_one(Membership, my_id), clock.now())
        return _rooms_of(found)

    change(seconded)
    flash(_("Noted: two of you have looked at it."))
    return _back(recording_id)


@consents.route("/withdraw", methods=["GET", "POST"])
def withdraw(recording_id: int) -> Page:
    found = own_recording(recording_id)
    my_id = my_place(found).id
    if request.method == "GET":
        return render_template(
            "pages/ask.html",
            question=_("Has the patient withdrawn the consent?"),
            told=[
                _("From this moment the film is shown to nobody, in no room."),
                _words_go() if found.status is RecordingStatus.ERASED else _erased_words(),
                _("What was marked keeps its times and codes, without the words."),
                *original_told(found),
            ],
            yes=_("Yes, withdraw it"),
            back=url_for("recordings.recording", recording_id=recording_id),
        )

    def no_more(session: Session) -> Touched:
        found = session.get_one(Recording, recording_id)
        found.withdraw_consent(session.get_one(Membership, my_id), clock.now())
        return _rooms_of(found)

    stays = original_told(found)
    change(no_more)
    if not current_app.extensions["settings"].erased_within_days:
        sweep(clock.now())
    flash(" ".join([_("The consent is withdrawn. The film is not shown any more."), *stays]))
    return _back(recording_id)


@consents.route("/acted", methods=["GET", "POST"])
def acted(recording_id: int) -> Page:
    """There is no patient to ask."""
    me = my_place(own_recording(recording_id))
    my_id = me.id
    if not me.supervises:
        abort(403, _("Only who leads the group can say whether a patient is in it."))
    if request.method == "GET":
        return render_template(
            "pages/ask.html",
            question=_("Is this film acted, with no patient in it?"),
            told=[
                _("For scenes that colleagues have played. Nobody’s consent is asked then."),
                _("Everybody in the group may see it, and it stays until somebody removes it."),
                _("That you have said so, and when, stands on the film’s page."),
            ],
            yes=_("Yes, it is acted"),
            back=url_for("recordings.recording", recording_id=recording_id),
        )
    _say(recording_id, my_id, call_acted)
    flash(_("Noted: it is acted."))
    return _back(recording_id)


@consents.post("/patients")
def with_patient(recording_id: int) -> Page:
    """It was called acted, and is not."""
    _say(recording_id, my_place(own_recording(recording_id)).id, call_a_patients)
    flash(_("Noted: there is a patient in it. What they have agreed to counts from now on."))
    return _back(recording_id)


def _say(
    recording_id: int, my_id: int, call: Callable[[Recording, Membership, datetime], None]
) -> None:
    def say(session: Session) -> Touched:
        found = session.get_one(Recording, recording_id)
        call(found, session.get_one(Membership, my_id), clock.now())
        return _rooms_of(found)

    change(say)


def _erased_words() -> str:
    days = current_app.extensions["settings"].erased_within_days
    if not days:
        return str(_("It is erased at once, for good."))
    return str(
        ngettext(
            "Within %(num)s day it is erased for good.",
            "Within %(num)s days it is erased for good.",
            days,
        )
    )


def _words_go() -> str:
    """The film has gone before."""
    days = current_app.extensions["settings"].erased_within_days
    if not days:
        return str(_("What was written about it is emptied at once."))
    return str(
        ngettext(
            "Within %(num)s day what was written about it is emptied.",
            "Within %(num)s days what was written about it is emptied.",
            days,
        )
    )


def _rooms_of(recording: Recording) -> Touched:
    return touched(queued.supervision for clip in recording.clips for queued in clip.queued)


def _back(recording_id: int) -> Response:
    return redirect(url_for("recordings.recording", recording_id=recording_id), code=303)
