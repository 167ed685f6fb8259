"""The record of a meeting: a page to read and print, and the same as JSON."""

from __future__ import annotations

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from afttrainer import accounts, clock
from afttrainer.extensions import write
from afttrainer.forms.rating import RatingForm, form_for
from afttrainer.interchange.paper import pdf_of
from afttrainer.interchange.session_json import session_document
from afttrainer.models import Participant, Rating, safety
from afttrainer.models.rating import accepts_ratings
from afttrainer.models.record import Record
from afttrainer.models.refusal import Refused
from afttrainer.models.visibility import reader_for
from afttrainer.web.room import own_part
from afttrainer.web.shown import note_reading

records = Blueprint("records", __name__, url_prefix="/supervision/<int:supervision_id>")


@records.get("/record")
def record(supervision_id: int) -> str:
    return _page(own_part(supervision_id))


@records.get("/record.json")
def record_json(supervision_id: int) -> AnyResponse:
    me = own_part(supervision_id)
    note_reading(me)
    answer = jsonify(session_document(me.supervision, reader_for(me, None), clock.now()))
    answer.headers["Content-Disposition"] = f"attachment; filename=session-{supervision_id}.json"
    return answer


@records.get("/record.pdf")
def record_pdf(supervision_id: int) -> AnyResponse:
    """The page, on paper: it holds what the page holds for whoever asks."""
    made = accounts.off_the_loop(pdf_of, _page(own_part(supervision_id)))
    answer = Response(made, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f"attachment; filename=session-{supervision_id}.pdf"
    return answer


@records.post("/record/safety/forget")
def forget_safety(supervision_id: int) -> AnyResponse:
    """What the reader once set of how safe it felt, as long after as they like."""
    participant_id = own_part(supervision_id).id
    write(lambda session: safety.forget(session.get_one(Participant, participant_id)))
    flash(_("What you said of how safe it felt is gone."))
    return redirect(url_for("records.record", supervision_id=supervision_id), code=303)


@records.post("/record/ratings")
def rate(supervision_id: int) -> AnyResponse | tuple[str, int]:
    """For whoever had to leave, or wants to answer at home: open for a day after closing."""
    me = own_part(supervision_id)
    form = RatingForm(request.form)
    if not form.validate():
        return _page(me, form), 422
    participant_id = me.id

    def keep(session: Session) -> None:
        Rating.say(
            session.get_one(Participant, participant_id),
            clock.now(),
            cohesion=form.answers("cohesion"),
            alliance=form.answers("alliance"),
            single=form.single,
        )

    try:
        write(keep)
    except Refused as no:
        return _page(me, form, words=str(no)), no.status
    flash(_("Your answers are kept. You can change them until the questions close."))
    return redirect(url_for("records.record", supervision_id=supervision_id), code=303)


def _page(me: Participant, form: RatingForm | None = None, words: str = "") -> str:
    note_reading(me)
    now, supervision = clock.now(), me.supervision
    shown = Record(supervision, reader_for(me, None), now)
    may_rate = supervision.closed_at is not None and not me.supervises
    return render_template(
        "record/record.html",
        record=shown,
        supervision=supervision,
        me=me,
        rating_form=form or form_for(shown.own_rating),
        accepts_ratings=may_rate and accepts_ratings(supervision, now),
        refused_words=words,
    )
